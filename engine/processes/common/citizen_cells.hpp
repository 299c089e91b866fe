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

#include "engine/world/column.hpp"

namespace spil {

struct CitizenParameters {
    static constexpr std::string_view name = "citizens";

    double threshold_alpha = 2;
    double threshold_beta = 4;
    double income_gini = 0.29;
    double opinion_mean = 0.1;
    double opinion_sd = 0.4;

    static constexpr auto fields() {
        using P = CitizenParameters;
        return std::tuple{
            field(&P::threshold_alpha, "threshold_alpha", "1", within(0.5, 50).likely(1, 4),
                  "first shape of the distribution of thresholds; its mean is a / (a + b)", assumption()),
            field(&P::threshold_beta, "threshold_beta", "1", within(0.5, 50).likely(2, 6),
                  "second shape of the distribution of thresholds", assumption()),
            field(&P::income_gini, "income_gini", "1", within(0, 0.8).likely(0.25, 0.35),
                  "inequality of household income within a municipality",
                  assumption("near the level of the Netherlands as a whole")),
            field(&P::opinion_mean, "opinion_mean", "1", within(-1, 1).likely(-0.1, 0.3),
                  "mean opinion at the start, in every mission", assumption()),
            field(&P::opinion_sd, "opinion_sd", "1", within(0, 2).likely(0.2, 0.6),
                  "spread of opinions at the start", assumption()),
        };
    }
};
static_assert(fully_declared<CitizenParameters>);

/// Conditional means of Beta(a, b) in `classes` classes of equal probability, ascending; their mean is
/// a / (a + b) exactly up to rounding. By the midpoint rule: good to 1e-6 for a and b of at least 1.
std::vector<double> beta_class_means(double a, double b, std::size_t classes);

/// Conditional means of a lognormal distribution with mean 1 and the given Gini coefficient (0..0.8) in
/// `classes` classes of equal probability, ascending; their mean is 1.
std::vector<double> lognormal_class_means(double gini, std::size_t classes);

/// Shares of residents in the opinion bins when opinions are normal; tails are gathered in the outer bins.
/// Sums to 1. With `sd` 0 all stand in the two bins nearest to the mean.
std::array<double, opinion_bins> opinion_histogram(double mean, double sd);

}  // namespace spil
