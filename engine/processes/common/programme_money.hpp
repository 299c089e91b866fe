#pragma once
/// \file programme_money.hpp  What a programme's money is for, and how much of it is free to promise.
///
///     overhead a month      o_0 B / 12  +  o_1 G n^(1 + xi) (1 - relief T) (ministries / 2)^e
///     kept back             overhead and earmarks until the next yearly budget, and expected renewals
///     free to promise       balance - committed - owed - kept back
///
/// n: labs with a grant in force; T: trust between their hosts and the programme. A careful programme
/// promises only money that it holds. Source: SM6 of our own design; that coordination grows faster than the
/// number of those coordinated is common knowledge, the figures are assumptions.

#include <vector>

#include "engine/processes/common/grants.hpp"
#include "engine/schema/field.hpp"
#include "engine/world/regime.hpp"

namespace spil {

struct BudgetParameters {
    static constexpr std::string_view name = "budgets";

    double review_cost = 0.02;
    double trust_relief = 0.5;
    double reference_ministries = 2;
    double ministries_exponent = 0.5;
    double intermediary_unit = 3e6;
    double blocked_below = 0.5;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = BudgetParameters;
        return f(
            field(&P::review_cost, "review_cost", "1", within(0, 1).likely(0.005, 0.06),
                  "cost of reviewing a proposal, share of the grant asked for", assumption()),
            field(&P::trust_relief, "trust_relief", "1", within(0, 1),
                  "share of coordination that full trust makes needless", assumption()),
            field(&P::reference_ministries, "reference_ministries", "1", within(1, 20),
                  "ministries for which the coordination cost holds", design()),
            field(&P::ministries_exponent, "ministries_exponent", "1", within(0, 3),
                  "how coordination grows with the number of ministries", assumption()),
            field(&P::intermediary_unit, "intermediary_unit", "EUR/year", within(1e3, 1e9).likely(1e6, 8e6),
                  "spending at which intermediaries are at full strength", assumption()),
            field(&P::blocked_below, "blocked_below", "1", within(0, 1),
                  "permission below which rules block a lab", assumption()));
    }
};

/// Months between two payments of earmarks and overhead.
inline constexpr int months_in_quarter = 3;
inline constexpr int months_in_year = 12;

/// True in months with a call or an intake: every `interval` months from the end of the set-up.
bool selection_month(std::uint32_t tick, Regime const& regime);

double earmark_share(Regime const& regime);
/// EUR a month, whatever the number of labs.
double fixed_overhead(Regime const& regime);
/// EUR a month for keeping `labs` labs together. \param trust  0..1
double coordination_overhead(double labs, double trust, Regime const& regime, BudgetParameters const& p);
/// Cost of reviewing one proposal.
Cents review_fee(Regime const& regime, BudgetParameters const& p);

/// Months of the year of `tick` whose earmarks are still to be paid after this month; those before the set-up
/// is over do not count.
int earmark_months_left(std::uint32_t tick, int setup);
/// EUR kept back until the next yearly budget.
double kept_back(Load const& load, Regime const& regime, BudgetParameters const& p, std::uint32_t tick);
/// Free to promise; below zero when too much was promised already.
Cents free_to_promise(Cents balance, Cents committed, Cents coordination_due, int reviews_due,
                      Load const& load, Regime const& regime, BudgetParameters const& p, std::uint32_t tick);

/// The same, read off the tables; what is kept for follow-on money and what municipalities received by
/// formula is not free. \param in_pools  EUR 0.01 received by formula and not yet promised
Cents free_to_promise(Cents balance, Programmes const& programmes, std::size_t m, Cents in_pools,
                      Load const& load, Regime const& regime, BudgetParameters const& p, std::uint32_t tick);

/// The load of each programme. \param programme_trust  one value for each municipality and mission
/// \param stop_rate  of each mission
std::vector<Load> loads(std::span<std::int32_t const> lab_mission, std::span<std::int32_t const> lab_host,
                        std::span<Stage const> lab_stage, Grants const& grants,
                        std::span<double const> programme_trust, std::span<double const> stop_rate,
                        Regime const& regime, std::uint32_t tick);

}  // namespace spil
