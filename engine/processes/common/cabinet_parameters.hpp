#pragma once
/// \file cabinet_parameters.hpp  How often cabinets fall and how long a fallen one stays. Read by the cabinet
/// and by rule making.

#include "engine/schema/field.hpp"

namespace spil {

struct CabinetParameters {
    static constexpr std::string_view name = "cabinet";

    double fall_rate = 0.025;
    double caretaker_time = 9;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = CabinetParameters;
        return f(
            field(&P::fall_rate, "fall_rate", "1/month", within(0, 1).likely(0.015, 0.04),
                  "hazard that a governing cabinet falls or ends",
                  literature("Dutch cabinets sit for some three years and a half")),
            field(&P::caretaker_time, "caretaker_time", "months", within(1, 60).likely(6, 12),
                  "time from a fall to the next cabinet, the same after every fall",
                  assumption(
                      "elections and a formation; Dutch cabinets since 2010 took about 6 to 12 months")));
    }
};

/// True in the month of a fall: the caretaker's time has not begun to run.
inline bool just_fallen(double caretaker_months, CabinetParameters const& p) {
    return caretaker_months == p.caretaker_time;
}

}  // namespace spil
