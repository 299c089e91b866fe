#pragma once
/// \file random_policies.hpp  Ways of funding drawn at random from the space of knobs: how results depend on
/// the knobs at large, and a check that no preset is better than chance by construction (SM7, random genome).
///
/// Section [random_policies]: `count` policies named random_1, random_2, ... join those that are written.
/// Each knob is drawn on its own: words and switches with equal chances, numbers uniformly over their
/// plausible range; what has no plausible range, the budget, the grant and clairvoyance stay as in the preset
/// `project`, so that all have the same money. A draw is addressed by the section's seed, the number of the
/// policy and the name of the knob. Each drawn policy then stands in the results file with all its knobs, as
/// any other.

#include <cstdint>
#include <vector>

#include "engine/io/scenario.hpp"
#include "engine/run/study.hpp"

namespace spil {

struct RandomPolicySettings {
    std::int64_t count = 0;
    std::int64_t seed = 1;

    template <class F>
    static constexpr auto fields(F&& f) {
        using S = RandomPolicySettings;
        return f(field(&S::count, "count", "1", within(0, 1000), "policies to draw", design()),
                 field(&S::seed, "seed", "1", within(0, 9007199254740992.0),
                       "seed of the draws; it does not change with the worlds", design()));
    }
};

/// The n-th random way of funding, n from 1.
Regime random_regime(std::uint64_t seed, std::uint32_t n);

/// Appends the drawn policies to those of the study when the scenario has the section.
void read_random_policies(Scenario const& scenario, Study& study, std::vector<Problem>& problems);

}  // namespace spil
