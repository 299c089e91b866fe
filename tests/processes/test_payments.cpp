#include "engine/processes/payments.hpp"

#include "engine/model/presets.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/funding_rounds.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

/// One lab of a project, with its first money due.
World funded_lab(Regime const& r, Stage stage = Stage::active) {
    auto w = funding_world(2);
    w.ledger.open({AccountClass::firm, 1}, cents(20000));
    w.ledger.post(Flow::programme_budget, {AccountClass::treasury}, {AccountClass::programme}, cents(50e6));
    FoundingParameters const p;
    LabHistory const past(w.labs, w.grants, w.dimensions, p);
    auto const step = step_of(w, 6);
    found_lab(step, r, p, venture(step, r, p, past, 12, 0, 1), 0.4, 0.3, Whole<Labs>(w), Whole<Programmes>(w),
              Whole<Grants>(w), SelectionPay(w));
    w.labs.stage.now[0] = stage;
    w.grants.pending_months.now[0] = 0;
    w.grants.intensity.now[0] = 1;
    return w;
}
constexpr double monthly = 4e6 / 48;

}  // namespace

TEST_CASE("the host's side - by hand", "[processes][payments]") {
    auto const alone = host_side(70000, 0.3, false, 1, 0.3);
    CHECK(alone.municipality == Approx(30000));
    CHECK(alone.firms == 0);
    auto const with = host_side(70000, 0.3, true, 0.25, 0.3);
    CHECK(with.municipality == Approx(21000 * 0.25));
    CHECK(with.firms == Approx(9000));
    CHECK(host_side(70000, 0, true, 1, 0.3).municipality == 0);
}

TEST_CASE("reporting - by hand", "[processes][payments]") {
    CHECK(reporting_cost(preset("project"), {}, {}) == Approx(80000 + 9500));
    CHECK(reporting_staff(preset("project"), {}, {}) == Approx(0.8 * (80000.0 / 95000 + 0.1)));
    CHECK(reporting_cash(preset("project"), {}, {}) == Approx(0.2 * 89500));
    CHECK(reporting_staff(preset("portfolio"), {}, {}) == Approx(0.8 * 0.8 * (80000.0 / 95000 + 0.1)));
    CHECK(reporting_cash(preset("portfolio"), {}, {}) == Approx(0.8 * 0.2 * 89500));
    // Whatever is bought, the burden is the same.
    for (double const share : {0.0, 0.3, 1.0}) {
        PaymentParameters p;
        p.reporting_cash_share = share;
        CHECK(reporting_staff(preset("project"), p, {}) * 95000 + reporting_cash(preset("project"), p, {}) ==
              Approx(89500));
    }
}

TEST_CASE("the accountant is paid at the end of each year of a grant - above the reserve",
          "[processes][payments]") {
    auto const r = preset("project");
    auto w = funded_lab(r);  // in month 6
    std::vector<std::uint32_t> paid;
    for (std::uint32_t t = 6; t < 6 + 48; ++t) {
        gates_once(w, step_of(w, t), r);
        auto const before = w.ledger.flow(Flow::accountability);
        pay_once(w, step_of(w, t), r);
        auto const now = w.ledger.flow(Flow::accountability) - before;
        if (now == 0) continue;
        paid.push_back(t);
        CHECK(now == cents(17900));
    }
    CHECK(paid == std::vector<std::uint32_t>{17, 29, 41, 53});
    CHECK(w.ledger.flow(Flow::accountability) == 4 * cents(17900));

    auto const left = [&](double above_reserve) {
        auto poor = funded_lab(r, Stage::forming);
        poor.municipalities.yearly_free.now[0] = (10e6 - above_reserve) / 0.05;
        pay_once(poor, step_of(poor, 17), r);
        return poor.ledger.flow(Flow::accountability);
    };
    CHECK(left(1e6) == cents(17900));
    CHECK(left(5000) == cents(5000));
    CHECK(left(-5000) == 0);

    auto over = funded_lab(r);  // no grant in force, no statement
    over.grants.in_force.now[0] = 0;
    pay_once(over, step_of(over, 17), r);
    CHECK(over.ledger.flow(Flow::accountability) == 0);
}

