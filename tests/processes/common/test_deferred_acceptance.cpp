#include "engine/processes/common/deferred_acceptance.hpp"

#include <algorithm>
#include <numeric>
#include <set>

#include "engine/core/random.hpp"
#include "tests/support/catch.hpp"

using namespace spil;

namespace {

using Ranks = std::vector<std::vector<int>>;

/// Suits of all with all from a ranking matrix: first[i][j] is the place that proposer i gives to receiver j,
/// second[i][j] the place that j gives to i.
std::vector<Suit> ranked(Ranks const& first, Ranks const& second) {
    std::vector<Suit> suits;
    for (std::size_t i = 0; i < first.size(); ++i)
        for (std::size_t j = 0; j < first[i].size(); ++j)
            suits.push_back({i, j, -static_cast<double>(first[i][j]), -static_cast<double>(second[i][j])});
    return suits;
}
Ranks turned(Ranks const& r) {
    Ranks t(r[0].size(), std::vector<int>(r.size()));
    for (std::size_t i = 0; i < r.size(); ++i)
        for (std::size_t j = 0; j < r[i].size(); ++j) t[j][i] = r[i][j];
    return t;
}
using Pairs = std::set<std::pair<std::size_t, std::size_t>>;
Pairs pairs(std::vector<Suit> const& suits, std::vector<std::size_t> const& matched) {
    Pairs found;
    for (auto const k : matched) found.insert({suits[k].proposer, suits[k].receiver});
    return found;
}
Pairs marriages(Ranks const& first, Ranks const& second) {
    auto const suits = ranked(first, second);
    return pairs(suits, deferred_acceptance(suits, std::vector<int>(first.size(), 1),
                                            std::vector<int>(first[0].size(), 1)));
}

/// A pair that is not matched and would both rather be: in a free place or in that of somebody worse.
bool blocked(std::vector<Suit> const& suits, std::vector<std::size_t> const& matched,
             std::vector<int> const& places_p, std::vector<int> const& places_r) {
    std::vector<int> used_p(places_p.size(), 0), used_r(places_r.size(), 0);
    std::vector<double> worst_p(places_p.size(), 1e9), worst_r(places_r.size(), 1e9);
    for (auto const k : matched) {
        auto const& s = suits[k];
        ++used_p[s.proposer], ++used_r[s.receiver];
        worst_p[s.proposer] = std::min(worst_p[s.proposer], s.to_proposer);
        worst_r[s.receiver] = std::min(worst_r[s.receiver], s.to_receiver);
    }
    for (std::size_t k = 0; k < suits.size(); ++k) {
        auto const& s = suits[k];
        if (std::find(matched.begin(), matched.end(), k) != matched.end()) continue;
        if (places_p[s.proposer] == 0 || places_r[s.receiver] == 0) continue;
        bool const one = used_p[s.proposer] < places_p[s.proposer] || s.to_proposer > worst_p[s.proposer];
        bool const other = used_r[s.receiver] < places_r[s.receiver] || s.to_receiver > worst_r[s.receiver];
        if (one && other) return true;
    }
    return false;
}

}  // namespace

TEST_CASE("Gale and Shapley's first example - three stable sets and the proposers get their first choices",
          "[processes][matching]") {
    // Gale and Shapley (1962), example 1: ranking matrix of three men and three women.
    Ranks const men{{1, 2, 3}, {3, 1, 2}, {2, 3, 1}};
    Ranks const women{{3, 2, 1}, {1, 3, 2}, {2, 1, 3}};
    CHECK(marriages(men, women) == Pairs{{0, 0}, {1, 1}, {2, 2}});
    // When the women propose they get theirs: the first the second man, the second the third, the third the
    // first.
    CHECK(marriages(turned(women), turned(men)) == Pairs{{0, 1}, {1, 2}, {2, 0}});
}

