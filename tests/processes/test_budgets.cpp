#include "engine/processes/budgets.hpp"

#include "engine/model/presets.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/funding_world.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

void budget_months(World& w, Regime const& r, std::uint32_t from, std::uint32_t to) {
    for (auto t = from; t < to; ++t) run<&run_budgets>(w, step_of(w, t), r, BudgetParameters{});
}
Cents purse(World const& w, std::size_t m = 0) {
    return w.ledger.balance({AccountClass::programme, m});
}

}  // namespace

TEST_CASE("legal work goes where labs are blocked", "[processes][budgets]") {
    CHECK(regulation_split(std::array{3, 0, 1}, std::array{0.2, 0.2, 0.2}, 0.5) ==
          std::vector{0.75, 0.0, 0.25});
    CHECK(regulation_split(std::array{0, 0, 0}, std::array{0.2, 0.9, 0.2}, 0.5) ==
          std::vector{0.5, 0.0, 0.5});
    CHECK(regulation_split(std::array{0, 0}, std::array{0.9, 0.9}, 0.5) == std::vector{0.5, 0.5});
}

TEST_CASE("a year of a portfolio programme - to the cent", "[processes][budgets]") {
    auto w = funding_world(3);
    w.municipalities.population.now = {10000, 20000, 70000};
    auto const r = preset("portfolio");
    budget_months(w, r, 0, 12);
    // The set-up takes the first year: staff only.
    CHECK(purse(w) == cents(50e6 - 3e6));
    CHECK(w.ledger.flow(Flow::overhead) == cents(3e6));
    CHECK(w.ledger.balance({AccountClass::household, 1}) == cents(0.6e6));
    CHECK(w.missions.practice_spending.now[0] == 0);
    budget_months(w, r, 12, 24);
    CHECK(w.ledger.flow(Flow::regulatory_work) == cents(6e6));
    CHECK(w.ledger.flow(Flow::community_of_practice) == cents(4e6));
    CHECK(w.ledger.flow(Flow::intermediation) == cents(2e6));
    CHECK(w.ledger.flow(Flow::third_space) == cents(0.5e6));
    CHECK(w.missions.third_space_paid.now[0] == cents(0.5e6));
    CHECK(w.missions.practice_spending.now[0] == Approx(4e6));
    CHECK(w.missions.intermediary_strength.now[0] == Approx(2.0 / 3));
    CHECK(w.solutions.regulatory_work.now[0] == Approx(2e6));
    CHECK(purse(w) == cents(100e6 - 6e6 - 12.5e6));
    w.ledger.audit();
}

TEST_CASE("intermediaries are paid by how much they care for the mission - to the cent",
          "[processes][budgets]") {
    auto w = funding_world(2, 2);
    resize(w.organisations, 3, w.dimensions);
    fill(w.organisations.kind, Party::intermediary);
    w.organisations.affinity.now = {1, 0, 3, 0, 0, 1};  // two for the first mission, one for the second
    for (std::size_t k = 1; k < 3; ++k) w.ledger.add(AccountClass::intermediary);
    budget_months(w, preset("portfolio"), 0, 24);
    auto const held = [&](std::size_t k) { return w.ledger.balance({AccountClass::intermediary, k}); };
    Cents const each = cents(4e6 + 2e6 + 0.5e6);
    CHECK(held(0) + held(1) == each);
    CHECK(std::abs(held(1) - 3 * held(0)) < 100);
    CHECK(held(2) == each);
    w.ledger.audit();
}

TEST_CASE("a quarter in which the set-up ends is paid in part", "[processes][budgets]") {
    auto w = funding_world(3);
    auto r = preset("portfolio");
    r.setup_delay = 4;
    budget_months(w, r, 0, 6);
    CHECK(w.ledger.flow(Flow::community_of_practice) == cents(0.08 * 50e6 / 12 * 2));
}

TEST_CASE("reviews are paid once - at the end of the quarter", "[processes][budgets]") {
    auto w = funding_world(3);
    w.programmes.reviews_due.now[0] = 7;
    budget_months(w, preset("project"), 0, 6);
    CHECK(w.ledger.flow(Flow::review) == 7 * cents(80000));
    CHECK(w.programmes.reviews_due.now[0] == 0);
}

TEST_CASE("promised money is not touched - what is missing is owed", "[processes][budgets]") {
    auto w = funding_world(3);
    auto const r = preset("portfolio");
    budget_months(w, r, 0, 1);
    w.programmes.committed.now[0] = cents(49.9e6);
    w.programmes.reviews_due.now[0] = 2;
    budget_months(w, r, 1, 3);
    CHECK(purse(w) == cents(49.9e6));
    CHECK(w.programmes.coordination_due.now[0] == cents(0.65e6));
    CHECK(w.programmes.reviews_due.now[0] == 2);
    w.programmes.committed.now[0] = 0;
    budget_months(w, r, 3, 6);
    CHECK(w.programmes.coordination_due.now[0] == 0);
    CHECK(purse(w) == cents(50e6 - 1.5e6 - 0.16e6));
}

TEST_CASE("a regime that funds nothing leaves no trace", "[processes][budgets]") {
    auto w = funding_world(3);
    auto const before = digest(w);
    auto r = preset("portfolio");
    r.budget = 0;
    budget_months(w, r, 0, 24);
    CHECK(digest(w) == before);
    r = preset("portfolio");
    r.selection = Selection::none;
    budget_months(w, r, 0, 24);
    CHECK(digest(w) == before);
}