TEST_CASE("a term is paid in instalments - to the last cent - and then over", "[processes][payments]") {
    auto const r = preset("project");
    auto w = funded_lab(r);
    int instalments = 0;
    for (std::uint32_t t = 6; t < 6 + 48; ++t) {
        gates_once(w, step_of(w, t), r);
        REQUIRE(w.labs.stop_signal.now[0] == 0);
        auto const before = w.grants.paid.now[0];
        pay_once(w, step_of(w, t), r);
        if (w.grants.paid.now[0] != before) ++instalments;
        CHECK(w.labs.horizon.now[0] == 47 - (t - 6));
        audit_grants(w.labs, w.programmes, w.grants);
    }
    CHECK(instalments == 16);
    CHECK(w.grants.paid.now[0] == cents(4e6));
    CHECK(w.programmes.committed.now[0] == 0);
    gates_once(w, step_of(w, 54), r);
    CHECK(w.labs.stop_signal.now[0] == 1);
    pay_once(w, step_of(w, 54), r);
    CHECK(w.labs.planned_spending.now[0] == 0);
    CHECK(w.labs.horizon.now[0] == 0);
}

TEST_CASE("co-financing - firms and the surcharge", "[processes][payments]") {
    auto const r = preset("project");
    auto w = funded_lab(r);
    w.labs.firm_partners.now[0] = 1;
    auto const host_money = w.ledger.balance({AccountClass::municipality, 0});
    pay_once(w, step_of(w, 6), r);
    double const side = monthly * 0.3 / 0.7;
    CHECK(host_money - w.ledger.balance({AccountClass::municipality, 0}) == cents(0.7 * side));
    CHECK(w.labs.firm_cash.now[0] == cents(0.3 * side));
    CHECK(w.ledger.balance({AccountClass::knowledge}) == cents(0.3 * euro(cents(0.3 * side))));
    CHECK(w.labs.planned_spending.now[0] == Approx(monthly / 0.7).margin(0.02));
    CHECK(w.ledger.balance({AccountClass::lab, 0}) ==
          cents(3 * monthly) + cents(0.7 * side) + cents(0.3 * side));
    CHECK(w.municipalities.accountability_fte.now[0] == Approx(0.8 * (80000.0 / 95000 + 0.1)));
    // The firms have 20 000 in all: the second month takes the rest.
    pay_once(w, step_of(w, 7), r);
    CHECK(w.ledger.balance({AccountClass::firm, 1}) == 0);
    CHECK(w.labs.firm_cash.now[0] == cents(20000));
    w.ledger.audit();
}

TEST_CASE("roles and reserves limit the host's share - the forming lab waits for it",
          "[processes][payments]") {
    auto const r = preset("project");
    auto const paid = [&](World w) {
        pay_once(w, step_of(w, 6), r);
        return w.ledger.flow(Flow::co_financing);
    };
    auto w = funded_lab(r);
    auto const full = paid(w);
    CHECK(full == cents(monthly * 0.3 / 0.7));
    w.municipalities.role.now[0] = static_cast<std::uint8_t>(Role::stimulator);
    CHECK(paid(w) == cents(monthly * 0.3 / 0.7 * 0.25));
    w.municipalities.role.now[0] = static_cast<std::uint8_t>(Role::facilitator);
    CHECK(paid(w) == 0);
    w.municipalities.role.now[0] = static_cast<std::uint8_t>(Role::driver);
    w.municipalities.yearly_free.now[0] = 199.9e6;
    CHECK(paid(w) == 0);
    CHECK(paid(funded_lab(r, Stage::forming)) == 0);
}

TEST_CASE("a lab without municipal backing gets its grant and firms' money only", "[processes][payments]") {
    auto const r = preset("project");
    auto w = funded_lab(r);
    w.labs.firm_partners.now[0] = 1;
    w.labs.unbacked.now[0] = 1;
    pay_once(w, step_of(w, 6), r);
    double const firms = 0.3 * monthly * 0.3 / 0.7;
    CHECK(w.ledger.flow(Flow::co_financing) == 0);
    CHECK(w.labs.firm_cash.now[0] == cents(firms));
    CHECK(w.ledger.balance({AccountClass::lab, 0}) == cents(3 * monthly) + cents(firms));
    CHECK(w.labs.planned_spending.now[0] == Approx(monthly + firms).margin(0.02));
}

