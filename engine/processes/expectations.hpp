#pragma once
/// \file expectations.hpp  Firms learn from what became of labs near them whether joining one pays (SM15).
///
///     P_f := P_f + lambda (share of the year's labs of the region that became institutions - P_f)
///
/// Labs that became institutions or whose money stopped since the last time, which is later in a month than
/// this; a region where none did
/// teaches nothing. Reads labs, regions; writes expectation.
/// Source: adaptive expectations, lambda = 0.25: Caiani et al. (2016).

#include "engine/processes/common/joining.hpp"
#include "engine/world/access.hpp"

namespace spil {

void revise_expectations(Step const& step, JoiningParameters const& p, In<&Labs::host> host,
                         In<&Labs::stage> stage, In<&Labs::embedded_month> embedded_month,
                         In<&Labs::end_month> end_month, In<&Municipalities::region> region,
                         In<&Firms::municipality> municipality, Update<&Firms::expectation> expectation);

}  // namespace spil
