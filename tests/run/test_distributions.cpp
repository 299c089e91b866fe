#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/run/distribution.hpp"
#include "tests/support/catch.hpp"

using namespace spil;

namespace {

using Kind = DistributionKind;
constexpr double infinite = std::numeric_limits<double>::infinity();

Distribution over(Kind kind, double low, double high) {
    return {{.distribution = kind, .low = low, .high = high}, {}, {}};
}
Distribution normal(double mean, double sd, double low = -infinite, double high = infinite) {
    return {{.distribution = Kind::normal, .low = low, .high = high, .mean = mean, .sd = sd}, {}, {}};
}
Distribution triangular(double low, double mode, double high) {
    return {{.distribution = Kind::triangular, .low = low, .high = high, .mode = mode}, {}, {}};
}
Distribution categorical(std::vector<double> values, std::vector<double> weights = {}) {
    return {{.distribution = Kind::categorical}, std::move(values), std::move(weights)};
}

/// What lies above z in a standard normal distribution, without Boost.
double above(double z) {
    return 0.5 * std::erfc(z / std::sqrt(2.0));
}
double density(double z) {
    return std::exp(-z * z / 2) / std::sqrt(2 * std::acos(-1.0));
}

struct Moments {
    double mean = 0, variance = 0;
};
/// Of the values at many equal shares.
Moments moments(Distribution const& d) {
    constexpr int shares = 200'000;
    double sum = 0, squares = 0;
    for (int i = 0; i < shares; ++i) {
        double const v = quantile(d, (i + 0.5) / shares);
        sum += v;
        squares += v * v;
    }
    return {sum / shares, squares / shares - sum / shares * sum / shares};
}

/// How often each value comes out of equal shares.
std::map<double, int> counts(Distribution const& d, int shares) {
    std::map<double, int> all;
    for (int i = 0; i < shares; ++i) ++all[quantile(d, (i + 0.5) / shares)];
    return all;
}

}  // namespace

TEST_CASE("quantiles are those of the formulas", "[run][distributions]") {
    auto const uniform = over(Kind::uniform, 2, 6);
    CHECK(quantile(uniform, 0) == 2);
    CHECK(quantile(uniform, 0.25) == 3);
    CHECK(quantile(uniform, 1) == 6);
    auto const logarithmic = over(Kind::log_uniform, 1, 100);
    CHECK(quantile(logarithmic, 0) == 1);
    CHECK(quantile(logarithmic, 0.5) == Approx(10));
    CHECK(quantile(logarithmic, 0.75) == Approx(31.6227766));
    CHECK(quantile(logarithmic, 1) == Approx(100));
    CHECK(quantile(normal(0, 1), 0.975) == Approx(1.959963985));
    CHECK(quantile(normal(10, 2), 0.5) == Approx(10));
    CHECK(quantile(normal(10, 2), 0.8413447461) == Approx(12));
    auto const triangle = triangular(0, 0.25, 1);
    CHECK(quantile(triangle, 0.04) == Approx(0.1));      // sqrt(u mode)
    CHECK(quantile(triangle, 0.25) == Approx(0.25));     // F(mode) = mode
    CHECK(quantile(triangle, 0.8125) == Approx(0.625));  // 1 - sqrt((1 - u) 0.75)
    CHECK(quantile(triangle, 0) == 0);
    CHECK(quantile(triangle, 1) == 1);
    CHECK(quantile(triangular(0, 0, 1), 0.75) == Approx(0.5));  // the mode may be an end
    CHECK(quantile(triangular(0, 1, 1), 0.25) == Approx(0.5));
    CHECK_THROWS_AS(quantile(uniform, 1.5), ContractError);
}

