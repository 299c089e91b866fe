#include <cmath>
#include <vector>

#include "analysis/summary.hpp"
#include "engine/core/error.hpp"
#include "tests/support/catch.hpp"

using namespace spil;

TEST_CASE("mean and sample sd of known numbers - and NaN where there are too few", "[analysis][summary]") {
    std::vector<double> const values{2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0};
    CHECK(mean(values) == 5.0);
    CHECK(sample_variance(values) == Approx(32.0 / 7.0).epsilon(1e-15));
    CHECK(sample_sd(values) == Approx(std::sqrt(32.0 / 7.0)).epsilon(1e-15));
    CHECK(std::isnan(mean({})));
    CHECK(mean(std::vector<double>{3.0}) == 3.0);
    CHECK(std::isnan(sample_sd(std::vector<double>{3.0})));
    CHECK(std::isnan(mean(std::vector<double>{3.0, NAN})));
}

TEST_CASE("a large offset leaves the sd alone", "[analysis][summary]") {
    std::vector<double> const values{1e9 + 1.0, 1e9 + 2.0, 1e9 + 3.0};
    CHECK(mean(values) == 1e9 + 2.0);
    CHECK(sample_sd(values) == 1.0);
    // Ten times 0.1 sums to 0.9999999999999999; the second pass mends the mean.
    CHECK(mean(std::vector<double>(10, 0.1)) == 0.1);
}

TEST_CASE("type-7 quantiles as R gives them", "[analysis][summary]") {
    std::vector<double> const values{32.0, 1.0, 4.0, 2.0, 16.0, 8.0};
    std::vector<double> const shares{0.05, 0.25, 0.5, 0.75, 0.95};
    std::vector<double> const expected{1.25, 2.5, 6.0, 14.0, 28.0};
    auto const found = quantiles(values, shares);
    REQUIRE(found.size() == expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) CHECK(found[i] == Approx(expected[i]).epsilon(1e-14));
    CHECK(quantile(values, 0.0) == 1.0);
    CHECK(quantile(values, 1.0) == 32.0);
    CHECK(quantile(std::vector<double>{7.0}, 0.9) == 7.0);
    CHECK(std::isnan(quantile({}, 0.5)));
    CHECK(std::isnan(quantile(std::vector<double>{1.0, NAN}, 0.5)));
    CHECK_THROWS_AS(quantile(values, 1.5), ContractError);
}

TEST_CASE("Student-t interval of a mean", "[analysis][summary]") {
    // R: t.test(c(1,2,3,4,5)) gives 1.036757 and 4.963243.
    std::vector<double> const values{1.0, 2.0, 3.0, 4.0, 5.0};
    auto const interval = mean_interval(values, 0.95);
    CHECK(interval.low == Approx(1.036757).margin(5e-7));
    CHECK(interval.high == Approx(4.963243).margin(5e-7));
    CHECK(interval.contains(3.0));
    CHECK_FALSE(interval.contains(1.0));
    CHECK(std::isnan(mean_interval(std::vector<double>{1.0}, 0.95).low));
    CHECK_THROWS_AS(mean_interval(values, 1.0), ContractError);
}

TEST_CASE("intervals of a share: 730 of 1000 and 0 of 100", "[analysis][summary]") {
    auto const wilson = wilson_interval(730.0, 1000.0, 0.95);
    CHECK(wilson.low == Approx(0.70164206).margin(5e-9));
    CHECK(wilson.high == Approx(0.75659763).margin(5e-9));
    auto const exact = clopper_pearson_interval(730.0, 1000.0, 0.95);
    CHECK(exact.low == Approx(0.70133296).margin(5e-9));
    CHECK(exact.high == Approx(0.75730585).margin(5e-9));

    CHECK(wilson_interval(0.0, 100.0, 0.95).low == 0.0);
    CHECK(wilson_interval(0.0, 100.0, 0.95).high == Approx(0.0369935).margin(5e-8));
    CHECK(clopper_pearson_interval(0.0, 100.0, 0.95).low == 0.0);
    CHECK(clopper_pearson_interval(0.0, 100.0, 0.95).high == Approx(0.0362167).margin(5e-8));
    CHECK(wilson_interval(100.0, 100.0, 0.95).high == 1.0);
    CHECK(wilson_interval(100.0, 100.0, 0.95).low == Approx(1.0 - 0.0369935).margin(5e-8));
    CHECK(clopper_pearson_interval(100.0, 100.0, 0.95).low == Approx(1.0 - 0.0362167).margin(5e-8));
    CHECK(std::isnan(wilson_interval(0.0, 0.0, 0.95).low));
    CHECK_THROWS_AS(wilson_interval(3.0, 2.0, 0.95), ContractError);
}

TEST_CASE("correlation knows when a side does not vary", "[analysis][summary]") {
    std::vector<double> const x{1.0, 2.0, 3.0};
    CHECK(correlation(x, std::vector<double>{2.0, 4.0, 6.0}) == Approx(1.0));
    CHECK(correlation(x, std::vector<double>{3.0, 2.0, 1.0}) == Approx(-1.0));
    CHECK(std::isnan(correlation(x, std::vector<double>{5.0, 5.0, 5.0})));
    CHECK_THROWS_AS(correlation(x, std::vector<double>{1.0}), ContractError);
}
