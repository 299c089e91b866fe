#pragma once
/// \file attitudes.hpp  What a municipality feels of its residents: support, opposition, trust (SM16b, c).
///
///     support    = share(o > 0.1) + share(-0.3 <= o <= 0.1) / 2         opposition = share(o < -0.3)
///     trust        as in common/council_trust.hpp, of all residents at once
///
/// A bin of opinion stands for the 0.1 around its middle, so the bins at 0.1 and -0.3 count half on each
/// side. Reads opinion, failures, reports_kept, promises_broken; writes support, opposition, local_trust.
/// Source: cut-offs are a definition of ours.

#include <span>

#include "engine/processes/common/council_trust.hpp"
#include "engine/world/access.hpp"

namespace spil {

/// Support and opposition in a histogram of opinions (shares of the bins, summing to 1).
double support_among(std::span<double const> opinion);
double opposition_among(std::span<double const> opinion);

void form_attitudes(In<&Municipalities::opinion> opinion, Out<&Municipalities::support> support,
                    Out<&Municipalities::opposition> opposition);

/// Of a mean field; agents trust one by one (agent_trust).
void trust_council(AttitudeParameters const& p, In<&Municipalities::failures> failures,
                   In<&Municipalities::reports_kept> kept, In<&Municipalities::promises_broken> broken,
                   Update<&Municipalities::local_trust> trust);

}  // namespace spil
