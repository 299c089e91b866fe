#pragma once
/// \file actors.hpp  Citizens and firms in their reduced form: cells and sectors.
///
/// Citizens stand in cells of a mean field (municipality x threshold x income), firms in one sector for each
/// solution.

#include <cstdint>

#include "engine/world/column.hpp"

namespace spil {

inline constexpr std::size_t threshold_classes = 4;
inline constexpr std::size_t income_classes = 5;
inline constexpr std::size_t citizen_cells = threshold_classes * income_classes;  ///< per municipality

/// Row = municipality * citizen_cells + threshold class * income_classes + income class.
struct Citizens {
    static constexpr std::string_view name = "citizens";

    Fixed<double> weight, threshold, income;
    Column<double> adopted;

    static constexpr auto fields() {
        using T = Citizens;
        return std::tuple{
            column(&T::weight, "weight", "1", within(0, 1),
                   "share of the municipality's residents in the cell"),
            column(&T::threshold, "threshold", "1", within(0, 1), "share of contacts from which one follows"),
            column(&T::income, "income", "EUR/year", at_least(0),
                   "disposable income of a household in the cell"),
            column(&T::adopted, "adopted", "1", within(0, 1), "share of the cell that uses each solution",
                   Axis::solution),
        };
    }
};
static_assert(fully_declared<Citizens>);

/// One row for each solution: the firms that supply it.
struct Firms {
    static constexpr std::string_view name = "firms";

    Column<double> mark_up, sales, sales_share;

    static constexpr auto fields() {
        using T = Firms;
        return std::tuple{
            column(&T::mark_up, "mark_up", "1", within(0, 1), "mark-up on cost"),
            column(&T::sales, "sales", "EUR/month", at_least(0), "sales this month"),
            column(&T::sales_share, "sales_share", "1", within(0, 1),
                   "share of the sales in its mission, averaged over about a year"),
        };
    }
};
static_assert(fully_declared<Firms>);

}  // namespace spil
