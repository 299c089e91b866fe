#include "engine/processes/gates.hpp"

#include "engine/model/presets.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/funding_rounds.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

/// One lab of a portfolio, active, at its first gate this month.
struct AtGate {
    Regime r = preset("portfolio");
    World w = funding_world(4);
    std::uint32_t tick = 23;

    AtGate() {
        w.ledger.post(Flow::programme_budget, {AccountClass::treasury}, {AccountClass::programme},
                      cents(50e6));
        FoundingParameters const p;
        LabHistory const past(w.labs, w.grants, w.dimensions, p);
        auto const step = step_of(w, 12);
        found_lab(step, r, p, venture(step, r, p, past, 12, 1, 2), 0.4, 0.3, Whole<Labs>(w),
                  Whole<Programmes>(w), Whole<Grants>(w), SelectionPay(w));
        w.labs.stage.now[0] = Stage::active;
        w.grants.pending_months.now[0] = 0;
        w.grants.intensity.now[0] = 0.5;
        w.grants.gate_in.now[0] = 1;
        w.grants.months_left.now[0] = 2;
        w.grants.instalment_in.now[0] = 2;
        release(w.grants, w.programmes, 0, 0, w.grants.remaining.now[0]);
        fill(w.labs.learning, 0.3);
    }
    void month() {
        gates_once(w, step_of(w, tick), r);
        pay_once(w, step_of(w, tick), r);
        ++tick;
        audit_grants(w.labs, w.programmes, w.grants);
        w.ledger.audit();
    }
    double variance() const {
        Arm const arm(2, std::span{w.municipalities.context.now}.subspan(4, 4));
        return outcome_covariance(w.programmes.belief_covariance.now, arm, arm);
    }
};

}  // namespace

TEST_CASE("verdicts", "[processes][gates]") {
    CHECK(gate_verdict(1.0, 1.2, 0.1, true) == Verdict::stop);
    CHECK(gate_verdict(1.0, 1.05, 0.1, false) == Verdict::go_on);
    CHECK(gate_verdict(1.0, 0.5, 0.1, true) == Verdict::raise);
}

TEST_CASE("what a gate promises", "[processes][gates]") {
    CHECK(gate_promise(50, 100, 12, 0, 0) == Approx(1200));
    CHECK(gate_promise(50, 100, 12, 0, 3) == Approx(150 + 900));
    CHECK(gate_promise(50, 100, 12, 2, 3) == Approx(50 + 900));
    CHECK(gate_promise(50, 100, 12, 5, 3) == Approx(700));
    CHECK(gate_promise(50, 0, 3, 0, 3) == Approx(150));
    CHECK(gate_promise(50, 0, 0, 2, 0) == 0);
    CHECK(gate_promise(50, 100, 2, 0, 3) == Approx(100));
}

TEST_CASE("what taking up a lab costs extra ends at its first gate", "[processes][gates]") {
    AtGate g;
    g.w.grants.rate.now[0] = 300000;
    g.month();
    CHECK(g.w.grants.rate.now[0] == 300000);
    g.month(), g.month(), g.month();
    CHECK(g.w.grants.rate.now[0] == Approx(4e6 / 48 * 1.05));
    CHECK(g.w.labs.reference_spending.now[0] == Approx(120000 * 1.05));
}

TEST_CASE("a report is flattered - and blurred while little is learnt", "[processes][gates]") {
    ReportParameters const p;
    CHECK(reported_embedding(0.4, 0.3, 0, p) == Approx(0.46));
    CHECK(reported_embedding(0.4, 0.3, 1, p) == Approx(0.46 + 0.12));
    CHECK(reported_embedding(0.4, 1.0, -1, p) == Approx(0.46 - 0.036));
}

TEST_CASE("who gets what is left", "[processes][gates]") {
    CHECK(settle(100, 300, 50).returned == 100);
    auto const s = settle(100, 300, 240);
    CHECK(s.returned == 60);
    CHECK(s.last_wages == 40);
}

TEST_CASE("a lab that beats the challenger goes on after the lag", "[processes][gates]") {
    AtGate g;
    g.r.decision_lag = 3;
    auto const before = g.variance();
    g.month();
    CHECK(g.variance() < before);
    CHECK(g.w.grants.pending_months.now[0] == 3);
    CHECK(g.w.grants.gate_in.now[0] == 12);
    CHECK(g.w.labs.planned_spending.now[0] == Approx(0.5 * 87500 / 0.7).epsilon(1e-6));
    g.month(), g.month();
    CHECK(g.w.grants.intensity.now[0] == 0.5);
    g.month();
    CHECK(g.w.grants.intensity.now[0] >= 0.8);
    CHECK(g.w.labs.stop_signal.now[0] == 0);
    CHECK(g.w.programmes.stop_rate.now[0] == Approx(0.2 * 0.95));
}

