#include "engine/processes/cabinet.hpp"

#include <algorithm>

#include "engine/core/elementary.hpp"

namespace spil {

double next_caretaker_months(double months, bool falls, CabinetParameters const& p) {
    if (months > 0) return std::max(0.0, months - 1);
    return falls ? p.caretaker_time : 0;
}

void govern(Step const& step, CabinetParameters const& p,
            Update<&Nation::caretaker_months> caretaker_months) {
    bool const falls = step.draws(Purpose::cabinet, 0).chance(-elementary::expm1(-p.fall_rate));
    caretaker_months(0) = next_caretaker_months(caretaker_months(0), falls, p);
}

}  // namespace spil
