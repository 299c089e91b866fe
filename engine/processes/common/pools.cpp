#include "engine/processes/common/pools.hpp"

#include <numeric>

namespace spil {

std::vector<std::size_t> pools_of(std::span<std::int32_t const> region, bool pooled) {
    std::vector<std::size_t> pool(region.size());
    std::iota(pool.begin(), pool.end(), std::size_t{0});
    if (!pooled) return pool;
    std::vector<std::size_t> first;
    for (std::size_t i = 0; i < region.size(); ++i) {
        auto const g = static_cast<std::size_t>(region[i]);
        if (g >= first.size()) first.resize(g + 1, region.size());
        if (first[g] == region.size()) first[g] = i;
        pool[i] = first[g];
    }
    return pool;
}

std::vector<Cents> drawn_from(std::span<std::size_t const> pool, std::size_t missions,
                              std::span<std::int32_t const> host, std::span<std::int32_t const> mission,
                              Grants const& grants) {
    std::vector<Cents> drawn(pool.size() * missions, 0);
    for (std::size_t l = 0; l < host.size(); ++l)
        drawn[pool[static_cast<std::size_t>(host[l])] * missions + static_cast<std::size_t>(mission[l])] +=
            grants.awarded.now[l] - grants.released.now[l] - grants.returned.now[l];
    return drawn;
}

}  // namespace spil
