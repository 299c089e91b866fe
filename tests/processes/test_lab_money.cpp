#include "engine/processes/lab_money.hpp"

#include <numeric>

#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

using namespace spil;
using namespace spil::testing;
using enum AccountClass;

namespace {

LabMoneyParameters const p{};

/// One lab of mission 0, solution 1, hosted by municipality 1, with `money` in cents.
World one_lab(Stage stage, Cents money) {
    auto w = small_world(2, 1, 2, 1);
    w.labs.host.now = {1};
    w.labs.solution.now = {1};
    w.labs.stage.now = {stage};
    fill(w.labs.planned_spending, 100000);
    fill(w.labs.reference_spending, 120000);
    fill(w.labs.horizon, 12);
    w.ledger.open({lab, 0}, money);
    return w;
}

}  // namespace

TEST_CASE("what a lab wants to spend", "[processes][lab_money]") {
    CHECK(wanted_spending(Stage::preparing, 100, 120, 1e6, 12, p) == 50);
    CHECK(wanted_spending(Stage::active, 100, 120, 600, 12, p) == 100);  // as planned
    CHECK(wanted_spending(Stage::active, 100, 120, 1800, 12, p) ==
          150);  // leftovers spread over the months left
    CHECK(wanted_spending(Stage::active, 100, 120, 1e6, 12, p) == 180);  // as much as it can absorb
    CHECK(wanted_spending(Stage::bridging, 100, 120, 130, 0.2, p) ==
          130);  // the last month: all that is left
    for (auto const stage :
         {Stage::forming, Stage::post, Stage::closed, Stage::institutionalised, Stage::dead})
        CHECK(wanted_spending(stage, 100, 120, 1e6, 12, p) == 0);
}

TEST_CASE("spending is split to the cent over those who work for the lab", "[processes][lab_money]") {
    auto w = one_lab(Stage::active, 12345678);
    run<&spend>(w, step_of(w), p);
    // max(100 000, 123 456.78 / 12), in cents 10 288 065 at most: planned wins.
    CHECK(w.labs.spending.now[0] == 100000);
    CHECK(w.labs.spent.now[0] == 10000000);
    CHECK(w.ledger.balance({lab, 0}) == 2345678);
    CHECK(w.ledger.balance({household, 1}) == 4500000);
    CHECK(w.ledger.balance({household, 0}) == 0);
    CHECK(w.ledger.balance({firm, 1}) == 3000000);
    CHECK(w.ledger.balance({knowledge}) == 1500000);
    CHECK(w.ledger.balance({intermediary}) == 600000);
    CHECK(w.ledger.balance({civic}) == 400000);
    CHECK(w.ledger.flow(Flow::lab_wages) == 4500000);
    CHECK(w.ledger.flow(Flow::lab_purchases) == 5500000);

    run<&spend>(w, step_of(w), p);  // what is left, 23 456.78, is less than planned
    CHECK(w.labs.spending.now[0] == 23456.78);
    CHECK(w.labs.spent.now[0] == 12345678);
    CHECK(w.ledger.balance({lab, 0}) == 0);

    run<&spend>(w, step_of(w), p);
    CHECK(w.labs.spending.now[0] == 0);
    CHECK(w.labs.spent.now[0] == 12345678);
}

TEST_CASE("only labs that prepare or run spend", "[processes][lab_money]") {
    for (auto const stage :
         {Stage::forming, Stage::post, Stage::closed, Stage::institutionalised, Stage::dead}) {
        auto w = one_lab(stage, 50000000);
        fill(w.labs.spending, 77);  // last month's
        run<&spend>(w, step_of(w), p);
        CHECK(w.labs.spending.now[0] == 0);
        CHECK(w.ledger.balance({lab, 0}) == 50000000);
    }
    auto w = one_lab(Stage::preparing, 50000000);
    run<&spend>(w, step_of(w), p);
    CHECK(w.labs.spending.now[0] == 50000);
}

TEST_CASE("what preparation left is used while the lab is active", "[processes][lab_money]") {
    // 24 months of money; 12 of preparation at half pace leave six months' worth for the last twelve.
    auto w = one_lab(Stage::preparing, 240000000);
    fill(w.labs.reference_spending, 100000);
    for (int month = 0; month < 24; ++month) {
        if (month == 12) fill(w.labs.stage, Stage::active);
        fill(w.labs.horizon, 24 - month);
        run<&spend>(w, step_of(w), p);
        CHECK(w.labs.spending.now[0] == Approx(month < 12 ? 50000 : 150000));
    }
    CHECK(w.ledger.balance({lab, 0}) == 0);
}

TEST_CASE("no lab ever overspends - whatever its plans", "[processes][lab_money][property]") {
    constexpr std::size_t n = 400;
    auto w = small_world(2, 1, 2, n);
    Cents total = 0;
    for (std::size_t l = 0; l < n; ++l) {
        Draws draws{Address{.seed = 4, .entity = static_cast<std::uint32_t>(l)}};
        w.labs.stage.now[l] = static_cast<Stage>(draws() % stage_count);
        w.labs.planned_spending.now[l] = draws.uniform() * 1e5;
        w.labs.reference_spending.now[l] = draws.uniform() * 1e5;
        w.labs.horizon.now[l] = draws.uniform() * 30;
        auto const money = static_cast<Cents>(draws() % 100000000);
        w.ledger.open({lab, l}, money);
        total += money;
    }
    for (int month = 0; month < 20; ++month) run<&spend>(w, step_of(w), p);
    CHECK_NOTHROW(w.ledger.audit());
    auto const spent = std::accumulate(w.labs.spent.now.begin(), w.labs.spent.now.end(), Cents{0});
    CHECK(spent > 0);
    CHECK(w.ledger.stock(lab) == total - spent);
    CHECK(w.ledger.flow(Flow::lab_wages) + w.ledger.flow(Flow::lab_purchases) == spent);
}
