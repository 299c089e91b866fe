#include "engine/processes/common/grants.hpp"

#include "engine/core/error.hpp"
#include "engine/model/presets.hpp"
#include "engine/processes/common/application.hpp"
#include "engine/processes/common/founding.hpp"
#include "engine/processes/common/programme_money.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/funding_world.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

std::size_t founded(World& w, Regime const& r, std::size_t host, std::size_t solution, double c = 0.3) {
    FoundingParameters const p;
    LabHistory const past(w.labs, w.grants, w.dimensions, p);
    auto const v = venture(step_of(w, 12), r, p, past, 12, host, solution);
    return found_lab(step_of(w, 12), r, p, v, 0.4, c, Whole<Labs>(w), Whole<Programmes>(w), Whole<Grants>(w),
                     SelectionPay(w));
}

}  // namespace

TEST_CASE("a promise is kept - released - closed", "[processes][grants]") {
    auto w = funding_world(2);
    auto const row = founded(w, preset("project"), 0, 1);
    CHECK(w.grants.awarded.now[row] == cents(4e6));
    CHECK(w.programmes.committed.now[0] == cents(4e6));
    book_payment(w.grants, w.programmes, row, 0, 1000);
    release(w.grants, w.programmes, row, 0, 500);
    promise(w.grants, w.programmes, row, 0, 20);
    audit_grants(w.labs, w.programmes, w.grants);
    CHECK(w.grants.remaining.now[row] == cents(4e6) - 1480);
    CHECK_THROWS_AS(release(w.grants, w.programmes, row, 0, cents(5e6)), ContractError);
    CHECK(close_grant(w.grants, w.programmes, row, 0) == cents(4e6) - 1480);
    CHECK(w.programmes.committed.now[0] == 0);
    audit_grants(w.labs, w.programmes, w.grants);
}

TEST_CASE("the audit sees each kind of error", "[processes][grants]") {
    auto w = funding_world(2);
    founded(w, preset("project"), 0, 1);
    auto const broken = [&](auto&& change) {
        auto copy = w;
        change(copy);
        CHECK_THROWS_AS(audit_grants(copy.labs, copy.programmes, copy.grants), ContractError);
    };
    audit_grants(w.labs, w.programmes, w.grants);
    broken([](World& x) { ++x.grants.awarded.now[0]; });
    broken([](World& x) { ++x.programmes.committed.now[0]; });
    broken([](World& x) { x.grants.returned.now[0] = 1; });
    broken([](World& x) { x.grants.in_force.now[0] = 0; });
    broken([](World& x) { --x.grants.released.now[0], ++x.grants.remaining.now[0]; });
}

TEST_CASE("what one found out oneself holds here in full", "[processes][application]") {
    auto const r = preset("project");
    ApplicationParameters p;
    p.salvage_share = p.salvage_gain = 0.5;  // a quarter of what was not known
    std::vector<double> known{0.2, 0.4, 0.6};
    double carry = 0.5;
    keep_salvage(known, carry, r, p);
    CHECK(known[0] == Approx(0.4));
    CHECK(known[1] == Approx(0.55));
    CHECK(known[2] == Approx(0.7));
    // 0.4 was held of which half holds here; 0.15 came to it, all of it.
    CHECK(carry == Approx((0.4 * 0.5 + 0.15) / 0.55));
    std::vector<double> nothing{0, 0, 0};
    double none = 0;
    keep_salvage(nothing, none, r, p);
    CHECK(none == Approx(1));
    CHECK(starting_learning(nothing[0], none) == Approx(0.25));
    p.salvage_share = 0;
    std::vector<double> same{0, 0, 0};
    double still = 0;
    keep_salvage(same, still, r, p);
    CHECK(still == 0);
}

TEST_CASE("what people count on", "[processes][grants]") {
    Regime fixed, gated, kept, formula;
    gated.gates = true;
    kept.follow_on_share = 0.2, kept.follow_on_months = 24;
    formula.selection = Selection::formula, formula.longest_stay = 96;
    CHECK(months_beyond(fixed, 30, 30, 0.2, 0.5, false) == 0);
    CHECK(months_beyond(gated, 20, 96, 0.25, 0.5, false) == 0.75 * 76);
    CHECK(months_beyond(gated, 20, 96, 1, 0.5, false) == 0);
    CHECK(months_beyond(kept, 20, 20, 0.2, 0.5, false) == 12);
    CHECK(months_beyond(kept, 20, 20, 0.2, 0.5, true) == 0);
    CHECK(months_beyond(formula, 6, 6, 0.2, 0.5, false) == 96);
    formula.revocation_hazard = 0.02;
    CHECK(months_beyond(formula, 6, 6, 0.2, 0.5, false) == Approx(50));
}

