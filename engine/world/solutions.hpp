#pragma once
/// \file solutions.hpp  Missions and the solutions each has; the nation they share.

#include <cstdint>

#include "engine/world/column.hpp"
#include "engine/world/ledger.hpp"

namespace spil {

/// The nation: one row.
struct Nation {
    static constexpr std::string_view name = "nation";

    Fixed<double> merit_mean, merit_sd;
    Column<double> caretaker_months;

    template <class F>
    static constexpr auto fields(F&& f) {
        using T = Nation;
        return f(column(&T::merit_mean, "merit_mean", "1", within(0, 1),
                        "mean potential of all solutions at the start"),
                 column(&T::merit_sd, "merit_sd", "1", at_least(0), "standard deviation of that potential"),
                 column(&T::caretaker_months, "caretaker_months", "months", at_least(0),
                        "months a fallen cabinet still has to go; 0 when one governs"));
    }
};

/// One row for each mission. The spending columns are channels: what programmes do that others may notice.
struct Missions {
    static constexpr std::string_view name = "missions";

    Fixed<double> preparation, need_interval, need_running_saving;
    Fixed<std::uint8_t> technical;
    Column<double> landscape, practice_strength, hub_strength, practice_spending, intermediary_strength;
    Column<Cents> third_space_paid, third_space_used;

    template <class F>
    static constexpr auto fields(F&& f) {
        using T = Missions;
        return f(
            column(&T::preparation, "preparation", "months", at_least(0), "mean preparation of a lab"),
            column(&T::need_interval, "need_interval", "months", at_least(1),
                   "interval at which residents reconsider"),
            column(&T::need_running_saving, "need_running_saving", "EUR/year", any_value(),
                   "running saving of a household served"),
            column(&T::technical, "technical", "1", within(0, 1),
                   "1 when a lab needs a firm among its partners"),
            column(&T::landscape, "landscape", "1", at_least(-1), "pressure from the landscape, relative"),
            column(&T::practice_strength, "practice_strength", "1", within(0, 1.5),
                   "strength of the community of practice"),
            column(&T::hub_strength, "hub_strength", "1", within(0, 1),
                   "strength of the learning hub that checks and compares what labs report"),
            column(&T::practice_spending, "practice_spending", "EUR/year", at_least(0),
                   "spending on the community of practice"),
            column(&T::intermediary_strength, "intermediary_strength", "1", within(0, 1),
                   "strength of intermediaries"),
            column(&T::third_space_paid, "third_space_paid", "0.01 EUR", at_least(0),
                   "paid for third spaces so far (channel)"),
            column(&T::third_space_used, "third_space_used", "0.01 EUR", at_least(0),
                   "of that, used for third spaces that came about"));
    }
};

/// Where a national rule for a solution stands.
enum class RuleState : std::uint8_t { idle, prepared, in_force, dropped };

/// One row for each solution; rows of one mission lie together.
struct Solutions {
    static constexpr std::string_view name = "solutions";

    Fixed<std::int32_t> mission;
    Fixed<double> appeal, base_cost;
    Fixed<std::uint8_t> needs_law, required;
    Column<double> permission, rule_months, regulatory_work, experience, cost;
    Column<RuleState> rule;
    Column<std::int32_t> rule_clusters;

    template <class F>
    static constexpr auto fields(F&& f) {
        using T = Solutions;
        return f(
            column(&T::mission, "mission", "1", at_least(0), "mission the solution serves"),
            column(&T::appeal, "appeal", "1", any_value(),
                   "social, economic, ecological effect at full service, in 8 index points", Axis::appeal),
            column(&T::base_cost, "base_cost", "EUR/household", at_least(0), "cost at the start"),
            column(&T::needs_law, "needs_law", "1", within(0, 1),
                   "1 when permission takes a law rather than a decree"),
            column(&T::required, "required", "1", within(0, 100), "capabilities that the solution takes",
                   Axis::requirement),
            column(&T::permission, "permission", "1", within(0, 1), "what national rules permit"),
            column(&T::rule_months, "rule_months", "months", at_least(0), "months the procedure still takes"),
            column(&T::regulatory_work, "regulatory_work", "EUR", at_least(0),
                   "spent on legal work so far (channel)"),
            column(&T::experience, "experience", "households", at_least(0),
                   "households served in the country, ever"),
            column(&T::cost, "cost", "EUR/household", at_least(0),
                   "national cost now, before local soft costs"),
            column(&T::rule, "rule", "1", within(0, 3), "idle, prepared, in force, dropped"),
            column(&T::rule_clusters, "rule_clusters", "1", at_least(0),
                   "distinct contexts behind the rule in procedure"));
    }
};

}  // namespace spil
