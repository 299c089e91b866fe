#include "engine/processes/common/embedding.hpp"

#include <algorithm>

#include "engine/core/clones.hpp"

namespace spil {

namespace {

SPIL_CLONES void embed_as_usual(double const* a, double const* r, double const* v, double wa, double wr,
                                double wv, std::size_t n, double* e) {
    for (std::size_t k = 0; k < n; ++k) e[k] = usual_embedding(a[k], r[k], v[k], wa, wr, wv);
}

}  // namespace

void embeddings(std::span<double const> a, std::span<double const> r, std::span<double const> v,
                EmbeddingParameters const& p, std::span<double> e) {
    if (p.complementarity == usual_complementarity) {
        double const total = p.accepted_weight + p.permitted_weight + p.viable_weight;
        embed_as_usual(a.data(), r.data(), v.data(), p.accepted_weight / total, p.permitted_weight / total,
                       p.viable_weight / total, e.size(), e.data());
        return;
    }
    for (std::size_t k = 0; k < e.size(); ++k) e[k] = embedding(a[k], r[k], v[k], p);
}

double permission_here(double permission, bool exempt, EmbeddingParameters const& e) {
    return exempt ? std::max(permission, e.exemption_level) : permission;
}

Conditions lab_conditions(std::span<double const> learning, double accepted_fit, double viable_fit,
                          double permission, bool exempt, double opposition, EmbeddingParameters const& e) {
    return {learning[accepted] * accepted_fit * (1 - 0.5 * opposition),
            permission_here(permission, exempt, e) * (1 - (1 - permission) * (1 - learning[permitted])),
            learning[viable] * viable_fit};
}

double lab_embedding(std::span<double const> learning, double accepted_fit, double viable_fit,
                     double permission, bool exempt, double opposition, EmbeddingParameters const& e) {
    auto const c = lab_conditions(learning, accepted_fit, viable_fit, permission, exempt, opposition, e);
    return embedding(c.accepted, c.permitted, c.viable, e);
}

}  // namespace spil
