#pragma once
/// \file world.hpp  All state of one run, and its digest.

#include <cstdint>
#include <string>

#include "engine/world/actors.hpp"
#include "engine/world/citizens.hpp"
#include "engine/world/column.hpp"
#include "engine/world/geography.hpp"
#include "engine/world/labs.hpp"
#include "engine/world/ledger.hpp"
#include "engine/world/municipalities.hpp"
#include "engine/world/parties.hpp"
#include "engine/world/programmes.hpp"
#include "engine/world/solutions.hpp"

namespace spil {

struct World {
    Dimensions dimensions;
    Geography geography;
    Nation nation;
    Missions missions;
    Solutions solutions;
    Municipalities municipalities;
    CitizenCells citizen_cells;
    Citizens citizens;
    Communities communities;
    Firms firms;
    Organisations organisations;
    Members members;
    Ties ties;
    ThirdSpaces third_spaces;
    Labs labs;
    Programmes programmes;
    Pools pools;
    Grants grants;
    Ledger ledger;
};

/// The table of type T in a world (const or not).
template <class T, class W>
auto& table(W& world) {
    if constexpr (std::is_same_v<T, Nation>)
        return world.nation;
    else if constexpr (std::is_same_v<T, Missions>)
        return world.missions;
    else if constexpr (std::is_same_v<T, Solutions>)
        return world.solutions;
    else if constexpr (std::is_same_v<T, Municipalities>)
        return world.municipalities;
    else if constexpr (std::is_same_v<T, CitizenCells>)
        return world.citizen_cells;
    else if constexpr (std::is_same_v<T, Citizens>)
        return world.citizens;
    else if constexpr (std::is_same_v<T, Communities>)
        return world.communities;
    else if constexpr (std::is_same_v<T, Firms>)
        return world.firms;
    else if constexpr (std::is_same_v<T, Organisations>)
        return world.organisations;
    else if constexpr (std::is_same_v<T, Members>)
        return world.members;
    else if constexpr (std::is_same_v<T, Ties>)
        return world.ties;
    else if constexpr (std::is_same_v<T, ThirdSpaces>)
        return world.third_spaces;
    else if constexpr (std::is_same_v<T, Labs>)
        return world.labs;
    else if constexpr (std::is_same_v<T, Programmes>)
        return world.programmes;
    else if constexpr (std::is_same_v<T, Pools>)
        return world.pools;
    else
        return static_cast<std::conditional_t<std::is_same_v<T, Grants>, decltype((world.grants)), void>>(
            world.grants);
}

/// f(table) for each table of a world.
template <class W, class F>
void for_each_table(W& world, F&& f) {
    f(world.nation);
    f(world.missions);
    f(world.solutions);
    f(world.municipalities);
    f(world.citizen_cells);
    f(world.citizens);
    f(world.communities);
    f(world.firms);
    f(world.organisations);
    f(world.members);
    f(world.ties);
    f(world.third_spaces);
    f(world.labs);
    f(world.programmes);
    f(world.pools);
    f(world.grants);
}

// What goes through all columns of a table is compiled once, in world.cpp.
// NOLINTBEGIN(bugprone-macro-parentheses): the arguments are a keyword and a type
#define SPIL_TABLE(keyword, T)                                        \
    keyword template void resize(T&, std::size_t, Dimensions const&); \
    keyword template std::size_t rows(T const&);                      \
    keyword template std::string column_name(T const&, void const*);  \
    keyword template T const& empty_table<T>();
#define SPIL_TABLES(keyword)            \
    SPIL_TABLE(keyword, Nation)         \
    SPIL_TABLE(keyword, Missions)       \
    SPIL_TABLE(keyword, Solutions)      \
    SPIL_TABLE(keyword, Municipalities) \
    SPIL_TABLE(keyword, CitizenCells)   \
    SPIL_TABLE(keyword, Citizens)       \
    SPIL_TABLE(keyword, Communities)    \
    SPIL_TABLE(keyword, Firms)          \
    SPIL_TABLE(keyword, Organisations)  \
    SPIL_TABLE(keyword, Members)        \
    SPIL_TABLE(keyword, Ties)           \
    SPIL_TABLE(keyword, ThirdSpaces)    \
    SPIL_TABLE(keyword, Labs)           \
    SPIL_TABLE(keyword, Programmes)     \
    SPIL_TABLE(keyword, Pools)          \
    SPIL_TABLE(keyword, Grants)
// NOLINTEND(bugprone-macro-parentheses)
SPIL_TABLES(extern)

/// FNV-1a over every column's `now` and every account: equal digests mean equal states, bit for bit. The
/// columns of the tables named in `without` are left out.
std::uint64_t digest(World const& world, std::string_view without = "");

}  // namespace spil
