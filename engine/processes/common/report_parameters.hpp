#pragma once
/// \file report_parameters.hpp  How far a report on a lab strays from the merit nobody sees: read wherever
/// reports are made (circulation, gates).

#include "engine/schema/field.hpp"

namespace spil {

struct ReportParameters {
    static constexpr std::string_view name = "report";

    double noise = 0.12;
    double effort_bias = 0.06;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = ReportParameters;
        return f(field(&P::noise, "noise", "1", within(0, 1).likely(0.03, 0.3),
                       "standard deviation of a report around the potential embedding", assumption()),
                 field(&P::effort_bias, "effort_bias", "1", within(0, 1).likely(0, 0.15),
                       "how much a pilot's report owes to effort that will not be repeated",
                       literature("Wang and Yang 2025; DellaVigna and Linos 2022")));
    }
};

}  // namespace spil
