#pragma once
/// \file funding_world.hpp  A world in which money can be handed out: towns alike enough to reason about.

#include "engine/processes/common/belief.hpp"
#include "tests/support/small_world.hpp"

namespace spil::testing {

/// `towns` municipalities of 40 000 with a role, staff and EUR 10 M each, and a prior belief for every
/// mission.
inline World funding_world(std::size_t towns, std::size_t missions = 1, std::size_t solutions = 3) {
    World w = small_world(towns, missions, solutions);
    fill(w.nation.merit_mean, 0.4);
    fill(w.nation.merit_sd, 0.15);
    fill(w.missions.preparation, 12.0);
    fill(w.solutions.permission, 0.9);
    fill(w.municipalities.population, 40000.0);
    fill(w.municipalities.yearly_free, 40000 * 26.4);
    fill(w.municipalities.challenge, 0.5);
    fill(w.municipalities.potential, 0.4);
    fill(w.municipalities.judgement, 0.4);
    fill(w.municipalities.aversion, 0.5);
    fill(w.municipalities.fte_free, 2.0);
    fill(w.municipalities.programme_trust, 0.5);
    fill(w.municipalities.role, static_cast<int>(Role::driver));
    for (std::size_t i = 0; i < towns; ++i) {
        w.municipalities.region.now[i] = static_cast<std::int32_t>(i % 2);
        for (std::size_t d = 0; d < context_parts; ++d)
            w.municipalities.context.now[i * context_parts + d] =
                (static_cast<double>((i * (d + 3) + d) % 7) - 3) / 2;
        w.ledger.open({AccountClass::municipality, i}, cents(10e6));
    }
    BeliefParameters const p;
    for (std::size_t m = 0; m < missions; ++m) {
        auto const n = w.dimensions.beliefs();
        prior_belief(std::span{w.programmes.belief_mean.now}.subspan(m * n, n),
                     std::span{w.programmes.belief_covariance.now}.subspan(m * n * n, n * n),
                     std::span{w.programmes.manager_bias.now}.subspan(m * solutions, solutions), 0.4, 0.15,
                     p);
        w.programmes.rotation_left.now[m] = 1000;
        w.programmes.success_rate.now[m] = 0.3;
        w.programmes.stop_rate.now[m] = 0.2;
    }
    return w;
}

}  // namespace spil::testing