TEST_CASE("going on though the result was poor", "[processes][grants]") {
    Regime r;
    r.stop_override = 0.3;
    CHECK(softness(r) == 0);  // a fixed term ends whatever comes out
    r.follow_on_share = 0.2;
    CHECK(softness(r) == 0.3);
    r.follow_on_share = 0, r.gates = true;
    CHECK(softness(r) == 0.3);
    r.gates = false, r.selection = Selection::formula;
    CHECK(softness(r) == 0.3);
}

TEST_CASE("founding writes one row everywhere", "[processes][founding]") {
    auto w = funding_world(3, 2, 3);
    auto const first = founded(w, preset("project"), 2, 4);
    CHECK(first == 0);
    CHECK(w.ledger.accounts(AccountClass::lab) == 1);
    CHECK(rows(w.grants) == 1);
    CHECK(w.labs.key.now[0] == (2 * 6 + 4) * 32);
    CHECK(w.labs.mission.now[0] == 1);
    CHECK(w.labs.stage.now[0] == Stage::forming);
    CHECK(w.labs.end_month.now[0] == -1);
    CHECK(w.labs.expected_embedding.now[0] == Approx(0.5));
    CHECK(w.labs.reference_spending.now[0] == Approx(FoundingParameters{}.full_spending));
    CHECK(w.labs.horizon.now[0] == 48);
    CHECK(w.grants.pending_months.now[0] == 3);
    CHECK(w.grants.intensity.now[0] == 0);
    CHECK(w.programmes.committed.now[1] == cents(4e6));

    w.labs.stage.now[0] = Stage::dead;
    close_grant(w.grants, w.programmes, 0, 1);
    auto const second = founded(w, preset("portfolio"), 2, 4);
    CHECK(second == 1);
    CHECK(w.labs.key.now[1] == (2 * 6 + 4) * 32 + 1);
    CHECK(w.labs.upscaling.now[1] == 1);
    // Up to the first gate and the preparation before it, at half intensity, 5 % dearer for the strategy.
    CHECK(w.grants.awarded.now[1] == cents(4e6 / 48 * 1.05 * 0.5 * (12 + 12)));
    CHECK(w.labs.horizon.now[1] == Approx(24 + 0.8 * 72));
    CHECK(w.labs.softness.now[1] == Approx(0.3));
}

TEST_CASE("a lab in no man's land is taken up again", "[processes][founding]") {
    auto w = funding_world(3);
    auto const r = preset("project");
    founded(w, r, 1, 2);
    auto const key = w.labs.key.now[0];
    close_grant(w.grants, w.programmes, 0, 0);
    w.labs.stage.now[0] = Stage::post;
    w.labs.end_month.now[0] = 11;
    for (std::size_t k = 0; k < conditions; ++k) w.labs.learning.now[k] = 0.4;
    CHECK(founded(w, r, 1, 2) == 0);
    CHECK(rows(w.labs) == 1);
    CHECK(w.labs.key.now[0] == key);
    CHECK(w.labs.stage.now[0] == Stage::preparing);
    CHECK(w.labs.end_month.now[0] == -1);
    CHECK(w.labs.learning.now[0] == 0.4);
    CHECK(w.grants.awarded.now[0] == cents(4e6) + cents(4e6 * 1.3));
    audit_grants(w.labs, w.programmes, w.grants);

    // Before a gate, a fraction of the grant is promised and the extra cost in full.
    close_grant(w.grants, w.programmes, 0, 0);
    w.labs.stage.now[0] = Stage::post;
    auto const before = w.grants.awarded.now[0];
    founded(w, preset("portfolio"), 1, 2);
    CHECK(w.grants.awarded.now[0] - before == cents(4e6 / 48 * 1.05 * 0.5 * 12 + 1.2e6));
    CHECK(w.labs.reference_spending.now[0] == Approx(120000 * 1.05 + 1.2e6 / 6 / 0.7));

    // With too little left of it, a new lab is founded.
    close_grant(w.grants, w.programmes, 0, 0);
    w.labs.stage.now[0] = Stage::closed;
    for (std::size_t k = 0; k < conditions; ++k) w.labs.learning.now[k] = 0.2;
    CHECK(founded(w, r, 1, 2) == 1);
}

