#include "engine/processes/common/citizen_cells.hpp"

#include <cmath>
#include <numeric>

#include "engine/processes/common/contacts.hpp"
#include "tests/support/catch.hpp"

namespace spil {

namespace {

double mean_of(std::vector<double> const& v) {
    return std::accumulate(v.begin(), v.end(), 0.0) / static_cast<double>(v.size());
}

}  // namespace

TEST_CASE("threshold classes share the mean of the Beta distribution", "[citizen_cells]") {
    for (std::size_t const classes : {1u, 2u, 4u, 7u}) {
        auto const means = beta_class_means(2, 4, classes);
        REQUIRE(means.size() == classes);
        CHECK(mean_of(means) == Approx(1.0 / 3).epsilon(1e-6));
        for (std::size_t k = 1; k < classes; ++k) CHECK(means[k] > means[k - 1]);
    }
}

TEST_CASE("class means of a uniform and of a triangular distribution are known", "[citizen_cells]") {
    auto const uniform = beta_class_means(1, 1, 4);
    for (std::size_t k = 0; k < 4; ++k) CHECK(uniform[k] == Approx((static_cast<double>(k) + 0.5) / 4));
    // Density 2x: halves meet at sqrt(1/2); the lower mean is 2 * (2/3) * (1/2)^(3/2).
    auto const triangle = beta_class_means(2, 1, 2);
    CHECK(triangle[0] == Approx(4.0 / 3 * std::pow(0.5, 1.5)).epsilon(1e-6));
    CHECK(triangle[1] == Approx(4.0 / 3 * (1 - std::pow(0.5, 1.5))).epsilon(1e-6));
}

TEST_CASE("income classes average to 1 and widen with inequality", "[citizen_cells]") {
    auto const equal = lognormal_class_means(0, 5);
    for (double const m : equal) CHECK(m == Approx(1).epsilon(1e-12));
    auto const some = lognormal_class_means(0.29, 5);
    CHECK(mean_of(some) == Approx(1).epsilon(1e-12));
    // Shares of the quintiles for standard deviation sqrt(2) * 0.3719 = 0.5259, from tables of the normal.
    CHECK(some[0] / 5 == Approx(0.0857).margin(2e-4));
    CHECK(some[4] / 5 == Approx(0.3761).margin(2e-4));
    CHECK(lognormal_class_means(0.4, 5)[0] < some[0]);
}

TEST_CASE("the starting opinions sum to 1 and have the mean and spread asked for", "[citizen_cells]") {
    auto const h = opinion_histogram(0.1, 0.3);
    double sum = 0, mean = 0, square = 0;
    for (std::size_t b = 0; b < opinion_bins; ++b) {
        double const o = -1 + 0.1 * static_cast<double>(b);
        sum += h[b];
        mean += o * h[b];
        square += o * o * h[b];
    }
    CHECK(sum == Approx(1).epsilon(1e-14));
    CHECK(mean == Approx(0.1).margin(2e-3));
    CHECK(std::sqrt(square - mean * mean) == Approx(0.3).margin(5e-3));

    auto const point = opinion_histogram(0.13, 0);
    CHECK(point[11] == Approx(0.7));
    CHECK(point[12] == Approx(0.3));
    CHECK(opinion_histogram(1, 0)[20] == Approx(1));
    CHECK(opinion_histogram(-1, 0)[0] == Approx(1));
}

TEST_CASE("a contact lives at home unless a tie is rewired and leaves", "[contacts]") {
    CHECK(own_weight({}) == Approx(0.98));
    CHECK(own_weight({.rewiring = 0}) == 1);
    CHECK(own_weight({.rewiring = 1, .own_municipality = 0}) == 0);
}

TEST_CASE("incomes that are kept are those of the coefficient asked for", "[citizen_cells]") {
    for (double const gini : {0.3, 0.3, 0.25, 0.0, 0.3})
        CHECK(incomes_of_agents(gini) == lognormal_class_means(gini, 256));
}

}  // namespace spil
