#pragma once
/// \file presets.hpp  Ways of funding with a name: points in the space of knobs, no more.
///
/// Ways of funding that are found in practice or proposed (SM4 to SM7), decompositions that change one part
/// of them, and bounds that nobody can reach. A preset bundles knobs; which of them makes a difference is for
/// a decomposition to say.

#include <span>
#include <string_view>
#include <vector>

#include "engine/world/regime.hpp"

namespace spil {

struct Preset {
    std::string_view name;
    std::string_view meaning;
    Regime regime;
};

/// In the order in which they are best told.
std::vector<Preset> const& presets();
std::span<std::string_view const> preset_names();

/// The regime of that name. Throws InputError without a place, with the nearest name, when there is none.
Regime preset(std::string_view name);

}  // namespace spil
