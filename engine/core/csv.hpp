#pragma once
/// \file csv.hpp  Tables of text that know where every cell was written.
///
/// A strict reader of comma-separated values (RFC 4180): UTF-8, one header line, every row as long as the
/// header. A cell in double quotes may hold commas, newlines and doubled quotes. A byte order mark, CRLF line
/// ends, blank lines and lines that begin with `#` are passed over. All that is wrong is collected.

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/error.hpp"

namespace spil {

/// One cell, and where it begins: line and character (not byte) counted from 1.
struct CsvCell {
    std::string text;
    int line = 0;
    int column = 0;
};

/// A table as written: rows × columns, every row as long as the header.
struct CsvTable {
    std::string file;    ///< the path as the user gave it
    std::string sha256;  ///< of the file's bytes
    std::vector<CsvCell> header;
    std::vector<std::vector<CsvCell>> rows;

    Place place(CsvCell const& cell) const { return {file, cell.line, cell.column}; }
    /// Index of the column with this name (blanks around it ignored).
    std::optional<std::size_t> find(std::string_view column) const;
    std::vector<std::string> column_names() const;
};

/// Reads a table from memory. What is wrong goes to `problems`, and the rows it concerns are left out; the
/// table is empty when its text cannot be understood at all.
/// \param file  how messages call it
CsvTable parse_csv(std::string_view bytes, std::string file, std::vector<Problem>& problems);

/// Reads a table from disk. A file that cannot be read is the user's mistake too: the user named it.
CsvTable read_csv(std::filesystem::path const& path, std::vector<Problem>& problems);

/// What a column of numbers admits: `low`..`high`, in `unit` (empty when it has none).
struct NumberRule {
    std::string_view name;
    std::string_view unit;
    double low = 0;
    double high = 0;
    bool whole = false;

    /// "1 to 1000000000 persons"
    std::string allowed() const;
};

/// The number in a cell; nothing, and a problem, when it is no number, not whole where it must be, or out of
/// range.
std::optional<double> number_in(CsvTable const& table, CsvCell const& cell, NumberRule const& rule,
                                std::vector<Problem>& problems);

}  // namespace spil
