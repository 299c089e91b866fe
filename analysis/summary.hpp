#pragma once
/// \file summary.hpp  What a set of values says on its own, and how sure we are: to
/// engine/core/statistics.hpp (mean, spread, quantiles) it adds correlations, intervals and tests.
///
///   Student-t    m +- t(nu; (1+c)/2) s/sqrt(n)
///   Wilson       (k + z^2/2 +- z sqrt(k(n-k)/n + z^2/4)) / (n + z^2)
///   Clopper-P.   Beta quantiles (k, n-k+1) and (k+1, n-k)
///
/// No value is skipped here: a NaN among the values gives NaN. What cannot be known from so few values (the
/// sd of one, the mean of none) is NaN as well, never zero. Source: Wilson (1927); Clopper and Pearson
/// (1934).

#include <span>

#include "engine/core/statistics.hpp"

namespace spil {

/// A range of values, both ends belonging to it; NaN at both ends when no interval exists.
struct Interval {
    double low = 0.0;
    double high = 0.0;

    /// False as well for an interval of NaN.
    bool contains(double value) const { return low <= value && value <= high; }
};

/// Pearson's correlation of two sets of the same size; NaN below two values or when one side does not vary.
double correlation(std::span<double const> x, std::span<double const> y);

/// centre +- t * standard_error. `df` > 0 need not be whole (Welch); `confidence` in (0, 1).
Interval student_t_interval(double centre, double standard_error, double df, double confidence);

/// Student-t interval for the mean of independent values. NaN ends below two values.
Interval mean_interval(std::span<double const> values, double confidence);

/// Two-sided p value of `t` under Student's t with `df` > 0 degrees of freedom. NaN when t is NaN.
double two_sided_p(double t, double df);

/// Wilson's score interval for the share `successes / trials`. `successes` may be half a number, for ties.
/// NaN ends for no trials.
Interval wilson_interval(double successes, double trials, double confidence);

/// The exact interval of Clopper and Pearson for the same share: covers at least `confidence`.
Interval clopper_pearson_interval(double successes, double trials, double confidence);

}  // namespace spil
