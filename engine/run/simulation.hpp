#pragma once
/// \file simulation.hpp  One run: populate a world, walk the schedule month by month, observe.

#include <cstdint>
#include <functional>
#include <vector>

#include "engine/model/parameters.hpp"
#include "engine/schema/output.hpp"
#include "engine/world/access.hpp"
#include "engine/world/country.hpp"
#include "engine/world/world.hpp"

namespace spil {

struct RunOptions {
    std::uint64_t seed = 1;  ///< of the world
    int months = 360;
    std::size_t solutions_per_mission = 6;
    /// Called after each month (and once before the first, with month 0); for tests and traces.
    std::function<void(World const&, int month)> observe = {};
    /// Another schedule than the model's own; for tests.
    Schedule<Settings> const* schedule = nullptr;
};

/// Runs one policy in one world. A pure function of its arguments: the same bits for any number of threads.
/// \throws ContractError when the ledger or a grant does not add up
RunRecord simulate(Country const& country, Settings const& settings, RunOptions const& options);

}  // namespace spil
