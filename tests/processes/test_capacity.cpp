#include "engine/processes/capacity.hpp"

#include <cmath>

#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

CapacityParameters const p{};

/// Two municipalities; a lab with four partners in the first, which drives its mission.
World one_lab(Stage stage) {
    auto w = small_world(2, 2, 1, 1);
    w.municipalities.fte_structural.now = {3, 4};
    fill(w.municipalities.skill, 0.5);
    w.municipalities.role.now = {0, 4, 1, 1};
    w.labs.mission.now = {1};
    w.labs.stage.now = {stage};
    w.labs.start_month.now = {10};
    w.labs.spending.now = {100000};
    w.labs.knowledge_partners.now = {1};
    w.labs.civic_partners.now = {1};
    w.labs.firm_partners.now = {1};
    w.labs.public_partners.now = {1};
    w.labs.coalition_trust.now = {0.4};
    return w;
}

World planned(World w, std::uint32_t tick) {
    run<&plan_capacity>(w, step_of(w, tick), p, HostParameters{}, RoleParameters{}, ThirdSpaceParameters{});
    return w;
}

}  // namespace

TEST_CASE("staff by hand", "[processes][capacity]") {
    CHECK(structural_staff(50000, p) == Approx(3));
    CHECK(structural_staff(100000, p) == Approx(3 * std::pow(2.0, 0.85)));
    CHECK(coordination_staff(0, 0, p) == 0);
    CHECK(coordination_staff(1, 0, p) == Approx(0.02));
    CHECK(coordination_staff(4, 0.4, p) == Approx(0.08 + 0.01 * 6 * 0.6));
    CHECK(coordination_staff(4, 1, p) == Approx(0.08));  // trust spares the pairs
    CHECK(effective_staff(10, 0.5) == Approx(10));
    CHECK(effective_staff(10, 0) == Approx(6));
    CHECK(effective_staff(10, 1) == Approx(14));
}

TEST_CASE("a lab binds staff of its host and brings some when it pays", "[processes][capacity]") {
    auto const w = planned(one_lab(Stage::active), 14);
    double const bound = 1.5 + 0.08 + 0.036;  // driver, partners, pairs without trust
    double const brought = 100000 * 12 * 0.45 * 0.3 / 95000;
    CHECK(w.municipalities.fte_required.now[0] == Approx(bound));
    CHECK(w.municipalities.fte_temporary.now[0] == Approx(brought));
    CHECK(w.municipalities.fte_free.now[0] == Approx(3 + brought - bound));
    CHECK(w.municipalities.capacity.now[0] == 1);
    CHECK(w.municipalities.labs_running.now == std::vector<std::int32_t>{1, 0});
    // The other one has no work in hand.
    CHECK(w.municipalities.fte_required.now[1] == 0);
    CHECK(w.municipalities.fte_free.now[1] == Approx(4));
    CHECK(w.municipalities.capacity.now[1] == 1);

    CHECK(planned(one_lab(Stage::active), 13).municipalities.fte_temporary.now[0] ==
          0);  // hired after four months
}

TEST_CASE("the search for partners and third spaces bind staff - and so do intermediaries",
          "[processes][capacity]") {
    auto w = one_lab(Stage::active);
    double const before = planned(w, 20).municipalities.fte_required.now[0];
    w.labs.search_fte.now = {0.1};
    CHECK(planned(w, 20).municipalities.fte_required.now[0] == Approx(before + 0.1));
    w.municipalities.third_space.now = {2, 1, 0, 1};
    CHECK(planned(w, 20).municipalities.fte_required.now[0] == Approx(before + 0.1 + 2 * 0.3));
    CHECK(planned(w, 20).municipalities.fte_required.now[1] == Approx(0.3));
    w.labs.intermediary_partners.now = {1};  // a fifth partner has four pairs
    CHECK(planned(w, 20).municipalities.fte_required.now[0] ==
          Approx(before + 0.1 + 0.6 + 0.02 + 0.01 * 4 * 0.6));
}

TEST_CASE("the stage decides what a lab binds", "[processes][capacity]") {
    for (auto const stage : {Stage::preparing, Stage::active, Stage::bridging}) {
        auto const w = planned(one_lab(stage), 20);
        CHECK(w.municipalities.fte_required.now[0] > 1);
        CHECK(w.municipalities.labs_running.now[0] == 1);
    }
    auto const forming = planned(one_lab(Stage::forming), 20);
    CHECK(forming.municipalities.fte_required.now[0] > 1);
    CHECK(forming.municipalities.labs_running.now[0] == 0);
    for (auto const stage : {Stage::post, Stage::closed, Stage::institutionalised, Stage::dead}) {
        auto const w = planned(one_lab(stage), 20);
        CHECK(w.municipalities.fte_required.now[0] == 0);
        CHECK(w.municipalities.fte_temporary.now[0] == 0);  // project staff goes with the money
        CHECK(w.municipalities.labs_running.now[0] == 0);
    }
}

TEST_CASE("proposals - reports and communities of practice bind staff - too much of it lowers capacity",
          "[processes][capacity]") {
    auto w = one_lab(Stage::dead);
    w.municipalities.application_fte.now = {1, 7};
    w.municipalities.accountability_fte.now = {0.5, 0.95};
    w.municipalities.practice_member.now = {1, 1, 0, 1};
    w = planned(w, 20);
    CHECK(w.municipalities.fte_required.now[0] == Approx(1 + 0.5 + 2 * 0.05));
    CHECK(w.municipalities.fte_free.now[0] == Approx(3 - 1.6));
    CHECK(w.municipalities.capacity.now[0] == 1);
    CHECK(w.municipalities.fte_required.now[1] == Approx(8));
    CHECK(w.municipalities.fte_free.now[1] == 0);
    CHECK(w.municipalities.capacity.now[1] == Approx(0.5));
}

TEST_CASE("a lab takes staff even where its host plays no part in the mission any more",
          "[processes][capacity]") {
    auto w = one_lab(Stage::active);
    w.municipalities.role.now[1] = 0;
    auto const idle = planned(w, 14);
    w.municipalities.role.now[1] = 1;
    CHECK(idle.municipalities.fte_required.now[0] == planned(w, 14).municipalities.fte_required.now[0]);
    CHECK(idle.municipalities.fte_required.now[0] > 0.3);
}