TEST_CASE("a lab that is taken up again is backed again", "[processes][payments]") {
    auto const r = preset("project");
    auto w = funded_lab(r, Stage::post);
    w.labs.unbacked.now[0] = 1;
    w.grants.in_force.now[0] = 0;
    fill(w.labs.learning, 0.9);
    FoundingParameters const p;
    LabHistory const past(w.labs, w.grants, w.dimensions, p);
    auto const step = step_of(w, 90);
    auto const again = venture(step, r, p, past, 12, 0, 1);
    REQUIRE(again.resumes);
    w.grants.remaining.now[0] = 0;
    found_lab(step, r, p, again, 0.4, 0.3, Whole<Labs>(w), Whole<Programmes>(w), Whole<Grants>(w),
              SelectionPay(w));
    CHECK(w.labs.unbacked.now[0] == 0);
}

TEST_CASE("a lab that its host pays for alone is left alone", "[processes][payments]") {
    auto const r = preset("project");
    auto w = funded_lab(r);
    w.labs.own_budget.now[0] = 1;
    w.labs.planned_spending.now[0] = 1234;
    w.labs.horizon.now[0] = 17;
    w.grants.in_force.now[0] = 0;
    pay_once(w, step_of(w, 6), r);
    CHECK(w.labs.planned_spending.now[0] == 1234);
    CHECK(w.labs.horizon.now[0] == 17);
}

TEST_CASE("what people in a lab with gates are told", "[processes][payments]") {
    auto const r = preset("portfolio");
    auto w = funded_lab(r, Stage::preparing);
    w.labs.preparation_left.now[0] = 5;
    pay_once(w, step_of(w, 12), r);
    CHECK(w.labs.gate_distance.now[0] == 17);
    CHECK(w.labs.softness.now[0] == Approx(0.3));
    CHECK(w.labs.horizon.now[0] == Approx(23 + 0.8 * (96 - 23)));
}

TEST_CASE("bundled reporting - by hand and in its limits", "[processes][payments]") {
    PaymentParameters p;
    CHECK(bundled_reporting(0, 0.9, true, p) == 0);
    CHECK(bundled_reporting(1, 0.9, true, p) == Approx(0.9));
    CHECK(bundled_reporting(3, 0.9, true, p) == Approx(0.9 * (1 + 2 * 0.3)));
    CHECK(bundled_reporting(3, 0.9, false, p) == Approx(2.7));
    p.bundling_saving = 1;
    CHECK(bundled_reporting(5, 0.9, true, p) == Approx(0.9));
    p.bundling_saving = 0;
    CHECK(bundled_reporting(5, 0.9, true, p) == Approx(bundled_reporting(5, 0.9, false, p)));
}

TEST_CASE("only skilled hosts can bundle - and only where the regime lets them", "[processes][payments]") {
    auto r = preset("project+bundling");
    auto two_grants = [&](double skill, Regime const& regime) {
        auto w = funding_world(2, 2);
        for (std::size_t m = 0; m < 2; ++m)
            w.ledger.post(Flow::programme_budget, {AccountClass::treasury}, {AccountClass::programme, m},
                          cents(50e6));
        FoundingParameters const p;
        auto const step = step_of(w, 6);
        for (std::size_t m = 0; m < 2; ++m) {
            LabHistory const past(w.labs, w.grants, w.dimensions, p);
            found_lab(step, regime, p, venture(step, regime, p, past, 12, 0, 3 * m), 0.4, 0.3, Whole<Labs>(w),
                      Whole<Programmes>(w), Whole<Grants>(w), SelectionPay(w));
        }
        fill(w.municipalities.skill, skill);
        pay_once(w, step, regime);
        CHECK(w.municipalities.accountability_fte.now[1] == 0);
        return w.municipalities.accountability_fte.now[0];
    };
    double const each = reporting_staff(r, {}, {});
    CHECK(two_grants(0.6, r) == Approx(1.3 * each));
    CHECK(two_grants(0.5, r) == Approx(2 * each));
    CHECK(two_grants(0.6, preset("project")) == Approx(2 * each));
}
