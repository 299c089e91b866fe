#pragma once
/// \file budgets.hpp  What programmes receive and spend on other things than labs (SM4, SM6).
///
///     January            treasury -> programme: the yearly budget; of it a share for follow-on money, up to
///     what
///                        one follow-on's length of it would be
///     every month        due += fixed overhead + coordination
///     end of a quarter   overhead due and reviews -> households, by population
///                        legal work -> households; solutions.regulatory_work by blocked labs
///                        communities of practice, intermediation, third spaces -> intermediaries, by how
///                        much they care for the mission
///
/// A lab is blocked when national rules do not permit its solution while it prepares, runs or waits in no
/// man's land. Without any, the solutions not permitted share equally; when all are permitted, all do.
/// Nothing but overhead before the set-up is over. What cannot be paid out of uncommitted money is owed
/// later; earmarks that could not be paid lapse into the common pot.
///
/// Reads labs, grants, permission, population, trust; writes missions.practice_spending,
/// missions.intermediary_strength, missions.third_space_paid, solutions.regulatory_work, what programmes owe;
/// pays. A regime that does not fund has no budget: what an earlier one left is owed and paid, and stays.

#include <vector>

#include "engine/processes/common/programme_money.hpp"
#include "engine/world/access.hpp"

namespace spil {

/// How legal work is split over the solutions of one mission; sums to 1.
/// \param blocked  labs blocked, for each solution \param permission  of each solution
std::vector<double> regulation_split(std::span<int const> blocked, std::span<double const> permission,
                                     double blocked_below);

void run_budgets(Step const& step, Regime const& regime, BudgetParameters const& p,
                 In<&Labs::mission> lab_mission, In<&Labs::host> lab_host, In<&Labs::solution> lab_solution,
                 In<&Labs::stage> lab_stage, In<&Grants::in_force> in_force,
                 In<&Programmes::committed> committed, In<&Municipalities::population> population,
                 In<&Municipalities::programme_trust> programme_trust, In<&Solutions::permission> permission,
                 In<&Organisations::kind> organisation_kind, In<&Organisations::affinity> affinity,
                 Update<&Solutions::regulatory_work> regulatory_work,
                 Update<&Missions::practice_spending> practice_spending,
                 Update<&Missions::intermediary_strength> intermediary_strength,
                 Update<&Missions::third_space_paid> third_space_paid,
                 Update<&Programmes::coordination_due> coordination_due,
                 Update<&Programmes::reviews_due> reviews_due,
                 Update<&Programmes::follow_on_pot> follow_on_pot,
                 Pay<AccountClass::treasury, AccountClass::programme> pay);

}  // namespace spil
