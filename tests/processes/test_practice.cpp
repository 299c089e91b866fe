#include "engine/processes/practice.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

void months(World& w, int count) {
    PracticeParameters const p;
    for (int k = 0; k < count; ++k) {
        auto const strength_before = w.missions.practice_strength;
        run<&keep_practice>(w, step_of(w), p);
        // Both run in one phase: membership looks at the strength the month began with.
        auto const strength_after = w.missions.practice_strength;
        w.missions.practice_strength = strength_before;
        run<&join_practice>(w, step_of(w), p);
        w.missions.practice_strength = strength_after;
    }
}

}  // namespace

TEST_CASE("strength follows spending", "[processes][practice]") {
    PracticeParameters const p;
    CHECK(next_practice_strength(0.4, 1.3e6, p) == Approx(0.4 + 0.4 / 12));
    CHECK(next_practice_strength(0.4, 1.3e6 / 0.8, p) == Approx(0.4 + 0.6 / 12));
    CHECK(next_practice_strength(0, 13e6, p) == Approx(1.5 / 12));
    CHECK(next_practice_strength(1.2, 0, p) == Approx(1.1));
}

TEST_CASE("the hub lives on its share of the spending", "[processes][practice]") {
    PracticeParameters const p;
    CHECK(next_hub_strength(0.2, 2e6, p) == Approx(0.2 + 0.3 / 12));
    CHECK(next_hub_strength(0, 40e6, p) == Approx(1.0 / 12));
    CHECK(next_hub_strength(0.6, 0, p) == Approx(0.55));
    PracticeParameters const without{.hub_share = 0};
    CHECK(next_hub_strength(0, 40e6, without) == 0);
    auto w = small_world(1, 2, 1);
    w.missions.practice_spending.now = {0, 4e6};
    months(w, 120);
    CHECK(w.missions.hub_strength.now[0] == 0);
    CHECK(w.missions.hub_strength.now[1] == Approx(1).margin(0.001));
}

TEST_CASE("no spending means no strength and no members", "[processes][practice]") {
    auto w = small_world(3, 2, 1);
    w.missions.practice_spending.now = {0, 2.6e6};
    months(w, 60);
    CHECK(w.missions.practice_strength.now[0] == 0);
    CHECK(w.missions.practice_strength.now[1] == Approx(1.5).margin(0.01));
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(w.municipalities.practice_member.now[2 * i] == 0);
        CHECK(w.municipalities.practice_member.now[2 * i + 1] == 1);
    }
}

TEST_CASE("the averse join once a neighbour has", "[processes][practice]") {
    auto w = small_world(3, 1, 1);
    w.missions.practice_strength.now = {1};
    w.missions.practice_spending.now = {1.3e6};
    w.municipalities.region.now = {0, 0, 1};
    w.municipalities.aversion.now = {0.9, 0.6, 0.9};
    months(w, 1);
    CHECK(w.municipalities.practice_member.now == std::vector<std::uint8_t>{0, 1, 0});
    months(w, 1);
    CHECK(w.municipalities.practice_member.now == std::vector<std::uint8_t>{1, 1, 0});

    w.municipalities.aversion.now[1] = 0.9;
    months(w, 1);
    CHECK(w.municipalities.practice_member.now == std::vector<std::uint8_t>{1, 1, 0});
}

TEST_CASE("a community that money has left loses its members", "[processes][practice]") {
    auto w = small_world(1, 1, 1);
    w.missions.practice_strength.now = {0.1};
    months(w, 1);
    CHECK(w.municipalities.practice_member.now[0] == 1);
    months(w, 12);
    CHECK(w.missions.practice_strength.now[0] < 0.05);
    CHECK(w.municipalities.practice_member.now[0] == 0);
}
