#include "engine/processes/procurement.hpp"

#include <algorithm>

namespace spil {

void procure(ProcurementParameters const& p, HostParameters const& host_parameters, In<&Labs::stage> stage,
             In<&Labs::host> host, In<&Labs::mission> mission, In<&Labs::solution> solution,
             In<&Labs::lead_firm> lead_firm, In<&Municipalities::role> role,
             In<&Municipalities::yearly_free> yearly_free, In<&Municipalities::price> price,
             In<&Municipalities::price_level> price_level, In<&Municipalities::seller> seller,
             In<&Firms::mark_up> mark_up, In<&Firms::cost_factor> cost_factor, Update<&Firms::sales> sales,
             Update<&Solutions::experience> experience, Pay<AccountClass::municipality> pay) {
    for (std::size_t l = 0; l < stage.rows(); ++l) {
        auto const i = static_cast<std::size_t>(host(l));
        auto const s = static_cast<std::size_t>(solution(l));
        if (!running(stage(l)) ||
            role(i, static_cast<std::size_t>(mission(l))) < static_cast<std::uint8_t>(Role::stimulator))
            continue;
        auto const f = lab_firm(lead_firm(l), [&] { return seller(i, s * seller_slots); });
        Cents const unit_price = cents(price(i, s) / price_level(i, s) * (1 + mark_up(f)) * cost_factor(f));
        if (unit_price == 0) continue;
        Account const municipality{AccountClass::municipality, i};
        Cents const money =
            std::min(above_reserve(pay.balance(municipality), yearly_free(i), host_parameters),
                     cents(p.budget_share * yearly_free(i)));
        Cents const units = std::min(static_cast<Cents>(p.units), money / unit_price);
        pay.post(Flow::public_procurement, municipality, {AccountClass::firm, f}, units * unit_price);
        sales(f) += euro(units * unit_price);
        experience(s) += static_cast<double>(units);
    }
}

}  // namespace spil
