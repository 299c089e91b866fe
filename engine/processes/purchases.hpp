#pragma once
/// \file purchases.hpp  Households pay for what they took up: whole units at the seller's local price (SM19).
///
///     units = whole part of orders          (the fraction waits in `orders` for the next month)
///     split over the sellers compared there by share, largest remainder (sellers)
///     paid  = min(units of the seller, what the balance buys) x its price here in whole cents
///     p_if  = price_is x (1 + mu_f) c_f / price level there
///
/// Units that the households of a municipality together cannot pay are used all the same but never paid:
/// the purse rations money, not adoption. Municipality by municipality, solution by solution, seller by
/// seller, in that order. Reads orders, price and sellers; pays solution_purchase; adds to sales.
/// Source: one posting for each municipality, solution, seller and month, an integer count times a price.

#include "engine/world/access.hpp"

namespace spil {

/// Whole units in an order that may carry a fraction.
inline Cents whole_units(double orders) {
    return static_cast<Cents>(orders);
}

void buy_solutions(In<&Municipalities::orders> orders, In<&Municipalities::price> price,
                   In<&Municipalities::seller> seller, In<&Municipalities::seller_share> seller_share,
                   In<&Municipalities::price_level> price_level, In<&Firms::mark_up> mark_up,
                   In<&Firms::cost_factor> cost_factor, Update<&Firms::sales> sales,
                   Pay<AccountClass::household> pay);

}  // namespace spil
