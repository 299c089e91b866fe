#pragma once
/// \file firm_size_table.hpp  Reads the firms by size: columns size_class, persons_from, persons_to, firms.

#include <filesystem>

#include "engine/world/country.hpp"

namespace spil {

struct FirmSizes {
    std::vector<FirmSizeClass> classes;
    TableSource source;
};

/// Reads the classes, which must ascend without gap or overlap; persons_to is empty in the last one only.
/// \throws InputError with everything that is wrong
FirmSizes read_firm_sizes(std::filesystem::path const& table);

}  // namespace spil
