#include "engine/processes/purchases.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "engine/core/prefetch.hpp"
#include "engine/processes/common/firms.hpp"

namespace spil {

void buy_solutions(In<&Municipalities::orders> orders, In<&Municipalities::price> price,
                   In<&Municipalities::seller> seller, In<&Municipalities::seller_share> seller_share,
                   In<&Municipalities::price_level> price_level, In<&Firms::mark_up> mark_up,
                   In<&Firms::cost_factor> cost_factor, Update<&Firms::sales> sales,
                   Pay<AccountClass::household> pay) {
    std::vector<Cents> sold(sales.rows(), 0);
    std::array<Cents, seller_slots> parts{};
    // What is delivered this month first: all that it takes is asked for on the way.
    std::vector<std::size_t> due;
    for (std::size_t k = 0; k < orders.size(); ++k) {
        if (whole_units(orders[k]) == 0) continue;
        due.push_back(k);
        fetch(&price[k]);
        fetch(&price_level[k]);
        fetch(&seller[k * seller_slots]);
        fetch(&seller_share[k * seller_slots]);
    }
    std::size_t const solutions = orders.width();
    for (auto const at : due) {
        if (price[at] == 0) continue;
        Account const household{AccountClass::household, at / solutions};
        divide_units(whole_units(orders[at]), seller_share.subspan(at * seller_slots, seller_slots), parts);
        double const unit = price[at] / price_level[at];
        for (std::size_t k = 0; k < seller_slots; ++k) {
            if (parts[k] == 0) continue;
            auto const f = static_cast<std::size_t>(seller[at * seller_slots + k] - 1);
            Cents const unit_price = cents(unit * (1 + mark_up(f)) * cost_factor(f));
            if (unit_price == 0) continue;
            Cents const paid = std::min(parts[k], pay.balance(household) / unit_price) * unit_price;
            pay.post(Flow::solution_purchase, household, {AccountClass::firm, f}, paid);
            sold[f] += paid;
        }
    }
    for (std::size_t f = 0; f < sold.size(); ++f)
        if (sold[f] != 0) sales(f) += euro(sold[f]);
}

}  // namespace spil
