#include "engine/processes/research.hpp"

#include <cmath>
#include <numeric>
#include <set>

#include "tests/support/catch.hpp"
#include "tests/support/firms_world.hpp"

using namespace spil;
using namespace spil::testing;
using enum AccountClass;

namespace {

FirmSupportParameters const support{};

World with_money(std::size_t firms, Cents each) {
    auto w = firms_world(2, 2, firms);
    fill(w.municipalities.population, 9e6);
    for (std::size_t f = 0; f < firms; ++f) w.ledger.open({firm, f}, each);
    return w;
}

}  // namespace

TEST_CASE("the tax credit has two brackets - and starters a better rate", "[research][firms]") {
    CHECK(research_credit(0, false, support) == 0);
    CHECK(research_credit(100000, false, support) == Approx(36000));
    CHECK(research_credit(100000, true, support) == Approx(50000));
    CHECK(research_credit(380000, false, support) == Approx(136800));
    CHECK(research_credit(480000, false, support) == Approx(136800 + 16000));
    CHECK(research_credit(480000, true, support) == Approx(190000 + 16000));
}

TEST_CASE("joint grants have a least and two most", "[research][firms]") {
    CHECK(joint_grant(142000, true, support) == 0);
    CHECK(joint_grant(143000, true, support) == Approx(50050));
    CHECK(joint_grant(1e6, true, support) == 200000);
    CHECK(joint_grant(800000, false, support) == Approx(280000));
    CHECK(joint_grant(5e6, false, support) == 350000);
}

TEST_CASE("joint projects are granted by rank until the budget is spent", "[research][firms]") {
    std::vector<JointProject> const asked{
        {0, 1, 0.5, 100}, {2, 3, 0.9, 300}, {3, 4, 0.8, 100}, {5, 6, 0.7, 250}, {7, 8, 0.5, 50}};
    auto const granted = grant_projects(asked, 440);
    REQUIRE(granted.size() == 2);  // 3 is busy, 5 and 6 ask too much, 7 comes after 0
    CHECK(granted[0].first == 2);
    CHECK(granted[1].first == 0);
    CHECK(grant_projects(asked, 49).empty());
    auto const all = grant_projects(asked, 10000);
    CHECK(all.size() == 4);
    std::set<std::size_t> busy;
    for (auto const& p : all) CHECK((busy.insert(p.first).second && busy.insert(p.second).second));
    // The order in which they ask does not matter.
    auto turned = asked;
    std::reverse(turned.begin(), turned.end());
    CHECK(grant_projects(turned, 460)[1].first == 0);
}

TEST_CASE("success grows with research and what is known - from nothing to certainty", "[research][firms]") {
    ResearchParameters const p{.access = 0.3, .reference = 1000};
    CHECK(success_chance(0, 1, p) == 0);
    CHECK(success_chance(1000, 0, p) == 0);
    CHECK(success_chance(1000, 0.5, p) == Approx(1 - std::exp(-0.15)));
    CHECK(success_chance(1e9, 1, p) == Approx(1));
}

TEST_CASE("research costs wages at home and brings a credit", "[research][firms]") {
    auto w = with_money(2, cents(5000));
    w.firms.sales.now = {50000, 1e6};
    w.firms.lab_work.now = {1000, 0};
    w.firms.age.now = {10, 2};
    run<&run_research>(w, step_of(w, 11), ResearchParameters{}, support);
    CHECK(w.firms.research.now[0] == Approx(0.04 * 50000 + 0.3 * 1000));
    CHECK(w.firms.research.now[1] == 5000);  // as far as its money reaches
    CHECK(w.firms.lab_work.now == std::vector<double>{0, 0});
    CHECK(w.ledger.flow(Flow::research) == cents(2300) + cents(5000));
    CHECK(w.ledger.balance({household, 1}) == cents(5000));
    CHECK(w.ledger.flow(Flow::research_credit) == cents(0.36 * 2300) + cents(0.5 * 5000));
    CHECK(w.ledger.flow(Flow::innovation_grant) == 0);
    w.ledger.audit();

    // Ten researching firms in one agent share the bracket ten times.
    auto many = with_money(2, cents(2e6));
    many.firms.weight.now = {200, 1};
    many.firms.age.now = {10, 10};
    many.firms.sales.now = {25e6, 25e6};
    auto p = ResearchParameters{};
    auto no_grants = support;
    no_grants.grant_budget = 0;
    auto capped = many;
    run<&run_research>(many, step_of(many, 11), p, no_grants);
    CHECK(many.ledger.flow(Flow::research_credit) ==
          cents(0.36 * 1e6) + cents(0.36 * 380000 + 0.16 * 620000));
    no_grants.credit_cap = 298000;
    run<&run_research>(capped, step_of(capped, 11), p, no_grants);
    CHECK(euro(capped.ledger.flow(Flow::research_credit)) == Approx(298000).margin(0.02));
}

