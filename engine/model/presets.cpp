#include "engine/model/presets.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/core/text.hpp"

namespace spil {

namespace {

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
    r.third_space_share = 0.01;
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

Regime hybrid() {
    Regime r = project();
    r.setup_delay = 9;
    r.follow_on_share = 0.2;
    r.follow_on_months = 24;
    r.follow_on_intensity = 0.6;
    r.stop_override = 0.3;
    r.regulation_share = 0.05;
    r.practice_share = 0.05;
    r.intermediary_share = 0.02;
    r.third_space_share = 0.005;
    r.upscaling_required = true;
    r.co_financing_by_capacity = true;
    r.novelty_penalty = 0.15;
    r.track_record_bonus = 0.15;
    r.overhead_share = 0.06;
    return r;
}

Regime lottery() {
    Regime r = project();
    r.selection = Selection::lot;
    r.setup_delay = 4;
    r.screen = -0.3;
    r.screening_noise = 1.5;
    r.novelty_penalty = 0;
    r.track_record_bonus = 0;
    r.application_effort = 0.33;
    r.accountability = 0.8;
    r.overhead_share = 0.025;
    return r;
}

Regime block() {
    Regime r = project();
    r.selection = Selection::formula;
    r.setup_delay = 12;
    r.interval = 3;
    r.gate_interval = 12;
    r.stop_override = 0.9;
    r.first_intensity = 0.8;
    r.practice_share = 0.02;
    r.co_financing_rate = 0;
    r.novelty_penalty = 0;
    r.track_record_bonus = 0;
    r.application_effort = 0;
    r.accountability = 0.2;
    r.overhead_share = 0.01;
    r.pooled = true;
    r.block_leak = 0.35;
    r.block_staff_share = 0.1;
    r.revocation_hazard = 0.005;
    return r;
}

/// `to` with what `from` spends on rules, communities of practice, intermediaries and third spaces.
Regime with_bundle_of(Regime to, Regime const& from) {
    to.regulation_share = from.regulation_share;
    to.practice_share = from.practice_share;
    to.intermediary_share = from.intermediary_share;
    to.third_space_share = from.third_space_share;
    return to;
}

template <class Change>
Regime changed(Regime r, Change change) {
    change(r);
    return r;
}

std::vector<Preset> make_presets() {
    return {
        {"none", "no programme: municipalities do what they can from their own money", Regime{}},
        {"project", "competitive calls: proposals are scored, winners get a grant for a fixed term",
         project()},
        {"portfolio",
         "labs are chosen as a set and go on from gate to gate; part of the money goes to rules, "
         "communities of practice and intermediaries",
         portfolio()},
        {"hybrid", "calls as in project, and follow-on money for labs whose term ends well", hybrid()},
        {"lottery", "proposals that pass a light screen are drawn by lot", lottery()},
        {"block", "structural money by formula, pooled in regions that choose labs themselves", block()},
        {"block_local", "the same without pooling: each municipality has its own",
         changed(block(), [](Regime& r) { r.pooled = false; })},
        {"project+X", "project with what portfolio spends on rules, practice and intermediaries",
         with_bundle_of(project(), portfolio())},
        {"portfolio-X", "portfolio without that spending", with_bundle_of(portfolio(), Regime{})},
        {"project+strategy", "project with an upscaling strategy as a condition",
         changed(project(), [](Regime& r) { r.upscaling_required = true; })},
        {"project_long", "project with the same grant over twice the term",
         changed(project(), [](Regime& r) { r.duration = 96; })},
        {"project+bundling", "project whose hosts account for all their grants in one go",
         changed(project(), [](Regime& r) { r.bundling = true; })},
        {"portfolio-gates", "portfolio whose labs get full money for a fixed term instead of gates",
         changed(portfolio(),
                 [](Regime& r) {
                     r.gates = false;
                     r.first_intensity = 1;
                     r.stop_override = 0;
                 })},
        {"portfolio-diversification",
         "portfolio that looks at expected worth alone, not at spread or learning",
         changed(portfolio(), [](Regime& r) { r.risk_weight = r.information_weight = 0; })},
        {"portfolio_clairvoyant", "portfolio that sees the true potential: an upper bound to better choosing",
         changed(portfolio(), [](Regime& r) { r.clairvoyant = true; })},
        {"project_clairvoyant", "project whose panel sees the true potential",
         changed(project(), [](Regime& r) { r.clairvoyant = true; })},
        {"random", "project whose winners are drawn by lot from all who apply: a lower bound to choosing",
         changed(project(),
                 [](Regime& r) {
                     r.selection = Selection::lot;
                     r.screen = -1000;
                 })},
    };
}

}  // namespace

std::vector<Preset> const& presets() {
    static auto const all = make_presets();
    return all;
}

std::span<std::string_view const> preset_names() {
    static auto const names = [] {
        std::vector<std::string_view> list;
        list.reserve(presets().size());
        for (auto const& p : presets()) list.push_back(p.name);
        return list;
    }();
    return names;
}

Regime preset(std::string_view name) {
    for (auto const& p : presets())
        if (p.name == name) return p.regime;
    std::vector<std::string> const known(preset_names().begin(), preset_names().end());
    auto const meant = nearest(name, known);
    throw InputError({}, fmt::format("there is no regime '{}'; known are {}{}", name, fmt::join(known, ", "),
                                     meant ? fmt::format("; did you mean '{}'?", *meant) : std::string{}));
}

}  // namespace spil
