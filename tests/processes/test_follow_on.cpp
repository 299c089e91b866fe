#include "engine/processes/follow_on.hpp"

#include "engine/model/presets.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/funding_rounds.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

/// `towns` labs of a hybrid programme at the end of their term, each with a potential of its own.
struct TermOver {
    Regime r = preset("hybrid");
    World w;
    std::uint32_t tick = 60;

    explicit TermOver(std::size_t towns, double pot = 20e6) : w(funding_world(towns)) {
        w.ledger.post(Flow::programme_budget, {AccountClass::treasury}, {AccountClass::programme},
                      cents(500e6));
        FoundingParameters const p;
        auto const step = step_of(w, 9);
        for (std::size_t i = 0; i < towns; ++i) {
            LabHistory const past(w.labs, w.grants, w.dimensions, p);
            found_lab(step, r, p, venture(step, r, p, past, 12, i, 0), 0.4, 0.3, Whole<Labs>(w),
                      Whole<Programmes>(w), Whole<Grants>(w), SelectionPay(w));
            w.labs.stage.now[i] = Stage::active;
            w.grants.pending_months.now[i] = 0;
            w.grants.intensity.now[i] = 1;
            w.grants.months_left.now[i] = 0;
            release(w.grants, w.programmes, i, 0, w.grants.remaining.now[i]);
            for (std::size_t s = 0; s < 3; ++s)
                w.municipalities.potential.now[i * 3 + s] = 0.1 + 0.8 * static_cast<double>(i) / 10;
        }
        fill(w.labs.learning, 0.5);
        w.programmes.follow_on_pot.now[0] = cents(pot);
        w.programmes.follow_on_rate.now[0] = 0.3;
        w.programmes.report_mean.now[0] = 0.5;
        r.stop_override = 0;
        r.clairvoyant = true;  // no noise: what is reported is what there is
    }
    void month() {
        follow_on_once(w, step_of(w, tick), r);
        gates_once(w, step_of(w, tick), r);
        audit_grants(w.labs, w.programmes, w.grants);
    }
};
Cents const amount = cents(4e6 / 48 * 1.05 * 0.6 * 24);

}  // namespace

TEST_CASE("the best reports get follow-on money - those below the bar do not", "[processes][follow_on]") {
    TermOver t(10);
    t.month();
    for (std::size_t l = 0; l < 10; ++l) {
        bool const good = t.w.municipalities.potential.now[l * 3] >= 0.5;
        INFO(l);
        CHECK((t.w.labs.follow_on.now[l] != 0) == good);
        CHECK(t.w.labs.stop_signal.now[l] == (good ? 0 : 1));
        CHECK(t.w.grants.months_left.now[l] == (good ? 24 : 0));
        CHECK(t.w.grants.remaining.now[l] == (good ? amount : 0));
    }
    CHECK(t.w.programmes.follow_ons.now[0] == 5);
    CHECK(t.w.programmes.follow_on_pot.now[0] == cents(20e6) - 5 * amount);
}

TEST_CASE("the pot is the limit - the best come first", "[processes][follow_on]") {
    TermOver t(10, 3e6);  // enough for two
    t.month();
    CHECK(t.w.programmes.follow_ons.now[0] == 2);
    CHECK(t.w.labs.follow_on.now[9] == 1);
    CHECK(t.w.labs.follow_on.now[8] == 1);
    CHECK(t.w.programmes.follow_on_pot.now[0] >= 0);
}

TEST_CASE("politics may override a poor result", "[processes][follow_on]") {
    TermOver t(10, 100e6);
    t.r.stop_override = 1;
    t.month();
    CHECK(t.w.programmes.follow_ons.now[0] == 10);
}

TEST_CASE("follow-on money comes once", "[processes][follow_on]") {
    TermOver t(10);
    t.month();
    for (auto& left : t.w.grants.months_left.now) left = 0;
    ++t.tick;
    auto const before = t.w.programmes.follow_ons.now[0];
    t.month();
    CHECK(t.w.programmes.follow_ons.now[0] == before);
    CHECK(t.w.labs.stop_signal.now[9] == 1);
}

TEST_CASE("bar and expectation follow what happened", "[processes][follow_on]") {
    TermOver t(1);
    t.w.programmes.report_mean.now[0] = 0;
    t.month();
    CHECK(t.w.programmes.report_mean.now[0] == Approx(0.1 * 0.1));
    CHECK(t.w.programmes.follow_on_rate.now[0] == Approx(0.3 + 0.1 * 0.7));
    TermOver none(1);
    none.month();
    CHECK(none.w.programmes.follow_on_rate.now[0] == Approx(0.27));
}

TEST_CASE("without a share for it nothing happens", "[processes][follow_on]") {
    TermOver t(10);
    t.r.follow_on_share = 0;
    auto const before = digest(t.w);
    follow_on_once(t.w, step_of(t.w, t.tick), t.r);
    CHECK(digest(t.w) == before);
}

TEST_CASE("the pot fills each January - up to the length of one follow-on",
          "[processes][follow_on][budgets]") {
    auto w = funding_world(3);
    auto const r = preset("hybrid");
    for (std::uint32_t t = 0; t < 12; ++t) run<&run_budgets>(w, step_of(w, t), r, BudgetParameters{});
    CHECK(w.programmes.follow_on_pot.now[0] == cents(10e6));
    for (std::uint32_t t = 12; t < 60; ++t) run<&run_budgets>(w, step_of(w, t), r, BudgetParameters{});
    CHECK(w.programmes.follow_on_pot.now[0] == cents(20e6));
}
