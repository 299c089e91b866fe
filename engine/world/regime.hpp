#pragma once
/// \file regime.hpp  A way of funding as one vector of knobs (SM4). Project, portfolio, hybrid, lottery,
/// block funding and none are points in it.
///
/// Only the funding processes (SM4 to SM8) may read it: the core of the model does not know which regime it
/// lives under.

#include <cmath>
#include <cstdint>

#include "engine/schema/field.hpp"

namespace spil {

/// How labs are chosen: nobody is; proposals by score; candidates as a set by belief; proposals that pass a
/// screen by lot; by municipalities themselves, out of money they receive by formula.
enum class Selection : std::uint8_t { none, score, set, lot, formula };
template <>
struct Words<Selection> {
    static constexpr std::array<std::string_view, 5> list{"none", "score", "set", "lot", "formula"};
};

struct Regime {
    static constexpr std::string_view name = "regime";

    Selection selection = Selection::none;
    double budget = 0;
    double reference_grant = 4.0e6;
    double duration = 48;
    double setup_delay = 6;
    double decision_lag = 3;
    double interval = 12;
    bool gates = false;
    double gate_interval = 12;
    double longest_stay = 96;
    double stop_override = 0;
    double first_intensity = 1;
    double low_intensity = 1;
    double high_intensity = 1;
    double risk_weight = 0;
    double information_weight = 0;
    double regulation_share = 0;
    double practice_share = 0;
    double intermediary_share = 0;
    double third_space_share = 0;
    bool upscaling_required = false;
    double co_financing_rate = 0.3;
    bool co_financing_by_capacity = false;
    double novelty_penalty = 0;
    double track_record_bonus = 0;
    double application_effort = 1;
    double accountability = 1;
    double overhead_share = 0.05;
    double coordination_cost = 0;
    double coordination_curvature = 0;
    double ministries = 2;
    bool clairvoyant = false;
    double screening_noise = 1;
    double screen = -0.3;
    double follow_on_share = 0;
    double follow_on_months = 24;
    double follow_on_intensity = 0.6;
    bool bundling = false;
    bool pooled = false;
    double block_leak = 0;
    double block_staff_share = 0;
    double revocation_hazard = 0;

    friend bool operator==(Regime const&, Regime const&) = default;

