#pragma once
/// \file noisy_runs.hpp  Runs that take no time, with results that are noise of a known kind: for tests of
/// what a batch makes of its runs.

#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <string>
#include <thread>
#include <vector>

#include "engine/run/ensemble.hpp"
#include "tests/support/command.hpp"

namespace spil::test {

/// A number in (0, 1) that depends on all of its parts (SplitMix64).
inline double noise(std::uint64_t seed, std::uint64_t a, std::uint64_t b) {
    auto x = seed + 0x9E3779B97F4A7C15u * (1 + a + 1000 * b);
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return (static_cast<double>((x ^ (x >> 31)) >> 11) + 0.5) * 0x1p-53;
}

/// Every result of a run is normal noise of sd 1 (whole numbers: 100), which policies of one world share in
/// part; some reals are missing. Runs take up to a millisecond, so that they end in another order each time.
inline RunRecord noisy_run(Study const& study, Settings const& settings, RunOptions const& options) {
    auto const dimensions = study.dimensions();
    auto const policy = static_cast<std::uint64_t>(settings.regime.selection);
    RunRecord record;
    std::uint64_t k = 0;
    for (auto const& o : study.kept_outputs()) {
        auto const n = values_per_run(o, dimensions);
        bool const real = o.stored == Stored::real;
        record.reals.emplace_back(real ? n : 0);
        record.integers.emplace_back(real ? 0 : n);
        ++k;
        for (std::size_t i = 0; i < n; ++i) {
            auto const u = noise(options.seed, k, 2 * i), v = noise(options.seed + policy, k, 2 * i + 1);
            double const x = std::sqrt(-2 * std::log(v)) * std::cos(2 * std::numbers::pi * u);
            if (real)
                record.reals.back()[i] = k % 5 == 4 && u < 0.1 ? std::numeric_limits<double>::quiet_NaN() : x;
            else
                record.integers.back()[i] = static_cast<std::int64_t>(std::lround(100 * x));
        }
    }
    std::this_thread::sleep_for(
        std::chrono::microseconds(static_cast<int>(800 * noise(options.seed, policy, 7))));
    return record;
}

/// scenarios/tiny.toml: three policies.
inline Study tiny_study(std::vector<Override> const& overrides = {}) {
    return read_study(in_repository("scenarios/tiny.toml"), overrides);
}

}  // namespace spil::test
