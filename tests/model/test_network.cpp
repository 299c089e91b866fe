/// Who works with whom: what the network of municipalities and their partners looks like in whole runs.

#include <algorithm>
#include <cmath>

#include "engine/model/populate.hpp"
#include "engine/model/populate_organisations.hpp"
#include "engine/processes/common/kene.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/null_runs.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

Country const& provinces() {
    static Country const c = make_country({.municipalities = 120, .population = 5'000'000, .seed = 7});
    return c;
}

/// The world at the end of `months`; `watch` sees it every month.
World last_month(Country const& country, Settings const& settings, int months,
                 std::function<void(World const&)> const& watch = {}) {
    World last;
    auto o = null_options(1, months);
    o.observe = [&](World const& w, int month) {
        if (watch) watch(w);
        if (month == months) last = w;
    };
    simulate(country, settings, o);
    return last;
}

Settings two_missions(std::string_view name) {
    Settings s{default_parameters(), preset(name)};
    s.parameters.missions.resize(2);
    s.regime.setup_delay = 0;
    return s;
}

double correlation(std::vector<double> const& a, std::vector<double> const& b) {
    auto const n = static_cast<double>(a.size());
    double x = 0, y = 0, xx = 0, yy = 0, xy = 0;
    for (std::size_t k = 0; k < a.size(); ++k)
        x += a[k], y += b[k], xx += a[k] * a[k], yy += b[k] * b[k], xy += a[k] * b[k];
    return (xy - x * y / n) / std::sqrt((xx - x * x / n) * (yy - y * y / n));
}

}  // namespace

TEST_CASE("organisations are where they should be - and have names", "[model][network]") {
    auto const& c = provinces();
    auto const p = default_parameters();
    auto const w = populate(c, p, 3, 5);
    auto const& t = w.organisations;
    auto const counts = organisation_counts(c, p.get<PartyParameters>());
    auto const labels = organisation_labels(c, p.get<PartyParameters>());
    CHECK(counts[0] == 50);
    CHECK(counts[1] == 45);
    CHECK(counts[2] == 240);
    REQUIRE(labels.size() == rows(t));
    CHECK(labels[6] == "knowledge 7");
    CHECK(labels[95] == "civic " + c.code[0] + " 1");
    CHECK(std::is_sorted(t.kind.now.begin(), t.kind.now.end()));
    double people = 0, urban = 0;
    for (std::size_t o = 0; o < 95; ++o) {
        auto const i = static_cast<std::size_t>(t.municipality.now[o]);
        people += w.municipalities.population.now[i] / 95;
        urban += w.municipalities.context.now[i * context_parts] / 95;
    }
    CHECK(people > 2 * 5e6 / 120);  // large and urban places have them
    CHECK(urban > 0.5);
    for (std::size_t k = 0; k < 240; ++k)
        CHECK(t.municipality.now[95 + k] == static_cast<std::int32_t>(k / 2));
    for (std::size_t o = 335; o < rows(t); ++o) CHECK(t.kind.now[o] == Party::authority);
    CHECK(w.ledger.accounts(AccountClass::knowledge) == 50);
    CHECK(w.ledger.accounts(AccountClass::intermediary) == 45);
    CHECK(w.ledger.accounts(AccountClass::civic) == 240);

    // Those who care most for a mission can do more of what its solutions take.
    Capabilities takes;
    for (std::size_t s = 0; s < 3; ++s)
        takes |= capability_set(
            std::span{w.solutions.required.now}.subspan(s * requirement_length, requirement_length));
    double devoted = 0, others = 0, n = 0;
    auto const M = w.dimensions.missions;
    for (std::size_t o = 0; o < rows(t); ++o) {
        auto const knows = capability_set(std::span{t.capability.now}.subspan(o * kene_length, kene_length));
        CHECK(knows.count() == kene_length);
        double const shared = static_cast<double>((knows & takes).count());
        (t.affinity.now[o * M] > 0.5 ? devoted : others) += shared;
        n += t.affinity.now[o * M] > 0.5 ? 1 : 0;
    }
    CHECK(devoted / n > 1.2 * others / (static_cast<double>(rows(t)) - n));
}

