#pragma once
/// \file actors.hpp  Firms as agents: each stands for firms of one size in one municipality.

#include <cstdint>

#include "engine/world/column.hpp"

namespace spil {

/// One row for each firm agent; it stands for `weight` firms of one size class. Those that offer nothing have
/// no money of their own in the model: they are there to move, to join labs and so to become sellers. A row
/// lives on when its firm ends: a start-up takes it.
struct Firms {
    static constexpr std::string_view name = "firms";

    Fixed<double> weight, size, capital_units;
    Column<std::int32_t> municipality, offer, age;
    Column<std::uint8_t> capability, ability, expertise;
    Column<double> mark_up, cost_factor, sales, sales_before, sales_share, lab_work, research, expectation;
    Column<std::uint8_t> renewed, moved;

    template <class F>
    static constexpr auto fields(F&& f) {
        using T = Firms;
        return f(
            column(&T::weight, "weight", "firms", at_least(0), "firms that the agent stands for"),
            column(&T::size, "size", "persons", at_least(0), "persons working in each of them"),
            column(&T::capital_units, "capital_units", "units", at_least(0),
                   "money a firm of its size starts with, in units of what it offers at the starting cost"),
            column(&T::municipality, "municipality", "1", at_least(0), "where it is"),
            column(&T::offer, "offer", "1", at_least(-1), "solution it sells, over all missions; -1 none"),
            column(&T::age, "age", "years", at_least(0), "years since the start of the run or of the firm"),
            column(&T::capability, "capability", "1", within(0, 100), "what it can do; 0 for an empty place",
                   Axis::kene),
            column(&T::ability, "ability", "1", within(0, 9), "in which way", Axis::kene),
            column(&T::expertise, "expertise", "1", within(0, 10), "how well", Axis::kene),
            column(&T::mark_up, "mark_up", "1", within(0, 1), "mark-up on cost"),
            column(&T::cost_factor, "cost_factor", "1", at_least(0),
                   "its unit cost relative to the mean of those who sell the same"),
            column(&T::sales, "sales", "EUR", at_least(0), "sales of its solution this year so far"),
            column(&T::sales_before, "sales_before", "EUR/year", at_least(0), "sales in the last full year"),
            column(&T::sales_share, "sales_share", "1", within(0, 1),
                   "share of the sales of its solution in the last year that had any"),
            column(&T::lab_work, "lab_work", "EUR", at_least(0), "earned in labs this year so far"),
            column(&T::research, "research", "EUR/year", at_least(0),
                   "spent on research in the last full year"),
            column(&T::expectation, "expectation", "1", within(0, 1),
                   "chance it sees that a lab's solution becomes an institution"),
            column(&T::renewed, "renewed", "1", within(0, 2),
                   "at the last turn of the year: 1 ended and replaced by a start-up, 2 took up a solution"),
            column(&T::moved, "moved", "1", within(0, 2),
                   "at the last turn of the year: 1 moved within its municipality, 2 to another"));
    }
};

}  // namespace spil