    template <class F>
    static constexpr auto fields(F&& f) {
        using T = Regime;
        return f(
            field(&T::selection, "selection",
                  "how labs are chosen: not at all, proposals by score, candidates as a set by belief, "
                  "screened proposals by lot, by hosts out of money received by formula",
                  design()),
            field(&T::budget, "budget", "EUR/year", within(0, 1e11).likely(12e6, 200e6),
                  "budget of each mission's programme", measured("PAW: EUR 435 M over ten years")),
            field(&T::reference_grant, "reference_grant", "EUR", within(1e4, 1e9).likely(0.5e6, 20e6),
                  "grant of a lab at intensity 1 over the duration",
                  measured("PAW average 4.0 M; Urban Innovative Actions 4.3 M")),
            field(&T::duration, "duration", "months", within(1, 360).likely(24, 84),
                  "term over which a reference grant is spent",
                  literature("City Deals 3 yr; demonstrations 2-5 yr; LIFE 4-5 yr")),
            field(&T::setup_delay, "setup_delay", "months", within(0, 120).likely(0, 24),
                  "months before the first call or intake", assumption()),
            field(&T::decision_lag, "decision_lag", "months", within(0, 60).likely(0, 9),
                  "months between decision and money", assumption()),
            field(&T::interval, "interval", "months", within(1, 120).likely(6, 36),
                  "months between calls or intakes", literature("calls are yearly as a rule")),
            field(&T::gates, "gates", "1", within(0, 1),
                  "true: labs pass gates and may go on to the longest stay; not for money by formula",
                  design()),
            field(&T::gate_interval, "gate_interval", "months", within(1, 120).likely(6, 24),
                  "months between gates once active", literature("stage-gate practice")),
            field(&T::longest_stay, "longest_stay", "months", within(1, 600).likely(48, 180),
                  "longest stay of a lab with gates", assumption()),
            field(&T::stop_override, "stop_override", "1", within(0, 1).likely(0, 0.9),
                  "chance that politics overrides a stop",
                  assumption("pork-barrel literature gives the direction")),
            field(&T::first_intensity, "first_intensity", "1", within(0.05, 5),
                  "funding intensity at the start", design()),
            field(&T::low_intensity, "low_intensity", "1", within(0.05, 5), "intensity after an average gate",
                  design()),
            field(&T::high_intensity, "high_intensity", "1", within(0.05, 5), "intensity after a good gate",
                  design()),
            field(&T::risk_weight, "risk_weight", "1", within(0, 10).likely(0, 2),
                  "weight of spread over contexts and solutions", assumption()),
            field(&T::information_weight, "information_weight", "1", within(0, 10).likely(0, 1.5),
                  "weight of what a choice would teach", assumption()),
            field(&T::regulation_share, "regulation_share", "1", within(0, 0.5).likely(0, 0.3),
                  "share of budget for legal work", assumption()),
            field(&T::practice_share, "practice_share", "1", within(0, 0.5).likely(0, 0.3),
                  "share for communities of practice", assumption()),
            field(&T::intermediary_share, "intermediary_share", "1", within(0, 0.5).likely(0, 0.3),
                  "share for intermediaries", assumption()),
            field(&T::third_space_share, "third_space_share", "1", within(0, 0.5).likely(0, 0.05),
                  "share for third spaces between municipalities",
                  literature("City Deals: about EUR 0.5 M each")),
            field(&T::upscaling_required, "upscaling_required", "1", within(0, 1),
                  "true: an upscaling strategy is a condition", design()),
            field(&T::co_financing_rate, "co_financing_rate", "1", within(0, 0.9).likely(0, 0.6),
                  "share of cost the host side pays",
                  assumption("Regio Deals ask 50 %; 30 % lets a median municipality carry one lab")),
            field(&T::co_financing_by_capacity, "co_financing_by_capacity", "1", within(0, 1),
                  "true: the rate falls with the reserves of the host", design()),
            field(&T::novelty_penalty, "novelty_penalty", "merit sd", within(0, 3).likely(0, 0.6),
                  "panels' dislike of the new", literature("Boudreau et al. 2016")),
            field(&T::track_record_bonus, "track_record_bonus", "merit sd/win", within(0, 3).likely(0, 0.6),
                  "panels' liking of winners", literature("Bol et al. 2018")),
            field(&T::application_effort, "application_effort", "1", within(0, 5),
                  "application cost relative to a full proposal", design()),
            field(&T::accountability, "accountability", "1", within(0, 5),
                  "reporting burden relative to a project grant", design()),
            field(&T::overhead_share, "overhead_share", "1", within(0, 0.5).likely(0.03, 0.15),
                  "fixed overhead, share of budget", assumption()),
            field(&T::coordination_cost, "coordination_cost", "1", within(0, 0.1).likely(0, 0.006),
                  "coordination per lab and month, share of the mean grant", assumption()),
            field(&T::coordination_curvature, "coordination_curvature", "1", within(0, 2).likely(0, 0.5),
                  "how coordination grows faster than the number of labs", assumption()),
            field(&T::ministries, "ministries", "1", within(1, 20).likely(1, 6), "ministries involved",
                  measured("NPLV: 6")),
            field(&T::clairvoyant, "clairvoyant", "1", within(0, 1),
                  "true: who selects sees the true potential; a bound, nobody can", design()),
            field(&T::screening_noise, "screening_noise", "1", within(0, 10).likely(1, 2),
                  "noise of a panel that only screens, relative to one that ranks", assumption()),
            field(&T::screen, "screen", "merit sd", any_value().likely(-1, 1),
                  "apparent merit below which a proposal takes no part in the lot", assumption()),
            field(&T::follow_on_share, "follow_on_share", "1", within(0, 0.9).likely(0.05, 0.4),
                  "share of budget kept for labs whose term ends well", assumption("advice on City Deals")),
            field(&T::follow_on_months, "follow_on_months", "months", within(1, 240).likely(12, 24),
                  "months that follow-on money lasts", assumption("advice on City Deals")),
            field(&T::follow_on_intensity, "follow_on_intensity", "1", within(0.05, 5).likely(0.4, 1),
                  "intensity of follow-on money", assumption()),
            field(&T::bundling, "bundling", "1", within(0, 1),
                  "true: skilled hosts account for all their grants in one go", design()),
            field(&T::pooled, "pooled", "1", within(0, 1),
                  "true: money by formula is pooled in each region; false: each municipality has its own",
                  design()),
            field(&T::block_leak, "block_leak", "1", within(0, 0.95).likely(0.1, 0.8),
                  "share of money by formula that regular tasks absorb",
                  assumption("flypaper literature; varies widely")),
            field(&T::block_staff_share, "block_staff_share", "1", within(0, 0.9).likely(0, 0.3),
                  "share of money by formula that goes to permanent staff", assumption()),
            field(&T::revocation_hazard, "revocation_hazard", "1/month", within(0, 1).likely(0.001, 0.02),
                  "hazard that the state revokes the money of a pool", assumption()));
    }
};

/// False when a regime cannot do anything: then no funding process touches the world, except that what an
/// earlier regime promised is kept.
inline bool funding(Regime const& r) {
    return r.selection != Selection::none && r.budget > 0;
}
/// True when a programme judges its labs at gates; money by formula is out of its hands.
inline bool gated(Regime const& r) {
    return r.gates && r.selection != Selection::formula;
}
/// True when labs get their money in steps and may go on as long as they are let: behind gates, or while
/// their own region pays.
inline bool open_ended(Regime const& r) {
    return gated(r) || r.selection == Selection::formula;
}
/// True when money is kept for labs whose fixed term ends well.
inline bool follows_on(Regime const& r) {
    return r.follow_on_share > 0 && !open_ended(r);
}
/// Knobs that count months, as whole months.
inline int whole_months(double knob) {
    return static_cast<int>(std::lround(knob));
}

}  // namespace spil
