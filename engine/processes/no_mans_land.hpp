#pragma once
/// \file no_mans_land.hpp  Money has stopped, people have moved on: what was learnt fades (SM11).
///
///     L_k' = L_k (1 - d (1 - z))          z = retention, set when the lab ended
///     dead when the mean of L falls below `death_threshold`
///
/// Reads stage, retention; writes learning, stage, death month. The host keeps what it absorbed itself
/// (circulation). Source: organisational forgetting (Argote; Thompson 2007 finds rates from fast to none),
/// hence a range that includes 0.

#include "engine/world/access.hpp"

namespace spil {

struct NoMansLandParameters {
    static constexpr std::string_view name = "no_mans_land";

    double decay_rate = 0.04;
    double death_threshold = 0.25;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = NoMansLandParameters;
        return f(field(&P::decay_rate, "decay_rate", "1/month", within(0, 1).likely(0, 0.15),
                       "decay of learning once money stops",
                       literature("Thompson 2007; Argote: fast with turnover, possibly none")),
                 field(&P::death_threshold, "death_threshold", "1", within(0, 1).likely(0.1, 0.4),
                       "mean learning below which a lab is lost", assumption()));
    }
};

double decayed(double learning, double retention, NoMansLandParameters const& p);

void forget(Step const&, NoMansLandParameters const&, In<&Labs::retention> retention,
            Update<&Labs::learning> learning, Update<&Labs::stage> stage,
            Update<&Labs::death_month> death_month);

}  // namespace spil
