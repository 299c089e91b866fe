#pragma once
/// \file synthetic_country.hpp  A made-up country of any size, with the spread of sizes, places and contexts
/// of the Netherlands: for scaling tests, and for users whose country has no table yet.
///
///     population_i  ~ LogNormal(ln 32 000, 1), scaled to the total asked for
///     regions       round(30 n / 342), at least one; centres at random but never close together (Poisson
///                   disc), in 200 × 260 km × √(n / 342): municipalities lie equally dense in any country
///     position_i    Normal(centre of its region, 12 km) in both directions
///     x_i[k]        = √0.4 · region effect + √0.6 · own,   x_i[0] += 0.8 (ln population_i − ln 32 000)
///
/// Every region gets one municipality, the others fall into a region at random. Provinces gather regions
/// round one of them, 12 provinces for 30 regions. The contexts are not standardised afterwards: a country of
/// small municipalities is a rural one. The figures in euro and the like follow from x by the lines that fit
/// the 342 Dutch municipalities best (`dutch_fit`), without scatter:
///
///     address density        exp(6.885 + 0.622 x[0])
///     household income       exp(10.455 + 0.112 x[1])
///     household wealth       exp(11.744 + 0.351 x[1] + 0.346 x[2])
///     persons per household  exp(0.840 + 0.037 x[2])
///     establishments         population · exp(−2.171 + 0.100 x[1])
///
/// Source: the spread is an assumption of this model; figures of municipalities from Statistics Netherlands
/// (CBS), 2021-2023.

#include <cstdint>

#include "engine/world/country.hpp"

namespace spil {

struct SyntheticCountry {
    std::int32_t municipalities = 342;     ///< 1 to 100 000
    std::int64_t population = 18'000'000;  ///< persons, at least one for each municipality
    std::uint64_t seed = 1;
};

/// Lines fitted over the Dutch municipalities by least squares, logarithm on the left, x on the right.
namespace dutch_fit {
inline constexpr double log_density = 6.885, log_density_per_urbanity = 0.622;
inline constexpr double log_income = 10.455, log_income_per_prosperity = 0.112;
inline constexpr double log_wealth = 11.744, log_wealth_per_prosperity = 0.351,
                        log_wealth_per_housing = 0.346;
inline constexpr double log_household_size = 0.840, log_household_size_per_housing = 0.037;
inline constexpr double log_establishment_rate = -2.171, log_establishment_rate_per_prosperity = 0.100;
}  // namespace dutch_fit

/// The same settings give the same country, whatever else is drawn from the seed. `housing` stays empty.
Country make_country(SyntheticCountry const& settings);

}  // namespace spil