TEST_CASE("luck at founding belongs to the lab and not to the regime or the month", "[processes][founding]") {
    auto a = funding_world(40), b = funding_world(40);
    auto other = preset("project");
    other.duration = 60;
    for (std::size_t i = 0; i < 40; ++i) founded(a, preset("project"), i, i % 3);
    for (std::size_t i = 40; i-- > 0;) founded(b, other, i, i % 3);
    int routines = 0;
    for (std::size_t i = 0; i < 40; ++i) {
        REQUIRE(a.labs.key.now[i] == b.labs.key.now[39 - i]);
        CHECK(a.labs.routine.now[i] == b.labs.routine.now[39 - i]);
        CHECK(a.labs.upscaling.now[i] == b.labs.upscaling.now[39 - i]);
        routines += a.labs.routine.now[i];
    }
    CHECK(routines > 0);
    CHECK(routines < 40);
}

TEST_CASE("co-financing by capacity", "[processes][founding]") {
    auto r = preset("project");
    CHECK(co_financing_rate(r, 0.5) == Approx(0.3));
    r.co_financing_by_capacity = true;
    CHECK(co_financing_rate(r, 0.5) == Approx(0.15));
    CHECK(co_financing_rate(r, 3) == Approx(0.3));
    auto const reserves = relative_reserves(std::array{1.0, 2.0}, std::array{3.0, 2.0});
    CHECK(reserves == std::vector{1.5, 0.5});
    CHECK(relative_reserves(std::array{1.0}, std::array{0.0}) == std::vector{1.0});
}

TEST_CASE("overhead by hand", "[processes][programme_money]") {
    auto const r = preset("portfolio");
    BudgetParameters const p;
    CHECK(fixed_overhead(r) == Approx(250000));
    CHECK(coordination_overhead(100, 0.5, r, p) == Approx(0.001 * 4e6 * std::pow(100.0, 1.15) * 0.75));
    CHECK(coordination_overhead(0, 0.5, r, p) == 0);
    auto six = r;
    six.ministries = 6;
    CHECK(coordination_overhead(100, 0.5, six, p) ==
          Approx(coordination_overhead(100, 0.5, r, p) * std::sqrt(3.0)));
    CHECK(review_fee(r, p) == cents(80000));
}

TEST_CASE("money for the rest of the year is kept back", "[processes][programme_money]") {
    CHECK(earmark_months_left(12, 12) == 12);
    CHECK(earmark_months_left(13, 12) == 12);
    CHECK(earmark_months_left(14, 12) == 9);
    CHECK(earmark_months_left(23, 12) == 0);
    CHECK(earmark_months_left(0, 7) == 5);
    CHECK(earmark_months_left(0, 24) == 0);
    auto const r = preset("portfolio");
    BudgetParameters const p;
    Load const load{.renewals = 1e6};
    CHECK(kept_back(load, r, p, 12) == Approx(1 + 11 * 250000 + 0.25 * 50e6 + 1e6).epsilon(1e-12));
    CHECK(kept_back({}, r, p, 23) == 1);
    CHECK(free_to_promise(cents(50e6), cents(10e6), 100, 1, {}, r, p, 23) ==
          cents(40e6) - 100 - cents(80000) - cents(1));
}

TEST_CASE("calls come when they should", "[processes][programme_money]") {
    Regime r;
    r.setup_delay = 6;
    r.interval = 12;
    CHECK_FALSE(selection_month(5, r));
    CHECK(selection_month(6, r));
    CHECK_FALSE(selection_month(12, r));
    CHECK(selection_month(18, r));
}

TEST_CASE("asking for money costs money - staff and - in vain - trust", "[processes][application]") {
    auto const r = preset("project");
    ApplicationParameters const p;
    HostParameters const host;
    CHECK(application_cost(r, p) == Approx(200000));
    CHECK(application_cost(preset("portfolio"), p) == Approx(40000));
    CHECK(application_staff(r, p, host) == Approx(100000.0 / 95000));
    CHECK(application_cash(cents(1e9), 1e6, r, p, host) == cents(100000));
    CHECK(application_cash(cents(60000), 1e6, r, p, host) == cents(10000));
    CHECK(application_cash(cents(40000), 1e6, r, p, host) == 0);
    CHECK(trust_after_rejection(0.5, r, p) == Approx(0.45));
    CHECK(trust_after_rejection(0.5, preset("portfolio"), p) == Approx(0.49));
    std::array knowledge{0.0, 0.5, 1.0};
    double carry_over = 0;
    keep_salvage(knowledge, carry_over, r, p);
    CHECK(knowledge[0] == Approx(0.02));
    CHECK(knowledge[1] == Approx(0.51));
    CHECK(knowledge[2] == 1);
}
