#pragma once
/// \file agents.hpp  A small world whose residents are agents.

#include <numeric>

#include "engine/processes/agent_opinion.hpp"
#include "tests/support/small_world.hpp"

namespace spil::testing {

/// `each` agents in every municipality, one for each resident and household; nothing in use, opinions 0,
/// trust 0, thresholds 0, income 40 000; nothing offered. Nobody has contacts elsewhere.
inline World agents_world(std::size_t municipalities, std::uint32_t each, std::size_t missions = 1,
                          std::size_t per_mission = 1) {
    auto w = small_world(municipalities, missions, per_mission);
    resize(w.citizen_cells, 0, w.dimensions);
    resize(w.citizens, municipalities * each, w.dimensions);
    for (std::size_t i = 0; i < municipalities; ++i) {
        w.communities.first.now[i] = static_cast<std::uint32_t>(i) * each;
        w.communities.agents.now[i] = each;
        for (std::size_t m = 0; m < missions; ++m)
            w.communities.opinions.now[(i * missions + m) * opinion_bins + opinion_bins / 2] =
                static_cast<std::int32_t>(each);
    }
    fill(w.municipalities.population, each);
    fill(w.municipalities.households, each);
    fill(w.municipalities.household_income, 40000);
    fill(w.missions.need_interval, 100);
    return w;
}

/// Agents that use each solution, counted one by one: municipality by solution.
inline std::vector<std::int32_t> users_by_scan(World const& w) {
    auto const& d = w.dimensions;
    std::vector<std::int32_t> users(d.municipalities * d.solutions(), 0);
    for (std::size_t i = 0; i < d.municipalities; ++i)
        for (std::size_t c = w.communities.first.now[i];
             c < w.communities.first.now[i] + w.communities.agents.now[i]; ++c)
            for (std::size_t m = 0; m < d.missions; ++m)
                if (auto const used = w.citizens.adopted.now[c * d.missions + m]; used != 0)
                    ++users[i * d.solutions() + m * d.solutions_per_mission + used - 1u];
    return users;
}

/// Agents in each opinion bin, counted one by one: municipality by mission by bin.
inline std::vector<std::int32_t> opinions_by_scan(World const& w) {
    auto const& d = w.dimensions;
    std::vector<std::int32_t> counts(d.municipalities * d.missions * opinion_bins, 0);
    for (std::size_t i = 0; i < d.municipalities; ++i)
        for (std::size_t c = w.communities.first.now[i];
             c < w.communities.first.now[i] + w.communities.agents.now[i]; ++c)
            for (std::size_t m = 0; m < d.missions; ++m)
                ++counts[(i * d.missions + m) * opinion_bins +
                         opinion_bin(w.citizens.opinion.now[c * d.missions + m])];
    return counts;
}

/// Sum of the agents' trust, counted one by one.
inline std::vector<std::int64_t> trust_by_scan(World const& w) {
    std::vector<std::int64_t> sums;
    for (std::size_t i = 0; i < w.dimensions.municipalities; ++i) {
        auto const from =
            w.citizens.trust.now.begin() + static_cast<std::ptrdiff_t>(w.communities.first.now[i]);
        sums.push_back(std::accumulate(from, from + w.communities.agents.now[i], std::int64_t{0}));
    }
    return sums;
}

}  // namespace spil::testing
