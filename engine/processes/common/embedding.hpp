#pragma once
/// \file embedding.hpp  How three conditions make one embedding: accepted, permitted and viable.
///
///     E = (sum_k w_k E_k^rho)^(1/rho)        rho < 0: the weakest condition rules; rho -> 0: geometric mean
///
/// Source: CES aggregation; that all three are needed is the lesson of the Rathenau studies of living labs.

#include <cmath>
#include <span>

#include "engine/core/elementary.hpp"
#include "engine/schema/field.hpp"
#include "engine/world/column.hpp"

namespace spil {

/// The default rho, for which one root is enough.
inline constexpr double usual_complementarity = -3;

struct EmbeddingParameters {
    static constexpr std::string_view name = "embedding";

    double complementarity = usual_complementarity;
    double accepted_weight = 1;
    double permitted_weight = 1;
    double viable_weight = 1;
    double exemption_level = 0.7;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = EmbeddingParameters;
        return f(field(&P::complementarity, "complementarity", "1", within(-20, 1).likely(-8, 1),
                       "exponent rho of the CES aggregate; the lower, the more the weakest condition rules",
                       assumption("all three conditions are needed (Rathenau)")),
                 field(&P::accepted_weight, "accepted_weight", "1", within(0.01, 100),
                       "weight of being accepted, relative", assumption()),
                 field(&P::permitted_weight, "permitted_weight", "1", within(0.01, 100),
                       "weight of being permitted, relative", assumption()),
                 field(&P::viable_weight, "viable_weight", "1", within(0.01, 100),
                       "weight of being viable, relative", assumption()),
                 field(&P::exemption_level, "exemption_level", "1", within(0, 1).likely(0.5, 0.9),
                       "permission that a local exemption gives",
                       assumption("the Dutch experimentation room was closed")));
    }
};

inline double logistic(double x) {
    return 1.0 / (1.0 + elementary::exp(-x));
}
inline double clip01(double x) {
    return x < 0 ? 0.0 : (x > 1 ? 1.0 : x);
}

/// The aggregate for that rho: all three terms times (a r v)^3. \param wa,wr,wv  weights whose sum is 1
inline double usual_embedding(double a, double r, double v, double wa, double wr, double wv) {
    double const ar = a * r, av = a * v, rv = r * v;
    double const sum = wa * (rv * rv * rv) + wr * (av * av * av) + wv * (ar * ar * ar);
    double const value = ar * v * elementary::inverse_cube_root(sum);
    return sum < 1e-200 ? 0.0 : value;
}

/// The CES aggregate of three conditions in [0, 1]; 0 when one is 0 and rho <= 0.
inline double embedding(double a, double r, double v, EmbeddingParameters const& p) {
    double const total = p.accepted_weight + p.permitted_weight + p.viable_weight;
    double const wa = p.accepted_weight / total;
    double const wr = p.permitted_weight / total;
    double const wv = p.viable_weight / total;
    double const rho = p.complementarity;
    if (rho == usual_complementarity) return usual_embedding(a, r, v, wa, wr, wv);
    if (rho <= 0 && (a <= 0 || r <= 0 || v <= 0)) return 0;
    if (std::abs(rho) < 1e-9)
        return elementary::exp(wa * elementary::log(a) + wr * elementary::log(r) + wv * elementary::log(v));
    return elementary::pow(
        wa * elementary::pow(a, rho) + wr * elementary::pow(r, rho) + wv * elementary::pow(v, rho),
        1.0 / rho);
}

/// The same for many at a time: e[k] = embedding(a[k], r[k], v[k]), all of one length.
void embeddings(std::span<double const> a, std::span<double const> r, std::span<double const> v,
                EmbeddingParameters const& p, std::span<double> e);

/// What rules permit here, with a local exemption or without.
double permission_here(double permission, bool exempt, EmbeddingParameters const& e);
/// Accepted, permitted and viable.
struct Conditions {
    double accepted, permitted, viable;
};
/// Those of a lab or institution: opposition takes up to half of acceptance; where rules bind, what was
/// learnt about them counts. \param learning  of the three conditions
Conditions lab_conditions(std::span<double const> learning, double accepted_fit, double viable_fit,
                          double permission, bool exempt, double opposition, EmbeddingParameters const& e);
/// Embedding under them.
double lab_embedding(std::span<double const> learning, double accepted_fit, double viable_fit,
                     double permission, bool exempt, double opposition, EmbeddingParameters const& e);

}  // namespace spil
