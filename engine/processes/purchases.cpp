#include "engine/processes/purchases.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "engine/processes/common/firms.hpp"

namespace spil {

void buy_solutions(In<&Municipalities::orders> orders, In<&Municipalities::price> price,
                   In<&Municipalities::seller> seller, In<&Municipalities::seller_share> seller_share,
                   In<&Municipalities::price_level> price_level, In<&Firms::mark_up> mark_up,
                   In<&Firms::cost_factor> cost_factor, Update<&Firms::sales> sales,
                   Pay<AccountClass::household> pay) {
    std::vector<Cents> sold(sales.rows(), 0);
    std::array<Cents, seller_slots> parts{};
    for (std::size_t i = 0; i < orders.rows(); ++i) {
        Account const household{AccountClass::household, i};
        for (std::size_t s = 0; s < orders.width(); ++s) {
            Cents const units = whole_units(orders(i, s));
            if (units == 0 || price(i, s) == 0) continue;
            auto const shares = seller_share.row(i).subspan(s * seller_slots, seller_slots);
            divide_units(units, shares, parts);
            double const unit = price(i, s) / price_level(i, s);
            for (std::size_t k = 0; k < seller_slots; ++k) {
                if (parts[k] == 0) continue;
                auto const f = static_cast<std::size_t>(seller(i, s * seller_slots + k) - 1);
                Cents const unit_price = cents(unit * (1 + mark_up(f)) * cost_factor(f));
                if (unit_price == 0) continue;
                Cents const paid = std::min(parts[k], pay.balance(household) / unit_price) * unit_price;
                pay.post(Flow::solution_purchase, household, {AccountClass::firm, f}, paid);
                sold[f] += paid;
            }
        }
    }
    for (std::size_t f = 0; f < sold.size(); ++f)
        if (sold[f] != 0) sales(f) += euro(sold[f]);
}

}  // namespace spil
