#include "engine/processes/purchases.hpp"

#include <array>
#include <cmath>

#include "engine/processes/common/firms.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

namespace spil {

namespace {

void month(World& w) {
    testing::fill(w.firms.sales, 0);
    buy_solutions(In<&Municipalities::orders>{w}, In<&Municipalities::price>{w},
                  In<&Municipalities::seller>{w}, In<&Municipalities::seller_share>{w},
                  In<&Municipalities::price_level>{w}, In<&Firms::mark_up>{w}, In<&Firms::cost_factor>{w},
                  Update<&Firms::sales>{w}, Pay<AccountClass::household>{w});
    testing::publish(w.firms.sales);
}

}  // namespace

TEST_CASE("whole units are paid at the local price and reach the firms", "[purchases]") {
    auto w = testing::small_world(2, 1, 2);
    w.ledger.open({AccountClass::household, 0}, 100000000);
    w.ledger.open({AccountClass::household, 1}, 100000000);
    w.municipalities.orders.now = {2.9, 0.99, 3.0, 1.5};
    w.municipalities.price.now = {1000.004, 50, 1200, 75.5};
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

TEST_CASE("orders divide over sellers in whole units - money spent is money earned", "[purchases][firms]") {
    auto w = testing::small_world(1, 1, 3);
    w.ledger.open({AccountClass::household, 0}, 100000000000);
    // Firms 0 and 2 sell solution 0: three quarters at 1.25 x 0.8, a quarter at 1.5.
    auto& here = w.municipalities;
    here.seller.now[0] = 1, here.seller.now[1] = 3;
    here.seller_share.now[0] = 0.75, here.seller_share.now[1] = 0.25;
    w.firms.mark_up.now = {0.25, 0, 0.5};
    w.firms.cost_factor.now = {0.8, 1, 1};
    here.price_level.now[0] = 0.75 * 1.0 + 0.25 * 1.5;
    here.price.now = {1125, 0, 0};
    here.orders.now = {9.5, 0, 0};
    month(w);
    CHECK(w.firms.sales.now == std::vector<double>{7 * 1000, 0, 2 * 1500});
    CHECK(w.ledger.flow(Flow::solution_purchase) == 1000000);
    CHECK(w.ledger.balance({AccountClass::firm, 2}) == 300000);
    w.ledger.audit();
}

TEST_CASE("dividing units keeps their number", "[purchases][firms][property]") {
    std::array<Cents, seller_slots> parts{};
    int wrong = 0;
    for (std::uint32_t n = 0; n < 2000; ++n) {
        Draws draws{Address{.seed = 9, .entity = n}};
        std::array<double, seller_slots> shares{};
        double sum = 0;
        std::size_t const sellers = 1 + draws() % seller_slots;
        for (std::size_t k = 0; k < sellers; ++k) sum += shares[k] = draws.uniform() + 0.01;
        for (auto& s : shares) s /= sum;
        auto const units = static_cast<Cents>(draws() % 1000);
        divide_units(units, shares, parts);
        Cents all = 0;
        for (std::size_t k = 0; k < seller_slots; ++k) {
            all += parts[k];
            double const exact = static_cast<double>(units) * shares[k];
            if (std::abs(static_cast<double>(parts[k]) - exact) >= 1 + 1e-9) ++wrong;
            if (shares[k] == 0 && parts[k] != 0) ++wrong;
        }
        if (all != units) ++wrong;
    }
    CHECK(wrong == 0);
}

}  // namespace spil
