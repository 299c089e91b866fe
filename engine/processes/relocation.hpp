#pragma once
/// \file relocation.hpp  Firms move: mostly within their municipality, else to where it is good to be (SM15).
///
///     a year    chance h to move; a share within the municipality
///     else      P(j) ~ (1 + establishments_j)^a exp(w_Q Q_j - d_ij / d_mv)        j is not i
///     Q_i       z(served_i) + z(local trust_i) - z(challenge_i), means over missions; z: in sd
///
/// Q is a living environment of what the model has: whether people's problems are being solved, whether they
/// trust their government, and how hard challenges press. Distance comes from proximity, exp(-d / d_0).
/// Reads firms, municipalities, geography; writes municipality, moved.
/// Source: 4 % of firms move a year, three quarters within the municipality, else 19 km on average
/// (Netherlands Environmental Assessment Agency and CBS, moves of firms).

#include "engine/world/access.hpp"

namespace spil {

struct RelocationParameters {
    static constexpr std::string_view name = "relocation";

    double rate = 0.04;
    double within_share = 0.75;
    double distance = 19;
    double access_weight = 1;
    double environment_weight = 0.3;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = RelocationParameters;
        return f(
            field(&P::rate, "rate", "1/year", within(0, 1).likely(0.03, 0.08), "share of firms that move",
                  measured("moves of firms in the Netherlands: 4 %; CBS 2011: 6 %")),
            field(&P::within_share, "within_share", "1", within(0, 1).likely(0.6, 0.8),
                  "share of the moves within the municipality",
                  measured("moves of firms in the Netherlands: 75 %; CBS 2011: 67 %")),
            field(&P::distance, "distance", "km", within(1, 1000).likely(10, 40),
                  "distance over which other moves thin out",
                  measured("moves of firms in the Netherlands: 19 km on average")),
            field(&P::access_weight, "access_weight", "1", within(0, 10).likely(0.3, 1.5),
                  "exponent of a municipality's establishments in its attraction", assumption()),
            field(&P::environment_weight, "environment_weight", "1", within(0, 10).likely(0, 1),
                  "weight of the living environment, per standard deviation", assumption()));
    }
};

/// Q of each municipality. \param served, challenge  one value for each municipality and mission
std::vector<double> living_environment(std::span<double const> served, std::span<double const> challenge,
                                       std::span<double const> local_trust);

void relocate(Step const& step, RelocationParameters const& p, Geography const& geography,
              In<&Municipalities::establishments> establishments, In<&Municipalities::served> served,
              In<&Municipalities::challenge> challenge, In<&Municipalities::local_trust> local_trust,
              Update<&Firms::municipality> municipality, Out<&Firms::moved> moved);

}  // namespace spil
