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

double quantile_of_sorted(std::span<double const> sorted, double p) {
    SPIL_EXPECT(p >= 0.0 && p <= 1.0, "a quantile is asked for at a share between 0 and 1");
    double const h = static_cast<double>(sorted.size() - 1) * p;
    auto const below = static_cast<std::size_t>(h);
    if (below + 1 == sorted.size()) return sorted.back();
    return sorted[below] + (h - static_cast<double>(below)) * (sorted[below + 1] - sorted[below]);
}

}  // namespace

double mean(std::span<double const> values) {
    if (values.empty()) return nan;
    auto const n = static_cast<double>(values.size());
    double sum = 0.0;
    for (double const x : values) sum += x;
    double const first = sum / n;
    if (!std::isfinite(first)) return first;
    double rest = 0.0;
    for (double const x : values) rest += x - first;
    return first + rest / n;
}

double sample_variance(std::span<double const> values) {
    if (values.size() < 2) return nan;
    double const centre = mean(values);
    double squares = 0.0;
    for (double const x : values) squares += (x - centre) * (x - centre);
    return squares / static_cast<double>(values.size() - 1);
}

double sample_sd(std::span<double const> values) {
    return std::sqrt(sample_variance(values));
}

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

double quantile(std::span<double const> values, double p) {
    return quantiles(values, std::span<double const>(&p, 1)).front();
}

std::vector<double> quantiles(std::span<double const> values, std::span<double const> p) {
    bool const unknown =
        values.empty() || std::any_of(values.begin(), values.end(), [](double x) { return std::isnan(x); });
    if (unknown) return std::vector<double>(p.size(), nan);
    std::vector<double> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    std::vector<double> result;
    result.reserve(p.size());
    for (double const share : p) result.push_back(quantile_of_sorted(sorted, share));
    return result;
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
