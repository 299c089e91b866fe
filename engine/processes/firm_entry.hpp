#pragma once
/// \file firm_entry.hpp  Firms end when they cannot pay their running costs; start-ups take their place
/// (SM15).
///
///     running costs   k x opening money a year, as wages at home
///     end             balance < running costs: what is left goes to households there
///     start-up        same size and place, new kene and cost factor, usual mark-up; takes up s with
///                     chance ~ (R_s + 0.1 mean R)^g      R_s = sum sales x mark-up / (1 + mark-up) / sellers
///     newcomer        a firm that offers nothing and leads a running lab takes up the lab's solution
///     opening money   households of the municipality -> firm, up to its opening money
///
/// Once a year; so each row keeps its size class and the number of firms in each class never changes. Nobody
/// leaves a solution that only `least_sellers` sell. Reads balances, sales, labs; pays wages, liquidation,
/// founding; writes the rows renewed.
/// Source: entry and exit as in SKIN (Gilbert, Ahrweiler and Pyka); figures are assumptions.

#include "engine/processes/common/firms.hpp"
#include "engine/processes/common/joining.hpp"

namespace spil {

struct EntryParameters {
    static constexpr std::string_view name = "entry";

    double running_costs = 0.15;
    double reward_weight = 1;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = EntryParameters;
        return f(
            field(&P::running_costs, "running_costs", "1/year", within(0, 10).likely(0.05, 0.4),
                  "costs of a firm whether it sells or not, relative to its opening money", assumption()),
            field(&P::reward_weight, "reward_weight", "1", within(0, 10).likely(0, 2),
                  "exponent of expected reward in what start-ups take up", assumption()));
    }
};

/// Chances with which a start-up takes up each solution; they sum to 1. \param reward  EUR a year for each
std::vector<double> entry_chances(std::span<double const> reward, EntryParameters const& p);

void renew_firms(Step const& step, EntryParameters const& p, FirmParameters const& firms,
                 JoiningParameters const& joining, In<&Solutions::required> required,
                 In<&Solutions::base_cost> base_cost, In<&Labs::stage> lab_stage,
                 In<&Labs::solution> lab_solution, In<&Labs::lead_firm> lead_firm,
                 In<&Firms::capital_units> capital_units, In<&Firms::municipality> municipality,
                 Update<&Firms::sales_before> sales_before, Update<&Firms::offer> offer,
                 Update<&Firms::age> age, Update<&Firms::capability> capability,
                 Update<&Firms::ability> ability, Update<&Firms::expertise> expertise,
                 Update<&Firms::mark_up> mark_up, Update<&Firms::cost_factor> cost_factor,
                 Update<&Firms::sales_share> sales_share, Update<&Firms::expectation> expectation,
                 Update<&Firms::renewed> renewed, Pay<AccountClass::firm, AccountClass::household> pay);

}  // namespace spil
