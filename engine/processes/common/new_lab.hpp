#pragma once
/// \file new_lab.hpp  What a lab is when it begins, whoever pays for it: a row, an account, an identity.

#include "engine/core/error.hpp"
#include "engine/world/access.hpp"

namespace spil {

/// Labs of one place on one solution are told apart by a number below this; it is part of their keys.
inline constexpr std::size_t labs_per_place = 32;

/// The identity by which a lab meets its luck. \param before  labs there on that solution so far
inline std::uint32_t lab_key(Dimensions const& d, std::size_t host, std::size_t solution,
                             std::size_t before) {
    SPIL_EXPECT(before < labs_per_place, "labs of one place on one solution have numbers below 32");
    return static_cast<std::uint32_t>((host * d.solutions() + solution) * labs_per_place + before);
}

struct NewLab {
    std::uint32_t key = 0;
    std::size_t host = 0, mission = 0, solution = 0;
    double routine_chance = 0;  ///< of being built into an existing routine
};

/// Adds the lab in its forming stage, with an account of its own. Returns the row of both.
template <class Purse>
std::size_t add_lab(Step const& step, NewLab const& lab, Whole<Labs> const& labs, Purse const& purse) {
    auto const row = labs.add_row();
    auto const account = purse.add_account(AccountClass::lab);
    SPIL_ENSURE(account.index == row, "a lab and its account share a row");
    labs->key.now[row] = lab.key;
    labs->host.now[row] = static_cast<std::int32_t>(lab.host);
    labs->mission.now[row] = static_cast<std::int32_t>(lab.mission);
    labs->solution.now[row] = static_cast<std::int32_t>(lab.solution);
    labs->start_month.now[row] = static_cast<std::int32_t>(step.tick);
    labs->stage.now[row] = Stage::forming;
    labs->routine.now[row] =
        step.lasting_draws(Purpose::routine_fit, lab.key).chance(lab.routine_chance) ? 1 : 0;
    labs->end_month.now[row] = labs->embedded_month.now[row] = labs->death_month.now[row] = -1;
    return row;
}

}  // namespace spil
