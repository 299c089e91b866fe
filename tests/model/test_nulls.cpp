/// What must come out when a cause is taken away, each test named after its claim. Claims about runs are made
/// in many worlds, paired; claims about an equation on the equation.

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/model/populate.hpp"
#include "engine/model/schedule.hpp"
#include "engine/processes/capacity.hpp"
#include "engine/processes/institutionalisation.hpp"
#include "engine/processes/no_mans_land.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/null_runs.hpp"
#include "tests/support/small_world.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

/// A panel that sees the merit of a proposal and looks at nothing else.
Settings perfect_signals(std::string_view name) {
    auto s = scarce(name);
    auto& calls = s.parameters.get<CallParameters>();
    calls.signal_validity = 1;
    calls.panel_noise = calls.size_bonus = calls.upscaling_bonus = calls.regional_bonus = 0;
    s.regime.novelty_penalty = s.regime.track_record_bonus = 0;
    return s;
}

/// The same country with its municipalities in another order.
Country reordered(Country const& c, std::vector<std::size_t> const& order) {
    Country r = c;
    auto const put = [&](auto& to, auto const& from) {
        for (std::size_t k = 0; k < order.size(); ++k) to[k] = from[order[k]];
    };
    put(r.code, c.code), put(r.municipality, c.municipality), put(r.province, c.province);
    put(r.region, c.region), put(r.east_km, c.east_km), put(r.north_km, c.north_km);
    put(r.population, c.population), put(r.households, c.households);
    put(r.establishments, c.establishments), put(r.household_income_eur, c.household_income_eur);
    put(r.household_wealth_eur, c.household_wealth_eur);
    put(r.address_density_per_km2, c.address_density_per_km2), put(r.context, c.context);
    return r;
}
/// Small municipalities first: if the order mattered, size would move with it.
std::vector<std::size_t> by_size(Country const& c, bool large_first) {
    std::vector<std::size_t> order(c.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](auto a, auto b) {
        return large_first ? c.population[a] > c.population[b] : c.population[a] < c.population[b];
    });
    return order;
}

void nobody_in_the_first_half(Step const&, Update<&Municipalities::fte_free> free) {
    for (std::size_t i = 0; i < free.rows() / 2; ++i) free(i) = 0;
}

double logit(double p) {
    return std::log(p / (1 - p));
}

}  // namespace

TEST_CASE("zero budget: every way of funding is none at all", "[model][nulls]") {
    auto const none = simulate(null_country(), scarce("none"), null_options(0));
    for (auto const& p : presets()) {
        auto s = scarce(p.name);
        s.regime.budget = 0;
        auto const record = simulate(null_country(), s, null_options(0));
        INFO(p.name);
        CHECK(same_but_money(record, none));
        CHECK(integers(record, "flow_by_type") == integers(none, "flow_by_type"));
        CHECK(reals(record, "served_years") == reals(none, "served_years"));
        bool const funded = p.regime.selection != Selection::none;
        CHECK(same_but_money(simulate(null_country(), scarce(p.name), null_options(0)), none) == !funded);
    }
}

TEST_CASE("perfect signals: a call for projects is clairvoyant", "[model][nulls]") {
    auto const equal = [](Settings s, Settings t, double context_share) {
        for (auto* settings : {&s, &t})
            settings->parameters.get<SolutionParameters>().context_share = context_share;
        return same_but_money(simulate(null_country(), s, null_options(1)),
                              simulate(null_country(), t, null_options(1)));
    };
    // A proposal is about one place, so it matters not how much places differ.
    for (double const context_share : {0.0, 0.35, 0.7}) {
        INFO("context share " << context_share);
        CHECK(equal(perfect_signals("project"), perfect_signals("project_clairvoyant"), context_share));
        CHECK_FALSE(equal(scarce("project"), scarce("project_clairvoyant"), context_share));
    }
    auto noisy = perfect_signals("project");
    noisy.parameters.get<CallParameters>().panel_noise = 0.8;
    CHECK_FALSE(equal(noisy, perfect_signals("project_clairvoyant"), 0.35));
}

