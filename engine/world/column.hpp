#pragma once
/// \file column.hpp  The state: tables of columns, each declared once, two copies of what changes.
///
/// A `Column` has `now` (what every process of a phase reads) and `next` (what one process of that phase
/// writes); a `Fixed` column is filled when the world is populated and only read after that. An entry is
/// found at `row * width + offset`; the width follows from the declared axes.

#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/schema/field.hpp"

namespace spil {

/// What a column has several values of, for each row.
enum class Axis {
    mission,
    solution,
    condition,
    context,
    appeal,
    opinion_bin,
    belief,
    belief_pair,
    mission_solution,
    kene,
    requirement,
    seller
};

/// Lengths of the axes in one world.
struct Dimensions {
    std::size_t municipalities = 0;
    std::size_t missions = 0;
    std::size_t solutions_per_mission = 0;

    std::size_t solutions() const { return missions * solutions_per_mission; }
    /// Coefficients of a programme's belief: for each of its solutions a constant and the four parts of the
    /// context.
    std::size_t beliefs() const { return solutions_per_mission * 5; }
    std::size_t length(Axis axis) const;
};

inline constexpr std::size_t conditions = 3;     ///< accepted, permitted, viable
inline constexpr std::size_t context_parts = 4;  ///< urbanity, prosperity, housing, administrative-political
inline constexpr std::size_t appeal_parts = 3;   ///< social, economic, ecological
inline constexpr std::size_t opinion_bins = 21;  ///< opinions -1, -0.9 .. 1
inline constexpr std::size_t kene_length = 10;   ///< triples that a firm or an organisation can hold
inline constexpr std::size_t requirement_length = 6;  ///< capabilities that a solution takes
inline constexpr std::size_t seller_slots = 8;        ///< firms that the buyers of a town can compare

/// The three conditions of embedding, in the order of every column that has them.
enum Condition : std::size_t { accepted = 0, permitted = 1, viable = 2 };

inline std::size_t Dimensions::length(Axis axis) const {
    switch (axis) {
        case Axis::mission:
            return missions;
        case Axis::solution:
            return solutions();
        case Axis::condition:
            return conditions;
        case Axis::context:
            return context_parts;
        case Axis::appeal:
            return appeal_parts;
        case Axis::opinion_bin:
            return opinion_bins;
        case Axis::belief:
            return beliefs();
        case Axis::belief_pair:
            return beliefs() * beliefs();
        case Axis::mission_solution:
            return solutions_per_mission;
        case Axis::kene:
            return kene_length;
        case Axis::requirement:
            return requirement_length;
        case Axis::seller:
            return seller_slots;
    }
    return 1;
}

template <class T>
struct Column {
    using value_type = T;
    static constexpr bool changes = true;
    std::vector<T> now, next;
    std::size_t width = 1;
};

template <class T>
struct Fixed {
    using value_type = T;
    static constexpr bool changes = false;
    std::vector<T> now;
    std::size_t width = 1;
};

template <class Owner, class C>
struct ColumnField {
    C Owner::*member;
    std::string_view name, unit;
    Range range;
    std::string_view meaning;
    std::array<Axis, 2> axes{};
    std::size_t axis_count = 0;
};

template <class Owner, class C>
constexpr ColumnField<Owner, C> column(C Owner::*member, std::string_view name, std::string_view unit,
                                       Range range, std::string_view meaning) {
    return {member, name, unit, range, meaning, {}, 0};
}
template <class Owner, class C>
constexpr ColumnField<Owner, C> column(C Owner::*member, std::string_view name, std::string_view unit,
                                       Range range, std::string_view meaning, Axis axis) {
    return {member, name, unit, range, meaning, {axis, axis}, 1};
}
template <class Owner, class C>
constexpr ColumnField<Owner, C> column(C Owner::*member, std::string_view name, std::string_view unit,
                                       Range range, std::string_view meaning, Axis outer, Axis inner) {
    return {member, name, unit, range, meaning, {outer, inner}, 2};
}

/// f(field, column) for each column of a table, in the order declared.
template <class Table, class F>
void for_each_column(Table& table, F&& f) {
    for_each_field<std::remove_const_t<Table>>([&](auto const& row) { f(row, table.*(row.member)); });
}

/// Sets the widths that the axes ask for and gives every column `rows` rows; new entries are zero.
template <class Table>
void resize(Table& table, std::size_t rows, Dimensions const& dimensions) {
    for_each_column(table, [&](auto const& field, auto& c) {
        c.width = 1;
        for (std::size_t a = 0; a < field.axis_count; ++a) c.width *= dimensions.length(field.axes[a]);
        c.now.resize(rows * c.width);
        if constexpr (std::remove_cvref_t<decltype(c)>::changes) c.next.resize(rows * c.width);
    });
}

/// Number of rows of a table.
template <class Table>
std::size_t rows(Table const& table) {
    return Table::fields([&](auto const& first, auto const&...) {
        auto const& c = table.*(first.member);
        return c.width == 0 ? std::size_t{0} : c.now.size() / c.width;
    });
}

/// "table.column" for a column of this table, found by where it is; empty when it is not one of them.
template <class Table>
std::string column_name(Table const& table, void const* which) {
    std::string found;
    for_each_column(table, [&](auto const& field, auto const& c) {
        if (&c == which) found = std::string{Table::name} + "." + std::string{field.name};
    });
    return found;
}

/// A table without rows, to look at its columns.
template <class Table>
Table const& empty_table() {
    static Table const table;
    return table;
}

}  // namespace spil
