#include "engine/core/sobol.hpp"

#include <algorithm>
#include <array>
#include <boost/random/sobol.hpp>

#include "engine/core/error.hpp"
#include "engine/core/name_hash.hpp"
#include "engine/core/random.hpp"

namespace spil {

namespace {

constexpr unsigned fraction_bits = 32;
constexpr unsigned coin_levels = 20;  ///< levels of halves that have coins of their own
constexpr unsigned block_levels =
    7;  ///< levels below one interval whose coins are one Philox block: 127 bits
constexpr unsigned result_bits = 53;  ///< of a double on [0, 1)
constexpr unsigned drawn_bits = result_bits - coin_levels;

/// The draws of an interval: the one that the first `level` bits of a fraction lead to.
Draws draws_of(std::uint32_t fraction, unsigned level, std::uint64_t master_seed, std::uint64_t name) {
    return Draws{{.seed = master_seed,
                  .purpose = Purpose::owen_scrambling,
                  .tick = level,
                  .entity = static_cast<std::uint32_t>(name),
                  .alternative = level == 0 ? 0 : fraction >> (fraction_bits - level),
                  .replicate = static_cast<std::uint32_t>(name >> 32)}};
}

}  // namespace

std::size_t const most_sobol_dimensions = boost::random::default_sobol_table::max_dimension;

std::vector<std::vector<std::uint32_t>> sobol_fractions(std::size_t points, std::size_t dimensions) {
    SPIL_EXPECT(dimensions >= 1 && dimensions <= most_sobol_dimensions, "dimensions with direction numbers");
    SPIL_EXPECT(points <= most_sobol_points, "points that scrambling can tell apart");
    boost::random::sobol_engine<std::uint32_t, fraction_bits> engine(dimensions);
    std::vector<std::vector<std::uint32_t>> all(points, std::vector<std::uint32_t>(dimensions, 0));
    for (std::size_t p = 1; p < points; ++p)
        for (auto& fraction : all[p]) fraction = engine();
    return all;
}

double owen_scrambled(std::uint32_t fraction, std::uint64_t master_seed, std::string_view name) {
    auto const hash = name_hash(name);
    std::uint32_t swapped = 0;
    for (unsigned from = 0; from < coin_levels; from += block_levels) {
        auto draws = draws_of(fraction, from, master_seed, hash);
        std::array<std::uint32_t, 4> const coins{draws(), draws(), draws(), draws()};
        unsigned node = 0;  // within the block, as in a heap: the halves of node k are 2k + 1 and 2k + 2
        for (unsigned level = from; level < std::min(from + block_levels, coin_levels); ++level) {
            auto const shift = fraction_bits - 1 - level;
            swapped |= ((coins[node / 32] >> (node % 32)) & 1u) << shift;
            node = 2 * node + 1 + ((fraction >> shift) & 1u);
        }
    }
    auto draws = draws_of(fraction, coin_levels, master_seed, hash);
    std::uint64_t const high = draws();
    std::uint64_t const low = draws();
    std::uint64_t const drawn = ((high << 32) | low) >> (64 - drawn_bits);
    std::uint64_t const head = (fraction ^ swapped) >> (fraction_bits - coin_levels);
    return static_cast<double>((head << drawn_bits) | drawn) * 0x1p-53;
}

std::vector<std::vector<double>> sobol_points(std::size_t points, std::span<std::string const> names,
                                              std::uint64_t master_seed, bool scramble) {
    auto const fractions = sobol_fractions(points, names.size());
    std::vector<std::vector<double>> shares(points, std::vector<double>(names.size()));
    for (std::size_t p = 0; p < points; ++p)
        for (std::size_t k = 0; k < names.size(); ++k)
            shares[p][k] =
                scramble ? owen_scrambled(fractions[p][k], master_seed, names[k]) : fractions[p][k] * 0x1p-32;
    return shares;
}

}  // namespace spil
