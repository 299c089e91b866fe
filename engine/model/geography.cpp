#include "engine/model/geography.hpp"

#include <algorithm>
#include <limits>
#include <vector>

#include "engine/core/elementary.hpp"
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
            set(g.proximity, elementary::exp(-distance_km(country, i, j) / proximity_scale_km));
            set(g.context_distance2, square);
            set(g.likeness, elementary::exp(-decay * square));
            set(g.perceived_likeness, elementary::exp(-seen_decay * square));
        }
    return g;
}

Geography make_geography(Country const& country, std::span<double const> context,
                         GeographyParameters const& p, double context_share) {
    return make_geography(country, context, p.proximity_scale, p.context_length, p.naivety, context_share);
}

namespace {

/// Entries of one alias table: `limit` and `other` get one each for every weight. All in order, so that equal
/// weights make equal tables.
void make_alias_table(std::span<double const> weight, std::span<std::uint32_t> limit,
                      std::span<std::uint32_t> other) {
    auto const n = weight.size();
    double sum = 0;
    for (double const w : weight) sum += w;
    std::vector<double> part(n);
    std::vector<std::size_t> small, large;
    for (std::size_t j = 0; j < n; ++j) {
        part[j] = weight[j] / sum * static_cast<double>(n);
        (part[j] < 1 ? small : large).push_back(j);
    }
    constexpr double whole = 0x1p32;
    // What stays is rounded down to 32 bits, so an entry without weight never stays.
    auto const keep = [&](std::size_t j, double share, std::size_t else_to) {
        limit[j] = static_cast<std::uint32_t>(std::min(share * whole, whole - 1));
        other[j] = static_cast<std::uint32_t>(else_to);
    };
    while (!small.empty() && !large.empty()) {
        auto const s = small.back();
        auto const l = large.back();
        small.pop_back();
        keep(s, part[s], l);
        part[l] -= 1 - part[s];
        if (part[l] >= 1) continue;
        large.pop_back();
        small.push_back(l);
    }
    for (auto const j : large) keep(j, 1, j);
    for (auto const j : small) keep(j, 1, j);  // left over by rounding
}

}  // namespace

void add_far_contacts(Geography& geography, Country const& country, double scale_km) {
    auto const n = country.size();
    SPIL_EXPECT(scale_km > 0 && geography.n == n, "distances thin out over a length above 0");
    if (n < 2) return;
    geography.far_limit.assign(n * n, 0);
    geography.far_other.assign(n * n, 0);
    std::vector<double> weight(n);
    for (std::size_t i = 0; i < n; ++i) {
        // Relative to the nearest, so that remote places of tiny weight do not all vanish.
        double nearest = std::numeric_limits<double>::infinity();
        for (std::size_t j = 0; j < n; ++j)
            if (j != i) nearest = std::min(nearest, distance_km(country, i, j));
        for (std::size_t j = 0; j < n; ++j)
            weight[j] = j == i ? 0
                               : static_cast<double>(country.population[j]) *
                                     elementary::exp((nearest - distance_km(country, i, j)) / scale_km);
        auto const row = [&](std::vector<std::uint32_t>& table) {
            return std::span{table}.subspan(i * n, n);
        };
        make_alias_table(weight, row(geography.far_limit), row(geography.far_other));
    }
}

}  // namespace spil
