#pragma once
/// \file purchases.hpp  Households pay for what they took up: whole units at the local price (SM19).
///
///     units = whole part of orders          (the fraction waits in `orders` for the next month)
///     paid  = min(units, what the balance buys) x unit price in cents
///
/// Units that the households of a municipality together cannot pay are used all the same but never paid:
/// the purse rations money, not adoption. Municipality by municipality, solution by solution, in that order.
/// Reads orders and price; pays solution_purchase; writes sales.
/// Source: one posting for each municipality, solution and month, as an integer count times a unit price.

#include "engine/world/access.hpp"

namespace spil {

/// Whole units in an order that may carry a fraction.
inline Cents whole_units(double orders) {
    return static_cast<Cents>(orders);
}

void buy_solutions(In<&Municipalities::orders> orders, In<&Municipalities::price> price,
                   Out<&Firms::sales> sales, Pay<AccountClass::household> pay);

}  // namespace spil
