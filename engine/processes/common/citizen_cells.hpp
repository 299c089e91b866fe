#pragma once
/// \file citizen_cells.hpp  The classes that residents stand in when a run begins: thresholds, incomes,
/// opinions.
///
///     thresholds  means of Beta(a, b) within classes of equal probability
///     incomes     means of a lognormal with a given Gini coefficient within classes of equal probability,
///                 as multiples of the municipality's mean
///     opinions    a normal distribution gathered on the bins -1, -0.9 .. 1
///
/// Pure functions of the parameters; called once, when a world is populated.
/// Source: thresholds after Granovetter (1978); Gini = 2 Phi(sd / sqrt 2) - 1 for a lognormal.

#include <array>
#include <cstddef>
#include <vector>

#include "engine/processes/common/citizen_parameters.hpp"
#include "engine/world/column.hpp"

namespace spil {

/// Conditional means of Beta(a, b) in `classes` classes of equal probability, ascending; their mean is
/// a / (a + b) exactly up to rounding. By the midpoint rule: good to 1e-6 for a and b of at least 1.
std::vector<double> beta_class_means(double a, double b, std::size_t classes);

/// Conditional means of a lognormal distribution with mean 1 and the given Gini coefficient (0..0.8) in
/// `classes` classes of equal probability, ascending; their mean is 1.
std::vector<double> lognormal_class_means(double gini, std::size_t classes);

/// lognormal_class_means of the 256 classes of agents, for those who need them every month: worked out again
/// only when the thread's last call was for another coefficient.
std::vector<double> const& incomes_of_agents(double gini);

/// Shares of residents in the opinion bins when opinions are normal; tails are gathered in the outer bins.
/// Sums to 1. With `sd` 0 all stand in the two bins nearest to the mean.
std::array<double, opinion_bins> opinion_histogram(double mean, double sd);

}  // namespace spil
