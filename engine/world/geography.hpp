#pragma once
/// \file geography.hpp  How near any two municipalities are: in kilometres and in context. Constant during a
/// run.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace spil {

/// Square matrices over municipalities, row by row: entry (i, j) at i * n + j. The four of doubles are
/// symmetric.
struct Geography {
    std::size_t n = 0;
    std::vector<double> proximity;  ///< exp(-distance / d0)
    std::vector<double>
        likeness;  ///< exp(-|x_i - x_j|^2 / 2 l^2): how much of what is learnt truly carries over
    std::vector<double> perceived_likeness;  ///< the same as people judge it, with a longer length
    std::vector<double> context_distance2;   ///< |x_i - x_j|^2

    /// Where the contacts of residents of i live when they live elsewhere: an alias table for each i. A place
    /// k drawn evenly stays k when a second draw of 32 bits is below `far_limit`, else it becomes
    /// `far_other`. Empty when a mean field stands for citizens.
    std::vector<std::uint32_t> far_limit, far_other;

    double at(std::vector<double> const& matrix, std::size_t i, std::size_t j) const {
        return matrix[i * n + j];
    }
};

}  // namespace spil
