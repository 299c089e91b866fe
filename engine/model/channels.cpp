#include "engine/model/channels.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/error.hpp"
#include "engine/schema/binding.hpp"

namespace spil {

namespace {

using enum Channel;

std::vector<KnobChannels> declared() {
    std::vector<Channel> const every{cash, horizon, burden, information, rules, acceptance, softness, staff};
    return {
        // Without a selection or a budget a programme does nothing at all.
        {"selection", every},
        {"budget", every},
        // Applying and reporting cost a share of the grant; the grant decides who applies.
        {"reference_grant", {cash, burden, information, acceptance, staff}},
        {"duration", {cash, horizon, acceptance, staff}},
        {"setup_delay", {cash, burden, information, rules, acceptance, staff}},
        {"decision_lag", {cash, horizon, acceptance}},
        {"interval", {cash, burden, information, acceptance, staff}},
        {"gates", {cash, horizon, acceptance, softness}},
        {"gate_interval", {cash, horizon, acceptance, staff}},
        {"longest_stay", {horizon, acceptance}},
        {"stop_override", {acceptance, softness}},
        {"first_intensity", {cash, acceptance}},
        {"low_intensity", {cash, acceptance}},
        {"high_intensity", {cash, acceptance}},
        // At a gate the order of labs decides who goes on and who of them gets more.
        {"risk_weight", {cash, acceptance}},
        {"information_weight", {cash, acceptance}},
        {"regulation_share", {cash, rules, acceptance, staff}},
        {"practice_share", {cash, information, acceptance, staff}},
        {"intermediary_share", {cash, rules, acceptance, staff}},
        {"third_space_share", {cash, rules, acceptance, staff}},
        {"upscaling_required", {cash, acceptance}},
        {"co_financing_rate", {cash}},
        {"co_financing_by_capacity", {cash}},
        {"novelty_penalty", {acceptance}},
        {"track_record_bonus", {acceptance}},
        {"application_effort", {burden, information, acceptance}},
        {"accountability", {burden}},
        {"overhead_share", {cash, acceptance, staff}},
        {"coordination_cost", {cash, acceptance, staff}},
        {"coordination_curvature", {cash, acceptance, staff}},
        {"ministries", {cash, acceptance, staff}},
        {"clairvoyant", {cash, acceptance}},
        {"screening_noise", {acceptance}},
        {"screen", {acceptance}},
        {"follow_on_share", {cash, horizon, acceptance, softness}},
        {"follow_on_months", {horizon, acceptance}},
        {"follow_on_intensity", {cash, acceptance}},
        {"bundling", {burden}},
        {"pooled", {cash, acceptance, staff}},
        {"block_leak", {cash, acceptance, staff}},
        {"block_staff_share", {cash, acceptance, staff}},
        {"revocation_hazard", {cash, horizon, acceptance, staff}},
    };
}

constexpr std::array columns{
    ColumnChannel{"labs.*", acceptance},
    ColumnChannel{"labs.reference_spending", cash},
    ColumnChannel{"labs.horizon", horizon},
    ColumnChannel{"labs.softness", softness},
    ColumnChannel{"labs.gate_distance", acceptance},
    ColumnChannel{"labs.planned_spending", cash},
    ColumnChannel{"labs.stop_signal", acceptance},
    ColumnChannel{"labs.follow_on", acceptance},
    ColumnChannel{"labs.firm_cash", cash},
    ColumnChannel{"municipalities.application_fte", burden},
    ColumnChannel{"municipalities.accountability_fte", burden},
    ColumnChannel{"municipalities.block_fte", staff},
    ColumnChannel{"municipalities.awards_won", acceptance},
    ColumnChannel{"municipalities.discouraged", acceptance},
    ColumnChannel{"municipalities.programme_trust", acceptance},
    ColumnChannel{"municipalities.idea", acceptance},
    ColumnChannel{"municipalities.idea_age", acceptance},
    ColumnChannel{"municipalities.knowledge", information},
    ColumnChannel{"municipalities.carry_over", information},
    ColumnChannel{"missions.practice_spending", information},
    ColumnChannel{"missions.intermediary_strength", rules},
    ColumnChannel{"missions.third_space_paid", rules},
    ColumnChannel{"solutions.regulatory_work", rules},
};

}  // namespace

std::vector<KnobChannels> const& knob_channels() {
    static auto const all = declared();
    return all;
}

std::vector<Channel> const& channels_of(std::string_view knob) {
    auto const& all = knob_channels();
    auto const found = std::find_if(all.begin(), all.end(), [&](auto const& k) { return k.knob == knob; });
    SPIL_EXPECT(found != all.end(), fmt::format("no channels are declared for a knob '{}'", knob));
    return found->channels;
}

std::vector<std::string_view> differing_knobs(Regime const& a, Regime const& b) {
    Regime x = a;
    Regime y = b;
    auto const left = bind(x);
    auto const right = bind(y);
    std::vector<std::string_view> names;
    for (std::size_t k = 0; k < left.size(); ++k)
        if (left[k].number() != right[k].number()) names.push_back(left[k].name);
    return names;
}

std::vector<Channel> differing_channels(Regime const& a, Regime const& b) {
    std::array<bool, channel_count> differs{};
    for (auto const knob : differing_knobs(a, b))
        for (auto const c : channels_of(knob)) differs[static_cast<std::size_t>(c)] = true;
    if (a.selection != Selection::formula && b.selection != Selection::formula)
        differs[static_cast<std::size_t>(staff)] = false;
    std::vector<Channel> found;
    found.reserve(channel_count);
    for (std::size_t c = 0; c < channel_count; ++c)
        if (differs[c]) found.push_back(static_cast<Channel>(c));
    return found;
}

std::span<ColumnChannel const> column_channels() {
    return columns;
}

std::optional<Channel> channel_of(Flow flow) {
    switch (flow) {
        case Flow::programme_budget:
        case Flow::award:
        case Flow::claw_back:
        case Flow::co_financing:
        case Flow::firm_co_financing:
        case Flow::ppp_surcharge:
        case Flow::lab_wages:  // the last of a lab whose grant is closed
        case Flow::overhead:
        case Flow::review:
        case Flow::block_grant:
        case Flow::regular_services:  // what regular tasks absorb of money by formula
            return Channel::cash;
        case Flow::application:
        case Flow::accountability:
            return Channel::burden;
        case Flow::regulatory_work:
        case Flow::intermediation:
        case Flow::third_space:
            return Channel::rules;
        case Flow::community_of_practice:
            return Channel::information;
        case Flow::structural_staff:
            return Channel::staff;
        case Flow::tax:
        case Flow::municipal_fund:
        case Flow::lab_purchases:
        case Flow::partner_search:
        case Flow::upkeep:
        case Flow::roll_out:
        case Flow::solution_purchase:
        case Flow::imports:
        case Flow::wages:
        case Flow::research:
        case Flow::research_credit:  // generic support: the same under every way of funding labs
        case Flow::innovation_grant:
        case Flow::public_procurement:
        case Flow::liquidation:
        case Flow::founding:
            return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace spil
