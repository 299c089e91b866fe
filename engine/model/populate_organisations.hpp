#pragma once
/// \file populate_organisations.hpp  The organisations of a country: how many of each kind, where they are,
/// what they know, and their names in the results (common/party_parameters.hpp).

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/model/parameters.hpp"
#include "engine/world/country.hpp"
#include "engine/world/world.hpp"

namespace spil {

/// Organisations of each kind, in the order of Party.
std::array<std::size_t, organisation_kinds> organisation_counts(Country const& country,
                                                                PartyParameters const& p);
/// Labels of the rows: "knowledge 7", "civic GM0344 2", "province Utrecht", "water authority 3".
std::vector<std::string> organisation_labels(Country const& country, PartyParameters const& p);

/// Fills the table; municipalities have their population, region, province and context, solutions what they
/// take.
void populate_organisations(World& world, Country const& country, PartyParameters const& p,
                            std::uint64_t seed);

}  // namespace spil