TEST_CASE("most ties stay within the province", "[model][network]") {
    auto const w = last_month(provinces(), two_missions("project"), 96);
    auto const& home = w.organisations.municipality.now;
    auto const& province = w.municipalities.province.now;
    double within = 0, organisations = 0;
    for (std::size_t t = 0; t < rows(w.ties); ++t) {
        auto const i = static_cast<std::size_t>(w.ties.municipality.now[t]);
        if (static_cast<std::size_t>(w.ties.kind.now[t]) >= organisation_kinds) continue;
        auto const j = static_cast<std::size_t>(home[static_cast<std::size_t>(w.ties.party.now[t])]);
        ++organisations;
        within += province[i] == province[j] ? 1 : 0;
        CHECK(w.ties.trust.now[t] >= 0);
        CHECK(w.ties.trust.now[t] <= 1);
    }
    REQUIRE(organisations > 200);
    INFO("within the province: " << within / organisations);
    CHECK(within / organisations > 0.6);
}

TEST_CASE("in a run nobody exceeds its places and labs count who is in them", "[model][network]") {
    auto s = two_missions("portfolio");
    s.parameters.get<PartyParameters>().knowledge_capacity = 2;
    int full = 0;
    last_month(provinces(), s, 72, [&](World const& w) {
        auto const& t = w.organisations;
        for (std::size_t o = 0; o < rows(t); ++o) {
            if (t.load.now[o] > t.capacity.now[o]) FAIL_CHECK("organisation " << o);
            full += t.kind.now[o] == Party::knowledge && t.load.now[o] == 2 ? 1 : 0;
        }
        std::vector<int> members(rows(w.labs), 0);
        for (std::size_t r = 0; r < rows(w.members); ++r)
            if (w.members.left.now[r] < 0) ++members[static_cast<std::size_t>(w.members.lab.now[r])];
        for (std::size_t l = 0; l < members.size(); ++l) {
            if (!running(w.labs.stage.now[l])) continue;
            int const counted = w.labs.knowledge_partners.now[l] + w.labs.intermediary_partners.now[l] +
                                w.labs.civic_partners.now[l] + w.labs.public_partners.now[l] +
                                w.labs.firm_partners.now[l];
            if (counted != members[l] || counted > 11) FAIL_CHECK("lab " << l);
        }
    });
    CHECK(full > 0);
}

TEST_CASE("third spaces come with money for them and end with their term", "[model][network]") {
    auto s = two_missions("portfolio");
    std::size_t most = 0;
    auto const paid = last_month(provinces(), s, 96, [&](World const& w) {
        std::size_t open = 0;
        for (auto const left : w.third_spaces.months_left.now) open += left > 0 ? 1 : 0;
        most = std::max(most, open);
    });
    // EUR 0.5 M a year for each mission, three years each: three at a time.
    CHECK(rows(paid.third_spaces) >= 8);
    CHECK(most <= 8);
    for (auto const n : paid.third_spaces.members.now) {
        CHECK(n >= 4);
        CHECK(n <= 12);
    }
    for (std::size_t m = 0; m < 2; ++m) {
        CHECK(paid.missions.third_space_used.now[m] <= paid.missions.third_space_paid.now[m]);
        CHECK(paid.missions.third_space_paid.now[m] == cents(0.5e6 * 8));
    }
    s.regime.third_space_share = 0;
    CHECK(rows(last_month(provinces(), s, 96).third_spaces) == 0);
}

TEST_CASE("trust that followed results differs from tie to tie and not with their age", "[model][network]") {
    auto const w = last_month(provinces(), two_missions("project"), 144);
    std::vector<double> trust, age;
    std::vector<double> first(rows(w.ties), -1);
    for (std::size_t r = 0; r < rows(w.members); ++r) {
        auto& f = first[static_cast<std::size_t>(w.members.tie.now[r])];
        if (f < 0) f = w.members.joined.now[r];
    }
    for (std::size_t t = 0; t < first.size(); ++t) {
        if (first[t] < 0 || w.ties.months_apart.now[t] > 0) continue;  // those that still work together
        trust.push_back(w.ties.trust.now[t]);
        age.push_back(144 - first[t]);
    }
    REQUIRE(trust.size() > 100);
    INFO("correlation of trust and duration: " << correlation(trust, age));
    CHECK(std::abs(correlation(trust, age)) < 0.6);
    auto const [low, high] = std::minmax_element(trust.begin(), trust.end());
    CHECK(*high - *low > 0.2);
}
