#include "engine/processes/local_initiative.hpp"

#include <cmath>

#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

using namespace spil;
using namespace spil::testing;
using enum AccountClass;

namespace {

LocalInitiativeParameters const p{};

/// A municipality of means with an own lab in its second year.
World own_lab(Stage stage = Stage::active) {
    auto w = small_world(1, 1, 1, 1);
    fill(w.labs.own_budget, 1);
    fill(w.labs.start_month, 10);
    w.labs.stage.now = {stage};
    w.ledger.open({municipality, 0}, cents(1e6));
    return w;
}

void pay(World& w, std::uint32_t tick = 30) {
    run<&pay_own_labs>(w, step_of(w, tick), p, FoundingParameters{}, HostParameters{});
}

}  // namespace

TEST_CASE("the chance of an own lab by hand", "[processes][local_initiative]") {
    CHECK(own_lab_chance(0.6, 0.5, p) == Approx(1 - std::exp(-0.03 * 0.4 * 0.5)));
    CHECK(own_lab_chance(1, 1, p) == 0);
}

TEST_CASE("a host pays for its own lab - half of it in preparation", "[processes][local_initiative]") {
    auto w = own_lab(), early = own_lab(Stage::preparing), forming = own_lab(Stage::forming);
    pay(w);
    pay(early);
    pay(forming);
    CHECK(w.ledger.balance({lab, 0}) == cents(24000));
    CHECK(early.ledger.balance({lab, 0}) == cents(12000));
    CHECK(forming.ledger.balance({lab, 0}) == 0);
    CHECK(w.labs.planned_spending.now[0] == 24000);
    CHECK(w.labs.horizon.now[0] == Approx(40));  // the term; money would last 41 months and more
    CHECK(w.labs.stop_signal.now[0] == 0);
}

TEST_CASE("money stops at the term - at the reserve - and when backing is lost",
          "[processes][local_initiative]") {
    auto over = own_lab(), poor = own_lab(), dropped = own_lab();
    pay(over, 70);
    poor.municipalities.yearly_free.now[0] = 19.8e6;
    pay(poor);
    dropped.labs.unbacked.now[0] = 1;
    pay(dropped);
    for (auto const* w : {&over, &poor, &dropped}) {
        CHECK(w->labs.stop_signal.now[0] == 1);
        CHECK(w->ledger.balance({lab, 0}) == 0);
    }
}

TEST_CASE("what an ended lab has left goes back to its host", "[processes][local_initiative]") {
    auto w = own_lab();
    pay(w);
    w.labs.stage.now = {Stage::post};
    pay(w, 31);
    CHECK(w.ledger.balance({lab, 0}) == 0);
    CHECK(w.ledger.balance({municipality, 0}) == cents(1e6));
}
