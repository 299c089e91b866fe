#pragma once
/// \file citizens.hpp  Citizens: as agents, or as cells of a mean field.
///
/// One of the two forms is at work in a run; the other's table has no rows. An agent stands for as many
/// residents as the municipality has for each of its agents. Agents of a municipality stand side by side, so
/// that a pair of numbers finds them; what changes is counted as it changes and never looked for.

#include <cstdint>

#include "engine/world/column.hpp"

namespace spil {

inline constexpr std::size_t threshold_classes = 4;
inline constexpr std::size_t income_classes = 5;
inline constexpr std::size_t cells_of_citizens = threshold_classes * income_classes;  ///< per municipality

/// Row = municipality * cells_of_citizens + threshold class * income_classes + income class.
struct CitizenCells {
    static constexpr std::string_view name = "citizen_cells";

    Fixed<double> weight, threshold, income;
    Column<double> adopted;

    template <class F>
    static constexpr auto fields(F&& f) {
        using T = CitizenCells;
        return f(
            column(&T::weight, "weight", "1", within(0, 1),
                   "share of the municipality's residents in the cell"),
            column(&T::threshold, "threshold", "1", within(0, 1), "share of contacts from which one follows"),
            column(&T::income, "income", "EUR/year", at_least(0),
                   "disposable income of a household in the cell"),
            column(&T::adopted, "adopted", "1", within(0, 1), "share of the cell that uses each solution",
                   Axis::solution));
    }
};

/// One row for each agent, municipality by municipality: a byte for each thing that tells one from another.
struct Citizens {
    static constexpr std::string_view name = "citizens";

    Column<std::uint8_t> adopted;
    Column<std::int8_t> opinion;
    Column<std::uint8_t> trust;
    Fixed<std::uint8_t> threshold, income;

    template <class F>
    static constexpr auto fields(F&& f) {
        using T = Citizens;
        return f(column(&T::adopted, "adopted", "1", within(0, 64),
                        "solution (within the mission) in use + 1; 0 when none", Axis::mission),
                 column(&T::opinion, "opinion", "1/100", within(-100, 100), "opinion of each mission",
                        Axis::mission),
                 column(&T::trust, "trust", "1/255", within(0, 255), "trust in local government"),
                 column(&T::threshold, "threshold", "1/255", within(0, 255),
                        "share of contacts from which one follows"),
                 column(&T::income, "income", "1/256", within(0, 255),
                        "place among the incomes of the municipality, from the poorest"));
    }
};

/// One row for each municipality: where its agents stand and what they add up to, in whole agents.
struct Communities {
    static constexpr std::string_view name = "communities";

    Fixed<std::uint32_t> first, agents;
    Column<std::int32_t> users, opinions;
    Column<std::int64_t> trust;

    template <class F>
    static constexpr auto fields(F&& f) {
        using T = Communities;
        return f(
            column(&T::first, "first", "1", at_least(0), "row of the first agent"),
            column(&T::agents, "agents", "1", at_least(0), "agents; 0 when a mean field stands for them"),
            column(&T::users, "users", "1", at_least(0), "agents that use each solution", Axis::solution),
            column(&T::opinions, "opinions", "1", at_least(0), "agents in each opinion bin, per mission",
                   Axis::mission, Axis::opinion_bin),
            column(&T::trust, "trust", "1/255", at_least(0), "sum of the agents' trust"));
    }
};

}  // namespace spil
