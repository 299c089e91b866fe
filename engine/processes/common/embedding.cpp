#include "engine/processes/common/embedding.hpp"

#include <algorithm>

namespace spil {

double permission_here(double permission, bool exempt, EmbeddingParameters const& e) {
    return exempt ? std::max(permission, e.exemption_level) : permission;
}

double lab_embedding(std::span<double const> learning, double accepted_fit, double viable_fit,
                     double permission, bool exempt, double opposition, EmbeddingParameters const& e) {
    double const a = learning[accepted] * accepted_fit * (1 - 0.5 * opposition);
    double const r =
        permission_here(permission, exempt, e) * (1 - (1 - permission) * (1 - learning[permitted]));
    double const v = learning[viable] * viable_fit;
    return embedding(a, r, v, e);
}

}  // namespace spil
