#pragma once
/// \file country_table.hpp  Reads a country from a table with one row for each municipality.
///
/// The columns, their units and which may be left out or left empty are listed in scenarios/data/README.md.
/// An empty cell is an error in a column that counts or names something; in a column of averages or shares it
/// takes the median of the region, or of the country where the region has none, and `source.notes` says so.

#include <filesystem>

#include "engine/world/country.hpp"

namespace spil {

/// Reads `table` and, where it exists, `<table>.columns.csv` beside it. The country's name is that of the
/// file, without its ending; its context is left empty (see model/context). \throws InputError with
/// everything that is wrong
Country read_country(std::filesystem::path const& table);

}  // namespace spil
