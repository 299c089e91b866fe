#pragma once
/// \file points.hpp  For tests of designs: points on the unit cube, and names of quantities.

#include <cstddef>
#include <string>
#include <vector>

namespace spil::test {

/// Point by quantity.
using Points = std::vector<std::vector<double>>;

inline std::vector<std::string> quantity_names(std::size_t count) {
    std::vector<std::string> all;
    for (std::size_t k = 0; k < count; ++k) all.push_back("calls.quantity_" + std::to_string(k));
    return all;
}

}  // namespace spil::test