TEST_CASE("moments are those of the formulas", "[run][distributions]") {
    auto const uniform = moments(over(Kind::uniform, 2, 6));
    CHECK(uniform.mean == Approx(4));
    CHECK(uniform.variance == Approx(16.0 / 12).epsilon(1e-4));
    auto const logarithmic = moments(over(Kind::log_uniform, 1, 100));
    CHECK(logarithmic.mean == Approx(99 / std::log(100.0)).epsilon(1e-4));
    CHECK(logarithmic.variance ==
          Approx(9999 / (2 * std::log(100.0)) - std::pow(99 / std::log(100.0), 2)).epsilon(1e-4));
    auto const whole = moments(normal(3, 2));
    CHECK(whole.mean == Approx(3).epsilon(1e-4));
    CHECK(whole.variance == Approx(4).epsilon(1e-3));
    auto const triangle = moments(triangular(0, 1, 4));
    CHECK(triangle.mean == Approx(5.0 / 3).epsilon(1e-4));
    CHECK(triangle.variance == Approx((16 + 1 - 4) / 18.0).epsilon(1e-3));  // (a2+b2+c2-ab-ac-bc)/18
    // Cut off at -1 and 2 standard deviations: the textbook's mean and variance of a truncated normal.
    auto const cut = moments(normal(3, 2, 1, 7));
    double const kept = above(-1) - above(2);
    double const shift = (density(-1) - density(2)) / kept;
    CHECK(cut.mean == Approx(3 + 2 * shift).epsilon(1e-4));
    CHECK(cut.variance ==
          Approx(4 * (1 + (-density(-1) - 2 * density(2)) / kept - shift * shift)).epsilon(1e-3));
    CHECK(kept_between(normal(3, 2, 1, 7).settings) == Approx(kept));
}

TEST_CASE("a normal distribution is cut off - not heaped up - even far out", "[run][distributions]") {
    CHECK(quantile(normal(0, 1, 0), 0.5) == Approx(0.6744897502));  // Phi^-1(0.75)
    auto const cut = normal(0, 1, -1, 1);
    CHECK(quantile(cut, 0) == Approx(-1));
    CHECK(quantile(cut, 1) == Approx(1));
    CHECK(quantile(cut, 0.01) > -1);  // nothing heaps up at the ends
    CHECK(quantile(cut, 0.99) < 1);
    // Ten standard deviations above the mean a distribution function is 1 to all digits; its tail is not.
    auto const far = normal(0, 1, 10, 11);  // whose quantiles have 24 bits
    for (double const u : {0.1, 0.5, 0.9}) {
        auto const z = quantile(far, u);
        CHECK(above(z) / above(10) == Approx(1 - u * (1 - above(11) / above(10))).epsilon(2e-5));
        CHECK(quantile(normal(0, 1, -11, -10), 1 - u) == Approx(-z));
    }
    CHECK(kept_between(far.settings) == Approx(above(10) - above(11)));
    // Without ends the shares 0 and 1 are far, but not infinitely far.
    CHECK(std::isfinite(quantile(normal(0, 1), 0)));
    CHECK(std::isfinite(quantile(normal(0, 1), 1)));
}

TEST_CASE("whole numbers are equally likely - and values have their weights", "[run][distributions]") {
    CHECK(counts(over(Kind::integer, 2, 5), 4000) ==
          std::map<double, int>{{2, 1000}, {3, 1000}, {4, 1000}, {5, 1000}});
    CHECK(quantile(over(Kind::integer, 2, 5), 1) == 5);
    CHECK(counts(over(Kind::integer, -1, 1), 300) == std::map<double, int>{{-1, 100}, {0, 100}, {1, 100}});
    CHECK(counts(categorical({4, 0.5, 7}), 300) == std::map<double, int>{{0.5, 100}, {4, 100}, {7, 100}});
    CHECK(quantile(categorical({4, 0.5, 7}), 0) == 4);  // in the order written
    CHECK(quantile(categorical({4, 0.5, 7}), 1) == 7);
    CHECK(counts(categorical({0, 1}, {3, 1}), 4000) == std::map<double, int>{{0, 3000}, {1, 1000}});
    auto const gaps = categorical({1, 2, 3, 4}, {0, 1, 1, 0});
    CHECK(counts(gaps, 100) == std::map<double, int>{{2, 50}, {3, 50}});
    CHECK(quantile(gaps, 0) == 2);
    CHECK(quantile(gaps, 1) == 3);
}

TEST_CASE("a larger share is never a smaller value - and none leaves its ends", "[run][distributions]") {
    std::vector<Distribution> const all{over(Kind::uniform, 0.1, 0.3), over(Kind::log_uniform, 1e-3, 7),
                                        normal(5, 3, 4.9, 80), triangular(-1, 0.3, 0.7),
                                        over(Kind::integer, 0, 6)};
    for (auto const& d : all) {
        double before = d.settings.low;
        for (int i = 0; i <= 1000; ++i) {
            double const value = quantile(d, i / 1000.0);
            CHECK(value >= before);
            CHECK(value <= d.settings.high);
            before = value;
        }
        CHECK(before == Approx(d.settings.high));
    }
}
