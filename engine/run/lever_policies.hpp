#pragma once
/// \file lever_policies.hpp  Policy levers: a policy of the study with every combination of some values of
/// its knobs.
///
///     [[levers]]
///     policy = "portfolio"
///     knobs = { gate_interval = [12, 24], budget = [20e6, 50e6] }
///
/// adds "portfolio gate_interval=12 budget=20000000" and three more policies, the last knob changing fastest.
/// What one can choose (levers) is thus kept apart from what nobody knows ([uncertainties]): every policy
/// runs in every world of every point, so the two are crossed in full. A knob cannot be both.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/io/scenario.hpp"
#include "engine/run/study.hpp"

namespace spil {

/// The declared part of a row [[levers]]; `knobs` is a table of lists.
struct LeverSettings {
    std::string policy;

    template <class F>
    static constexpr auto fields(F&& f) {
        return f(field(&LeverSettings::policy, "policy", "policy of [[policies]] whose knobs are set anew",
                       design()));
    }
};

/// Appends the policies of all levers to those of the study, which must have been read; what is wrong goes to
/// `problems`.
void read_levers(Scenario const& scenario, Study& study, std::vector<Problem>& problems);

/// Every knob that a lever sets, where it does.
std::vector<std::pair<std::string, Place>> lever_knobs(Scenario const& scenario);

}  // namespace spil
