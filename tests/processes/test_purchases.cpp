#include "engine/processes/purchases.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

namespace spil {

namespace {

void month(World& w) {
    buy_solutions(In<&Municipalities::orders>{w}, In<&Municipalities::price>{w}, Out<&Firms::sales>{w},
                  Pay<AccountClass::household>{w});
    testing::publish(w.firms.sales);
}

}  // namespace

TEST_CASE("whole units are paid at the local price and reach the firms", "[purchases]") {
    auto w = testing::small_world(2, 1, 2);
    w.ledger.open({AccountClass::household, 0}, 100000000);
    w.ledger.open({AccountClass::household, 1}, 100000000);
    w.municipalities.orders.now = {2.9, 0.99, 3.0, 1.5};
    w.municipalities.price.now = {1000.004, 50, 1200, 75.5};
    w.firms.sales.now = {7, 7};
    month(w);
    CHECK(w.ledger.balance({AccountClass::firm, 0}) == 2 * 100000 + 3 * 120000);
    CHECK(w.ledger.balance({AccountClass::firm, 1}) == 7550);
    CHECK(w.firms.sales.now == std::vector<double>{5600, 75.5});
    CHECK(w.ledger.flow(Flow::solution_purchase) == w.ledger.stock(AccountClass::firm));
    CHECK(w.ledger.balance({AccountClass::household, 1}) == 100000000 - 3 * 120000 - 7550);
    w.ledger.audit();
}

TEST_CASE("the purse rations: only whole units that can be paid are bought", "[purchases]") {
    auto w = testing::small_world(1, 1, 2);
    w.ledger.open({AccountClass::household, 0}, 250000);
    w.municipalities.orders.now = {10, 1};
    w.municipalities.price.now = {1000, 400};
    month(w);
    CHECK(w.firms.sales.now == std::vector<double>{2000, 400});
    CHECK(w.ledger.balance({AccountClass::household, 0}) == 10000);
    month(w);
    CHECK(w.firms.sales.now == std::vector<double>{0, 0});
    w.ledger.audit();
}

TEST_CASE("nothing ordered or nothing asked moves no money", "[purchases]") {
    auto w = testing::small_world(1, 1, 2);
    w.ledger.open({AccountClass::household, 0}, 5000);
    w.municipalities.orders.now = {0.999, 3};
    w.municipalities.price.now = {1, 0};
    month(w);
    CHECK(w.ledger.flow(Flow::solution_purchase) == 0);
    CHECK(w.firms.sales.now == std::vector<double>{0, 0});
}

}  // namespace spil
