#include "engine/processes/agent_opinion.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/core/parallel.hpp"
#include "tests/support/agents.hpp"
#include "tests/support/catch.hpp"

namespace spil {

namespace {

using namespace testing;

struct Rules {
    OpinionParameters opinion;
    ContactParameters contacts;
};

/// Every agent at an occasion every month, among everybody; nothing but meetings counts.
Rules meetings(double bound) {
    Rules r;
    r.opinion.revision_rate = 1;
    r.opinion.confidence_bound = bound;
    r.contacts.rewiring = r.contacts.own_municipality = 1;
    return r;
}

void month(World& w, Rules const& r, std::uint32_t tick) {
    run<&revise_opinions_as_agents>(w, step_of(w, tick), r.opinion, r.contacts);
}

/// Opinions evenly over -1..1.
World even(std::uint32_t agents) {
    auto w = agents_world(1, agents);
    for (std::uint32_t c = 0; c < agents; ++c)
        w.citizens.opinion.now[c] = static_cast<std::int8_t>(std::lround(200.0 * c / (agents - 1) - 100));
    w.communities.opinions.now = opinions_by_scan(w);
    return w;
}

double mean_opinion(World const& w, std::size_t i = 0) {
    auto const n = w.communities.agents.now[i];
    auto const from = w.citizens.opinion.now.begin() + static_cast<std::ptrdiff_t>(i) * n;
    return std::accumulate(from, from + n, 0.0) / (100.0 * n);
}

/// Groups of more than 4 % of all agents, apart by more than a tenth without as many as 1 %.
int clusters(World const& w) {
    auto const& opinions = w.citizens.opinion.now;
    std::vector<double> share(201, 0.0);
    for (int const o : opinions)
        share[static_cast<std::size_t>(o + 100)] += 1.0 / static_cast<double>(opinions.size());
    int found = 0;
    double mass = 0, gap = 0;
    std::size_t empty = 0;
    for (double const s : share) {
        mass += s;
        gap = s > 0.001 ? 0 : gap + s;
        empty = s > 0.001 ? 0 : empty + 1;
        if (empty < 10) continue;
        found += mass > 0.04 ? 1 : 0;
        mass = 0;
    }
    return found + (mass > 0.04 ? 1 : 0);
}

}  // namespace

TEST_CASE("the bins of opinions in hundredths", "[agent_opinion]") {
    CHECK(opinion_bin(-100) == 0);
    CHECK(opinion_bin(-96) == 0);
    CHECK(opinion_bin(-95) == 0);
    CHECK(opinion_bin(-85) == 2);
    CHECK(opinion_bin(0) == 10);
    CHECK(opinion_bin(4) == 10);
    CHECK(opinion_bin(5) == 10);
    CHECK(opinion_bin(6) == 11);
    CHECK(opinion_bin(95) == 20);
    CHECK(opinion_bin(100) == 20);
}

TEST_CASE("agents move by a part of the difference to whom they meet", "[agent_opinion]") {
    auto w = agents_world(1, 2);
    w.citizens.opinion.now = {-10, 40};
    w.communities.opinions.now = opinions_by_scan(w);
    month(w, meetings(0.8), 0);
    CHECK(w.citizens.opinion.now == std::vector<std::int8_t>{0, 30});
    w.citizens.opinion.now = {-40, 40};
    month(w, meetings(0.8), 1);  // just too far apart
    CHECK(w.citizens.opinion.now == std::vector<std::int8_t>{-40, 40});
}

TEST_CASE("agents reconsider at their rate, and small moves are right on average", "[agent_opinion]") {
    auto w = agents_world(1, 20'000, 1, 1);
    fill(w.municipalities.offer, 0.5);
    fill(w.municipalities.implemented, 1);
    fill(w.municipalities.accepted_fit, 0.8);
    fill(w.municipalities.learning, 1);
    Rules r;
    r.opinion.exposure_effect = 0.01;
    month(w, r, 0);
    // 1/12 reconsider, half of them live with the solution and move by half a hundredth.
    double const expected = 1.0 / 12 * 0.5 * 0.01 * (0.8 - 0.5 * r.opinion.burden);
    CHECK(mean_opinion(w) == Approx(expected).epsilon(0.25));
    CHECK(w.communities.opinions.now == opinions_by_scan(w));
}

TEST_CASE("an offer to every agent weighs as one that happens to reach them all", "[agent_opinion]") {
    auto const opinions = [](double share) {
        auto w = agents_world(2, 400, 2, 3);
        fill(w.municipalities.offer, share);
        w.municipalities.offer.now[1] = 0;  // of the first municipality's first mission, two are left
        fill(w.municipalities.implemented, 1);
        fill(w.municipalities.learning, 1);
        for (std::size_t k = 0; k < w.municipalities.accepted_fit.now.size(); ++k)
            w.municipalities.accepted_fit.now[k] = 0.2 + 0.06 * static_cast<double>(k);
        auto rules = meetings(0.8);
        for (std::uint32_t t = 0; t < 3; ++t) month(w, rules, t);
        return w.citizens.opinion.now;
    };
    auto const all = opinions(1);
    CHECK(all == opinions(1 - 1e-9));  // by luck, which everybody has
    CHECK(all != opinions(0.5));
}

TEST_CASE("a visible failure lowers the opinions of all agents of the municipality", "[agent_opinion]") {
    auto w = agents_world(2, 10'000, 3, 1);
    w.municipalities.failures.now = {0, 2};
    month(w, meetings(0.8), 0);
    CHECK(std::all_of(w.citizens.opinion.now.begin(), w.citizens.opinion.now.begin() + 30'000,
                      [](int o) { return o == 0; }));
    double sum = 0;
    for (std::size_t k = 30'000; k < 60'000; ++k) sum += w.citizens.opinion.now[k];
    CHECK(sum / 30'000 == Approx(-100 * 0.1 * 2 / 3).epsilon(0.01));
    CHECK(w.communities.opinions.now == opinions_by_scan(w));
    for (std::size_t b = 0; b < w.communities.opinions.now.size(); ++b)
        CHECK(w.municipalities.opinion.now[b] == w.communities.opinions.now[b] / 10'000.0);
}

TEST_CASE("opinions of agents stay within -1 and 1", "[agent_opinion]") {
    auto w = even(1000);
    w.municipalities.failures.now = {9};
    for (std::uint32_t t = 0; t < 3; ++t) month(w, meetings(0.8), t);
    CHECK(*std::min_element(w.citizens.opinion.now.begin(), w.citizens.opinion.now.end()) == -100);
    CHECK(w.communities.opinions.now == opinions_by_scan(w));
}

TEST_CASE("opinions of agents: the same bits for any number of threads", "[agent_opinion][parallel]") {
    auto const opinions = [](int threads) {
        set_threads(threads);
        auto w = even(60'000);
        w.municipalities.failures.now = {1};
        for (std::uint32_t t = 0; t < 3; ++t) month(w, meetings(0.8), t);
        set_threads(1);
        return std::pair{w.citizens.opinion.now, w.municipalities.opinion.now};
    };
    auto const alone = opinions(1);
    for (int const threads : {2, 3, 8}) CHECK(opinions(threads) == alone);
}

// Deffuant et al. (2000): about 1/(2 e) groups remain for opinions over a range of 1; here the range is 2.
TEST_CASE("agents of like mind gather in about 1 / bound groups", "[agent_opinion][known]") {
    auto const groups = [](double bound) {
        auto r = meetings(bound);
        r.opinion.convergence = 0.5;
        r.contacts.number = 32;
        auto w = even(2000);
        for (std::uint32_t t = 0; t < 150; ++t) month(w, r, t);
        CHECK(mean_opinion(w) == Approx(0).margin(0.08));
        return clusters(w);
    };
    CHECK(groups(1.2) == 1);
    CHECK(groups(0.45) == 2);
    CHECK(groups(0.3) == Approx(1 / 0.3).margin(1));
    CHECK(groups(0.2) == Approx(1 / 0.2).margin(1.5));
}

}  // namespace spil
