#pragma once
/// \file circulation.hpp  What is learnt in one place is taken up in another, as far as people meet (SM12).
///
/// Once a quarter municipality j looks at every source: labs that run or whose money stopped within the
/// memory, and solutions that are an institution somewhere, if they know anything worth telling.
///
///     W_ij   = w_d proximity_ij + w_g [same region] + w_T T_ij + w_c C_m [both members]
///     T_ij   trust of the tie where the two have been in a third space together, else (T_i + T_j) / 2
///     x_jsk  = sum over sources of W_ij (0.5 + 0.5 zeta) L_k             zeta: share of decay held off; 1
///                                                                        for an institution
///     dK_jsk = (1 - K_jsk) (1 - exp(-3 w_0 (0.3 + 0.7 skill_j) (1 + m C_m [j member]) x_jsk))
///
///     report Y_is = potential of s at i + error,   error = effort bias (labs) + sd N(0, 1)
///                                                                       one a quarter for each place
///     belief      = mean of reports; weight of a source = its part of mean_k dK times perceived likeness;
///                   older weights fade by 2 % a month
///     perceived likeness   exp(-d^2 / 2 (kappa l)^2); towards the true one exp(-h_c d^2 / 2 l^2) with the
///                   strength H_m of the learning hub, for members of the community
///     report of the hub    potential + (1 - c H_m) error, for members of the community
///     carry_over  = mean of likeness over sources, weighed by their part of all mean_k K ever taken up
///
/// Who believes reports from afar that do not hold at home over-generalises: perceived likeness is then above
/// the true one, and copies disappoint (institutionalisation, revocation). The hub collects what was learnt
/// side by side and tells its members what carries over.
///
/// A part is in proportion to W_ij (0.5 + 0.5 zeta) mean_k L_k. A municipality is a source to itself. The
/// multiplier of a community works for its members only: it was measured on participants.
///
/// Reads sources, contacts, potential; writes knowledge, belief, belief_weight, carry_over. Work is gathered
/// by the reader, so the sums have one order. Source: transfer with distance (Abramo et al. 2020); pilots'
/// effort bias (Wang and Yang 2025); learning networks (LEEN).

#include "engine/processes/common/circulation_parameters.hpp"
#include "engine/processes/common/embedding.hpp"
#include "engine/processes/common/practice_parameters.hpp"
#include "engine/processes/common/report_parameters.hpp"
#include "engine/world/access.hpp"

namespace spil {

inline constexpr int circulation_period = 3;  ///< months

/// Knowledge taken up in a quarter. \param practice  strength, 0 unless a member  \param exposure  x_jsk
double uptake(double knowledge, double skill, double practice, double exposure,
              CirculationParameters const& p, PracticeParameters const& practice_parameters);

void circulate(Step const&, Geography const&, CirculationParameters const&, ReportParameters const&,
               PracticeParameters const&, EmbeddingParameters const&, In<&Municipalities::region> region,
               In<&Municipalities::skill> skill, In<&Municipalities::partner_trust> trust,
               In<&Municipalities::practice_member> member, In<&Municipalities::accepted_fit> accepted_fit,
               In<&Municipalities::viable_fit> viable_fit, In<&Municipalities::potential> potential,
               In<&Municipalities::implemented> implemented, In<&Municipalities::learning> learning,
               In<&Missions::practice_strength> practice, In<&Missions::hub_strength> hub,
               In<&Solutions::permission> permission, In<&Labs::stage> stage, In<&Labs::host> host,
               In<&Labs::solution> solution, In<&Labs::end_month> end_month, In<&Labs::learning> lab_learning,
               In<&Labs::retention> retention, In<&Labs::exemption> exemption,
               In<&Ties::municipality> tie_municipality, In<&Ties::party> tie_party, In<&Ties::kind> tie_kind,
               In<&Ties::trust> tie_trust, Update<&Municipalities::knowledge> knowledge,
               Update<&Municipalities::carry_over> carry_over, Update<&Municipalities::belief> belief,
               Update<&Municipalities::belief_weight> belief_weight);

}  // namespace spil
