#pragma once
/// \file sellers.hpp  Whose offers the buyers of a town compare, and how orders divide over them (SM15).
///
///     compared     n firms drawn among all that sell the solution, each time anew
///     share        w_f = size_f^a p_f^-e proximity^d / sum          p_f = (1 + mark-up) x cost factor
///     price level  sum_f share_f p_f
///
/// Once a year. That is a logit on ln price, distance and ln capacity; units go to the sellers by largest
/// remainder (purchases). The price that residents see is the level times the cost of the solution there.
/// Reads firms, geography; writes seller, seller_share, price_level.
/// Source: random choice of partners, then the best offers: Caiani et al. (2016), who compare 5 to 10.

#include "engine/processes/common/firms.hpp"
#include "engine/world/access.hpp"

namespace spil {

struct SellerParameters {
    static constexpr std::string_view name = "sellers";

    double compared = 5;
    double price_elasticity = 4;
    double distance_weight = 1;
    double capacity_weight = 0.5;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = SellerParameters;
        return f(field(&P::compared, "compared", "firms",
                       within(1, static_cast<double>(seller_slots)).likely(3, 8), "sellers compared",
                       literature("Caiani et al. 2016: 5 to 10")),
                 field(&P::price_elasticity, "price_elasticity", "1", within(0, 50).likely(1, 8),
                       "fall of ln orders per unit of ln price", assumption()),
                 field(&P::distance_weight, "distance_weight", "1", within(0, 20).likely(0.3, 3),
                       "exponent of proximity in orders", assumption()),
                 field(&P::capacity_weight, "capacity_weight", "1", within(0, 5).likely(0, 1),
                       "exponent of a firm's size in orders", assumption("larger firms can take on more")));
    }
};

void choose_sellers(Step const& step, SellerParameters const& p, Geography const& geography,
                    In<&Firms::offer> offer, In<&Firms::municipality> municipality, In<&Firms::size> size,
                    In<&Firms::mark_up> mark_up, In<&Firms::cost_factor> cost_factor,
                    Out<&Municipalities::seller> seller, Out<&Municipalities::seller_share> seller_share,
                    Out<&Municipalities::price_level> price_level);

}  // namespace spil
