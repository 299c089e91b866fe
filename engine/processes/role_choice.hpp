#pragma once
/// \file role_choice.hpp  Once a quarter a municipality chooses its role for each mission (SM3).
///
///     U_r = w_P P_im g_r [v]+ + w_pr prio_im g_r + w_s supp_im g_r - w_c c_r / fte - w_e cash_r / reserves
///           - a_i r_r sd(v) + w_in [same] + w_pe peers_r + t Gumbel        the highest wins
///
/// with v the best judgement among the mission's solutions, g reach, c staff, r risk of the role (roles.hpp),
/// fte the free staff plus what the present role binds, and peers the share of the region's municipalities in
/// that role. Priority and support count with the reach of the role: as a constant they would not move a
/// choice. Municipality i chooses in months with (t + i) mod 3 = 0, so that a third of them choose each
/// month. Reads judgement, challenge, support, aversion, staff, reserves, roles; writes role. Source: random
/// utility (McFadden 1974); roles of decentral governments; weights are assumptions.

#include "engine/processes/common/roles.hpp"
#include "engine/world/access.hpp"

namespace spil {

struct RoleChoiceParameters {
    static constexpr std::string_view name = "role_choice";

    double challenge_weight = 1;
    double priority_weight = 0.5;
    double staff_weight = 0.4;
    double cash_weight = 0.3;
    double inertia_weight = 0.5;
    double peer_weight = 0.3;
    double support_weight = 0.4;
    double choice_noise = 0.3;
    double cash_per_lab = 300000;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = RoleChoiceParameters;
        return f(field(&P::challenge_weight, "challenge_weight", "1", within(0, 20).likely(0.5, 2),
                       "weight of the challenge", assumption()),
                 field(&P::priority_weight, "priority_weight", "1", within(0, 20).likely(0.25, 1),
                       "weight of political priority", assumption()),
                 field(&P::staff_weight, "staff_weight", "1", within(0, 20).likely(0.2, 0.8),
                       "weight of staff needed", assumption()),
                 field(&P::cash_weight, "cash_weight", "1", within(0, 20).likely(0.15, 0.6),
                       "weight of cash needed", assumption()),
                 field(&P::inertia_weight, "inertia_weight", "1", within(0, 20).likely(0.25, 1),
                       "pull of the present role", assumption()),
                 field(&P::peer_weight, "peer_weight", "1", within(0, 20).likely(0.15, 0.6),
                       "pull of the region's example", assumption()),
                 field(&P::support_weight, "support_weight", "1", within(0, 20).likely(0.2, 0.8),
                       "weight of residents' support", assumption()),
                 field(&P::choice_noise, "choice_noise", "1", within(0, 10), "scale of the Gumbel error",
                       assumption()),
                 field(&P::cash_per_lab, "cash_per_lab", "EUR/year", within(0, 1e8),
                       "co-financing a lab asks in full",
                       assumption("30 % of a 5.7 M lab over four years, firms' part off")));
    }
};

/// What a role's utility is made of, apart from the error.
struct RoleView {
    double challenge, priority, support, best_judgement, aversion, uncertainty, free_staff, reserves;
};
double role_utility(RoleView const& view, double reach, double staff, double cash, double risk, bool same,
                    double peers, RoleChoiceParameters const& p);

void choose_roles(Step const&, RoleChoiceParameters const&, RoleParameters const&,
                  Look<AccountClass::municipality> accounts, In<&Nation::merit_sd> sd,
                  In<&Municipalities::region> region, In<&Municipalities::challenge> challenge,
                  In<&Municipalities::priority> priority, In<&Municipalities::support> support,
                  In<&Municipalities::judgement> judgement, In<&Municipalities::knowledge> knowledge,
                  In<&Municipalities::aversion> aversion, In<&Municipalities::fte_free> fte_free,
                  Update<&Municipalities::role> role);

}  // namespace spil
