#pragma once
/// \file procurement.hpp  Municipalities buy the first units of what their labs try out (SM15).
///
///     buyers    hosts that stimulate, finance or drive the mission
///     units     min(n, money / p_f) for each running lab, once a year
///     money     what lies above the reserve, at most a share of a year's free money for each lab
///     p_f       price here x (1 + mu_f) c_f / price level here, of the lab's lead firm, else of the seller
///               most bought from
///
/// A first market before residents buy: the firm earns, and the units count as experience. Reads labs, roles,
/// prices; pays public_procurement; adds to sales and experience.
/// Source: public procurement of innovation as an instrument on the demand side; figures are assumptions.

#include "engine/processes/common/firms.hpp"
#include "engine/processes/common/host.hpp"
#include "engine/world/access.hpp"

namespace spil {

struct ProcurementParameters {
    static constexpr std::string_view name = "procurement";

    double units = 5;
    double budget_share = 0.02;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = ProcurementParameters;
        return f(
            field(&P::units, "units", "1/year", within(0, 1e5).likely(0, 20),
                  "units bought for each running lab", assumption()),
            field(&P::budget_share, "budget_share", "1", within(0, 1).likely(0, 0.1),
                  "most that this may take, for each lab, of a year's freely steerable money", assumption()));
    }
};

void procure(ProcurementParameters const& p, HostParameters const& host_parameters, In<&Labs::stage> stage,
             In<&Labs::host> host, In<&Labs::mission> mission, In<&Labs::solution> solution,
             In<&Labs::lead_firm> lead_firm, In<&Municipalities::role> role,
             In<&Municipalities::yearly_free> yearly_free, In<&Municipalities::price> price,
             In<&Municipalities::price_level> price_level, In<&Municipalities::seller> seller,
             In<&Firms::mark_up> mark_up, In<&Firms::cost_factor> cost_factor, Update<&Firms::sales> sales,
             Update<&Solutions::experience> experience, Pay<AccountClass::municipality> pay);

}  // namespace spil