TEST_CASE("Gale and Shapley's second example - four by four - the only stable set whoever proposes",
          "[processes][matching]") {
    // Gale and Shapley (1962), example 2: a ranking matrix of four by four with a single stable set.
    Ranks const men{{1, 2, 3, 4}, {1, 4, 3, 2}, {2, 1, 3, 4}, {4, 2, 3, 1}};
    Ranks const women{{3, 3, 2, 3}, {4, 1, 3, 2}, {2, 4, 4, 1}, {1, 2, 1, 4}};
    Pairs const stable{{0, 2}, {1, 3}, {2, 0}, {3, 1}};
    CHECK(marriages(men, women) == stable);
    CHECK(marriages(turned(women), turned(men)) == stable);

    // By brute force it is the only one of the 24.
    auto const suits = ranked(men, women);
    std::vector<std::size_t> order(4);
    std::iota(order.begin(), order.end(), std::size_t{0});
    Pairs only;
    int stable_sets = 0;
    do {
        std::vector<std::size_t> matched;
        for (std::size_t i = 0; i < 4; ++i) matched.push_back(i * 4 + order[i]);
        if (blocked(suits, matched, {1, 1, 1, 1}, {1, 1, 1, 1})) continue;
        ++stable_sets;
        only = pairs(suits, matched);
    } while (std::next_permutation(order.begin(), order.end()));
    CHECK(stable_sets == 1);
    CHECK(only == stable);
}

TEST_CASE("matching with places is stable - fills no more than there are and does not depend on the order",
          "[processes][matching]") {
    int full = 0, rejected = 0;
    for (std::uint32_t world = 0; world < 300; ++world) {
        Draws draws{Address{.seed = 5, .entity = world}};
        auto const upto = [&](int n) { return static_cast<int>(draws.uniform() * (n + 1)); };
        std::size_t const labs = static_cast<std::size_t>(1 + upto(6));
        std::size_t const parties = static_cast<std::size_t>(1 + upto(6));
        std::vector<int> places_l(labs), places_p(parties);
        for (auto& v : places_l) v = upto(3);
        for (auto& v : places_p) v = upto(3);
        std::vector<Suit> suits;
        for (std::size_t l = 0; l < labs; ++l)
            for (std::size_t o = 0; o < parties; ++o)
                if (draws.chance(0.7)) suits.push_back({l, o, draws.uniform(), draws.uniform()});
        auto const matched = deferred_acceptance(suits, places_l, places_p);
        if (blocked(suits, matched, places_l, places_p)) FAIL_CHECK("a pair would both rather be matched");
        std::vector<int> taken_l(labs, 0), taken_p(parties, 0);
        for (auto const k : matched) ++taken_l[suits[k].proposer], ++taken_p[suits[k].receiver];
        for (std::size_t l = 0; l < labs; ++l)
            if (taken_l[l] > places_l[l]) FAIL_CHECK("more partners than places");
        for (std::size_t o = 0; o < parties; ++o) {
            if (taken_p[o] > places_p[o]) FAIL_CHECK("more labs than places");
            full += taken_p[o] == places_p[o] ? 1 : 0;
        }
        rejected += suits.size() > matched.size() ? 1 : 0;

        // The same with proposers and suits in another order.
        std::vector<Suit> other(suits.rbegin(), suits.rend());
        for (auto& s : other) s.proposer = labs - 1 - s.proposer;
        std::vector<int> const other_places(places_l.rbegin(), places_l.rend());
        Pairs again;
        for (auto const k : deferred_acceptance(other, other_places, places_p))
            again.insert({labs - 1 - other[k].proposer, other[k].receiver});
        CHECK(again == pairs(suits, matched));
    }
    CHECK(full > 100);
    CHECK(rejected > 100);
}

TEST_CASE("nobody to match is no match - equals go by the lower index", "[processes][matching]") {
    CHECK(deferred_acceptance({}, {}, {}).empty());
    CHECK(deferred_acceptance({{0, 0, 1, 1}}, {0}, {1}).empty());
    CHECK(deferred_acceptance({{0, 0, 1, 1}}, {1}, {0}).empty());
    CHECK(deferred_acceptance({{1, 0, 1, 1}, {0, 0, 1, 1}}, {1, 1}, {1}) == std::vector<std::size_t>{1});
    CHECK(deferred_acceptance({{0, 1, 1, 1}, {0, 0, 1, 1}}, {1}, {1, 1}) == std::vector<std::size_t>{1});
}
