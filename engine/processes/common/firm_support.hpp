#pragma once
/// \file firm_support.hpp  Generic national support of firms' research: tax credit (WBSO) and grants for
/// joint projects of small and medium-sized firms (MIT). The same under every way of funding labs (SM15).
///
///     WBSO   r1 min(RD, B) + r2 max(0, RD - B), with a higher r1 for starters, for each firm; when all
///            credits exceed the yearly cap, each is cut in proportion
///     MIT    35 % of the cost of a pair's project: nothing below the least grant, at most 200 000 euro for
///            two small firms, 350 000 when one is medium-sized
///
/// Source: WBSO 2025: 36 % (starters 50 %) up to 380 000 euro, 16 % above, cap 1.6 billion; MIT research
/// grants for joint projects: 35 %, 50 000 to 200 000 (small) and up to 350 000 (large projects).

#include <algorithm>

#include "engine/schema/field.hpp"

namespace spil {

struct FirmSupportParameters {
    static constexpr std::string_view name = "firm_support";

    double credit_rate = 0.36;
    double starter_rate = 0.50;
    double starter_years = 5;
    double credit_bracket = 380000;
    double upper_rate = 0.16;
    double credit_cap = 1.6e9;
    double grant_rate = 0.35;
    double least_grant = 50000;
    double small_grant = 200000;
    double large_grant = 350000;
    double grant_budget = 50e6;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = FirmSupportParameters;
        constexpr auto wbso = measured("WBSO 2025");
        constexpr auto mit = measured("MIT research and development projects");
        return f(field(&P::credit_rate, "credit_rate", "1", within(0, 1).likely(0.2, 0.5),
                       "tax credit on research up to the bracket", wbso),
                 field(&P::starter_rate, "starter_rate", "1", within(0, 1).likely(0.3, 0.6),
                       "the same for starters", wbso),
                 field(&P::starter_years, "starter_years", "years", within(0, 30).likely(2, 8),
                       "years that a firm counts as a starter", wbso),
                 field(&P::credit_bracket, "credit_bracket", "EUR/year", within(0, 1e9).likely(2e5, 6e5),
                       "research of a firm up to which the first rate holds", wbso),
                 field(&P::upper_rate, "upper_rate", "1", within(0, 1).likely(0.1, 0.3),
                       "tax credit on research above it", wbso),
                 field(&P::credit_cap, "credit_cap", "EUR/year", within(0, 1e12),
                       "most that all credits may cost", wbso),
                 field(&P::grant_rate, "grant_rate", "1", within(0, 1).likely(0.2, 0.5),
                       "share of a joint project's cost that a grant pays", mit),
                 field(&P::least_grant, "least_grant", "EUR", within(0, 1e7).likely(2e4, 1e5),
                       "grants below it are not given", mit),
                 field(&P::small_grant, "small_grant", "EUR", within(0, 1e8).likely(1e5, 3e5),
                       "most that a pair of small firms gets", mit),
                 field(&P::large_grant, "large_grant", "EUR", within(0, 1e8).likely(2e5, 5e5),
                       "most that a pair with a medium-sized firm gets", mit),
                 field(&P::grant_budget, "grant_budget", "EUR/year", within(0, 1e10).likely(2e7, 1e8),
                       "budget for these grants in a country of 18 million; in proportion elsewhere",
                       assumption()));
    }
};

/// Tax credit of one firm, EUR a year. \param research  EUR a year
inline double research_credit(double research, bool starter, FirmSupportParameters const& p) {
    return (starter ? p.starter_rate : p.credit_rate) * std::min(research, p.credit_bracket) +
           p.upper_rate * std::max(0.0, research - p.credit_bracket);
}

/// Grant for a joint project, EUR. \param cost  EUR
inline double joint_grant(double cost, bool both_small, FirmSupportParameters const& p) {
    double const asked = p.grant_rate * cost;
    return asked < p.least_grant ? 0 : std::min(asked, both_small ? p.small_grant : p.large_grant);
}

}  // namespace spil
