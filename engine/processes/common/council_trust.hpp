#pragma once
/// \file council_trust.hpp  Trust of residents in local government: won by kept promises, lost by failures.
///
///     1 - trust := (1 - trust)(1 - gain)     for each promise kept
///     trust     := trust (1 - loss)          for each visible failure
///     trust     := trust (1 - broken)        for each promise broken: a lab that lost municipal backing
///     trust     += return (baseline - trust)
///
/// Source: trust is gained slowly and lost fast (Slovic 1993); baseline from the trust in municipal councils.

#include "engine/schema/field.hpp"

namespace spil {

struct AttitudeParameters {
    static constexpr std::string_view name = "attitudes";

    double trust_gain = 0.02;
    double trust_loss = 0.04;
    double promise_loss = 0.04;
    double trust_baseline = 0.5;
    double trust_return_rate = 0.02;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = AttitudeParameters;
        return f(field(&P::trust_gain, "trust_gain", "1", within(0, 1).likely(0.005, 0.05),
                       "part of the missing trust that one kept promise wins",
                       literature("Slovic 1993 for the asymmetry")),
                 field(&P::trust_loss, "trust_loss", "1", within(0, 1).likely(0.005, 0.2),
                       "part of the trust that one visible failure costs",
                       literature("Slovic 1993 for the asymmetry")),
                 field(&P::promise_loss, "promise_loss", "1", within(0, 1).likely(0.005, 0.2),
                       "part of the trust that one broken promise costs",
                       assumption("as much as a visible failure")),
                 field(&P::trust_baseline, "trust_baseline", "1", within(0, 1).likely(0.4, 0.6),
                       "trust in local government that residents return to and start from",
                       measured("Statistics Netherlands: 50.6 % trust the municipal council, 2022")),
                 field(&P::trust_return_rate, "trust_return_rate", "1/month",
                       within(0, 1).likely(0.005, 0.05), "speed of that return", assumption()));
    }
};

/// Trust after `kept` promises kept, `failures` visible failures and `broken` promises broken, before it
/// returns; stays within 0..1.
double trust_after(double trust, int kept, int failures, int broken, AttitudeParameters const& p);

/// Trust after a month with these events.
double next_trust(double trust, int kept, int failures, int broken, AttitudeParameters const& p);

}  // namespace spil
