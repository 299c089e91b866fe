#include "engine/run/designs.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>

#include "engine/core/error.hpp"
#include "engine/core/name_hash.hpp"
#include "engine/core/random.hpp"
#include "engine/core/sobol.hpp"

namespace spil {

DesignShares morris(std::uint64_t master_seed, std::span<std::string const> names, std::size_t trajectories,
                    std::size_t levels) {
    SPIL_EXPECT(levels >= 2 && levels % 2 == 0, "a step of half the levels must end on the grid");
    auto const count = names.size();
    auto const half = levels / 2;  // the step, in levels
    DesignShares design;
    for (std::size_t t = 0; t < trajectories; ++t) {
        std::vector<std::size_t> level(count);
        std::vector<double> key(count);  // moves come in the order of these
        for (std::size_t k = 0; k < count; ++k) {
            auto const hash = name_hash(names[k]);
            Draws draws{{.seed = master_seed,
                         .purpose = Purpose::trajectory,
                         .entity = static_cast<std::uint32_t>(hash),
                         .alternative = static_cast<std::uint32_t>(t),
                         .replicate = static_cast<std::uint32_t>(hash >> 32)}};
            key[k] = draws.uniform();
            level[k] =
                std::min(levels - 1, static_cast<std::size_t>(draws.uniform() * static_cast<double>(levels)));
        }
        std::vector<std::size_t> order(count);
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return key[a] < key[b]; });
        auto const add = [&](std::int32_t moved) {
            std::vector<double> point;
            point.reserve(count);
            for (auto const l : level)
                point.push_back(static_cast<double>(l) / static_cast<double>(levels - 1));
            design.shares.push_back(std::move(point));
            design.block.push_back(static_cast<std::int32_t>(t));
            design.moved.push_back(moved);
        };
        add(-1);
        for (auto const k : order) {
            level[k] = level[k] < half ? level[k] + half : level[k] - half;
            add(static_cast<std::int32_t>(k));
        }
    }
    return design;
}

DesignShares saltelli(std::uint64_t master_seed, std::span<std::string const> names, std::size_t base,
                      bool second_order, bool scramble) {
    std::vector<std::string> dimensions(names.begin(), names.end());
    // The second value of a quantity has coins of its own.
    std::transform(names.begin(), names.end(), std::back_inserter(dimensions),
                   [](auto const& name) { return name + " of B"; });
    auto const rows = sobol_points(base, dimensions, master_seed, scramble);
    auto const count = static_cast<std::ptrdiff_t>(names.size());
    DesignShares design;
    for (std::size_t n = 0; n < base; ++n) {
        std::vector<double> const a(rows[n].begin(), rows[n].begin() + count);
        std::vector<double> const b(rows[n].begin() + count, rows[n].end());
        auto const add = [&](std::vector<double> point, std::int32_t moved) {
            design.shares.push_back(std::move(point));
            design.block.push_back(static_cast<std::int32_t>(n));
            design.moved.push_back(moved);
        };
        auto const add_mixed = [&](std::vector<double> const& matrix, std::vector<double> const& other) {
            for (std::size_t k = 0; k < names.size(); ++k) {
                auto point = matrix;
                point[k] = other[k];
                add(std::move(point), static_cast<std::int32_t>(k));
            }
        };
        add(a, -1);
        add_mixed(a, b);
        if (second_order) add_mixed(b, a);
        add(b, -1);
    }
    return design;
}

}  // namespace spil
