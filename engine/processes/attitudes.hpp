#pragma once
/// \file attitudes.hpp  What a municipality feels of its residents: support, opposition, trust (SM16b, c).
///
///     support    = share(o > 0.1) + share(-0.3 <= o <= 0.1) / 2         opposition = share(o < -0.3)
///     1 - trust := (1 - trust)(1 - gain)     for each promise kept
///     trust     := trust (1 - loss)          for each visible failure
///     trust     := trust (1 - broken)        for each promise broken: a lab that lost municipal backing
///     trust     += return (baseline - trust)
///
/// A bin of opinion stands for the 0.1 around its middle, so the bins at 0.1 and -0.3 count half on each
/// side. Reads opinion, failures, reports_kept, promises_broken; writes support, opposition, local_trust.
/// Source: trust is gained slowly and lost fast (Slovic 1993); baseline from the trust in municipal councils.

#include <span>

#include "engine/world/access.hpp"

namespace spil {

struct AttitudeParameters {
    static constexpr std::string_view name = "attitudes";

    double trust_gain = 0.02;
    double trust_loss = 0.04;
    double promise_loss = 0.04;
    double trust_baseline = 0.5;
    double trust_return_rate = 0.02;

    static constexpr auto fields() {
        using P = AttitudeParameters;
        return std::tuple{
            field(&P::trust_gain, "trust_gain", "1", within(0, 1).likely(0.005, 0.05),
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
            field(&P::trust_return_rate, "trust_return_rate", "1/month", within(0, 1).likely(0.005, 0.05),
                  "speed of that return", assumption()),
        };
    }
};
static_assert(fully_declared<AttitudeParameters>);

/// Support and opposition in a histogram of opinions (shares of the bins, summing to 1).
double support_among(std::span<double const> opinion);
double opposition_among(std::span<double const> opinion);

/// Trust after a month with `kept` promises kept, `broken` promises broken and `failures` visible failures;
/// stays within 0..1.
double next_trust(double trust, int kept, int failures, int broken, AttitudeParameters const& p);

void form_attitudes(AttitudeParameters const& p, In<&Municipalities::opinion> opinion,
                    In<&Municipalities::failures> failures, In<&Municipalities::reports_kept> kept,
                    In<&Municipalities::promises_broken> broken, Update<&Municipalities::local_trust> trust,
                    Out<&Municipalities::support> support, Out<&Municipalities::opposition> opposition);

}  // namespace spil
