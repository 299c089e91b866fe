#pragma once
/// \file outputs.hpp  THE registry of results: what a run reports, and the observer that collects it.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/schema/output.hpp"
#include "engine/world/country.hpp"
#include "engine/world/world.hpp"

namespace spil {

/// The declared results, in the order of the file.
std::vector<OutputInfo> const& outputs();

/// The result that stands first in a comparison unless the study says otherwise.
std::string primary_outcome();

/// Dimensions of the results for a country, its missions and a number of months; `start_year` labels the
/// years.
std::vector<DimensionInfo> result_dimensions(Country const& country, std::vector<std::string> const& missions,
                                             std::size_t solutions_per_mission, int months, int start_year);

}  // namespace spil
