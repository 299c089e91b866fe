#include "engine/processes/role_choice.hpp"

#include <algorithm>
#include <vector>

#include "engine/core/gumbel_choice.hpp"
#include "engine/processes/common/grouped_rows.hpp"

namespace spil {

double role_utility(RoleView const& v, double reach, double staff, double cash, double risk, bool same,
                    double peers, RoleChoiceParameters const& p) {
    double const benefit = p.challenge_weight * v.challenge * std::max(0.0, v.best_judgement) +
                           p.priority_weight * v.priority + p.support_weight * v.support;
    // A quarter of a post and a tenth of a lab's yearly cash are the least that scarcity is measured against.
    double const effort =
        p.staff_weight * staff / std::max(0.25, v.free_staff) +
        p.cash_weight * cash * p.cash_per_lab / std::max(0.1 * p.cash_per_lab + 1, v.reserves);
    return reach * benefit - effort - v.aversion * risk * v.uncertainty + (same ? p.inertia_weight : 0) +
           p.peer_weight * peers;
}

void choose_roles(Step const& step, RoleChoiceParameters const& p, RoleParameters const& roles,
                  Look<AccountClass::municipality> accounts, In<&Nation::merit_sd> sd,
                  In<&Municipalities::region> region, In<&Municipalities::challenge> challenge,
                  In<&Municipalities::priority> priority, In<&Municipalities::support> support,
                  In<&Municipalities::judgement> judgement, In<&Municipalities::knowledge> knowledge,
                  In<&Municipalities::aversion> aversion, In<&Municipalities::fte_free> fte_free,
                  Update<&Municipalities::role> role) {
    auto const n = role.rows();
    auto const M = role.width();
    auto const S = step.dimensions.solutions_per_mission;
    auto const fte = roles.fte(), cash = roles.cash(), risk = roles.risk(), reach = roles.reach();

    auto const regions = groups_in(region);
    std::vector<double> in_role(regions * M * role_count, 0.0);
    std::vector<double> members(regions, 0.0);
    for (std::size_t i = 0; i < n; ++i) {
        auto const g = static_cast<std::size_t>(region(i));
        members[g] += 1;
        for (std::size_t m = 0; m < M; ++m) in_role[(g * M + m) * role_count + role(i, m)] += 1;
    }

    for (std::size_t i = 0; i < n; ++i) {
        if ((step.tick + i) % 3 != 0) continue;
        auto const g = static_cast<std::size_t>(region(i));
        double const reserves = euro(accounts.balance({AccountClass::municipality, i}));
        for (std::size_t m = 0; m < M; ++m) {
            std::size_t best_solution = m * S;
            for (std::size_t s = m * S; s < (m + 1) * S; ++s)
                if (judgement(i, s) > judgement(i, best_solution)) best_solution = s;
            auto const k = best_solution * conditions;
            double const known = (knowledge(i, k) + knowledge(i, k + 1) + knowledge(i, k + 2)) / 3;
            auto const present = role(i, m);
            RoleView const view{challenge(i, m),
                                priority(i, m),
                                support(i, m),
                                judgement(i, best_solution),
                                aversion(i),
                                (1 - known) * sd(0),
                                fte_free(i) + fte[present],
                                reserves};
            GumbelChoice choice{p.choice_noise};
            auto const consider = [&](std::size_t r) {
                double const peers = in_role[(g * M + m) * role_count + r] / members[g];
                choice.consider(
                    r, role_utility(view, reach[r], fte[r], cash[r], risk[r], r == present, peers, p),
                    step.draws(Purpose::role_choice, i, m * role_count + r));
            };
            consider(present);  // the likeliest to win, so that the others are turned down the sooner
            for (std::size_t r = 0; r < role_count; ++r)
                if (r != present) consider(r);
            role(i, m) = static_cast<std::uint8_t>(choice.chosen());
        }
    }
}

}  // namespace spil
