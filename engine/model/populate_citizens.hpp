#pragma once
/// \file populate_citizens.hpp  Residents at month 0: agents or cells, and what municipalities know of them.
///
///     agents_i    population_i / weight, rounded, at least `least_agents`, at most one for each resident
///     threshold   Beta(a, b)                    income   place among 256 of equal share
///     opinion     normal, in hundredths, gathered at the ends -1 and 1;  trust: the baseline
///
/// An agent's traits are drawn from tables of quantiles of 65536 steps, at an address of its own. The
/// municipality's histogram, support and opposition follow from the agents it has.

#include <cstdint>

#include "engine/model/parameters.hpp"
#include "engine/world/world.hpp"

namespace spil {

/// Agents of a municipality.
std::uint32_t agents_of(double population, CitizenParameters const& p);

/// Fills the tables of the form that is at work; the other form's has no rows. The municipalities' population
/// and household income must be there.
void populate_citizens(World& world, Parameters const& parameters, std::uint64_t seed);

}  // namespace spil
