#include "engine/core/random_lanes.hpp"

#include "engine/core/clones.hpp"

namespace spil {

SPIL_CLONES
void draw_words(Address const& a, std::uint32_t first, std::uint32_t (&words)[word_lanes]) {
    constexpr std::uint32_t lanes = word_lanes / 4;
    alignas(64) std::uint32_t x0[lanes], x1[lanes], x2[lanes], x3[lanes];
    for (std::uint32_t l = 0; l < lanes; ++l) {
        x0[l] = a.alternative << 12;
        x1[l] = (a.tick << 16) | static_cast<std::uint32_t>(a.purpose);
        x2[l] = first / 4 + l;
        x3[l] = a.replicate;
    }
    auto key0 = static_cast<std::uint32_t>(a.seed);
    auto key1 = static_cast<std::uint32_t>(a.seed >> 32);
    for (int round = 0; round < 10; ++round) {
        for (std::uint32_t l = 0; l < lanes; ++l) {
            std::uint64_t const p = std::uint64_t{0xD2511F53u} * x0[l];
            std::uint64_t const q = std::uint64_t{0xCD9E8D57u} * x2[l];
            std::uint32_t const y0 = static_cast<std::uint32_t>(q >> 32) ^ x1[l] ^ key0;
            std::uint32_t const y2 = static_cast<std::uint32_t>(p >> 32) ^ x3[l] ^ key1;
            x1[l] = static_cast<std::uint32_t>(q);
            x3[l] = static_cast<std::uint32_t>(p);
            x0[l] = y0;
            x2[l] = y2;
        }
        key0 += 0x9E3779B9u;
        key1 += 0xBB67AE85u;
    }
    for (std::size_t l = 0; l < lanes; ++l) {
        words[4 * l] = x0[l];
        words[4 * l + 1] = x1[l];
        words[4 * l + 2] = x2[l];
        words[4 * l + 3] = x3[l];
    }
}

}  // namespace spil
