#pragma once
/// \file context.hpp  What makes one municipality unlike another, composed from its figures.
///
///     x[0] urbanity             ln(address density)
///     x[1] prosperity           household income
///     x[2] housing and terrain  first principal component of the housing columns, each standardised
///
/// each standardised over the municipalities, all counted alike: mean 0, standard deviation 1 (of the
/// population, dividing by n). A component has no sign of its own: x[2] is turned so that the loadings of
/// detached houses, owner-occupation and gas use add up to more than 0. Its first component is the
/// eigenvector of the correlation matrix with the largest eigenvalue (Jolliffe 2002, Principal Component
/// Analysis).
///
/// Reads address density, income and housing; writes context, housing_loadings and housing_explained.

#include <span>
#include <vector>

#include "engine/world/country.hpp"

namespace spil {

/// (value − mean) / standard deviation; all zeros when the values do not vary.
std::vector<double> standardised(std::span<double const> values);

/// The first principal component of columns of equal length.
struct PrincipalComponent {
    std::vector<double> scores;    ///< one per row, standardised
    std::vector<double> loadings;  ///< one per column, length 1; 0 for a column that does not vary
    double explained = 0;          ///< share of the variance of the varying columns, 0..1
};
/// \param anchors  for each column, whether it counts towards the sign; when the anchors do not decide, the
///                 first loading that is not 0 is positive
PrincipalComponent first_component(std::span<std::vector<double> const> columns,
                                   std::vector<bool> const& anchors);

/// Fills the context of a country that was read from a table.
void add_context(Country& country);

}  // namespace spil
