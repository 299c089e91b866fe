#pragma once
/// \file populate.hpp  A world at month 0: tables sized and filled from the country, the parameters and the
/// seed.
///
/// Nothing here sees the regime: two policies start from the same world. Every draw has an address, so a
/// municipality's luck does not depend on how many others there are.

#include <cstdint>

#include "engine/model/parameters.hpp"
#include "engine/world/country.hpp"
#include "engine/world/world.hpp"

namespace spil {

/// \param context must be filled (model/context) \param solutions_per_mission at least 1
/// \throws ContractError for a country without municipalities or parameters without missions
World populate(Country const& country, Parameters const& parameters, std::size_t solutions_per_mission,
               std::uint64_t seed);

}  // namespace spil
