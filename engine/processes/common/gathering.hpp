#pragma once
/// \file gathering.hpp  What readers gather from hosts about one solution (SM12): sums over all that tell.

#include <array>
#include <cstddef>
#include <span>

#include "engine/processes/common/meetings.hpp"
#include "engine/world/column.hpp"

namespace spil {

/// Everything one municipality can tell about one solution.
struct Teller {
    std::size_t host;                       ///< municipality
    double practice;                        ///< what its community adds to contact with members
    std::array<double, conditions> taught;  ///< (0.5 + 0.5 zeta) L_k, summed over labs and institution
    double mean;                            ///< of taught
    double reported;                        ///< mean x Y
    double checked;                         ///< what the hub's check adds to that
};

/// What readers gather about one solution.
struct Gathered {
    std::array<Lane, conditions> exposure{};
    Lane likeness{}, relevance{}, report{};  ///< by mean teaching: true and perceived likeness, and Y
};

/// Sums over sources, in their order, where no community counts. \param nearness  by municipality
void gather_alike(std::span<Teller const> sources, Nearness const* nearness, Gathered& gathered);

/// The same where contact is closer between members, and the hub tells them what carries over.
void gather_in_community(std::span<Teller const> sources, Nearness const* nearness, Joined const& readers,
                         Gathered& gathered);

}  // namespace spil
