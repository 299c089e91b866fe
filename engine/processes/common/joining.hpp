#pragma once
/// \file joining.hpp  A firm joins a lab when it expects to earn by it (SM15).
///
///     EV = P min(1, H/H_0) chi share Q margin sum_{y=1..20} (1 + r)^-y  -  cost (1 - credit rate)  +  rep
///     joins when EV > hurdle
///
/// P is the chance it sees that a lab's solution becomes an institution, revised every year by what became of
/// labs in its region; a lab whose money is promised for less than H_0 months counts for less (the channel
/// "horizon"); chi is the share of the capabilities needed that the firm has; Q the households of the host
/// that consider the mission in a year; margin = mark-up x unit cost. Part of the cost of joining is research
/// and earns the tax credit.
/// Source: net present value; adaptive expectations as in Caiani et al. (2016); figures are assumptions.

#include <algorithm>

#include "engine/core/elementary.hpp"
#include "engine/schema/field.hpp"

namespace spil {

struct JoiningParameters {
    static constexpr std::string_view name = "joining";

    double first_expectation = 0.3;
    double expectation_gain = 0.25;
    double secured_months = 48;
    double expected_share = 0.02;
    double discount_rate = 0.08;
    double cost = 25000;
    double reputation = 5000;
    double hurdle = 0;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = JoiningParameters;
        return f(field(&P::first_expectation, "first_expectation", "1", within(0, 1).likely(0.1, 0.6),
                       "chance that a lab's solution becomes an institution, as firms see it at first",
                       assumption()),
                 field(&P::expectation_gain, "expectation_gain", "1", within(0, 1).likely(0.1, 0.5),
                       "how far a year's labs in the region move it", literature("Caiani et al. 2016")),
                 field(&P::secured_months, "secured_months", "months", within(1, 240).likely(24, 72),
                       "months of promised money at which a lab counts in full", assumption()),
                 field(&P::expected_share, "expected_share", "1", within(0, 1).likely(0.005, 0.1),
                       "share of the host's market that a partner expects", assumption()),
                 field(&P::discount_rate, "discount_rate", "1/year", within(0, 1).likely(0.04, 0.12),
                       "rate at which firms discount", assumption()),
                 field(&P::cost, "cost", "EUR", within(0, 1e7).likely(1e4, 1e5),
                       "staff and material that joining takes", assumption()),
                 field(&P::reputation, "reputation", "EUR", within(0, 1e7).likely(0, 3e4),
                       "what being seen in a lab is worth", assumption()),
                 field(&P::hurdle, "hurdle", "EUR", within(-1e8, 1e8).likely(-2e4, 5e4),
                       "expected value above which a firm joins", assumption()));
    }
};

/// What a firm looks at before it joins a lab.
struct LabProspect {
    double expectation = 0;  ///< P
    double horizon = 0;      ///< months
    double coverage = 0;     ///< chi
    double market = 0;       ///< Q, households a year
    double margin = 0;       ///< EUR per household
};

/// Value today of 1 EUR at the end of each of twenty years.
inline double twenty_years(double discount_rate) {
    constexpr double years = 20;
    return discount_rate == 0 ? years : (1 - elementary::pow(1 + discount_rate, -years)) / discount_rate;
}

/// EV, EUR.
inline double join_value(LabProspect const& lab, double credit_rate, JoiningParameters const& p) {
    return lab.expectation * std::min(1.0, lab.horizon / p.secured_months) * lab.coverage * p.expected_share *
               lab.market * lab.margin * twenty_years(p.discount_rate) -
           p.cost * (1 - credit_rate) + p.reputation;
}

inline bool firm_joins(LabProspect const& lab, double credit_rate, JoiningParameters const& p) {
    return join_value(lab, credit_rate, p) > p.hurdle;
}

}  // namespace spil
