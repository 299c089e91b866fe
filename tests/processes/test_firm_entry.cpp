#include "engine/processes/firm_entry.hpp"

#include <numeric>

#include "tests/support/catch.hpp"
#include "tests/support/firms_world.hpp"

using namespace spil;
using namespace spil::testing;
using enum AccountClass;

namespace {

EntryParameters const p{};
FirmParameters const firms{};
JoiningParameters const joining{};

/// 12 firms selling 2 solutions in 3 towns whose households have EUR 50 000 each.
World towns() {
    auto w = firms_world(3, 2, 12);
    for (std::size_t i = 0; i < 3; ++i) w.ledger.open({household, i}, cents(50000));
    return w;
}

}  // namespace

TEST_CASE("start-ups go where reward is - and sometimes where there is none", "[firm_entry][firms]") {
    auto const even = entry_chances(std::vector<double>{0, 0, 0, 0}, p);
    for (double const c : even) CHECK(c == 0.25);
    auto const drawn = entry_chances(std::vector<double>{30, 10, 0, 0}, p);
    CHECK(drawn[0] == Approx(3.1 / 4.4));
    CHECK(drawn[2] == Approx(0.1 / 4.4));
    auto const blind = entry_chances(std::vector<double>{30, 10, 0, 0}, {.reward_weight = 0});
    CHECK(blind[0] == Approx(0.25));
}

TEST_CASE("who can pay the running costs stays", "[firm_entry][firms]") {
    auto w = towns();
    for (std::size_t f = 0; f < 12; ++f) w.ledger.open({firm, f}, cents(1500));
    run<&renew_firms>(w, step_of(w, 11), p, firms, joining);
    CHECK(w.ledger.stock(firm) == 0);  // 0.15 x 10 units of EUR 1000 each
    CHECK(w.ledger.flow(Flow::wages) == 12 * cents(1500));
    for (std::size_t f = 0; f < 12; ++f) {
        CHECK(w.firms.renewed.now[f] == 0);
        CHECK(w.firms.age.now[f] == 1);
    }
    w.ledger.audit();
}

TEST_CASE("a firm that cannot is replaced by a start-up of its size - to the cent", "[firm_entry][firms]") {
    auto w = towns();
    for (std::size_t f = 0; f < 12; ++f) w.ledger.open({firm, f}, cents(f == 4 ? 1499.99 : 20000));
    w.firms.size.now[4] = 1.5;
    w.firms.mark_up.now[4] = 0.5;
    w.firms.age.now[4] = 9;
    w.firms.expectation.now[4] = 0.01;
    auto const before = w.ledger.stock(household) + w.ledger.stock(firm);
    run<&renew_firms>(w, step_of(w, 11), p, firms, joining);
    CHECK(w.firms.renewed.now[4] == 1);
    CHECK(w.firms.age.now[4] == 0);
    CHECK(w.firms.size.now[4] == 1.5);
    CHECK(w.firms.municipality.now[4] == 1);
    CHECK(w.firms.expectation.now[4] == joining.first_expectation);
    CHECK(w.firms.mark_up.now[4] < 0.5);  // as others ask
    CHECK(w.ledger.flow(Flow::liquidation) == 149999);
    CHECK(w.ledger.flow(Flow::founding) == cents(10000));
    CHECK(w.ledger.balance({firm, 4}) == cents(10000));
    CHECK(w.ledger.stock(household) + w.ledger.stock(firm) == before);
    auto const s = static_cast<std::size_t>(w.firms.offer.now[4]);
    std::span<std::uint8_t const> const needs{&w.solutions.required.now[s * requirement_length],
                                              requirement_length};
    std::span<std::uint8_t const> const can{&w.firms.capability.now[4 * kene_length], kene_length};
    CHECK((capability_set(needs) & capability_set(can)).count() >= 3);
    CHECK(std::accumulate(w.firms.renewed.now.begin(), w.firms.renewed.now.end(), 0) == 1);
    w.ledger.audit();
}

TEST_CASE("years without sales: every solution keeps its last sellers - no cent is lost",
          "[firm_entry][firms][property]") {
    auto w = towns();
    for (std::size_t f = 0; f < 12; ++f) w.ledger.open({firm, f}, cents(4000));
    auto const before = w.ledger.stock(household) + w.ledger.stock(firm);
    int ended = 0;
    for (std::uint32_t year = 0; year < 60; ++year) {
        // All the reward is in solution 0.
        for (std::size_t f = 0; f < 12; ++f)
            w.firms.sales_before.now[f] = w.firms.offer.now[f] == 0 ? 1e6 : 0;
        run<&renew_firms>(w, step_of(w, 12 * year + 11), p, firms, joining);
        for (auto const r : w.firms.renewed.now) ended += r == 1 ? 1 : 0;
        fill(w.firms.renewed, 0);
        for (auto const& all : sellers_of(w.firms.offer.now, 2)) CHECK(all.size() >= least_sellers);
        CHECK(w.ledger.stock(household) + w.ledger.stock(firm) == before);
    }
    CHECK(ended > 20);
    CHECK(sellers_of(w.firms.offer.now, 2)[0].size() > 6);
    w.ledger.audit();
}

TEST_CASE("a firm that leads a lab takes up its solution", "[firm_entry][firms]") {
    auto w = firms_world(1, 2, 8);
    resize(w.labs, 2, w.dimensions);
    w.ledger.open({household, 0}, cents(6000));
    for (std::size_t f = 0; f < 8; ++f) w.ledger.open({firm, f}, f == 7 ? 500 : cents(20000));
    w.firms.offer.now[7] = -1;
    w.firms.offer.now[6] = -1;
    w.labs.lead_firm.now = {8, 7};
    w.labs.solution.now = {1, 0};
    w.labs.stage.now = {Stage::active, Stage::post};
    run<&renew_firms>(w, step_of(w, 11), p, firms, joining);
    CHECK(w.firms.offer.now[7] == 1);
    CHECK(w.firms.renewed.now[7] == 2);
    CHECK(w.firms.offer.now[6] == -1);                  // its lab does not run
    CHECK(w.ledger.balance({firm, 7}) == cents(6005));  // what households have
    w.ledger.audit();
}
