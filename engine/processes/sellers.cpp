#include "engine/processes/sellers.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/parallel.hpp"

namespace spil {

void choose_sellers(Step const& step, SellerParameters const& p, Geography const& geography,
                    In<&Firms::offer> offer, In<&Firms::municipality> municipality, In<&Firms::size> size,
                    In<&Firms::mark_up> mark_up, In<&Firms::cost_factor> cost_factor,
                    Out<&Municipalities::seller> seller, Out<&Municipalities::seller_share> seller_share,
                    Out<&Municipalities::price_level> price_level) {
    std::size_t const solutions = price_level.width();
    auto const sellers = sellers_of(offer, solutions);
    std::vector<double> price(offer.rows()), pull(offer.rows());
    for (std::size_t f = 0; f < offer.rows(); ++f) {
        if (offer(f) < 0) continue;
        price[f] = (1 + mark_up(f)) * cost_factor(f);
        pull[f] = std::pow(price[f], -p.price_elasticity) * std::pow(size(f), p.capacity_weight);
    }
    auto const compared = static_cast<std::size_t>(std::lround(p.compared));

    struct Offer {
        std::uint32_t firm;
        double weight;
    };
    auto const body = [&](std::size_t i) {
        std::vector<Offer> offers;
        for (std::size_t s = 0; s < solutions; ++s) {
            offers.clear();
            double total = 0;
            auto draws = step.draws(Purpose::seller_sample, i, s);
            for (std::size_t k = 0; k < compared && !sellers[s].empty(); ++k) {
                auto const f = sellers[s][(std::uint64_t{draws()} * sellers[s].size()) >> 32];
                if (std::any_of(offers.begin(), offers.end(), [&](auto const& o) { return o.firm == f; }))
                    continue;
                double const near =
                    geography.at(geography.proximity, i, static_cast<std::size_t>(municipality(f)));
                double const weight =
                    pull[f] * (p.distance_weight == 1 ? near : std::pow(near, p.distance_weight));
                offers.push_back({f, weight});
                total += weight;
            }
            std::size_t const n = offers.size();
            // Nobody within reach: all the same.
            if (total <= 0) {
                for (auto& o : offers) o.weight = 1;
                total = static_cast<double>(n);
            }
            std::sort(offers.begin(), offers.end(), [](auto const& a, auto const& b) {
                return a.weight != b.weight ? a.weight > b.weight : a.firm < b.firm;
            });
            double level = 0;
            for (std::size_t k = 0; k < seller_slots; ++k) {
                double const share = k < n ? offers[k].weight / total : 0;
                seller(i, s * seller_slots + k) = k < n ? static_cast<std::int32_t>(offers[k].firm) + 1 : 0;
                seller_share(i, s * seller_slots + k) = share;
                if (k < n) level += share * price[offers[k].firm];
            }
            price_level(i, s) = level;
        }
    };
    for_each_index(price_level.rows(), body, Grain{8});
}

}  // namespace spil
