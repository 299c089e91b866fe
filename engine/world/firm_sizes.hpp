#pragma once
/// \file firm_sizes.hpp  How many firms there are of which size: classes that do not overlap, in ascending
/// order and without gaps.

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace spil {

struct FirmSizeClass {
    std::string label;
    std::int64_t lowest_persons = 0;              ///< working persons, at least
    std::optional<std::int64_t> highest_persons;  ///< at most; nothing in the last class, which is open
    std::int64_t firms = 0;

    /// Working persons of a firm that stands for the class: the geometric mean of its bounds, to a tenth; of
    /// the open class two and a half times its lower bound (assumption).
    double persons() const {
        constexpr double open_class = 2.5;
        auto const low = static_cast<double>(lowest_persons);
        if (!highest_persons) return open_class * low;
        return std::round(10 * std::sqrt(low * static_cast<double>(*highest_persons))) / 10;
    }
};

/// The classes of the Netherlands, for countries without a table of their own. Source: CBS table 81588NED,
/// first quarter of 2025 (scenarios/data/firms_by_size_nl.csv).
inline std::vector<FirmSizeClass> dutch_firm_sizes() {
    return {{"2", 2, 2, 196235},
            {"3-4", 3, 4, 93130},
            {"5-9", 5, 9, 66240},
            {"10-19", 10, 19, 34740},
            {"20-49", 20, 49, 21250},
            {"50-99", 50, 99, 7210},
            {"100 and more", 100, {}, 8470}};
}

}  // namespace spil
