#include "engine/processes/treasury.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

namespace spil {

namespace {

using enum AccountClass;

void month(World& w, std::uint32_t tick, TreasuryParameters const& p = {}) {
    run_treasury(testing::step_of(w, tick), p, In<&Municipalities::yearly_fund>{w},
                 Pay<treasury, municipality, household, firm>{w});
}

World two_towns() {
    auto w = testing::small_world(2, 1, 2);
    w.municipalities.yearly_fund.now = {1.2e6, 2.4e6};
    return w;
}

}  // namespace

TEST_CASE("the fund comes every month and leaves the free share", "[treasury]") {
    auto w = two_towns();
    CHECK(yearly_grant(1000, {}) == Approx(2.64e6));
    month(w, 0);
    CHECK(w.ledger.flow(Flow::municipal_fund) == 30000000);
    CHECK(w.ledger.flow(Flow::regular_services) == 29700000);
    CHECK(w.ledger.balance({municipality, 0}) == 100000);
    CHECK(w.ledger.balance({household, 1}) == 19800000);
    CHECK(w.ledger.balance({treasury, 0}) == -30000000);
    w.ledger.audit();
}

TEST_CASE("the free share has its limits", "[treasury]") {
    auto w = two_towns();
    month(w, 0, {.free_share = 1});
    CHECK(w.ledger.flow(Flow::regular_services) == 0);
    month(w, 1, {.free_share = 0});
    CHECK(w.ledger.balance({municipality, 0}) == 10000000);
    w.ledger.audit();
}

TEST_CASE("the levy falls in December - on what came in this year", "[treasury]") {
    auto w = two_towns();
    for (std::uint32_t t = 0; t < 11; ++t) month(w, t);
    CHECK(w.ledger.flow(Flow::tax) == 0);
    w.ledger.post(Flow::solution_purchase, {household, 0}, {firm, 0}, 1000000);
    w.ledger.post(Flow::solution_purchase, {household, 0}, {firm, 1}, 3000000);
    Cents const rich = w.ledger.balance({household, 1}), poor = w.ledger.balance({household, 0});
    month(w, 11);
    // Households received 12 months of services, firms 40 000 euro.
    CHECK(w.ledger.flow(household, treasury) == 12 * 29700000 / 4);
    CHECK(w.ledger.flow(firm, treasury) == 1000000);
    CHECK(w.ledger.balance({firm, 0}) == 750000);
    CHECK(w.ledger.balance({firm, 1}) == 2250000);
    double const before_levy = static_cast<double>(rich + 19800000) / static_cast<double>(poor + 9900000);
    CHECK(static_cast<double>(w.ledger.balance({household, 1})) /
              static_cast<double>(w.ledger.balance({household, 0})) ==
          Approx(before_levy).epsilon(1e-6));
    w.ledger.audit();
    w.ledger.clear_flows();
    month(w, 12);
    CHECK(w.ledger.flow(Flow::tax) == 0);
}

TEST_CASE("the levy takes no more than there is", "[treasury]") {
    auto w = two_towns();
    month(w, 0);
    for (std::size_t i = 0; i < 2; ++i) {
        Cents const all = w.ledger.balance({household, i});
        w.ledger.post(Flow::solution_purchase, {household, i}, {firm, 0}, all - 7);
    }
    w.ledger.post(Flow::imports, {firm, 0}, {external, 0}, w.ledger.balance({firm, 0}) - 1);
    w.municipalities.yearly_fund.now = {0, 0};
    month(w, 11);
    CHECK(w.ledger.stock(household) == 0);
    CHECK(w.ledger.stock(firm) == 0);
    CHECK(w.ledger.flow(Flow::tax) == 15);
    w.ledger.audit();
}

}  // namespace spil
