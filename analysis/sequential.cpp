#include "analysis/sequential.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/core/error.hpp"

namespace spil {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double cochran = 25;               // worlds for each unit of squared skewness
constexpr double share_that_differs = 0.05;  // of worlds, that is to be ruled out before "all equal"

double student(std::size_t n, double confidence) {
    boost::math::students_t const t(static_cast<double>(n - 1));
    return boost::math::quantile(complement(t, (1 - confidence) / 2));
}

}  // namespace

Precision::Precision(double halfwidth, double confidence)
    : halfwidth_(halfwidth),
      confidence_(confidence),
      normal_((SPIL_EXPECT(confidence > 0 && confidence < 1, "a confidence lies between 0 and 1"),
               boost::math::quantile(complement(boost::math::normal(), (1 - confidence) / 2)))),
      equal_worlds_(std::max(least_worlds, static_cast<std::size_t>(std::ceil(
                                               std::log1p(-confidence) / std::log1p(-share_that_differs))))) {
    SPIL_EXPECT(halfwidth > 0 && std::isfinite(halfwidth), "a half-width is above 0");
}

void RunningDifference::add(double policy, double baseline) {
    if (std::isnan(policy) || std::isnan(baseline)) return;
    double const x = policy - baseline;
    low_ = n_ == 0 ? x : std::min(low_, x);
    high_ = n_ == 0 ? x : std::max(high_, x);
    largest_term_ = std::max({largest_term_, std::abs(policy), std::abs(baseline)});
    ++n_;
    // Welford (1962) and Terriberry's extension to the third moment.
    auto const n = static_cast<double>(n_);
    double const step = (x - mean_) / n;
    double const term = (x - mean_) * step * (n - 1);
    mean_ += step;
    cubes_ += term * step * (n - 2) - 3 * step * squares_;
    squares_ += term;
}

double RunningDifference::difference() const {
    return n_ == 0 ? nan : mean_;
}

bool RunningDifference::equal() const {
    return n_ >= 2 && high_ - low_ <= 4 * std::numeric_limits<double>::epsilon() * largest_term_;
}

double RunningDifference::sd() const {
    if (n_ < 2) return nan;
    return equal() ? 0 : std::sqrt(squares_ / static_cast<double>(n_ - 1));
}

double RunningDifference::skewness() const {
    if (n_ < 3 || equal()) return nan;
    auto const n = static_cast<double>(n_);
    return std::sqrt(n) * cubes_ / (squares_ * std::sqrt(squares_)) * std::sqrt(n * (n - 1)) / (n - 2);
}

double RunningDifference::halfwidth(double confidence) const {
    if (n_ < 2) return nan;
    return student(n_, confidence) * sd() / std::sqrt(static_cast<double>(n_));
}

bool RunningDifference::enough(Precision const& wanted) const {
    if (n_ < least_worlds) return false;
    if (equal()) return n_ >= wanted.equal_worlds();
    auto const n = static_cast<double>(n_);
    double const error = sd() * std::sqrt(1 + 1 / n) / std::sqrt(n);
    // Student's quantile is the larger one, and takes long to work out.
    if (wanted.normal() * error > wanted.halfwidth()) return false;
    if (student(n_, wanted.confidence()) * error > wanted.halfwidth()) return false;
    double const g = skewness();
    return n >= cochran * g * g;
}

double RunningDifference::expected_worlds(Precision const& wanted) const {
    if (n_ < least_worlds / 2) return 0;
    if (equal()) return static_cast<double>(wanted.equal_worlds());
    double const z = wanted.normal(), ratio = z * sd() / wanted.halfwidth(), g = skewness();
    double const by_spread = ratio * ratio + (z * z + 1) / 2 + 1;  // Student's quantile and 1/n take so many
    return std::max({std::ceil(by_spread), std::ceil(cochran * g * g), static_cast<double>(least_worlds)});
}

SequentialComparison::SequentialComparison(Precision const& wanted, std::size_t baseline,
                                           std::vector<std::size_t> policies)
    : wanted_(wanted), baseline_(baseline), policies_(std::move(policies)), differences_(policies_.size()) {
    SPIL_EXPECT(!policies_.empty(), "a policy is compared with the baseline");
}

bool SequentialComparison::add(std::span<double const> world) {
    ++worlds_;
    reached_ = true;
    for (std::size_t k = 0; k < policies_.size(); ++k) {
        differences_[k].add(world[policies_[k]], world[baseline_]);
        reached_ = differences_[k].enough(wanted_) && reached_;
    }
    return reached_;
}

}  // namespace spil
