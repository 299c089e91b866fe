#pragma once
/// \file cabinet.hpp  The national cabinet falls and is followed by a caretaker (SM14, SM20).
///
///     governing:  falls this month with probability 1 - exp(-h)       then caretaker_months = caretaker_time
///     caretaker:  caretaker_months counts down to 0                   and cannot fall again
///
/// Reads and writes nation.caretaker_months. The length of a caretaker period is an assumption: the same for
/// all, so that a fall can be told from the column alone in the month it happens.

#include "engine/processes/common/cabinet_parameters.hpp"
#include "engine/world/access.hpp"

namespace spil {

/// \param falls  whether a governing cabinet falls this month; of no account to a caretaker
double next_caretaker_months(double months, bool falls, CabinetParameters const& p);

void govern(Step const&, CabinetParameters const&, Update<&Nation::caretaker_months> caretaker_months);

}  // namespace spil
