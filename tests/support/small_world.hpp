#pragma once
/// \file small_world.hpp  A world small enough to check by hand, and publishing as the run does it.

#include <algorithm>
#include <array>
#include <cstddef>
#include <tuple>
#include <utility>

#include "engine/world/process.hpp"
#include "engine/world/world.hpp"

namespace spil::testing {

/// Every table sized for the dimensions, every entry zero but for one firm that sells each solution; accounts
/// without money; nobody near anybody. Worlds of more than 2000 municipalities, made for frequencies, have no
/// geography: its matrices would fill the machine.
inline World small_world(std::size_t municipalities, std::size_t missions, std::size_t solutions_per_mission,
                         std::size_t labs = 0) {
    World w;
    w.dimensions = {municipalities, missions, solutions_per_mission};
    auto const& d = w.dimensions;
    resize(w.nation, 1, d);
    resize(w.missions, missions, d);
    resize(w.solutions, d.solutions(), d);
    resize(w.municipalities, municipalities, d);
    resize(w.citizen_cells, municipalities * cells_of_citizens, d);
    resize(w.citizens, 0, d);
    resize(w.communities, municipalities, d);
    resize(w.firms, d.solutions(), d);  // one firm for each solution, see below
    resize(w.organisations, 0, d);
    resize(w.labs, labs, d);
    resize(w.programmes, missions, d);
    resize(w.pools, municipalities, d);
    resize(w.grants, 0, d);
    for (std::size_t s = 0; s < d.solutions(); ++s)
        w.solutions.mission.now[s] = static_cast<std::int32_t>(s / solutions_per_mission);
    // Each sells its solution everywhere at cost.
    for (std::size_t s = 0; s < d.solutions(); ++s) {
        w.firms.offer.now[s] = static_cast<std::int32_t>(s);
        w.firms.weight.now[s] = w.firms.size.now[s] = w.firms.cost_factor.now[s] = 1;
        for (std::size_t i = 0; i < municipalities; ++i) {
            auto const k = (i * d.solutions() + s) * seller_slots;
            w.municipalities.seller.now[k] = static_cast<std::int32_t>(s) + 1;
            w.municipalities.seller_share.now[k] = 1;
            w.municipalities.price_level.now[i * d.solutions() + s] = 1;
        }
    }
    w.geography.n = municipalities;
    auto const pairs = municipalities <= 2000 ? municipalities * municipalities : 0;
    w.geography.proximity.assign(pairs, 0);
    w.geography.likeness.assign(pairs, 0);
    w.geography.perceived_likeness.assign(pairs, 0);
    w.geography.context_distance2.assign(pairs, 0);
    w.ledger =
        Ledger{{1, missions, municipalities, municipalities, d.solutions(), labs, 1, 1, municipalities, 1}};
    return w;
}

/// The month and the lengths that a process of this world is called with.
inline Step step_of(World const& w, std::uint32_t tick = 0, std::uint64_t seed = 1) {
    return {.seed = seed, .tick = tick, .dimensions = w.dimensions};
}

/// One value in every entry of a column.
template <class C, class T>
void fill(C& column, T value) {
    std::fill(column.now.begin(), column.now.end(), static_cast<typename C::value_type>(value));
}

/// Ends a phase for the columns written in it.
template <class... C>
void publish(C&... columns) {
    (std::swap(columns.now, columns.next), ...);
}

/// Parameters of a call, found by their type as the model's settings are.
template <class... P>
struct Given {
    std::tuple<P const&...> all;

    template <class A>
    A const& get() const {
        return std::get<A const&>(all);
    }
};

/// One process as a phase of its own: bound by its signature, run, published. The ledger and the columns are
/// the world's; parameters (and the regime) follow the step in any order.
template <auto Function, class... P>
void run(World& w, Step const& step, P const&... parameters) {
    Given<P...> const given{{parameters...}};
    run_alone<Function>(w, given, step);
}

}  // namespace spil::testing
