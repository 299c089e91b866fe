#pragma once
/// \file programmes.hpp  National programmes (one for each mission) and the grants they hold. Only the
/// funding processes (SM4 to SM8) may look inside.

#include <cstdint>

#include "engine/world/column.hpp"
#include "engine/world/ledger.hpp"

namespace spil {

struct Programmes {
    static constexpr std::string_view name = "programmes";

    Column<double> belief_mean, belief_covariance, manager_bias, success_rate, stop_rate, rotation_left,
        challenger, follow_on_rate, report_mean;
    Column<std::int32_t> applications, awards, stops, reviews_due, follow_ons, revocations;
    Column<Cents> committed, coordination_due, follow_on_pot;

    template <class F>
    static constexpr auto fields(F&& f) {
        using T = Programmes;
        return f(
            column(&T::belief_mean, "belief_mean", "1", any_value(), "mean belief on solutions in contexts",
                   Axis::belief),
            column(&T::belief_covariance, "belief_covariance", "1", any_value(), "covariance of that belief",
                   Axis::belief_pair),
            column(&T::manager_bias, "manager_bias", "merit sd", any_value(),
                   "persistent error of the manager on each solution", Axis::mission_solution),
            column(&T::success_rate, "success_rate", "1", within(0, 1),
                   "share of applications won, as applicants expect it"),
            column(&T::stop_rate, "stop_rate", "1", within(0, 1),
                   "share of labs stopped at gates, as labs expect it"),
            column(&T::rotation_left, "rotation_left", "months", at_least(0),
                   "months until the manager moves on"),
            column(&T::challenger, "challenger", "1/EUR", any_value(),
                   "what a euro would bring at the best candidate that got none"),
            column(&T::follow_on_rate, "follow_on_rate", "1", within(0, 1),
                   "share of labs whose term ended that went on, as labs expect it"),
            column(&T::report_mean, "report_mean", "1", any_value(),
                   "mean embedding reported at the end of terms, as the programme remembers it"),
            column(&T::applications, "applications", "1", at_least(0), "applications or intake talks so far"),
            column(&T::awards, "awards", "1", at_least(0), "labs awarded so far"),
            column(&T::stops, "stops", "1", at_least(0), "labs stopped at a gate so far"),
            column(&T::reviews_due, "reviews_due", "1", at_least(0),
                   "proposals whose review is still to be paid"),
            column(&T::committed, "committed", "0.01 EUR", at_least(0), "promised to labs and not yet paid"),
            column(&T::coordination_due, "coordination_due", "0.01 EUR", at_least(0),
                   "overhead that the budget could not pay"),
            column(&T::follow_ons, "follow_ons", "1", at_least(0), "labs that got follow-on money so far"),
            column(&T::revocations, "revocations", "1", at_least(0), "pools revoked so far"),
            column(&T::follow_on_pot, "follow_on_pot", "0.01 EUR", at_least(0),
                   "kept for labs whose term ends well, not yet promised"));
    }
};

/// What municipalities received by formula. One row for each municipality; a pool of several keeps its money
/// in the row of its first one.
struct Pools {
    static constexpr std::string_view name = "pools";

    Column<Cents> allotted;
    Column<std::int32_t> revoked;

    template <class F>
    static constexpr auto fields(F&& f) {
        using T = Pools;
        return f(column(&T::allotted, "allotted", "0.01 EUR", at_least(0),
                        "money for labs received so far, less what was taken back", Axis::mission),
                 column(&T::revoked, "revoked", "months", at_least(0),
                        "months until a revoked pool receives money again", Axis::mission));
    }
};

/// One row for each award; lab `lab` belongs to row `lab`: a lab is founded by its award.
struct Grants {
    static constexpr std::string_view name = "grants";

    Column<std::int32_t> in_force, gated, months_left, stay_left, gate_in, pending_months, instalment_in;
    Column<double> intensity, next_intensity, rate, next_rate, co_financing;
    Column<Cents> awarded, paid, remaining, released, returned;

    template <class F>
    static constexpr auto fields(F&& f) {
        using T = Grants;
        return f(
            column(&T::in_force, "in_force", "1", within(0, 1), "1 for a grant in force"),
            column(&T::gated, "gated", "1", within(0, 1),
                   "1 for a grant given to pass gates; 0 for one that is promised for its term"),
            column(&T::months_left, "months_left", "months", at_least(0), "months of promised money left"),
            column(&T::stay_left, "stay_left", "months", at_least(0), "months until the longest stay ends"),
            column(&T::gate_in, "gate_in", "months", at_least(0),
                   "active months until the next gate; 0 without gates"),
            column(&T::pending_months, "pending_months", "months", at_least(0),
                   "months until the last decision takes effect"),
            column(&T::instalment_in, "instalment_in", "months", at_least(0),
                   "months until the next instalment"),
            column(&T::intensity, "intensity", "1", at_least(0), "funding relative to the reference grant"),
            column(&T::next_intensity, "next_intensity", "1", at_least(0),
                   "intensity once the last decision takes effect; 0 is a stop"),
            column(&T::rate, "rate", "EUR/month", at_least(0), "grant a month at intensity 1"),
            column(&T::next_rate, "next_rate", "EUR/month", at_least(0),
                   "the same once the last decision takes effect"),
            column(&T::co_financing, "co_financing", "1", within(0, 0.9),
                   "share of the lab's cost that the host's side pays"),
            column(&T::awarded, "awarded", "0.01 EUR", at_least(0), "promised in all"),
            column(&T::paid, "paid", "0.01 EUR", at_least(0), "paid"),
            column(&T::remaining, "remaining", "0.01 EUR", at_least(0), "promised, still to pay"),
            column(&T::released, "released", "0.01 EUR", at_least(0),
                   "promise withdrawn when a lab ended early"),
            column(&T::returned, "returned", "0.01 EUR", at_least(0), "paid, unspent and returned"));
    }
};

}  // namespace spil