TEST_CASE("good reports raise - poor ones do not", "[processes][gates]") {
    for (double const potential : {0.3, 0.9}) {
        AtGate g;
        g.r.decision_lag = 0;
        fill(g.w.municipalities.potential, potential);
        gates_once(g.w, step_of(g.w, 23), g.r, {}, {.noise = 0.01, .effort_bias = 0});
        CHECK(g.w.grants.intensity.now[0] == (potential > 0.5 ? 1.5 : 0.8));
    }
}

TEST_CASE("an exemption counts in the report", "[processes][gates]") {
    auto const belief_after = [](Exemption exemption) {
        AtGate g;
        fill(g.w.solutions.permission, 0.2);
        fill(g.w.municipalities.potential, 0.25);
        fill(g.w.municipalities.accepted_fit, 0.7);
        fill(g.w.municipalities.viable_fit, 0.7);
        g.w.labs.exemption.now[0] = exemption;
        gates_once(g.w, step_of(g.w, 23), g.r);
        return expected_outcome(g.w.programmes.belief_mean.now,
                                Arm(2, std::span{g.w.municipalities.context.now}.subspan(4, 4)));
    };
    CHECK(belief_after(Exemption::granted) > belief_after(Exemption::applied) + 0.1);
}

TEST_CASE("a lab that loses to the challenger is paid through the lag - then stopped", "[processes][gates]") {
    AtGate g;
    g.r.stop_override = 0;
    g.w.programmes.challenger.now[0] = 1;
    g.month();
    CHECK(g.w.labs.stop_signal.now[0] == 0);
    CHECK(g.w.labs.horizon.now[0] == 2);
    CHECK(g.w.programmes.stop_rate.now[0] == Approx(0.2 * 0.95 + 0.05));
    g.month(), g.month();
    // Two months were prepaid; one more is paid of the three.
    CHECK(g.w.grants.paid.now[0] == cents(43750));
    g.month();
    CHECK(g.w.labs.stop_signal.now[0] == 2);
    CHECK(g.w.programmes.stops.now[0] == 1);
    CHECK(g.w.municipalities.programme_trust.now[1] == Approx(0.375));
    CHECK(g.w.labs.planned_spending.now[0] == 0);

    g.w.labs.stage.now[0] = Stage::closed;
    auto const left = g.w.ledger.balance({AccountClass::lab, 0});
    auto const purse = g.w.ledger.balance({AccountClass::programme, 0});
    CHECK(left > 0);
    g.month();
    CHECK(g.w.grants.in_force.now[0] == 0);
    CHECK(g.w.ledger.balance({AccountClass::lab, 0}) == 0);
    auto const returned = g.w.ledger.balance({AccountClass::programme, 0}) - purse;
    CHECK(returned == g.w.grants.returned.now[0]);
    CHECK(returned == std::min(left, g.w.grants.paid.now[0]));
}

TEST_CASE("politics can override every stop", "[processes][gates]") {
    AtGate g;
    g.r.stop_override = 1;
    g.r.decision_lag = 0;
    g.w.programmes.challenger.now[0] = 1;
    g.month();
    CHECK(g.w.labs.stop_signal.now[0] == 0);
    CHECK(g.w.grants.intensity.now[0] == 0.8);
}

TEST_CASE("without money a gate is the end", "[processes][gates]") {
    AtGate g;
    g.w.programmes.coordination_due.now[0] = cents(50e6);
    g.month();
    CHECK(g.w.labs.stop_signal.now[0] == 1);
    CHECK(g.w.grants.remaining.now[0] == 0);
}

TEST_CASE("a lab still preparing when its money ends is judged on belief alone", "[processes][gates]") {
    AtGate g;
    g.w.labs.stage.now[0] = Stage::preparing;
    g.w.grants.months_left.now[0] = 0;
    g.w.grants.instalment_in.now[0] = 0;
    auto const before = g.variance();
    g.month();
    CHECK(g.variance() == before);
    CHECK(g.w.grants.months_left.now[0] == 11);
    CHECK(g.w.grants.gate_in.now[0] == 12);
}

TEST_CASE("nobody stays longer than the longest stay", "[processes][gates]") {
    AtGate g;
    g.w.grants.stay_left.now[0] = 1;
    g.month();
    CHECK(g.w.labs.stop_signal.now[0] == 1);
    CHECK(g.w.programmes.stops.now[0] == 0);
    CHECK(g.w.municipalities.programme_trust.now[1] == 0.5);
}

TEST_CASE("managers rotate and take half of their errors along", "[processes][gates]") {
    AtGate g;
    g.w.grants.gate_in.now[0] = 9;
    g.w.programmes.rotation_left.now[0] = 1;
    g.month();
    CHECK(g.w.programmes.rotation_left.now[0] >= 36);
    CHECK(g.w.programmes.manager_bias.now[0] != 0);
    CHECK(g.w.programmes.belief_mean.now[0] == Approx(0.4 + 0.15 * g.w.programmes.manager_bias.now[0]));
}
