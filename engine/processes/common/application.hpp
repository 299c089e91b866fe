#pragma once
/// \file application.hpp  What asking for money costs the one who asks, and what it leaves behind.
///
///     effort    tau G x (application effort of the regime), in EUR
///     in cash   a share of it, as far as the reserve allows; the rest is staff, bound for about a year:
///               staff += (1 - share) effort / cost of a post,  staff *= 1 - 1/12 each month
///     salvage   knowledge += (1 - knowledge) salvage gain x (application effort), all of it valid here
///     in vain   trust in the programme -= alpha x min(1, application effort) x trust
///
/// Source: costs of application, Gluckman; Gross and Bergstrom (2019); that effort keeps some value, Barnett
/// et al. as discussed in arXiv 2207.02379.

#include <algorithm>
#include <span>

#include "engine/processes/common/carry_over.hpp"
#include "engine/processes/common/host.hpp"
#include "engine/world/ledger.hpp"
#include "engine/world/regime.hpp"

namespace spil {

struct ApplicationParameters {
    static constexpr std::string_view name = "application";

    double cost = 0.05;
    double cash_share = 0.5;
    double salvage_share = 0.2;
    double salvage_gain = 0.1;
    double staff_months = 12;
    double trust_loss = 0.1;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = ApplicationParameters;
        return f(
            field(&P::cost, "cost", "1", within(0, 1).likely(0.01, 0.15),
                  "effort of a full proposal, share of the grant asked for",
                  literature("research councils: 10-35 % of awards in all")),
            field(&P::cash_share, "cash_share", "1", within(0, 1),
                  "share of that effort that is bought; the rest is own staff", assumption()),
            field(&P::salvage_share, "salvage_share", "1", within(0, 1).likely(0, 0.6),
                  "share of the effort that is of use whatever the outcome", literature("arXiv 2207.02379")),
            field(&P::salvage_gain, "salvage_gain", "1", within(0, 1),
                  "knowledge that a full proposal of lasting use would bring", assumption()),
            field(&P::staff_months, "staff_months", "months", within(1, 120),
                  "time over which the staff for a proposal is bound", assumption()),
            field(&P::trust_loss, "trust_loss", "1", within(0, 1).likely(0, 0.3),
                  "share of the trust in a programme lost with a full proposal that wins nothing",
                  assumption("competitive schemes widen the distance between state and region")));
    }
};

/// Effort in EUR of asking for one grant under a regime.
inline double application_cost(Regime const& r, ApplicationParameters const& p) {
    return p.cost * r.reference_grant * r.application_effort;
}
/// Posts bound by one proposal at first.
inline double application_staff(Regime const& r, ApplicationParameters const& p, HostParameters const& host) {
    return (1 - p.cash_share) * application_cost(r, p) / host.fte_cost * (12.0 / p.staff_months);
}
/// What a municipality pays in cash: nothing that would touch its reserve.
inline Cents application_cash(Cents balance, double yearly_free, Regime const& r,
                              ApplicationParameters const& p, HostParameters const& host) {
    return std::min(above_reserve(balance, yearly_free, host), cents(p.cash_share * application_cost(r, p)));
}
/// Knowledge after writing a proposal on a solution, and how much of it carries over: what one has found out
/// oneself holds here in full. \param knowledge  of the three conditions
inline void keep_salvage(std::span<double> knowledge, double& carry_over, Regime const& r,
                         ApplicationParameters const& p) {
    double const gain = std::min(1.0, p.salvage_share * p.salvage_gain * r.application_effort);
    double held = 0, gained = 0;
    for (auto& k : knowledge) {
        double const more = (1 - k) * gain;
        held += k / static_cast<double>(knowledge.size());
        gained += more / static_cast<double>(knowledge.size());
        k += more;
    }
    carry_over = mixed_carry_over(held, carry_over, gained, gained);
}
/// Trust after a proposal that won nothing.
inline double trust_after_rejection(double trust, Regime const& r, ApplicationParameters const& p) {
    return trust * (1 - p.trust_loss * std::min(1.0, r.application_effort));
}

}  // namespace spil
