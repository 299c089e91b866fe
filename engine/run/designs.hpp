#pragma once
/// \file designs.hpp  Designs whose points belong together: trajectories of Morris, matrices of Saltelli.
///
/// Morris, r trajectories over a grid of p levels (p even), shares 0, 1/(p-1), ..., 1:
///
///     Delta = p / (2 (p-1))
///     a trajectory: a start, then each of the k quantities moves once by Delta, in random order, up where it
///     started in the lower half of the grid and down where it started in the upper half;   r (k+1) points
///
/// Point t (k+1) is the start of trajectory t. Where a quantity starts in a trajectory is addressed by master
/// seed, its name and the trajectory: others that join or leave change the order of the moves only by putting
/// theirs in between.
///
/// Saltelli, N base points of a Sobol' sequence in 2k dimensions: the first k are the row of A, the others
/// the row of B. For each base point, in this order:
///
///     A,  A with the i-th value of B (i = 1..k),  [B with the i-th value of A (i = 1..k)],  B
///
/// N (k+2) points, N (2k+2) with those in brackets, which indices of second order need. When a quantity joins
/// or leaves, all others may change (core/sobol.hpp).
///
/// Source: Morris (1991), Technometrics 33(2); Saltelli et al. (2010), Computer Physics Communications 181.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace spil {

/// A design's shares, and how its points belong together.
struct DesignShares {
    std::vector<std::vector<double>> shares;  ///< point by quantity, on [0, 1]
    std::vector<std::int32_t> block;  ///< trajectory or base point of each point; empty where there is none
    std::vector<std::int32_t> moved;  ///< quantity that differs from the point before (Morris) or from the
                                      ///< matrix (Saltelli); -1: none
};

/// \param levels  even, at least 2
DesignShares morris(std::uint64_t master_seed, std::span<std::string const> names, std::size_t trajectories,
                    std::size_t levels);

DesignShares saltelli(std::uint64_t master_seed, std::span<std::string const> names, std::size_t base,
                      bool second_order, bool scramble);

}  // namespace spil
