#include "engine/model/geography.hpp"

#include <cmath>

#include "engine/core/error.hpp"
#include "tests/support/catch.hpp"

using namespace spil;

namespace {

/// Three places on a line, 0, 30 and 40 km; the third like the first in context.
Country line() {
    Country c;
    c.code = {"a", "b", "c"};
    c.east_km = {0, 30, 0};
    c.north_km = {0, 0, 40};
    return c;
}
std::vector<double> const contexts{0, 0, 0, 0, 1, 2, 2, 0, 0, 0, 0, 0};

}  // namespace

TEST_CASE("nearness in kilometres and in context", "[model][geography]") {
    auto const g = make_geography(line(), contexts, 40, 1.2, 1.5);
    REQUIRE(g.n == 3);
    CHECK(g.at(g.proximity, 0, 1) == Approx(std::exp(-0.75)));
    CHECK(g.at(g.proximity, 2, 1) == Approx(std::exp(-1.25)));
    CHECK(g.at(g.context_distance2, 0, 1) == Approx(9));
    CHECK(g.at(g.likeness, 0, 1) == Approx(std::exp(-9 / 2.88)));
    CHECK(g.at(g.perceived_likeness, 0, 1) == Approx(std::exp(-9 / 6.48)));
    CHECK(g.at(g.likeness, 0, 2) == 1);
    for (auto const* m : {&g.proximity, &g.likeness, &g.perceived_likeness})
        for (std::size_t i = 0; i < 3; ++i) {
            CHECK(g.at(*m, i, i) == 1);
            for (std::size_t j = 0; j < 3; ++j) CHECK(g.at(*m, i, j) == g.at(*m, j, i));
        }
}

TEST_CASE("without naivety people see likeness as it is", "[model][geography]") {
    auto const g = make_geography(line(), contexts, 40, 1.2, 1);
    CHECK(g.perceived_likeness == g.likeness);
    auto const naive = make_geography(line(), contexts, 40, 1.2, 2);
    CHECK(naive.at(naive.perceived_likeness, 0, 1) > naive.at(naive.likeness, 0, 1));
}

TEST_CASE("where context does not matter - everything carries over", "[model][geography]") {
    auto const none = make_geography(line(), contexts, 40, 1.2, 1.5, 0);
    for (double const share : none.likeness) CHECK(share == 1);
    auto const some = make_geography(line(), contexts, GeographyParameters{}, 0.35);
    auto const all = make_geography(line(), contexts, GeographyParameters{});
    CHECK(some.at(some.likeness, 0, 1) == Approx(std::pow(all.at(all.likeness, 0, 1), 0.35)));
    CHECK(some.perceived_likeness == all.perceived_likeness);
}

TEST_CASE("a geography wants a context for each municipality", "[model][geography]") {
    std::vector<double> const short_by_one(11);
    CHECK_THROWS_AS(make_geography(line(), short_by_one, 40, 1.2, 1.5), ContractError);
    CHECK_THROWS_AS(make_geography(line(), contexts, 0, 1.2, 1.5), ContractError);
}
