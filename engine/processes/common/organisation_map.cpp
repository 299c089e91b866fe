#include "engine/processes/common/organisation_map.hpp"

#include <algorithm>

namespace spil {

OrganisationMap::OrganisationMap(std::span<Party const> kind, std::span<std::int32_t const> home,
                                 std::span<std::int32_t const> region, Geography const& geography)
    : home_(home),
      region_(region),
      regions_(groups_in(region)),
      near_(organisation_kinds * regions_, kind.size(),
            [&](std::size_t o) {
                return group(static_cast<std::size_t>(kind[o]), region[static_cast<std::size_t>(home[o])]);
            }),
      geography_(&geography) {
    for (std::size_t k = 0; k <= organisation_kinds; ++k)
        first_[k] = static_cast<std::size_t>(
            std::lower_bound(kind.begin(), kind.end(), static_cast<Party>(k)) - kind.begin());
}

std::optional<std::size_t> OrganisationMap::draw(Draws& draws, Party kind, std::size_t host,
                                                 bool own_region) const {
    auto const begin = first(kind);
    auto const stop = end(kind);
    auto const weight = [&](std::size_t o) {
        return geography_->at(geography_->proximity, host, static_cast<std::size_t>(home_[o]));
    };
    auto const one_of = [&](std::size_t candidates, auto const& candidate) {
        double total = 0;
        for (std::size_t k = 0; k < candidates; ++k) total += weight(candidate(k));
        double left = draws.uniform() * total;
        std::optional<std::size_t> last;
        for (std::size_t k = 0; k < candidates; ++k) {
            std::size_t const o = candidate(k);
            double const w = weight(o);
            if (w <= 0) continue;
            last = o;  // rounding may leave a little at the end
            if ((left -= w) < 0) break;
        }
        return last;
    };
    if (own_region) {
        auto const near = near_.of(group(static_cast<std::size_t>(kind), region_[host]));
        return one_of(near.size(), [&](std::size_t k) { return near[k]; });
    }
    auto const one = one_of(stop - begin, [&](std::size_t k) { return begin + k; });
    if (one || begin == stop) return one;
    // Nobody is near anybody: all are alike.
    auto const n = static_cast<double>(stop - begin);
    return begin + std::min(stop - begin - 1, static_cast<std::size_t>(draws.uniform() * n));
}

std::vector<double> account_weights(std::span<Party const> kind, std::span<double const> affinity, Party of,
                                    std::size_t mission, std::size_t missions, std::size_t accounts) {
    std::vector<double> weights;
    for (std::size_t o = 0; o < kind.size(); ++o)
        if (kind[o] == of) weights.push_back(affinity[o * missions + mission]);
    double sum = 0;
    for (double const w : weights) sum += w;
    if (weights.size() != accounts || sum <= 0) weights.assign(accounts, 1.0);
    return weights;
}

}  // namespace spil
