#include "engine/processes/common/plans.hpp"

#include <cmath>

#include "tests/support/catch.hpp"
#include "tests/support/funding_world.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

std::optional<std::size_t> planned(World& w, std::uint32_t tick, std::size_t i, int idea,
                                   IdeaParameters const& p = {}) {
    return plan_for_offer(step_of(w, tick), p, 0.15, i, 0, idea, In<&Municipalities::judgement>(w),
                          In<&Municipalities::implemented>(w));
}

}  // namespace

TEST_CASE("an idea in hand goes before a new plan", "[processes][plans]") {
    auto w = funding_world(2);
    for (int idea = 1; idea <= 3; ++idea) CHECK(planned(w, 5, 0, idea) == static_cast<std::size_t>(idea - 1));
}

TEST_CASE("plans follow the judgements as a softmax", "[processes][plans]") {
    auto w = funding_world(1);
    w.municipalities.judgement.now = {0.4, 0.4,
                                      0.4 + 0.3 * 0.15 * std::log(4.0)};  // odds of one, one and four
    std::vector<int> count(3, 0);
    for (std::uint32_t t = 0; t < 3000; ++t) ++count[*planned(w, t, 0, 0)];
    CHECK(count[2] / 3000.0 == Approx(4.0 / 6).margin(0.035));
    CHECK(count[0] / 3000.0 == Approx(1.0 / 6).margin(0.03));
    IdeaParameters cold;
    cold.choice_temperature = 0.01;
    for (std::uint32_t t = 0; t < 50; ++t) CHECK(planned(w, t, 0, 0, cold) == std::size_t{2});
}

TEST_CASE("what stands already is no plan", "[processes][plans]") {
    auto w = funding_world(1);
    w.municipalities.implemented.now = {1, 0, 1};
    for (std::uint32_t t = 0; t < 20; ++t) CHECK(planned(w, t, 0, 0) == std::size_t{1});
    w.municipalities.implemented.now = {1, 1, 1};
    CHECK_FALSE(planned(w, 3, 0, 0).has_value());
}
