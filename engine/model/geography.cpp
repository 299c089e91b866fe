#include "engine/model/geography.hpp"

#include <cmath>

#include "engine/core/error.hpp"
#include "engine/world/column.hpp"

namespace spil {

Geography make_geography(Country const& country, std::span<double const> context, double proximity_scale_km,
                         double context_length, double naivety, double context_share) {
    auto const n = country.size();
    SPIL_EXPECT(context.size() == n * context_parts, "one context for each municipality");
    SPIL_EXPECT(proximity_scale_km > 0 && context_length > 0 && naivety > 0, "lengths are above 0");

    double const decay = context_share / (2 * context_length * context_length);
    double const seen_decay = 1 / (2 * naivety * naivety * context_length * context_length);
    Geography g;
    g.n = n;
    g.proximity_scale = proximity_scale_km;
    for (auto* matrix : {&g.proximity, &g.likeness, &g.perceived_likeness, &g.context_distance2})
        matrix->resize(n * n);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j <= i; ++j) {
            double square = 0;
            for (std::size_t d = 0; d < context_parts; ++d) {
                double const difference = context[i * context_parts + d] - context[j * context_parts + d];
                square += difference * difference;
            }
            auto const set = [&](std::vector<double>& matrix, double value) {
                matrix[i * n + j] = value;
                matrix[j * n + i] = value;
            };
            set(g.proximity, std::exp(-distance_km(country, i, j) / proximity_scale_km));
            set(g.context_distance2, square);
            set(g.likeness, std::exp(-decay * square));
            set(g.perceived_likeness, std::exp(-seen_decay * square));
        }
    return g;
}

Geography make_geography(Country const& country, std::span<double const> context,
                         GeographyParameters const& p, double context_share) {
    return make_geography(country, context, p.proximity_scale, p.context_length, p.naivety, context_share);
}

}  // namespace spil
