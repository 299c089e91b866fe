#pragma once
/// \file firm_parties.hpp  Firms as candidates for partner in a lab: the one place where the search for
/// partners meets firms.
///
/// Firms stand in one sector for each solution. A candidate is a nameless firm of the sector, at home where
/// the lab is; it knows some of what the solution takes, always the same for the same place in the same lab.
/// Whoever gives firms rows of their own changes this file: `party` is the row in their table.

#include "engine/processes/common/kene.hpp"
#include "engine/world/access.hpp"

namespace spil {

inline constexpr int firm_knows = 3;  ///< of the capabilities that its solution takes

struct FirmCandidate {
    std::size_t party = 0;         ///< what the tie is with: the sector
    std::size_t municipality = 0;  ///< where it is at home
    Capabilities capabilities;
    double affinity = 0.5;  ///< how much it cares for the mission
    double load = 0;        ///< share of its places that are taken
    bool willing = true;    ///< false when it expects to lose by taking part
};

/// What the n-th firm of a lab can do.
inline Capabilities firm_capabilities(Step const& step, std::uint32_t lab_key, std::size_t n,
                                      std::span<std::uint8_t const> required) {
    std::array<std::uint8_t, kene_length> capability{}, ability{}, expertise{};
    auto draws = step.lasting_draws(Purpose::partner_firm, lab_key, n);
    draw_kene(draws, required, firm_knows, static_cast<int>(kene_length), {capability, ability, expertise});
    return capability_set(capability);
}

/// A firm that a lab with `firms` firms meets.
inline FirmCandidate firm_candidate(Step const& step, std::uint32_t lab_key, std::size_t host,
                                    std::size_t solution, std::size_t firms,
                                    std::span<std::uint8_t const> required) {
    return {solution, host, firm_capabilities(step, lab_key, firms, required)};
}

}  // namespace spil
