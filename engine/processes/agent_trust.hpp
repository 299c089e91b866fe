#pragma once
/// \file agent_trust.hpp  Each agent's trust in local government (SM16c).
///
///     trust := after the month's events (common/council_trust.hpp)    every agent of the municipality
///     trust += min(1, return / rate) (baseline - trust)               at an occasion to reconsider opinions
///
/// An agent reconsiders now and then (`rate` a month), and returns by so much more then that trust returns as
/// fast on average as it is said to; not faster than to the baseline at once. Trust is kept in 255ths and
/// rounded up or down by chance. Agents are looked at only where something happened and at their occasions.
///
/// Reads failures, reports_kept, promises_broken; writes agents' trust, its sum and local_trust.
/// Source: as council_trust.

#include "engine/processes/common/council_trust.hpp"
#include "engine/processes/common/lived.hpp"
#include "engine/world/access.hpp"

namespace spil {

void trust_as_agents(Step const& step, AttitudeParameters const& p, OpinionParameters const& opinions,
                     In<&Municipalities::failures> failures, In<&Municipalities::reports_kept> kept,
                     In<&Municipalities::promises_broken> broken, In<&Communities::first> first,
                     In<&Communities::agents> agents, Update<&Citizens::trust> trust,
                     Update<&Communities::trust> sums, Out<&Municipalities::local_trust> local_trust);

}  // namespace spil
