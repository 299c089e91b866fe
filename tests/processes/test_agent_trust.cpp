#include "engine/processes/agent_trust.hpp"

#include <cmath>

#include "engine/core/parallel.hpp"
#include "tests/support/agents.hpp"
#include "tests/support/catch.hpp"

namespace spil {

namespace {

using namespace testing;

World trusting(std::size_t municipalities, std::uint32_t each, int trust) {
    auto w = agents_world(municipalities, each);
    fill(w.citizens.trust, trust);
    w.communities.trust.now = trust_by_scan(w);
    return w;
}

void month(World& w, AttitudeParameters const& p, std::uint32_t tick) {
    run<&trust_as_agents>(w, step_of(w, tick), p, OpinionParameters{});
}

}  // namespace

TEST_CASE("without events the trust of agents returns as fast as the mean field's", "[agent_trust]") {
    AttitudeParameters const p;
    auto w = trusting(1, 20'000, 230);
    double expected = 230 / 255.0;
    for (std::uint32_t t = 0; t < 24; ++t) {
        month(w, p, t);
        expected = next_trust(expected, 0, 0, 0, p);
    }
    CHECK(w.municipalities.local_trust.now[0] == Approx(expected).margin(0.003));
    CHECK(trust_by_scan(w) == w.communities.trust.now);
}

TEST_CASE("events move the trust of every agent where they happen", "[agent_trust]") {
    AttitudeParameters p;
    p.trust_return_rate = 0;
    auto w = trusting(4, 10'000, 128);
    w.municipalities.reports_kept.now = {0, 1, 0, 2};
    w.municipalities.failures.now = {0, 0, 1, 1};
    w.municipalities.promises_broken.now = {0, 0, 0, 3};
    month(w, p, 0);
    auto const& trust = w.municipalities.local_trust.now;
    CHECK(trust[0] == 128 / 255.0);
    CHECK(trust[1] == Approx(trust_after(128 / 255.0, 1, 0, 0, p)).margin(1e-4));
    CHECK(trust[2] == Approx(trust_after(128 / 255.0, 0, 1, 0, p)).margin(1e-4));
    CHECK(trust[3] == Approx(trust_after(128 / 255.0, 2, 1, 3, p)).margin(1e-4));
    CHECK(trust_by_scan(w) == w.communities.trust.now);
}

TEST_CASE("trust of agents stays within bounds and moves alike on any number of threads", "[agent_trust]") {
    auto const after = [](int threads) {
        set_threads(threads);
        auto w = trusting(2, 40'000, 250);
        w.municipalities.reports_kept.now = {90, 0};
        w.municipalities.failures.now = {0, 90};
        for (std::uint32_t t = 0; t < 2; ++t) month(w, {}, t);
        set_threads(1);
        CHECK(trust_by_scan(w) == w.communities.trust.now);
        CHECK(w.municipalities.local_trust.now[0] > 0.9);
        CHECK(w.municipalities.local_trust.now[1] < 0.1);
        return w.citizens.trust.now;
    };
    auto const alone = after(1);
    for (int const threads : {2, 3, 8}) CHECK(after(threads) == alone);
}

}  // namespace spil
