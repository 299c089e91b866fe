#include "engine/core/gumbel_choice.hpp"

#include <algorithm>
#include <limits>

#include "engine/core/elementary.hpp"

namespace spil {

double gumbel_of(double uniform) {
    // Half a step away from 0 and not rounded up to 1, so that both logarithms exist.
    double const u = std::min(uniform + 0x1p-54, 1 - 0x1p-53);
    return -elementary::log(-elementary::log(u));
}

GumbelChoice::GumbelChoice(double scale)
    : scale_(scale), bounds_(&bounds()), best_(-std::numeric_limits<double>::infinity()) {}

GumbelChoice::Bounds const& GumbelChoice::bounds() {
    static Bounds const table = [] {
        Bounds b;
        // The error at the end of a bin, and a little more: logarithms are right to a unit in the last place.
        for (std::size_t k = 0; k < bins; ++k)
            b[k] = gumbel_of(static_cast<double>(k + 1) / static_cast<double>(bins)) + 1e-9;
        return b;
    }();
    return table;
}

}  // namespace spil
