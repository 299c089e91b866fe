#include "analysis/summary.hpp"

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <cstddef>
#include <limits>

#include "engine/core/error.hpp"

namespace spil {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

void expect_confidence(double confidence) {
    SPIL_EXPECT(confidence > 0.0 && confidence < 1.0, "a confidence lies between 0 and 1, both excluded");
}

double upper_normal(double confidence) {
    return boost::math::quantile(complement(boost::math::normal(), (1.0 - confidence) / 2.0));
}

}  // namespace

double correlation(std::span<double const> x, std::span<double const> y) {
    SPIL_EXPECT(x.size() == y.size(), "a correlation needs two sets of the same size");
    if (x.size() < 2) return nan;
    double const mean_x = mean(x);
    double const mean_y = mean(y);
    double xx = 0.0;
    double yy = 0.0;
    double xy = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xx += (x[i] - mean_x) * (x[i] - mean_x);
        yy += (y[i] - mean_y) * (y[i] - mean_y);
        xy += (x[i] - mean_x) * (y[i] - mean_y);
    }
    if (xx == 0.0 || yy == 0.0) return nan;
    double const r = xy / (std::sqrt(xx) * std::sqrt(yy));
    return std::isnan(r) ? r : std::clamp(r, -1.0, 1.0);
}

Interval student_t_interval(double centre, double standard_error, double df, double confidence) {
    expect_confidence(confidence);
    if (std::isnan(centre) || std::isnan(standard_error) || !(df > 0.0)) return {nan, nan};
    if (standard_error == 0.0) return {centre, centre};
    double const t = boost::math::quantile(complement(boost::math::students_t(df), (1.0 - confidence) / 2.0));
    return {centre - t * standard_error, centre + t * standard_error};
}

Interval mean_interval(std::span<double const> values, double confidence) {
    auto const n = static_cast<double>(values.size());
    return student_t_interval(mean(values), sample_sd(values) / std::sqrt(n), n - 1.0, confidence);
}

double two_sided_p(double t, double df) {
    if (std::isnan(t) || !(df > 0.0)) return nan;
    if (std::isinf(t)) return 0.0;
    return 2.0 * boost::math::cdf(complement(boost::math::students_t(df), std::abs(t)));
}

Interval wilson_interval(double successes, double trials, double confidence) {
    expect_confidence(confidence);
    SPIL_EXPECT(successes >= 0.0 && successes <= trials, "a share counts from none to all of the trials");
    if (trials == 0.0) return {nan, nan};
    double const z = upper_normal(confidence);
    double const centre = successes + z * z / 2.0;
    double const half = z * std::sqrt(successes * (trials - successes) / trials + z * z / 4.0);
    // At none or all the formula gives the bound exactly; rounding must not carry it past.
    double const low = successes == 0.0 ? 0.0 : (centre - half) / (trials + z * z);
    double const high = successes == trials ? 1.0 : (centre + half) / (trials + z * z);
    return {std::max(0.0, low), std::min(1.0, high)};
}

Interval clopper_pearson_interval(double successes, double trials, double confidence) {
    expect_confidence(confidence);
    SPIL_EXPECT(successes >= 0.0 && successes <= trials, "a share counts from none to all of the trials");
    if (trials == 0.0) return {nan, nan};
    using boost::math::beta_distribution;
    double const tail = (1.0 - confidence) / 2.0;
    double const low = successes == 0.0 ? 0.0
                                        : boost::math::quantile(
                                              beta_distribution<>(successes, trials - successes + 1.0), tail);
    double const high = successes == trials
                            ? 1.0
                            : boost::math::quantile(
                                  complement(beta_distribution<>(successes + 1.0, trials - successes), tail));
    return {low, high};
}

}  // namespace spil
