#pragma once
/// \file handover.hpp  Another way of funding takes over while programmes are at work (SM4 to SM8).
///
/// Once, before the first month under the new regime. State stays: labs, their grants and what was promised
/// to them, money on accounts, what is owed, what programmes believe, what everybody expects and trusts. Only
/// what exists for the sake of the old rules does not outlive them:
///
///     pools            what municipalities received by formula and have not promised is the programme's
///     again;
///                      under a new formula the labs there are count as paid by the pool of their host
///     block staff      posts paid by formula end with it
///     follow-on pot    what was kept for labs whose term ends is free, unless the new regime keeps such a
///     pot
///
/// What follows from reading the new regime each month needs no handover: grants given for gates that are not
/// held any more, and grants for a term under a regime with gates, run out of what was promised (gates.hpp);
/// a regime that funds nothing pays promises and debts and founds nothing (budgets.hpp, payments.hpp).
///
/// Reads labs; writes pools, programmes.follow_on_pot, municipalities.block_fte. Our own rule.

#include "engine/world/access.hpp"

namespace spil {

void hand_over(Step const& step, Regime const& regime, In<&Municipalities::region> region,
               In<&Labs::host> host, In<&Labs::mission> mission, Update<&Municipalities::block_fte> block_fte,
               Update<&Programmes::follow_on_pot> follow_on_pot, Whole<Pools> pools, Whole<Grants> grants);

}  // namespace spil
