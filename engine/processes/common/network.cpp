#include "engine/processes/common/network.hpp"

#include <algorithm>

namespace spil {

Network::Network(std::uint64_t seed, ContactParameters const& p, Geography const& geography,
                 std::span<std::uint32_t const> first, std::span<std::uint32_t const> agents)
    : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)},
      rewiring_(word_bound(p.rewiring)),
      own_(geography.far_limit.empty() ? word_bound(1) : word_bound(p.own_municipality)),
      slots_(static_cast<std::uint32_t>(p.number)),
      block_(static_cast<std::uint32_t>(p.block)),
      geography_(geography),
      first_(first),
      agents_(agents) {}

Network::Ring Network::ring(std::size_t municipality, std::uint32_t c) const {
    std::uint32_t const n = agents_[municipality];
    std::uint64_t const blocks = std::max(1u, (n + block_ / 2) / block_);
    std::uint64_t const place = c - first_[municipality];
    std::uint64_t const b = ((place + 1) * blocks - 1) / n;  // the block with floor(b n / blocks) <= place
    auto const begin = static_cast<std::uint32_t>(b * n / blocks);
    auto const end = static_cast<std::uint32_t>((b + 1) * n / blocks);
    return {first_[municipality] + begin, end - begin};
}

std::uint32_t Network::elsewhere(std::size_t municipality, std::uint32_t c, std::uint32_t slot) const {
    auto const words = block_of(Purpose::contact_place, c, slot);
    if (words[0] < own_) {
        std::uint32_t const n = agents_[municipality];
        if (n == 1) return c;
        std::uint32_t const other = first_[municipality] + pick(words[1], n - 1);
        return other < c ? other : other + 1;  // anybody but oneself
    }
    auto const n = static_cast<std::uint32_t>(geography_.n);
    std::uint32_t j = pick(words[1], n);
    std::size_t const entry = municipality * n + j;
    if (words[2] >= geography_.far_limit[entry]) j = geography_.far_other[entry];
    return first_[j] + pick(words[3], agents_[j]);
}

}  // namespace spil
