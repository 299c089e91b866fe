#include "engine/processes/common/new_lab.hpp"

#include "engine/core/error.hpp"
#include "engine/model/presets.hpp"
#include "engine/processes/common/carry_over.hpp"
#include "engine/processes/common/founding.hpp"
#include "engine/processes/local_initiative.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/funding_world.hpp"

using namespace spil;
using namespace spil::testing;

TEST_CASE("a lab's key tells host - solution and turn apart", "[processes][new_lab]") {
    Dimensions const d{.municipalities = 3, .missions = 2, .solutions_per_mission = 3};
    CHECK(lab_key(d, 0, 0, 0) == 0);
    CHECK(lab_key(d, 0, 0, 31) == 31);
    CHECK(lab_key(d, 0, 1, 0) == 32);
    CHECK(lab_key(d, 1, 0, 0) == 6 * 32);
    CHECK(lab_key(d, 2, 5, 31) == 3 * 6 * 32 - 1);
    CHECK_THROWS_AS(lab_key(d, 0, 0, 32), ContractError);
}

TEST_CASE("a new lab forms - with an account and no past", "[processes][new_lab]") {
    auto w = funding_world(3, 2, 3);
    Pay<AccountClass::municipality> const purse{w};
    Whole<Labs> const labs{w};
    for (std::size_t row = 0; row < 2; ++row) {
        CHECK(add_lab(step_of(w, 9), {77, 2, 1, 4, row == 0 ? 0.0 : 1.0}, labs, purse) == row);
        CHECK(w.ledger.accounts(AccountClass::lab) == row + 1);
        CHECK(w.labs.key.now[row] == 77);
        CHECK(w.labs.host.now[row] == 2);
        CHECK(w.labs.mission.now[row] == 1);
        CHECK(w.labs.solution.now[row] == 4);
        CHECK(w.labs.start_month.now[row] == 9);
        CHECK(w.labs.stage.now[row] == Stage::forming);
        CHECK(w.labs.routine.now[row] == row);
        CHECK(w.labs.formed.now[row] == 0);
        CHECK(w.labs.end_month.now[row] == -1);
        CHECK(w.labs.embedded_month.now[row] == -1);
        CHECK(w.labs.death_month.now[row] == -1);
    }
    purse.add_account(AccountClass::lab);  // an account too many
    CHECK_THROWS_AS(add_lab(step_of(w, 9), {78, 2, 1, 4, 0}, labs, purse), ContractError);
}

TEST_CASE("an own lab meets the luck that a granted one would have met there", "[processes][new_lab]") {
    auto granted = funding_world(2), own = funding_world(2);
    FoundingParameters const founding;
    auto const r = preset("project");
    LabHistory const past(granted.labs, granted.grants, granted.dimensions, founding);
    auto const v = venture(step_of(granted, 6), r, founding, past, 12, 1, 2);
    found_lab(step_of(granted, 6), r, founding, v, 0.4, 0.3, Whole<Labs>(granted), Whole<Programmes>(granted),
              Whole<Grants>(granted), SelectionPay(granted));

    LocalInitiativeParameters always;
    always.start_rate = 1e9;
    own.municipalities.idea.now = {0, 3};
    own.municipalities.idea_age.now = {0, 12};
    run<&start_own_labs>(own, step_of(own, 6), always, founding, HostParameters{}, RoleParameters{});
    REQUIRE(rows(own.labs) == 1);
    CHECK(own.labs.own_budget.now[0] == 1);
    CHECK(own.labs.key.now == granted.labs.key.now);
    CHECK(own.labs.host.now == granted.labs.host.now);
    CHECK(own.labs.solution.now == granted.labs.solution.now);
    CHECK(own.labs.routine.now == granted.labs.routine.now);
    CHECK(own.labs.start_month.now == granted.labs.start_month.now);
    CHECK(own.municipalities.idea.now == std::vector<std::int32_t>{0, 0});

    // The next there has the next number, and draws of its own.
    own.municipalities.idea.now = {0, 3};
    own.municipalities.idea_age.now = {0, 12};
    own.labs.stage.now[0] = Stage::dead;
    run<&start_own_labs>(own, step_of(own, 90), always, founding, HostParameters{}, RoleParameters{});
    REQUIRE(rows(own.labs) == 2);
    CHECK(own.labs.key.now[1] == own.labs.key.now[0] + 1);
}

TEST_CASE("knowledge of two origins carries over by how much came from each", "[processes][carry_over]") {
    CHECK(mixed_carry_over(0, 0.3, 0, 0) == 0.3);
    CHECK(mixed_carry_over(0.5, 0.4, 0, 0) == Approx(0.4));
    CHECK(mixed_carry_over(0.3, 0.2, 0.1, 0.1) == Approx(0.4));
    CHECK(mixed_carry_over(0, 0, 0.1, 0.05) == Approx(0.5));
}
