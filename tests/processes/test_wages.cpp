#include "engine/processes/wages.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

namespace spil {

using testing::fill;

namespace {

using enum AccountClass;

void pay_quarter(World& w, WageParameters const& p = {}) {
    pay_wages(p, In<&Municipalities::population>{w}, In<&Solutions::base_cost>{w},
              In<&Firms::municipality>{w}, In<&Firms::offer>{w}, In<&Firms::capital_units>{w},
              In<&Organisations::kind>{w}, In<&Organisations::municipality>{w},
              Pay<firm, knowledge, intermediary, civic>{w});
}

}  // namespace

TEST_CASE("running shares end at 1 and place every cent", "[wages]") {
    std::vector<double> const weights{3, 0, 1, 7, 2};
    auto const running = running_shares(weights);
    CHECK(running.back() == 1);
    CHECK(running[1] == running[0]);
    for (Cents const amount : {Cents{0}, Cents{1}, Cents{99}, Cents{123456789012345}}) {
        CHECK(placed_up_to(amount, running.back()) == amount);
        Cents before = 0;
        for (std::size_t i = 0; i < weights.size(); ++i) {
            Cents const up_to = placed_up_to(amount, running[i]);
            CHECK(up_to >= before);
            CHECK(static_cast<double>(up_to - before) ==
                  Approx(static_cast<double>(amount) * weights[i] / 13).margin(1.01));
            before = up_to;
        }
    }
    CHECK(running_shares(std::vector<double>{0, 0}) == std::vector<double>{0.5, 1});
}

TEST_CASE("firms pay abroad and at home - and keep their working capital", "[wages]") {
    auto w = testing::small_world(3, 1, 2);
    w.municipalities.population.now = {10, 10, 20};
    w.firms.municipality.now = {1, 2};
    w.ledger.open({firm, 0}, 1000);
    w.ledger.open({firm, 1}, 3001);
    pay_quarter(w);
    CHECK(w.ledger.balance({firm, 0}) == 500);
    CHECK(w.ledger.balance({firm, 1}) == 1501);
    CHECK(w.ledger.flow(Flow::imports) == 200 + 600);
    CHECK(w.ledger.balance({household, 0}) == 0);
    CHECK(w.ledger.balance({household, 1}) == 300);
    CHECK(w.ledger.balance({household, 2}) == 900);
    w.ledger.audit();
    pay_quarter(w, {.import_share = 0, .payout_share = 1});
    CHECK(w.ledger.stock(firm) == 0);
    CHECK(w.ledger.flow(Flow::imports) == 800);
    w.ledger.audit();

    // A seller pays only what exceeds its opening money.
    auto seller = testing::small_world(1, 1, 2);
    fill(seller.solutions.base_cost, 4);
    fill(seller.firms.capital_units, 2);
    seller.ledger.open({firm, 0}, 1000);
    seller.ledger.open({firm, 1}, 700);
    pay_quarter(seller, {.import_share = 0, .payout_share = 1});
    CHECK(seller.ledger.balance({firm, 0}) == 800);
    CHECK(seller.ledger.balance({firm, 1}) == 700);
}

TEST_CASE("institutions pay at home - a kind without organisations pays by inhabitants", "[wages]") {
    auto w = testing::small_world(2, 1, 1);
    w.municipalities.population.now = {1, 3};
    REQUIRE(w.ledger.accounts(knowledge) == 1);
    REQUIRE(w.ledger.accounts(civic) == 2);
    resize(w.organisations, 3, w.dimensions);
    w.organisations.kind.now = {Party::civic, Party::civic, Party::authority};
    w.organisations.municipality.now = {1, 0, 1};
    w.ledger.open({knowledge, 0}, 800);
    w.ledger.open({intermediary, 0}, 7);
    w.ledger.open({civic, 0}, 40);
    w.ledger.open({civic, 1}, 10);
    pay_quarter(w);
    CHECK(w.ledger.balance({household, 0}) == 100 + 0 + 5);
    CHECK(w.ledger.balance({household, 1}) == 300 + 3 + 20);
    CHECK(w.ledger.stock(knowledge) == 400);
    CHECK(w.ledger.flow(civic, household) == 25);
    w.ledger.audit();
}

}  // namespace spil