TEST_CASE("pairs of small firms get grants within the budget - large ones none", "[research][firms]") {
    auto w = with_money(12, cents(1e6));
    fill(w.firms.sales, 10e6);
    auto const give = [&](World from, double budget, double persons) {
        fill(from.firms.size, persons);
        auto s = support;
        s.grant_budget = budget;
        run<&run_research>(from, step_of(from, 11), ResearchParameters{}, s);
        from.ledger.audit();
        return from.ledger.flow(Flow::innovation_grant);
    };
    Cents const each = cents(200000);  // 35 % of 800 000 is more than two small firms may get
    CHECK(give(w, 450000, 2) == 2 * each);
    CHECK(give(w, 100000, 2) == 0);
    CHECK(give(w, 1e9, 49) % each == 0);
    CHECK(give(w, 1e9, 49) >= 2 * each);
    CHECK(give(w, 1e9, 49) <= 6 * each);
    CHECK(give(w, 290000, 50) == cents(280000));
    CHECK(give(w, 1e9, 250) == 0);
}

TEST_CASE("research decides who is cheaper - not how cheap all are", "[research][firms]") {
    std::vector<std::vector<std::uint32_t>> const sellers{{0, 1, 2}, {3}};
    std::vector<double> factors{1.0, 0.8, 0.6, 0.7};
    keep_mean_cost(sellers, factors);
    CHECK(factors[0] + factors[1] + factors[2] == Approx(3));
    CHECK(factors[1] / factors[0] == Approx(0.8));
    CHECK(factors[3] == 1);
    factors = {10, 0.1, 0.1, 1};
    keep_mean_cost(sellers, factors);
    CHECK(factors[0] == 2);
    CHECK(factors[1] == 0.5);
}

TEST_CASE("years of research keep kenes and factors in their bounds and money in the circle",
          "[research][firms][property]") {
    auto w = with_money(20, cents(20000));
    ResearchParameters const p{.access = 50};
    // Some are in the wrong trade and short of money.
    for (std::size_t const f : {0u, 2u, 4u, 6u, 8u, 10u}) {
        for (std::size_t k = 0; k < requirement_length; ++k)
            w.firms.capability.now[f * kene_length + k] = w.solutions.required.now[requirement_length + k];
        auto const last = f * kene_length + requirement_length;
        w.firms.capability.now[last] = w.solutions.required.now[0];
        w.firms.expertise.now[last] = 5;
        w.ledger.post(Flow::research, {firm, f}, {household, 0}, cents(16000));
    }
    int cheaper = 0, turned = 0, broken = 0;
    for (std::uint32_t year = 0; year < 40; ++year) {
        for (std::size_t f = 0; f < 20; ++f) w.firms.sales.now[f] = f < 11 ? 5e5 : 2000;
        run<&run_research>(w, step_of(w, 12 * year + 11), p, support);
        for (std::size_t f = 0; f < 20; ++f) {
            cheaper += w.firms.cost_factor.now[f] != 1 ? 1 : 0;
            turned += w.firms.renewed.now[f] == 2 ? 1 : 0;
            broken += w.firms.cost_factor.now[f] < 0.5 || w.firms.cost_factor.now[f] > 2 ? 1 : 0;
        }
        for (auto const c : w.firms.capability.now) broken += c > capability_kinds ? 1 : 0;
        for (auto const a : w.firms.ability.now) broken += a > highest_ability ? 1 : 0;
        for (auto const e : w.firms.expertise.now) broken += e > highest_expertise ? 1 : 0;
        for (auto const& all : sellers_of(w.firms.offer.now, 2)) broken += all.size() < least_sellers ? 1 : 0;
    }
    CHECK(broken == 0);
    CHECK(cheaper > 100);
    CHECK(turned > 0);
    w.ledger.audit();
}
