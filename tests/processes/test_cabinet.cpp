#include "engine/processes/cabinet.hpp"

#include <cmath>

#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

using namespace spil;
using namespace spil::testing;

TEST_CASE("a caretaker's time counts down and another begins at a fall", "[processes][cabinet]") {
    CabinetParameters const p;
    CHECK(next_caretaker_months(0, false, p) == 0);
    CHECK(next_caretaker_months(0, true, p) == 9);
    CHECK(next_caretaker_months(9, true, p) == 8);
    CHECK(next_caretaker_months(0.5, false, p) == 0);
    CHECK(just_fallen(9, p));
    CHECK_FALSE(just_fallen(8, p));
}

TEST_CASE("cabinets fall as often as their hazard says", "[processes][cabinet]") {
    auto w = small_world(1, 1, 1);
    CabinetParameters p;
    int falls = 0, governing = 0;
    for (std::uint32_t tick = 0; tick < 20000; ++tick) {
        bool const governs = w.nation.caretaker_months.now[0] <= 0;
        governing += governs ? 1 : 0;
        run<&govern>(w, step_of(w, tick), p);
        falls += just_fallen(w.nation.caretaker_months.now[0], p) ? 1 : 0;
        if (!governs) REQUIRE_FALSE(just_fallen(w.nation.caretaker_months.now[0], p));
    }
    // Binomial: the standard deviation of the share is sqrt(0.025 / 16 000), about 0.0012.
    CHECK(falls / static_cast<double>(governing) == Approx(1 - std::exp(-0.025)).margin(0.005));

    p.fall_rate = 0;
    w = small_world(1, 1, 1);
    for (std::uint32_t tick = 0; tick < 360; ++tick) run<&govern>(w, step_of(w, tick), p);
    CHECK(w.nation.caretaker_months.now[0] == 0);
}
