#pragma once
/// \file politics.hpp  Municipal politics: elections, colleges that break, aldermen who leave (SM3).
///
/// Every four years, and with weight w = 1 / 2 whenever a college breaks in between:
///
///     prio_i'  = prio_i + w (asked_i - prio_i)
///     drawn_im ~ exp(k sal_im + s N(0, 1))                            sums to 1 over missions
///     asked_i  = (1 - g) drawn_i + g residents_i     g = agenda weight, 0 where residents have no say
///     a_i'     = a_i + w ((1 - lambda)(a*_i - a_i) + s_a N(0, 1))     kept in [0.02, 0.98]
///     a lab that is backed loses its backing with chance w p (1 - supp_im); one that is not regains it with
///     chance supp_im
///
/// sal = mean |opinion| of residents; residents_im ~ [values_i . appeal_m]+, the appeal of a mission being
/// the mean of its solutions'. Residents have a say in a lasting share of municipalities, once the
/// municipality does something for a mission. Labs with money and labs in no man's land can lose backing;
/// each time a promise is broken. An alderman leaves a portfolio at a constant hazard; its labs then miss
/// their champion for some months.
///
/// Reads labs, opinion, support, values, roles, anchor; writes priority, aversion, backing, promises_broken,
/// college_fell, college_new, champion_gap. Source: Dutch council elections; hazards from counts of colleges
/// and aldermen; what a vote does to priorities, aversion and labs is an assumption.

#include <array>
#include <span>
#include <vector>

#include "engine/world/access.hpp"

namespace spil {

struct PoliticsParameters {
    static constexpr std::string_view name = "politics";

    double first_election = 2;
    double election_interval = 48;
    double salience_weight = 4;
    double priority_noise = 0.5;
    double election_memory = 0.6;
    double aversion_noise = 0.05;
    double backing_loss = 0.25;
    double break_hazard = 0.0051;
    double break_weight = 0.5;
    double alderman_hazard = 0.0167;
    double champion_months = 6;
    double participation = 0.2;
    double agenda_weight = 0.3;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = PoliticsParameters;
        return f(
            field(&P::first_election, "first_election", "months", within(0, 1200),
                  "months from the start to the first municipal election",
                  measured("council elections of March 2026, for a start in January 2026")),
            field(&P::election_interval, "election_interval", "months", within(1, 1200),
                  "months between municipal elections", measured("Dutch electoral law: four years")),
            field(&P::salience_weight, "salience_weight", "1", within(0, 20).likely(1, 8),
                  "how far new priorities follow what residents feel strongly about", assumption()),
            field(&P::priority_noise, "priority_noise", "1", within(0, 5).likely(0.2, 1),
                  "how far they stray from it", assumption()),
            field(&P::election_memory, "election_memory", "1", within(0, 1).likely(0.3, 0.9),
                  "part of its distance from the anchor that aversion keeps at an election", assumption()),
            field(&P::aversion_noise, "aversion_noise", "1", within(0, 0.5),
                  "spread of what an election does to aversion", assumption()),
            field(&P::backing_loss, "backing_loss", "1", within(0, 1).likely(0.05, 0.5),
                  "chance that a lab nobody supports loses municipal backing at an election", assumption()),
            field(&P::break_hazard, "break_hazard", "1/month", within(0, 1).likely(0.003, 0.008),
                  "hazard that a college of mayor and aldermen breaks",
                  measured("84 of about 390 colleges broke in 2014-18")),
            field(&P::break_weight, "break_weight", "1", within(0, 1).likely(0.25, 1),
                  "weight of a break relative to an election", assumption()),
            field(&P::alderman_hazard, "alderman_hazard", "1/month", within(0, 1).likely(0.01, 0.025),
                  "hazard that the alderman of a mission leaves",
                  measured("55.1 % of aldermen left within four years")),
            field(&P::champion_months, "champion_months", "months", within(0, 120).likely(3, 12),
                  "months that labs then go without a champion", assumption()),
            field(&P::participation, "participation", "1", within(0, 1).likely(0, 0.5),
                  "share of municipalities where residents help to set the agenda", assumption()),
            field(&P::agenda_weight, "agenda_weight", "1", within(0, 1).likely(0.1, 0.5),
                  "weight of what they ask for in new priorities", assumption()));
    }
};

bool election_due(std::uint32_t tick, PoliticsParameters const& p);
/// How strongly residents feel: mean |opinion| in a histogram of opinions (shares summing to 1); 0..1.
double salience(std::span<double const> opinion);
/// Priorities of a new college; `luck` standard normal, both one per mission. Sums to 1.
std::vector<double> drawn_priorities(std::span<double const> salience, std::span<double const> luck,
                                     PoliticsParameters const& p);
/// Mean appeal of each mission's solutions: (mission, appeal part), rows in order.
std::vector<double> mission_appeal(std::span<double const> solution_appeal, std::size_t missions);
/// What residents with these values ask for: shares of missions summing to 1, alike when nothing appeals.
std::vector<double> asked_by_residents(std::span<double const> values,
                                       std::span<double const> mission_appeal);
/// Aversion after a vote of weight `weight`; `luck` standard normal.
double aversion_after_vote(double aversion, double anchor, double weight, double luck,
                           PoliticsParameters const& p);
double backing_loss_chance(double support, double weight, PoliticsParameters const& p);

void form_colleges(Step const&, PoliticsParameters const&, In<&Labs::key> key, In<&Labs::host> host,
                   In<&Labs::mission> mission, In<&Labs::stage> stage, In<&Municipalities::values> values,
                   In<&Solutions::appeal> appeal, In<&Municipalities::opinion> opinion,
                   In<&Municipalities::support> support, In<&Municipalities::role> role,
                   In<&Municipalities::aversion_anchor> anchor, Update<&Municipalities::aversion> aversion,
                   Update<&Municipalities::priority> priority, Update<&Labs::unbacked> unbacked,
                   Out<&Municipalities::promises_broken> broken, Out<&Municipalities::college_fell> fell,
                   Out<&Municipalities::college_new> college_new);

void change_aldermen(Step const&, PoliticsParameters const&, Update<&Municipalities::champion_gap> gap);

}  // namespace spil
