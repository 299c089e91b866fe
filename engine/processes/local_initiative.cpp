#include "engine/processes/local_initiative.hpp"

#include <algorithm>

#include "engine/core/elementary.hpp"
#include "engine/processes/common/new_lab.hpp"

namespace spil {

double own_lab_chance(double aversion, double reach, LocalInitiativeParameters const& p) {
    return -elementary::expm1(-p.start_rate * (1 - aversion) * reach);
}

void start_own_labs(Step const& step, LocalInitiativeParameters const& p, FoundingParameters const& f,
                    HostParameters const& staff, RoleParameters const& roles,
                    Pay<AccountClass::municipality> purse, In<&Municipalities::role> role,
                    In<&Municipalities::aversion> aversion, In<&Municipalities::judgement> judgement,
                    In<&Municipalities::yearly_free> yearly_free, Update<&Municipalities::idea> idea,
                    Update<&Municipalities::idea_age> age, Whole<Labs> labs) {
    auto const M = idea.width();
    auto const S = step.dimensions.solutions();
    std::vector<std::uint8_t> busy(idea.size(), 0);
    std::vector<std::uint8_t> there(idea.rows() * S, 0);  // at most labs_per_place
    for (std::size_t l = 0, all = labs.rows(); l < all; ++l) {
        auto const i = static_cast<std::size_t>(labs->host.now[l]);
        if (funded(labs->stage.now[l])) busy[i * M + static_cast<std::size_t>(labs->mission.now[l])] = 1;
        ++there[i * S + static_cast<std::size_t>(labs->solution.now[l])];
    }
    auto const reach = roles.reach();
    for (std::size_t i = 0; i < idea.rows(); ++i)
        for (std::size_t m = 0; m < M; ++m) {
            if (idea(i, m) == 0 || age(i, m) < p.patience || busy[i * M + m] != 0) continue;
            auto const r = role(i, m);
            if (r < static_cast<std::uint8_t>(Role::financier)) continue;
            auto const s =
                m * step.dimensions.solutions_per_mission + static_cast<std::size_t>(idea(i, m)) - 1;
            double const secured =
                staff.reserve_floor * yearly_free(i) + p.secured_months * p.intensity * f.full_spending;
            if (euro(purse.balance({AccountClass::municipality, i})) < secured ||
                there[i * S + s] >= labs_per_place)
                continue;
            if (!step.draws(Purpose::own_lab, i, m).chance(own_lab_chance(aversion(i), reach[r], p)))
                continue;

            auto const key = lab_key(step.dimensions, i, s, there[i * S + s]++);
            auto const row = add_lab(step, {key, i, m, s, f.routine_chance}, labs, purse);
            labs->own_budget.now[row] = 1;
            labs->upscaling.now[row] =
                step.lasting_draws(Purpose::upscaling_plan, key).chance(f.upscaling_chance) ? 1 : 0;
            labs->reference_spending.now[row] = f.full_spending;
            labs->horizon.now[row] = p.term;
            labs->expected_embedding.now[row] = judgement(i, s) + f.optimism;
            busy[i * M + m] = 1;
            idea(i, m) = 0;
            age(i, m) = 0;
        }
}

void pay_own_labs(Step const& step, LocalInitiativeParameters const& p, FoundingParameters const& f,
                  HostParameters const& staff, Pay<AccountClass::municipality, AccountClass::lab> purse,
                  In<&Labs::own_budget> own, In<&Labs::unbacked> unbacked, In<&Labs::host> host,
                  In<&Labs::stage> stage, In<&Labs::start_month> start,
                  In<&Municipalities::yearly_free> yearly_free, Update<&Labs::planned_spending> planned,
                  Update<&Labs::horizon> horizon, Update<&Labs::stop_signal> stop) {
    double const full = p.intensity * f.full_spending;
    for (std::size_t l = 0; l < own.rows(); ++l) {
        if (own(l) == 0) continue;
        auto const i = static_cast<std::size_t>(host(l));
        Account const lab{AccountClass::lab, l};
        Account const here{AccountClass::municipality, i};
        if (!funded(stage(l))) {
            purse.post(Flow::claw_back, lab, here, purse.balance(lab));
            continue;
        }
        double const left = p.term - (static_cast<double>(step.tick) - start(l));
        double const spare = euro(purse.balance(here)) - staff.reserve_floor * yearly_free(i);
        planned(l) = full;
        horizon(l) = std::max(0.0, std::min(left, spare / full));
        if (left <= 0 || spare < full || unbacked(l) != 0) {
            stop(l) = 1;
        } else if (stage(l) != Stage::forming) {
            purse.post(Flow::co_financing, here, lab,
                       cents(stage(l) == Stage::preparing ? 0.5 * full : full));
        }
    }
}

}  // namespace spil
