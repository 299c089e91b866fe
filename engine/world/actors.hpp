#pragma once
/// \file actors.hpp  Firms and coalitions in their reduced form: sectors and offers of partners.
///
/// Firms stand in one sector for each solution, partners as counts drawn from capacity and trust.

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

/// One row for each municipality: partners of each kind within reach of a lab there.
struct Coalitions {
    static constexpr std::string_view name = "coalitions";

    Fixed<double> knowledge_reach, firm_reach, civic_reach;
    Column<double> willingness;

    static constexpr auto fields() {
        using T = Coalitions;
        return std::tuple{
            column(&T::knowledge_reach, "knowledge_reach", "1", within(0, 1),
                   "chance that a candidate partner is a knowledge institution"),
            column(&T::firm_reach, "firm_reach", "1", within(0, 1),
                   "chance that a candidate partner is a firm"),
            column(&T::civic_reach, "civic_reach", "1", within(0, 1),
                   "chance that a candidate partner is a civic group"),
            column(&T::willingness, "willingness", "1", within(0, 1), "chance that a candidate accepts"),
        };
    }
};
static_assert(fully_declared<Coalitions>);

}  // namespace spil
