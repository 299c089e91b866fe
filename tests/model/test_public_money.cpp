#include "engine/model/public_money.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/random.hpp"
#include "engine/model/outputs.hpp"
#include "engine/model/presets.hpp"
#include "engine/model/synthetic_country.hpp"
#include "engine/run/simulation.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

using namespace spil;
using namespace spil::testing;
using enum AccountClass;

namespace {

Account const state{treasury, 0}, fund{programme, 0}, town{municipality, 0}, people{household, 0},
    company{firm, 0}, place{lab, 0};

std::size_t index_of(std::string const& name) {
    auto const& infos = outputs();
    auto const found =
        std::find_if(infos.begin(), infos.end(), [&](auto const& o) { return o.name == name; });
    REQUIRE(found != infos.end());
    return static_cast<std::size_t>(found - infos.begin());
}

struct Reading {
    RunRecord record;
    double figure(std::string const& name) const { return record.reals[index_of(name)].at(0); }
    double series(std::string const& name, std::size_t year) const {
        return record.reals[index_of(name)].at(year);
    }
    double flows(std::vector<Flow> const& types) const {
        Cents sum = 0;
        auto const& by_type = record.integers[index_of("flow_by_type")];
        for (std::size_t k = 0; k < by_type.size(); ++k)
            if (std::find(types.begin(), types.end(), static_cast<Flow>(k % flow_count)) != types.end())
                sum += by_type[k];
        return euro(sum);
    }
    double change(AccountClass kind) const {
        auto const& stock = record.integers[index_of("stock")];
        auto const c = static_cast<std::size_t>(kind);
        return euro(stock[stock.size() - account_classes + c] - stock[c]);
    }
};

Reading reading(std::string_view policy) {
    static Country const country = make_country({.municipalities = 24, .population = 1'200'000, .seed = 7});
    RunOptions options;
    options.seed = world_seed(11, 5);
    options.months = 96;
    options.solutions_per_mission = 3;
    auto regime = preset(policy);
    regime.setup_delay = 0;
    return {simulate(country, {default_parameters(), regime}, options)};
}

}  // namespace

TEST_CASE("every public euro is counted once - by hand", "[model][money]") {
    auto w = small_world(1, 1, 1, 1);
    auto& l = w.ledger;
    l.open(people, 1'000'000);
    l.open(company, 1'000'000);
    l.post(Flow::municipal_fund, state, town, 100'000);
    l.post(Flow::regular_services, town, people, 9'000);
    l.post(Flow::tax, people, state, 5'000);
    CHECK(public_money(l) == PublicMoney{});  // what is there under every regime
    l.post(Flow::programme_budget, state, fund, 50'000);
    CHECK(public_money(l).budget == 50'000);
    CHECK(public_money(l).spent() == 0);  // money that programmes hold has bought nothing

    l.post(Flow::award, fund, place, 20'000);
    l.post(Flow::overhead, fund, people, 1'000);
    l.post(Flow::review, fund, people, 200);
    l.post(Flow::regulatory_work, fund, people, 300);
    l.post(Flow::community_of_practice, fund, {intermediary, 0}, 400);
    l.post(Flow::intermediation, fund, {intermediary, 0}, 450);
    l.post(Flow::third_space, fund, {intermediary, 0}, 50);
    l.post(Flow::co_financing, town, place, 7'000);
    l.post(Flow::firm_co_financing, company, place, 3'000);
    l.post(Flow::ppp_surcharge, state, {knowledge, 0}, 900);
    // What the lab does with it is not counted again, nor is what residents and firms pay themselves.
    l.post(Flow::lab_wages, place, people, 10'000);
    l.post(Flow::lab_purchases, place, company, 5'000);
    l.post(Flow::solution_purchase, people, company, 12'000);
    l.post(Flow::imports, company, {external, 0}, 2'000);
    l.post(Flow::wages, company, people, 2'000);
    l.post(Flow::claw_back, place, fund, 4'000);
    l.post(Flow::claw_back, place, town, 600);
    l.post(Flow::application, town, people, 80);
    l.post(Flow::accountability, town, people, 70);
    l.post(Flow::partner_search, town, people, 60);
    l.post(Flow::upkeep, town, people, 50);
    l.post(Flow::roll_out, town, people, 40);

    auto const m = public_money(l);
    CHECK(m.budget == 50'000);
    CHECK(m.grants == 20'000 - 4'000);
    CHECK(m.national == 16'000 + 1'000 + 200 + 300 + 400 + 500 + 900);
    CHECK(m.municipal == 7'000 - 600 + 60 + 50 + 40);
    CHECK(m.applicants == 150);
    CHECK(m.spent() == m.national + m.municipal + m.applicants);

    auto twice = m;
    twice += m;
    CHECK(twice.spent() == 2 * m.spent());
    CHECK(twice.grants == 2 * m.grants);
    CHECK(twice.budget == 2 * m.budget);
}

TEST_CASE("in a run spending is what left the accounts - seen from both sides", "[model][money]") {
    for (auto const* policy : {"none", "project", "portfolio"}) {
        CAPTURE(policy);
        auto const r = reading(policy);
        bool const funded = std::string_view{policy} != "none";
        double const budget = r.figure("nominal_budget");
        double const cash = r.flows({Flow::application, Flow::accountability});
        CHECK((budget > 0) == funded);
        CHECK((cash > 0) == funded);
        CHECK(budget == Approx(r.flows({Flow::programme_budget})));
        CHECK(r.figure("national_spending") ==
              Approx(budget - r.change(programme) +
                     r.flows({Flow::ppp_surcharge, Flow::research_credit, Flow::innovation_grant}))
                  .margin(0.02));
        CHECK(r.figure("municipal_spending") + cash ==
              Approx(r.flows({Flow::municipal_fund}) - r.flows({Flow::regular_services}) -
                     r.change(municipality)));
        CHECK(r.figure("municipal_spending") > 0);
        CHECK((r.figure("applicant_effort") > cash) == funded);  // staff time on top
        double const sum =
            r.figure("national_spending") + r.figure("municipal_spending") + r.figure("applicant_effort");
        CHECK(r.figure("public_spending") == Approx(sum));
        CHECK(r.figure("service_per_thousand_euro") == Approx(r.series("service_so_far", 8) / (sum / 1000)));
        double const per_budget = r.figure("service_per_thousand_budget");
        if (funded)
            CHECK(per_budget == Approx(r.series("service_so_far", 8) / (budget / 1000)));
        else
            CHECK(std::isnan(per_budget));
    }
}

TEST_CASE("spending so far only grows and ends at the outcome", "[model][money]") {
    auto const r = reading("project");
    struct Pair {
        char const *series, *outcome;
    };
    for (auto const& [series, outcome] : {Pair{"public_spending_so_far", "public_spending"},
                                          Pair{"national_spending_so_far", "national_spending"},
                                          Pair{"municipal_spending_so_far", "municipal_spending"},
                                          Pair{"applicant_effort_so_far", "applicant_effort"},
                                          Pair{"nominal_budget_so_far", "nominal_budget"}}) {
        CAPTURE(series);
        CHECK(r.series(series, 0) == 0);
        CHECK(r.series(series, 8) == Approx(r.figure(outcome)));
        CHECK(r.series(series, 4) > r.series(series, 2));
        CHECK(r.series(series, 4) < r.series(series, 8));
    }
    for (std::size_t y = 1; y <= 8; ++y)
        CHECK(r.series("public_spending_so_far", y) ==
              Approx(r.series("national_spending_so_far", y) + r.series("municipal_spending_so_far", y) +
                     r.series("applicant_effort_so_far", y)));
}
