#pragma once
/// \file calls.hpp  A call: municipalities with a role apply with a plan (common/plans.hpp) or do not, a
/// panel scores, the best get money (SM5).
///
///     apply    P G v - tau G - w_c staff / free staff - w_a a + w_T (T - 1/2) + w_w min(wins, 3)
///                + Gumbel  >  Gumbel             (G and costs in money units)
///     merit    rho (E - m) / sd + sqrt(1 - rho^2) N                          shared by all reviewers
///     score    merit + sigma N - lambda nu + omega_t min(wins, 3) + omega_g ln(population / 32 000)
///                + omega_u upscaling + omega_r balance;        nu = exp(-labs with this solution / 3)
///     balance  (expected - awards of the region) / max(1, expected), within -1..1; expected by population
///     expected success  P += memory (won / applied - P)
///
/// A lot instead of a ranking: proposals pass whose merit + (screening noise) sigma N reaches the screen, and
/// are drawn in random order. A clairvoyant panel scores by the potential itself.
///
/// Funded in order of score (lower municipality first among equals) until the free money does not reach the
/// next promise. Rejected: trust is lost, and some skip the next call. Runs every month, because the staff
/// bound by proposals of any kind is freed here, under any regime; calls come every `interval` months from
/// the end of the set-up. Reads ideas, judgement, potential; writes labs, grants, programmes, municipalities;
/// pays. Source: noisy panels Graves et al. (2011), Pier et al. (2018); track record and giving up Bol et al.
/// (2018); dislike of the new Boudreau et al. (2016); the score's form and the weights of applying are our
/// own.

#include "engine/processes/common/application.hpp"
#include "engine/processes/common/belief.hpp"
#include "engine/processes/common/founding.hpp"
#include "engine/processes/common/plans.hpp"
#include "engine/processes/common/programme_money.hpp"
#include "engine/processes/common/report_parameters.hpp"

namespace spil {

struct CallParameters {
    static constexpr std::string_view name = "calls";

    double money_unit = 1e6;
    double staff_weight = 0.4;
    double risk_weight = 0.5;
    double trust_weight = 1;
    double wins_weight = 0.2;
    double success_memory = 0.25;
    double signal_validity = 0.6;
    double panel_noise = 0.8;
    double size_bonus = 0.12;
    double upscaling_bonus = 0.2;
    double regional_bonus = 0.1;
    double quit_chance = 0.3;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = CallParameters;
        return f(
            field(&P::money_unit, "money_unit", "EUR", within(1, 1e9),
                  "money that weighs as much as one unit of random utility", assumption()),
            field(&P::staff_weight, "staff_weight", "1", within(0, 20).likely(0.2, 0.8),
                  "weight of the staff a proposal takes, relative to free staff", assumption()),
            field(&P::risk_weight, "risk_weight", "1", within(0, 20), "weight of risk aversion in applying",
                  assumption()),
            field(&P::trust_weight, "trust_weight", "1", within(0, 20),
                  "weight of trust in the programme in applying", assumption()),
            field(&P::wins_weight, "wins_weight", "1", within(0, 20),
                  "weight of each of the first three grants won in applying", assumption()),
            field(&P::success_memory, "success_memory", "1", within(0, 1),
                  "weight of the latest call in the expected success rate", assumption()),
            field(&P::signal_validity, "signal_validity", "1", within(0, 1).likely(0.2, 0.9),
                  "correlation of a proposal's apparent with its true merit",
                  assumption("low in studies of peer review")),
            field(&P::panel_noise, "panel_noise", "merit sd", within(0, 10).likely(0.3, 2),
                  "noise a panel adds", literature("Graves et al. 2011; Pier et al. 2018")),
            field(&P::size_bonus, "size_bonus", "merit sd", within(0, 5).likely(0, 0.3),
                  "bonus for each e-fold of population: the craft of writing proposals", assumption()),
            field(&P::upscaling_bonus, "upscaling_bonus", "merit sd", within(0, 5).likely(0, 0.5),
                  "bonus for an upscaling strategy", assumption()),
            field(&P::regional_bonus, "regional_bonus", "merit sd", within(0, 5).likely(0, 0.5),
                  "bonus for a region that won less than its share",
                  assumption("the enterprise agency spreads grants over regions")),
            field(&P::quit_chance, "quit_chance", "1", within(0, 1).likely(0, 0.6),
                  "chance that a rejected applicant skips the next call", literature("Bol et al. 2018")));
    }
};

struct Applicant {
    double success_rate = 0, judgement = 0, staff_free = 0, aversion = 0, trust = 0;
    int wins = 0;
};
/// Utility of applying over not applying, without the Gumbel errors.
double application_utility(Applicant const& a, Regime const& regime, CallParameters const& p,
                           ApplicationParameters const& application, HostParameters const& host);

struct Proposal {
    double merit = 0;   ///< true potential, standardised
    double signal = 0;  ///< standard normal of the proposal
    double noise = 0;   ///< standard normal of the panel
    int tried = 0;      ///< labs with this solution so far
    int wins = 0;       ///< of the applicant
    double population = 0;
    bool upscaling = false;
    double balance = 0;  ///< regional, -1..1
};
double proposal_score(Proposal const& proposal, Regime const& regime, CallParameters const& p);
/// What a panel sees that only screens.
double screened_merit(Proposal const& proposal, Regime const& regime, CallParameters const& p);

/// -1..1, above 0 for a region with fewer awards than its share of population.
double regional_balance(double awards_of_region, double awards_in_all, double population_share);

void hold_calls(Step const& step, Regime const& regime, CallParameters const& p,
                ApplicationParameters const& application, HostParameters const& host_parameters,
                IdeaParameters const& ideas, FoundingParameters const& founding,
                BudgetParameters const& budgets, BeliefParameters const& belief,
                ReportParameters const& report, In<&Nation::merit_mean> merit_mean,
                In<&Nation::merit_sd> merit_sd, In<&Missions::preparation> preparation,
                In<&Municipalities::population> population, In<&Municipalities::region> region,
                In<&Municipalities::context> context, In<&Municipalities::yearly_free> yearly_free,
                In<&Municipalities::challenge> challenge, In<&Municipalities::potential> potential,
                In<&Municipalities::judgement> judgement, In<&Municipalities::aversion> aversion,
                In<&Municipalities::fte_free> fte_free, In<&Municipalities::role> role,
                In<&Municipalities::implemented> implemented, Update<&Municipalities::idea> idea,
                Update<&Municipalities::idea_age> idea_age, Update<&Municipalities::knowledge> knowledge,
                Update<&Municipalities::carry_over> carry_over,
                Update<&Municipalities::application_fte> application_fte,
                Update<&Municipalities::awards_won> awards_won,
                Update<&Municipalities::discouraged> discouraged,
                Update<&Municipalities::programme_trust> programme_trust, Whole<Labs> labs,
                Whole<Programmes> programmes, Whole<Grants> grants, SelectionPay pay);

}  // namespace spil
