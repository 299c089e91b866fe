#include "engine/processes/purchases.hpp"

#include <algorithm>
#include <vector>

namespace spil {

void buy_solutions(In<&Municipalities::orders> orders, In<&Municipalities::price> price,
                   Out<&Firms::sales> sales, Pay<AccountClass::household> pay) {
    std::vector<Cents> sold(sales.rows(), 0);
    for (std::size_t i = 0; i < orders.rows(); ++i) {
        Account const household{AccountClass::household, i};
        for (std::size_t s = 0; s < sold.size(); ++s) {
            Cents const units = whole_units(orders(i, s));
            if (units == 0) continue;
            Cents const unit_price = cents(price(i, s));
            if (unit_price == 0) continue;
            Cents const bought = std::min(units, pay.balance(household) / unit_price);
            pay.post(Flow::solution_purchase, household, {AccountClass::firm, s}, bought * unit_price);
            sold[s] += bought * unit_price;
        }
    }
    for (std::size_t s = 0; s < sold.size(); ++s) sales(s) = euro(sold[s]);
}

}  // namespace spil
