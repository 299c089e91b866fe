#pragma once
/// \file statistics.hpp  What a set of values says on its own: mean, spread, quantiles.
///
///   type 7       x(1+h) with h = (n-1)p, linear between order statistics
///
/// No value is skipped here: a NaN among the values gives NaN. What cannot be known from so few values (the
/// sd of one, the mean of none) is NaN as well, never zero. The same values in the same order give the same
/// bits. Source: Hyndman and Fan (1996), definition 7, the default of R.

#include <span>
#include <vector>

namespace spil {

/// Arithmetic mean, corrected for rounding by a second pass. NaN for no values.
double mean(std::span<double const> values);

/// Sample variance with divisor n - 1, in the square of the values' unit. NaN below two values.
double sample_variance(std::span<double const> values);

/// Sample standard deviation with divisor n - 1. NaN below two values.
double sample_sd(std::span<double const> values);

/// Type-7 quantile at `p` in [0, 1]. NaN for no values.
double quantile(std::span<double const> values, double p);

/// Type-7 quantiles at each of `p`, with one sort.
std::vector<double> quantiles(std::span<double const> values, std::span<double const> p);

}  // namespace spil
