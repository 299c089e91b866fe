#include "engine/processes/common/citizen_cells.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <numbers>
#include <numeric>

#include "engine/core/elementary.hpp"
#include "engine/core/error.hpp"

namespace spil {

namespace {

double normal_below(double z) {
    return 0.5 * std::erfc(-z / std::numbers::sqrt2);
}

double normal_quantile(double p) {
    return quantile(boost::math::normal_distribution<double>{}, p);
}

}  // namespace

std::vector<double> beta_class_means(double a, double b, std::size_t classes) {
    SPIL_EXPECT(a > 0 && b > 0 && classes > 0, "a Beta distribution has positive shapes");
    constexpr std::size_t slices = 20000;
    std::vector<double> mass(slices);
    double const width = 1.0 / static_cast<double>(slices);
    auto const middle = [&](std::size_t j) { return (static_cast<double>(j) + 0.5) * width; };
    for (std::size_t j = 0; j < slices; ++j)
        mass[j] = elementary::pow(middle(j), a - 1) * elementary::pow(1 - middle(j), b - 1);
    double const per_class = std::accumulate(mass.begin(), mass.end(), 0.0) / static_cast<double>(classes);

    // A slice that a class boundary cuts gives each side a part of its mass and that part's own middle.
    std::vector<double> moments(classes, 0.0);
    std::size_t current = 0;
    double filled = 0;
    for (std::size_t j = 0; j < slices; ++j) {
        double left = mass[j];
        double from = static_cast<double>(j) * width;
        double const length_of_unit = mass[j] > 0 ? width / mass[j] : 0;
        while (left > 0) {
            bool const fills = current + 1 < classes && filled + left >= per_class;
            double const part = fills ? per_class - filled : left;
            double const to = from + part * length_of_unit;
            moments[current] += part * (from + to) / 2;
            from = to;
            left -= part;
            filled = fills ? 0 : filled + part;
            if (fills) ++current;
        }
    }
    for (auto& m : moments) m /= per_class;
    return moments;
}

std::vector<double> lognormal_class_means(double gini, std::size_t classes) {
    SPIL_EXPECT(gini >= 0 && gini < 1 && classes > 0, "a Gini coefficient lies between 0 and 1");
    double const sd = std::numbers::sqrt2 * normal_quantile((gini + 1) / 2);
    double const n = static_cast<double>(classes);
    std::vector<double> means(classes);
    double below = 0;
    for (std::size_t k = 0; k < classes; ++k) {
        double const up_to =
            k + 1 == classes ? 1.0 : normal_below(normal_quantile(static_cast<double>(k + 1) / n) - sd);
        means[k] = elementary::to_single(n * (up_to - below));
        below = up_to;
    }
    return means;
}

std::vector<double> const& incomes_of_agents(double gini) {
    struct Last {
        double gini = -1;
        std::vector<double> means;
    };
    thread_local Last last;
    if (gini != last.gini) last = {gini, lognormal_class_means(gini, 256)};
    return last.means;
}

std::array<double, opinion_bins> opinion_histogram(double mean, double sd) {
    constexpr auto last = opinion_bins - 1;
    double const step = 2.0 / static_cast<double>(last);
    std::array<double, opinion_bins> shares{};
    if (sd <= 0) {
        double const place = std::clamp((mean + 1) / step, 0.0, static_cast<double>(last));
        auto const lower = std::min(static_cast<std::size_t>(place), last - 1);
        shares[lower + 1] = place - static_cast<double>(lower);
        shares[lower] = 1 - shares[lower + 1];
        return shares;
    }
    double below = 0;
    for (std::size_t b = 0; b <= last; ++b) {
        double const edge = -1 + (static_cast<double>(b) + 0.5) * step;
        double const up_to = b == last ? 1.0 : elementary::to_single(normal_below((edge - mean) / sd));
        shares[b] = up_to - below;
        below = up_to;
    }
    return shares;
}

}  // namespace spil
