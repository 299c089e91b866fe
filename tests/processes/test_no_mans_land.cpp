#include "engine/processes/no_mans_land.hpp"

#include <cmath>

#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

NoMansLandParameters const p{};

World one_lab(Stage stage, double retention, double learning = 0.8) {
    auto w = small_world(1, 1, 1, 1);
    w.labs.stage.now = {stage};
    fill(w.labs.retention, retention);
    fill(w.labs.learning, learning);
    fill(w.labs.death_month, -1);
    return w;
}

World after(World w, int months, NoMansLandParameters const& q = p) {
    for (int t = 0; t < months; ++t) run<&forget>(w, step_of(w, static_cast<std::uint32_t>(t)), q);
    return w;
}

}  // namespace

TEST_CASE("what was learnt decays with the half-life of its rate", "[processes][no_mans_land]") {
    CHECK(decayed(0.5, 0.25, p) == Approx(0.5 * (1 - 0.04 * 0.75)));
    CHECK(after(one_lab(Stage::post, 0.5), 10).labs.learning.now[2] == Approx(0.8 * std::pow(0.98, 10)));

    auto alive = p;
    alive.death_threshold = 0;
    auto const half = std::log(0.5) / std::log(1 - 0.04);  // 17 months at 0.04 without retention
    CHECK(after(one_lab(Stage::closed, 0), static_cast<int>(half), alive).labs.learning.now[0] > 0.4);
    CHECK(after(one_lab(Stage::closed, 0), static_cast<int>(half) + 1, alive).labs.learning.now[0] < 0.4);
}

TEST_CASE("full retention or no decay keeps everything", "[processes][no_mans_land]") {
    CHECK(after(one_lab(Stage::post, 1), 100).labs.learning.now == std::vector<double>{0.8, 0.8, 0.8});
    auto never = p;
    never.decay_rate = 0;
    auto const w = after(one_lab(Stage::post, 0), 100, never);
    CHECK(w.labs.learning.now == std::vector<double>{0.8, 0.8, 0.8});
    CHECK(w.labs.stage.now[0] == Stage::post);
}

TEST_CASE("only labs in no man's land forget", "[processes][no_mans_land]") {
    for (auto const stage : {Stage::forming, Stage::preparing, Stage::active, Stage::bridging,
                             Stage::institutionalised, Stage::dead}) {
        auto const w = after(one_lab(stage, 0, 0.1), 5);
        CHECK(w.labs.learning.now == std::vector<double>{0.1, 0.1, 0.1});
        CHECK(w.labs.stage.now[0] == stage);
        CHECK(w.labs.death_month.now[0] == -1);
    }
}

TEST_CASE("a lab is lost when the mean of what it knew falls below the threshold",
          "[processes][no_mans_land]") {
    auto w = one_lab(Stage::post, 0);
    w.labs.learning.now = {0.6, 0.1, 0.1};  // mean .2667; .2560 after a month, .2458 after two
    run<&forget>(w, step_of(w, 40), p);
    CHECK(w.labs.stage.now[0] == Stage::post);
    CHECK(w.labs.death_month.now[0] == -1);
    run<&forget>(w, step_of(w, 41), p);
    CHECK(w.labs.stage.now[0] == Stage::dead);
    CHECK(w.labs.death_month.now[0] == 41);
    auto const kept = w.labs.learning.now;
    run<&forget>(w, step_of(w, 42), p);
    CHECK(w.labs.death_month.now[0] == 41);
    CHECK(w.labs.learning.now == kept);
}
