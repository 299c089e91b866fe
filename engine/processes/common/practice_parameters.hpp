#pragma once
/// \file practice_parameters.hpp  Communities of practice: what they cost, who joins, what they do for
/// learning. Read by the community itself, by circulation and by labs.

#include "engine/schema/field.hpp"

namespace spil {

struct PracticeParameters {
    static constexpr std::string_view name = "practice";

    double unit_spending = 1.3e6;
    double highest_strength = 1.5;
    double adjustment_time = 12;
    double lowest_strength = 0.05;
    double joining_aversion = 0.7;
    double multiplier = 1;
    double hub_share = 0.2;
    double hub_unit_spending = 8e5;
    double hub_correction = 0.5;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = PracticeParameters;
        return f(
            field(&P::unit_spending, "unit_spending", "EUR/year", within(1e4, 1e9).likely(0.5e6, 4e6),
                  "yearly spending in a mission that keeps a community of strength 1", assumption()),
            field(&P::highest_strength, "highest_strength", "1", within(0, 1.5),
                  "strength that no spending exceeds", assumption()),
            field(&P::adjustment_time, "adjustment_time", "months", within(1, 120),
                  "time in which strength follows spending", assumption()),
            field(&P::lowest_strength, "lowest_strength", "1", within(0, 1.5),
                  "strength up to which a community has no members", assumption()),
            field(&P::joining_aversion, "joining_aversion", "1", within(0, 1).likely(0.5, 0.9),
                  "risk aversion below which a municipality joins unasked", assumption()),
            field(&P::multiplier, "multiplier", "1", within(0, 10).likely(0, 1.5),
                  "gain in learning and uptake at strength 1, as a share",
                  literature(
                      "energy efficiency networks LEEN: about twice the progress; members chose to join")),
            field(&P::hub_share, "hub_share", "1", within(0, 1).likely(0, 0.5),
                  "share of the spending on practice that keeps a learning hub: evaluation across labs",
                  assumption("transition learning hubs stand beside communities of practice")),
            field(&P::hub_unit_spending, "hub_unit_spending", "EUR/year", within(1e4, 1e9).likely(0.3e6, 2e6),
                  "yearly spending in a mission that keeps a hub of strength 1", assumption()),
            field(&P::hub_correction, "hub_correction", "1", within(0, 1).likely(0, 0.8),
                  "share of a report's error that a hub of strength 1 finds", assumption()));
    }
};

}  // namespace spil
