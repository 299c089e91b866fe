#pragma once
/// \file report.hpp  What labs say about themselves: true potential, flattered by effort and blurred by noise.
///
///     y = potential + b + sigma (1.3 - mean learning) N(0, 1)
///
/// A lab that has learnt little can say little: the noise falls as it learns. The bias b is the effort that
/// pilots get and no copy of them will. Source: Wang and Yang (2025) on positively selected experiments;
/// DellaVigna and Linos (2022) on results that shrink at scale.

#include "engine/schema/field.hpp"

namespace spil {

struct ReportParameters {
    static constexpr std::string_view name = "report";

    double noise = 0.12;
    double pilot_bias = 0.06;

    static constexpr auto fields() {
        using P = ReportParameters;
        return std::tuple{
            field(&P::noise, "noise", "1", within(0.001, 1).likely(0.03, 0.3),
                  "noise of a report on embedding", assumption()),
            field(&P::pilot_bias, "pilot_bias", "1", within(0, 1).likely(0, 0.15),
                  "how much a pilot's extra effort flatters its report",
                  literature("Wang and Yang 2025; DellaVigna and Linos 2022")),
        };
    }
};
static_assert(fully_declared<ReportParameters>);

/// A report at a gate; `standard_normal` is its noise.
inline double reported_embedding(double potential, double mean_learning, double standard_normal,
                                 ReportParameters const& p) {
    return potential + p.pilot_bias + p.noise * (1.3 - mean_learning) * standard_normal;
}

}  // namespace spil