TEST_CASE("permuted ids: what needs no luck is permuted", "[model][nulls]") {
    auto const order = by_size(null_country(), true);
    auto p = scarce("none").parameters;
    p.get<SolutionParameters>().idiosyncratic_share = 0;
    auto const a = populate(null_country(), p, 3, 5);
    auto const b = populate(reordered(null_country(), order), p, 3, 5);
    auto const& x = a.municipalities;
    auto const& y = b.municipalities;
    for (std::size_t k = 0; k < order.size(); ++k) {
        auto const i = order[k];
        CHECK(y.population.now[k] == x.population.now[i]);
        CHECK(y.yearly_free.now[k] == x.yearly_free.now[i]);
        CHECK(y.fte_structural.now[k] == x.fte_structural.now[i]);
        CHECK(y.region.now[k] == x.region.now[i]);
        for (std::size_t j = 0; j < order.size(); ++j)
            CHECK(b.geography.at(b.geography.proximity, k, j) ==
                  a.geography.at(a.geography.proximity, i, order[j]));
        for (std::size_t d = 0; d + 1 < context_parts; ++d)
            CHECK(y.context.now[k * context_parts + d] == x.context.now[i * context_parts + d]);
    }
    // Fit follows context by one rule for each solution; only the fourth part of the context is drawn anew.
    for (std::size_t s = 0; s < a.dimensions.solutions(); ++s) {
        auto const drawn = [&](std::size_t k) {
            return y.context.now[k * context_parts + 3] - x.context.now[order[k] * context_parts + 3];
        };
        auto const moved = [&](std::size_t k) {
            auto const S = a.dimensions.solutions();
            return logit(y.accepted_fit.now[k * S + s]) - logit(x.accepted_fit.now[order[k] * S + s]);
        };
        double const slope = moved(0) / drawn(0);
        for (std::size_t k = 1; k < order.size(); ++k)
            CHECK(moved(k) == Approx(slope * drawn(k)).margin(1e-9));
    }
    // Money by formula.
    std::vector<double> weight, permuted;
    for (auto const v : null_country().population) weight.push_back(static_cast<double>(v) * 0.83);
    for (auto const i : order) permuted.push_back(weight[i]);
    auto const parts = split_cents(123'456'789'01, weight);
    auto const other = split_cents(123'456'789'01, permuted);
    for (std::size_t k = 0; k < order.size(); ++k) CHECK(other[k] == parts[order[k]]);
}

TEST_CASE("permuted ids: what needs luck has the same distribution", "[model][nulls]") {
    auto const& country = null_country();
    std::vector<Country> const others{reordered(country, by_size(country, true)),
                                      reordered(country, by_size(country, false))};
    std::vector<std::string> const figures{"served_years", "embedded_solutions"};
    for (auto const* name : {"project", "portfolio", "block"}) {
        if (test::sanitized && name != std::string_view{"block"}) continue;
        auto const given = in_worlds(country, scarce(name), figures, 96);
        for (std::size_t k = 0; k < others.size(); ++k) {
            auto const here = in_worlds(others[k], scarce(name), figures, 96);
            for (std::size_t f = 0; f < figures.size(); ++f) {
                auto const d = paired_difference(here[f], given[f]);
                INFO(name << ", " << figures[f] << (k == 0 ? ", large" : ", small")
                          << " municipalities first: " << d.mean << " on average, t = " << d.t);
                CHECK(std::abs(d.t) < one_in_a_thousand);
            }
        }
    }
    // The test can fail: here the first half of the list never has staff.
    auto biased = schedule();
    auto const after = std::find_if(biased.begin(), biased.end(),
                                    [](auto const& phase) { return phase.name == "municipality"; });
    REQUIRE(after != biased.end());
    biased.insert(after + 1,
                  {"bias", {process<Settings, &nobody_in_the_first_half>("bias", "favours the last")}});
    auto const favoured = [&](Country const& c) {
        return in_worlds(c, scarce("portfolio"), figures, 96, &biased).front();
    };
    CHECK(std::abs(paired_difference(favoured(others[1]), favoured(others[0])).t) > one_in_a_thousand);
}

TEST_CASE("no decay: nothing that was learnt is lost where money stops", "[model][nulls]") {
    NoMansLandParameters p;
    p.decay_rate = 0;
    for (double const retention : {0.0, 0.3, 1.0}) CHECK(decayed(0.6, retention, p) == 0.6);
    auto s = scarce("project");
    s.parameters.get<NoMansLandParameters>() = p;
    auto const lost_later = [](Settings const& settings) {
        int lost = 0;
        auto o = null_options(3, 240);
        o.observe = [&](World const& w, int month) {
            if (month != 240) return;
            for (std::size_t l = 0; l < rows(w.labs); ++l)
                if (w.labs.death_month.now[l] > w.labs.end_month.now[l]) ++lost;
        };
        simulate(null_country(), settings, o);
        return lost;
    };
    CHECK(lost_later(s) == 0);
    CHECK(lost_later(scarce("project")) > 0);
}

TEST_CASE("no decay and instant institutionalisation: only labs stall that never began", "[model][nulls]") {
    // Hosts act at once unless they cannot: without staff, or against their college. A lab that found no
    // partners, or whose time was up while it prepared, has nothing to make an institution of.
    auto s = scarce("project");
    s.parameters.get<NoMansLandParameters>().decay_rate = 0;
    s.parameters.get<InstitutionParameters>().host_hazard = 1e12;
    s.parameters.get<CapacityParameters>().structural_fte = 100;
    s.parameters.get<PoliticsParameters>().backing_loss = 0;
    s.parameters.get<CoalitionParameters>().acceptance = 0;
    s.parameters.get<JoiningParameters>().hurdle = -1e6;
    int waiting = 0;
    int institutions = 0;
    int ended_otherwise = 0;
    auto o = null_options(4, 240);
    o.observe = [&](World const& w, int month) {
        for (auto const stage : w.labs.stage.now) {
            waiting += running(stage) || in_no_mans_land(stage) ? 1 : 0;
            if (month != 240) continue;
            institutions += stage == Stage::institutionalised ? 1 : 0;
            ended_otherwise += stage == Stage::dead ? 1 : 0;
        }
    };
    auto const share = reals(simulate(null_country(), s, o), "stalled_share").at(0);
    CHECK(waiting == 0);
    CHECK(institutions > 50);
    CHECK(share < static_cast<double>(ended_otherwise + 1) / institutions);
    CHECK(share < 0.2);
    CHECK(reals(simulate(null_country(), scarce("project"), null_options(4, 240)), "stalled_share").at(0) >
          0.5);
}

TEST_CASE("nothing to regulate: money for rules does what overhead does", "[model][nulls]") {
    auto const run = [](double regulation, double overhead, double free_permission) {
        auto s = scarce("project");
        auto& solutions = s.parameters.get<SolutionParameters>();
        solutions.free_permission = free_permission;
        if (free_permission == 1) solutions.blocked_share = 0;
        s.regime.regulation_share = regulation;
        s.regime.overhead_share = overhead;
        return s;
    };
    auto const with = simulate(null_country(), run(0.12, 0.05, 1), null_options(5, 180));
    CHECK(same_but_money(with, simulate(null_country(), run(0, 0.17, 1), null_options(5, 180))));
    CHECK_FALSE(same_but_money(simulate(null_country(), run(0.12, 0.05, 0.9), null_options(5, 180)),
                               simulate(null_country(), run(0, 0.17, 0.9), null_options(5, 180))));
    // Without it there is more money for labs: it is no good at all.
    auto const spent = in_worlds(null_country(), run(0.12, 0.05, 1), "served_years", 180);
    auto const kept = in_worlds(null_country(), run(0, 0.05, 1), "served_years", 180);
    auto const d = paired_difference(spent, kept);
    INFO("difference " << d.mean << ", t = " << d.t);
    CHECK(d.mean <= 0);
}

TEST_CASE("community of practice off: information has no effect and its money does what overhead does",
          "[model][nulls]") {
    auto const run = [](double practice, double overhead, bool off) {
        auto s = scarce("project");
        if (off) {
            s.parameters.get<PracticeParameters>().multiplier = 0;
            s.parameters.get<PracticeParameters>().hub_share = 0;
            s.parameters.get<CirculationParameters>().practice_weight = 0;
            s.parameters.get<LabEventParameters>().retention_practice = 0;
            s.parameters.get<OrganisationParameters>().practice_push = 0;
            s.parameters.get<CapacityParameters>().practice_fte = 0;
        }
        s.regime.practice_share = practice;
        s.regime.overhead_share = overhead;
        return s;
    };
    auto const with = simulate(null_country(), run(0.12, 0.05, true), null_options(6, 180));
    CHECK(same_but_money(with, simulate(null_country(), run(0, 0.17, true), null_options(6, 180))));
    CHECK_FALSE(same_but_money(simulate(null_country(), run(0.12, 0.05, false), null_options(6, 180)),
                               simulate(null_country(), run(0, 0.17, false), null_options(6, 180))));
    auto const d = paired_difference(in_worlds(null_country(), run(0.12, 0.05, true), "served_years", 180),
                                     in_worlds(null_country(), run(0, 0.05, true), "served_years", 180));
    INFO("difference " << d.mean << ", t = " << d.t);
    CHECK(d.mean <= 0);
}
