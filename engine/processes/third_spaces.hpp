#pragma once
/// \file third_spaces.hpp  Third spaces: municipalities that work on a mission together for a term, outside
/// their own organisations, as in City Deals (SM9).
///
///     begins      when programmes have paid for one and at least four municipalities are willing: a role of
///                 facilitator or more, an idea in hand, staff to spare and no such space yet
///     members     the willing with the highest challenge x (1 - aversion) + noise, at most twelve
///     ends        after its term
///     trust       members begin ties with each other, at the mean of their reputations
///
/// What it does stands with those it acts on: push for change (organisation), weight of evidence
/// (regulation), a government at the table (lab_learning, lab_events), fellows that recommend their partners
/// (coalition). It takes staff (capacity).
/// Reads roles, ideas, staff, what was paid; writes municipalities.third_space, missions.third_space_used,
/// ties, third_spaces. Source: City Deals (PBL); De Zeeuw doubts their effect, so effects are ranges.

#include "engine/processes/common/third_space_parameters.hpp"
#include "engine/world/access.hpp"

namespace spil {

/// How willing a municipality is to take part. \param noise  standard normal
double willingness_to_join(double challenge, double aversion, double noise, ThirdSpaceParameters const& p);

void hold_third_spaces(Step const&, ThirdSpaceParameters const&, In<&Municipalities::role> role,
                       In<&Municipalities::idea> idea, In<&Municipalities::challenge> challenge,
                       In<&Municipalities::aversion> aversion, In<&Municipalities::fte_free> fte_free,
                       In<&Municipalities::partner_trust> reputation, In<&Missions::third_space_paid> paid,
                       Update<&Missions::third_space_used> used,
                       Update<&Municipalities::third_space> third_space, Whole<ThirdSpaces> spaces,
                       Whole<Ties> ties);

}  // namespace spil
