#pragma once
/// \file presets.hpp  Ways of funding with a name: points in the space of knobs, no more.
///
///     none        nothing beyond the general grant
///     project     yearly calls, proposals ranked by a panel, a fixed term
///     portfolio   quarterly intake of sets, gates, money for rules, practice and intermediaries
///
/// A preset bundles knobs; which of them makes a difference is for a decomposition to say.

#include <span>
#include <string_view>

#include "engine/world/regime.hpp"

namespace spil {

/// In the order in which they are best told.
std::span<std::string_view const> preset_names();

/// The regime of that name. Throws InputError without a place, with the nearest name, when there is none.
Regime preset(std::string_view name);

}  // namespace spil
