#include "engine/core/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "engine/core/error.hpp"

namespace spil {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

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

}  // namespace spil
