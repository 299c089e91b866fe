#include "engine/run/latin_hypercube.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/core/name_hash.hpp"
#include "engine/core/random.hpp"

namespace spil {

std::vector<double> latin_hypercube(std::uint64_t master_seed, std::string_view name, std::size_t points) {
    auto const hash = name_hash(name);
    auto const n = static_cast<double>(points);
    // The parts in the order of random keys; equal keys keep the order of their parts.
    std::vector<std::pair<double, double>> parts;  // key, value
    parts.reserve(points);
    for (std::size_t part = 0; part < points; ++part) {
        Draws draws{{.seed = master_seed,
                     .purpose = Purpose::uncertainty,
                     .entity = static_cast<std::uint32_t>(hash),
                     .alternative = static_cast<std::uint32_t>(part),
                     .replicate = static_cast<std::uint32_t>(hash >> 32)}};
        auto const key = draws.uniform();
        auto const low = static_cast<double>(part);
        // A sum that rounds up must not leave its part.
        auto const inside = std::min(low + draws.uniform(), std::nextafter(low + 1, 0.0));
        parts.emplace_back(key, inside / n);
    }
    std::stable_sort(parts.begin(), parts.end(),
                     [](auto const& a, auto const& b) { return a.first < b.first; });
    std::vector<double> values;
    values.reserve(points);
    for (auto const& [key, value] : parts) values.push_back(value);
    return values;
}

}  // namespace spil
