#pragma once
/// \file firm_sizes.hpp  How many firms there are of which size: classes that do not overlap.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/world/country.hpp"

namespace spil {

struct FirmSizeClass {
    std::string label;
    std::int64_t lowest_persons = 0;              ///< working persons, at least
    std::optional<std::int64_t> highest_persons;  ///< at most; nothing in the last class, which is open
    std::int64_t firms = 0;
    double share = 0;  ///< of the firms in all classes; the shares add up to 1
};

/// The classes in ascending order, without gaps. Firms are spread over the municipalities in proportion to
/// their establishments.
struct FirmSizes {
    std::vector<FirmSizeClass> classes;
    TableSource source;
};

}  // namespace spil
