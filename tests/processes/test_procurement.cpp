#include "engine/processes/procurement.hpp"

#include "engine/processes/expectations.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/firms_world.hpp"

using namespace spil;
using namespace spil::testing;
using enum AccountClass;

namespace {

ProcurementParameters const p{};
HostParameters const host{};

/// One active lab of solution 1 led by firm 3, in a town of EUR 1 million a year that stimulates.
World lab_town(Role role = Role::stimulator) {
    auto w = firms_world(1, 2, 4);
    resize(w.labs, 1, w.dimensions);
    fill(w.labs.stage, Stage::active);
    fill(w.labs.solution, 1);
    fill(w.labs.lead_firm, 4);
    fill(w.municipalities.role, static_cast<std::uint8_t>(role));
    fill(w.municipalities.yearly_free, 1e6);
    w.municipalities.price.now = {900, 1100};
    w.municipalities.price_level.now = {1.1, 1.1};
    w.ledger.open({municipality, 0}, cents(1e6));
    return w;
}

}  // namespace

TEST_CASE("hosts that stimulate buy first units of the lab's firm at its price", "[procurement][firms]") {
    auto w = lab_town();
    run<&procure>(w, step_of(w, 5), p, host);
    Cents const price = cents(1100 / 1.1 * 1.25);
    CHECK(w.ledger.balance({firm, 3}) == 5 * price);
    CHECK(w.ledger.flow(Flow::public_procurement) == 5 * price);
    CHECK(w.firms.sales.now == std::vector<double>{0, 0, 0, 6250});
    CHECK(w.solutions.experience.now == std::vector<double>{0, 5});
    w.ledger.audit();

    auto nobody = lab_town();
    fill(nobody.labs.lead_firm, 0);  // the seller most bought from near it
    run<&procure>(nobody, step_of(nobody, 5), p, host);
    CHECK(nobody.ledger.balance({firm, 1}) == 5 * price);
}

TEST_CASE("nobody buys who only facilitates, whose lab does not run or who lacks the money",
          "[procurement][firms]") {
    auto const bought = [](World w, ProcurementParameters const& q = {}) {
        run<&procure>(w, step_of(w, 5), q, host);
        return w.solutions.experience.now[1];
    };
    CHECK(bought(lab_town(Role::driver)) == 5);
    CHECK(bought(lab_town(Role::facilitator)) == 0);
    CHECK(bought(lab_town(), {.units = 0}) == 0);
    CHECK(bought(lab_town(), {.budget_share = 0.003}) == 2);  // EUR 3000 at EUR 1250
    auto w = lab_town();
    fill(w.labs.stage, Stage::preparing);
    CHECK(bought(w) == 0);
    w = lab_town();
    fill(w.municipalities.yearly_free, 1e6 / 0.05 - 40000);  // EUR 2000 above the reserve
    CHECK(bought(w) == 1);
}

TEST_CASE("firms learn from what became of labs of their region", "[expectations][firms]") {
    auto w = firms_world(2, 1, 2);
    w.municipalities.region.now = {0, 1};
    resize(w.labs, 3, w.dimensions);
    w.labs.host.now = {0, 0, 0};
    w.labs.stage.now = {Stage::institutionalised, Stage::post, Stage::active};
    w.labs.embedded_month.now = {20, -1, -1};
    w.labs.end_month.now = {3, 11, -1};
    JoiningParameters const j{};
    run<&revise_expectations>(w, step_of(w, 23), j);
    CHECK(w.firms.expectation.now[0] == Approx(0.3 + 0.25 * (0.5 - 0.3)));
    CHECK(w.firms.expectation.now[1] == 0.3);  // nothing happened there
    run<&revise_expectations>(w, step_of(w, 47), j);
    CHECK(w.firms.expectation.now[0] == Approx(0.35));  // that was long ago
    for (int year = 0; year < 60; ++year) run<&revise_expectations>(w, step_of(w, 23), j);
    CHECK(w.firms.expectation.now[0] == Approx(0.5));
}
