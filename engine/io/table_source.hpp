#pragma once
/// \file table_source.hpp  A table's own account of its columns: `x.columns.csv` beside `x.csv`.
///
/// Columns: column, unit, year, publisher, basis (seen, derived or memory), description; one row for each
/// column of the table. The file may be left out; then nothing is known about the columns but their names.

#include <filesystem>
#include <vector>

#include "engine/core/csv.hpp"
#include "engine/world/country.hpp"

namespace spil {

/// `dir/x.columns.csv` for `dir/x.csv`.
std::filesystem::path columns_file_of(std::filesystem::path const& table);

/// The source of `table`, with what its columns file says. Every column must be described, once, and nothing
/// else; mistakes go to `problems`.
TableSource read_table_source(CsvTable const& table, std::vector<Problem>& problems);

/// Index of each wanted column in the table (nothing where it is missing). Missing columns are problems
/// unless optional, and so are columns that nobody wants; both name the misspelling they may come from.
struct WantedColumn {
    std::string name;
    bool optional = false;
};
std::vector<std::optional<std::size_t>> match_columns(CsvTable const& table,
                                                      std::vector<WantedColumn> const& wanted,
                                                      std::vector<Problem>& problems);

}  // namespace spil
