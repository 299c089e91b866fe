#include "engine/model/presets.hpp"

#include <fmt/format.h>

#include <array>
#include <string>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/core/text.hpp"

namespace spil {

namespace {

constexpr std::array<std::string_view, 3> names{"none", "project", "portfolio"};

Regime project() {
    Regime r;
    r.selection = Selection::score;
    r.budget = 50e6;
    r.reference_grant = 4e6;
    r.duration = 48;
    r.setup_delay = 6;
    r.decision_lag = 3;
    r.interval = 12;
    r.co_financing_rate = 0.3;
    r.novelty_penalty = 0.3;
    r.track_record_bonus = 0.25;
    r.application_effort = 1;
    r.accountability = 1;
    r.overhead_share = 0.05;
    return r;
}

Regime portfolio() {
    Regime r;
    r.selection = Selection::set;
    r.budget = 50e6;
    r.reference_grant = 4e6;
    r.duration = 48;
    r.setup_delay = 12;
    r.decision_lag = 3;
    r.interval = 3;
    r.gates = true;
    r.gate_interval = 12;
    r.longest_stay = 96;
    r.stop_override = 0.3;
    r.first_intensity = 0.5;
    r.low_intensity = 0.8;
    r.high_intensity = 1.5;
    r.risk_weight = 0.3;
    r.information_weight = 0.7;
    r.regulation_share = 0.12;
    r.practice_share = 0.08;
    r.intermediary_share = 0.04;
    r.upscaling_required = true;
    r.co_financing_rate = 0.3;
    r.application_effort = 0.2;
    r.accountability = 0.8;
    r.overhead_share = 0.06;
    r.coordination_cost = 0.001;
    r.coordination_curvature = 0.15;
    r.ministries = 2;
    return r;
}

}  // namespace

std::span<std::string_view const> preset_names() {
    return names;
}

Regime preset(std::string_view name) {
    if (name == "none") return {};
    if (name == "project") return project();
    if (name == "portfolio") return portfolio();
    std::vector<std::string> const known(names.begin(), names.end());
    auto const meant = nearest(name, known);
    throw InputError({}, fmt::format("there is no regime '{}'; known are none, project, portfolio{}", name,
                                     meant ? fmt::format("; did you mean '{}'?", *meant) : std::string{}));
}

}  // namespace spil
