#pragma once
/// \file practice.hpp  Communities of practice and their learning hub live on money; communities grow by
/// neighbours (SM12).
///
///     strength' = strength + (min(highest, (1 - h) spending / unit) - strength) / adjustment_time
///     hub'      = hub + (min(1, h spending / hub unit) - hub) / adjustment_time          h: share of the hub
///     a municipality joins when its aversion is below the joining level or one of its region is a member,
///     and stays for as long as the community has a strength above the lowest
///
/// Reads spending, aversion, region; writes strength and membership. Zero spending from the start means no
/// strength and no members. Source: learning networks (LEEN); joining rule assumed.

#include "engine/processes/common/practice_parameters.hpp"
#include "engine/world/access.hpp"

namespace spil {

/// \param spending  EUR/year
double next_practice_strength(double strength, double spending, PracticeParameters const& p);
double next_hub_strength(double strength, double spending, PracticeParameters const& p);

void keep_practice(PracticeParameters const&, In<&Missions::practice_spending> spending,
                   Update<&Missions::practice_strength> strength, Update<&Missions::hub_strength> hub);

void join_practice(PracticeParameters const&, In<&Missions::practice_strength> strength,
                   In<&Municipalities::aversion> aversion, In<&Municipalities::region> region,
                   Update<&Municipalities::practice_member> member);

}  // namespace spil
