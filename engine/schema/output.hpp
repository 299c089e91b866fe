#pragma once
/// \file output.hpp  One declaration of a result: name, unit, dimensions, meaning, and whether more is
/// better.

#include <cstdint>
#include <string>
#include <vector>

namespace spil {

enum class Better : std::uint8_t { none, higher, lower };

/// The type of a result in the file. Money is exact: whole cents.
enum class Stored : std::uint8_t { real, count, cents };

/// A result of each run. Dimensions after `run`, in order: any of "year", "month", "mission", "solution",
/// "municipality", "stage", "flow", "payer", "payee", "account", "party", "organisation"; none for a single
/// figure.
struct OutputInfo {
    std::string name;
    std::string unit;
    std::string meaning;
    std::vector<std::string> dimensions;
    Better better = Better::none;
    Stored stored = Stored::real;
    std::string group = "";  ///< heading in `spil describe outputs`
};

/// A dimension and its labels: texts, or numbers when `texts` is empty.
struct DimensionInfo {
    std::string name;
    std::string meaning;
    std::string unit;
    std::vector<std::int64_t> numbers;
    std::vector<std::string> texts;

    std::size_t size() const { return texts.empty() ? numbers.size() : texts.size(); }
};

/// All results of one run, in the order of the declarations: `values[k]` belongs to output k, its dimensions
/// row-major. Cents and counts are held exactly in `integers[k]`, reals in `reals[k]`; the other one is
/// empty.
struct RunRecord {
    std::vector<std::vector<double>> reals;
    std::vector<std::vector<std::int64_t>> integers;
};

}  // namespace spil
