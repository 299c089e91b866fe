#pragma once
/// \file landscape.hpp  What presses: challenges of municipalities, and the landscape that makes all of them
/// more or less pressing (SM1).
///
///     lambda_m' = lambda_m + k (mean - lambda_m) + s N(0, 1)                             not below -1
///     P_im      = clip01(base_im (1 + lambda_m) - eta served_im)
///     base_im   = logistic(level_m + spread (sqrt(r) G_gm + sqrt(1 - r) xi_im) + gamma_m . x_i)
///     xi_im     = sqrt(C) F_i + sqrt(1 - C) e_im            challenges of one place correlate by C
///
/// G, F and e are standard normals of the region, of the municipality and of the pair; gamma_m is a vector of
/// length context_weight in a direction drawn for each mission, because nobody has measured which
/// municipalities a mission presses most. One common factor gives equal correlations without a matrix.
///
/// Reads landscape, challenge_base and served; writes landscape and challenge. Shocks to the landscape are
/// not part of it. Source: challenges co-occur and are regional (PBL on regional coherence); figures are
/// assumptions.

#include <span>

#include "engine/world/access.hpp"

namespace spil {

struct LandscapeParameters {
    static constexpr std::string_view name = "landscape";

    double reversion_rate = 0.02;
    double noise = 0.01;
    double mean = 0;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = LandscapeParameters;
        return f(field(&P::reversion_rate, "reversion_rate", "1/month", within(0, 1),
                       "speed at which pressure returns to its mean", assumption()),
                 field(&P::noise, "noise", "1/month", within(0, 1).likely(0, 0.03),
                       "standard deviation of a month's change in pressure", assumption()),
                 field(&P::mean, "mean", "1", within(-1, 5).likely(-0.3, 0.5),
                       "pressure in the long run, relative to that at the start", assumption()));
    }
};

struct ChallengeParameters {
    static constexpr std::string_view name = "challenge";

    double spread = 1;
    double regional_share = 0.4;
    double co_occurrence = 0.25;
    double context_weight = 0.3;
    double relief = 0.6;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = ChallengeParameters;
        return f(field(&P::spread, "spread", "logit", within(0, 5).likely(0.5, 1.5),
                       "standard deviation of intensities apart from context", assumption()),
                 field(&P::regional_share, "regional_share", "1", within(0, 1).likely(0.1, 0.7),
                       "share of that variance which a region has in common",
                       assumption("PBL: challenges are regionally coherent")),
                 field(&P::co_occurrence, "co_occurrence", "1", within(0, 1).likely(0, 0.6),
                       "correlation between the local parts of two missions in one municipality",
                       assumption("challenges co-occur")),
                 field(&P::context_weight, "context_weight", "logit/sd", within(0, 3).likely(0, 0.8),
                       "effect of one standard deviation of context, in the direction that presses most",
                       assumption()),
                 field(&P::relief, "relief", "1", within(0, 1).likely(0.3, 1),
                       "intensity taken away when all residents are served", assumption()));
    }
};

double next_landscape(double landscape, double normal, LandscapeParameters const& p);
double challenge(double base, double landscape, double served, ChallengeParameters const& p);

/// Intensities of all missions in all municipalities when the world begins.
/// \param level    logit, one for each mission
/// \param region   one for each municipality
/// \param context  municipality by context part, as in municipalities.context
/// \param base     municipality by mission; every entry is set, in (0, 1)
void draw_challenges(ChallengeParameters const&, std::uint64_t seed, Dimensions const&,
                     std::span<double const> level, std::span<std::int32_t const> region,
                     std::span<double const> context, std::span<double> base);

void move_landscape(Step const&, LandscapeParameters const&, Update<&Missions::landscape> landscape);

void press(ChallengeParameters const&, In<&Missions::landscape> landscape,
           In<&Municipalities::challenge_base> base, In<&Municipalities::served> served,
           Out<&Municipalities::challenge> challenge);

}  // namespace spil
