#pragma once
/// \file actors.hpp  Firms in their reduced form: one sector for each solution.

#include <cstdint>

#include "engine/world/column.hpp"

namespace spil {

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
