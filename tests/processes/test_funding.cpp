// The funding processes together, over years: what must hold for any regime.

#include "engine/model/presets.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/funding_rounds.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

World country() {
    auto w = funding_world(60, 2, 3);
    for (std::size_t i = 0; i < 60; ++i) {
        w.municipalities.population.now[i] = 10000 + 4000 * static_cast<double>(i);
        for (std::size_t s = 0; s < 6; ++s)
            w.municipalities.potential.now[i * 6 + s] =
                0.2 + 0.05 * static_cast<double>((i * 5 + s * 3) % 11);
    }
    return w;
}

/// Every group at its defaults.
struct Defaults {
    template <class G>
    G const& get() const {
        static G const group{};
        return group;
    }
};

std::vector<Regime> regimes() {
    auto scored_portfolio = preset("portfolio"), set_project = preset("project");
    scored_portfolio.selection = Selection::score;
    set_project.selection = Selection::set;
    auto poor = preset("portfolio"), quick = preset("portfolio");
    poor.budget = 2e6;
    quick.decision_lag = 0;
    quick.gate_interval = 5;
    quick.interval = 1;
    return {preset("project"), preset("portfolio"), scored_portfolio, set_project, poor, quick};
}

}  // namespace

TEST_CASE("for fifteen years no programme owes - no grant loses a cent", "[processes][funding]") {
    for (auto const& r : regimes()) {
        auto w = country();
        for (std::uint32_t t = 0; t < 180; ++t) {
            run_funding(w, r, t, t + 1);
            audit_grants(w.labs, w.programmes, w.grants);
            for (std::size_t m = 0; m < 2; ++m)
                REQUIRE(w.ledger.balance({AccountClass::programme, m}) >= w.programmes.committed.now[m]);
            w.ledger.audit();
        }
        CHECK(w.ledger.flow(Flow::programme_budget) == 2 * 15 * cents(r.budget));
        if (r.budget > 10e6) CHECK(rows(w.labs) > 50);
        // Labs that ended left nothing on their accounts.
        for (std::size_t l = 0; l < rows(w.labs); ++l)
            if (w.grants.in_force.now[l] == 0) REQUIRE(w.ledger.balance({AccountClass::lab, l}) == 0);
    }
}

TEST_CASE("a zero budget is no funding - bit for bit", "[processes][funding]") {
    auto none = country();
    run_funding(none, preset("none"), 0, 60);
    for (auto r : regimes()) {
        r.budget = 0;
        auto w = country();
        run_funding(w, r, 0, 60);
        CHECK(digest(w) == digest(none));
    }
}

TEST_CASE("a run can be repeated", "[processes][funding]") {
    for (auto const& r : regimes()) {
        auto a = country(), b = country();
        run_funding(a, r, 0, 60);
        run_funding(b, r, 0, 60);
        CHECK(digest(a) == digest(b));
    }
}

TEST_CASE("gates stop some labs of a portfolio and none of a project", "[processes][funding]") {
    auto portfolio = country(), project = country();
    run_funding(portfolio, preset("portfolio"), 0, 180);
    run_funding(project, preset("project"), 0, 180);
    auto const stops = portfolio.programmes.stops.now[0] + portfolio.programmes.stops.now[1];
    CHECK(stops > 0);
    CHECK(stops < static_cast<int>(rows(portfolio.labs)));
    CHECK(project.programmes.stops.now[0] == 0);
    double learnt_variance = portfolio.programmes.belief_covariance.now[0];
    CHECK(learnt_variance < 0.49 * 0.15 * 0.15);
    CHECK(project.programmes.belief_covariance.now == country().programmes.belief_covariance.now);
}

TEST_CASE("the funding processes do not disturb each other in their phases", "[processes][funding]") {
    auto const touch = [](auto const& p) { return Touch{p.name, p.reads, p.writes}; };
    auto const calls = process<Defaults, &hold_calls>("calls", "");
    auto const intake = process<Defaults, &hold_intake>("intake", "");
    CHECK(conflicts("calls", {touch(calls)}).empty());
    // Both found labs: they need phases of their own.
    CHECK_FALSE(conflicts("selection", {touch(calls), touch(intake)}).empty());
}
