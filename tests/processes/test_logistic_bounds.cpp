#include "engine/processes/common/logistic_bounds.hpp"

#include "engine/core/random.hpp"
#include "tests/support/catch.hpp"

using namespace spil;

TEST_CASE("chances by a table are chances by the exponential", "[logistic_bounds]") {
    auto const& chances = LogisticBounds::table();
    std::size_t happened = 0, close = 0;
    for (std::uint32_t k = 0; k < 200'000; ++k) {
        Draws draws{Address{.seed = 8, .entity = k}};
        double const value = 40 * draws.uniform() - 20;
        double draw = draws.uniform();
        if (k % 4 == 0) draw = logistic(value) + 1e-6 * (draw - 0.5);  // near the curve
        if (k % 4 == 1) draw = logistic(value);                        // on it, where it does not happen
        bool const happens = draw < logistic(value);
        if (chances.happens(draw, value) != happens) FAIL("value " << value << " draw " << draw);
        happened += happens ? 1 : 0;
        if (!(chances.lower(value) <= logistic(value) && logistic(value) <= chances.upper(value)))
            FAIL("bounds of " << value);
        close += chances.upper(value) - chances.lower(value) < 0.02 ? 1 : 0;
    }
    CHECK(happened > 50'000);
    CHECK(happened < 150'000);
    CHECK(close == 200'000);
    CHECK(chances.happens(0, -30));
    CHECK_FALSE(chances.happens(1, 1e9));
    CHECK_FALSE(chances.happens(0.5, -1e9));
}
