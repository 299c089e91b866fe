#pragma once
/// \file populate_firms.hpp  The firms of a world at month 0 (SM15).
///
///     where       in proportion to establishments, by largest remainder
///     size        by the country's size classes (world/firm_sizes), by largest remainder
///     sellers     a share of the agents, in turn for each solution
///     opening     firm capital x size / mean over solutions of their sellers' sizes, in units
///
/// Which agent has which size and offers what is drawn.

#include <cstdint>

#include "engine/model/parameters.hpp"
#include "engine/world/country.hpp"
#include "engine/world/world.hpp"

namespace spil {

/// Number of agents: rows of the table and accounts of firms.
std::size_t firm_agents(Country const& country, Parameters const& parameters, std::size_t solutions);

/// Fills firms and what municipalities see of them. Needs tables in size, solutions, geography.
void fill_firms(World& world, Country const& country, Parameters const& parameters, std::uint64_t seed);

}  // namespace spil
