#pragma once
/// \file luck_of_offers.hpp  To which residents a solution is offered while only a share of them can have it.
///
///     agent c is offered solution s of mission m while  u_cms < share offered in its municipality
///
/// The luck u lasts for the run: whoever is reached by a small share is reached by a larger one. All
/// solutions of a mission take theirs from the address (c, m).

#include "engine/core/random_lanes.hpp"

namespace spil {

/// unit(s) is u_cms. \param s  number of the solution within its mission
inline ShortWords luck_of_offers(std::uint64_t seed, std::size_t mission, std::uint32_t agent) {
    return ShortWords{{.seed = seed,
                       .purpose = Purpose::citizen_offer,
                       .entity = agent,
                       .alternative = static_cast<std::uint32_t>(mission)}};
}

}  // namespace spil
