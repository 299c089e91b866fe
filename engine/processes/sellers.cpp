#include "engine/processes/sellers.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/core/elementary.hpp"
#include "engine/core/parallel.hpp"

namespace spil {

namespace {

struct Seller {
    std::uint32_t firm, municipality;
    double price, pull;
};

struct Offer {
    Seller const* seller;  ///< in a list by rising firm
    double weight;
};
using Offers = std::array<Offer, seller_slots>;  ///< as many as were drawn, the rest means nothing
constexpr double drawn_again = -1;  ///< weight of an offer that is compared already: behind all others

/// The offers, best first. Every one is compared with every other: with so few that takes less than a sort,
/// which cannot foresee which way a comparison goes.
Offers ranked(Offers const& offers, std::size_t drawn) {
    std::array<std::size_t, seller_slots> rank{};
    for (std::size_t b = 0; b < drawn; ++b) {
        for (std::size_t a = 0; a < b; ++a) {
            double const first = offers[a].weight, second = offers[b].weight;
            auto const second_wins = static_cast<std::size_t>(
                (second > first) | ((second == first) & (offers[b].seller < offers[a].seller)));
            rank[a] += second_wins;
            rank[b] += 1 - second_wins;
        }
    }
    Offers best_first;
    for (std::size_t k = 0; k < drawn; ++k) best_first[rank[k]] = offers[k];
    return best_first;
}

}  // namespace

void choose_sellers(Step const& step, SellerParameters const& p, Geography const& geography,
                    In<&Firms::offer> offer, In<&Firms::municipality> municipality, In<&Firms::size> size,
                    In<&Firms::mark_up> mark_up, In<&Firms::cost_factor> cost_factor,
                    Out<&Municipalities::seller> seller, Out<&Municipalities::seller_share> seller_share,
                    Out<&Municipalities::price_level> price_level) {
    std::size_t const solutions = price_level.width();
    std::vector<std::vector<Seller>> sellers(solutions);
    for (std::size_t f = 0; f < offer.rows(); ++f) {
        if (offer(f) < 0) continue;
        double const price = (1 + mark_up(f)) * cost_factor(f);
        sellers[static_cast<std::size_t>(offer(f))].push_back(
            {.firm = static_cast<std::uint32_t>(f),
             .municipality = static_cast<std::uint32_t>(municipality(f)),
             .price = price,
             .pull =
                 elementary::pow(price, -p.price_elasticity) * elementary::pow(size(f), p.capacity_weight)});
    }
    auto const compared = std::min(seller_slots, static_cast<std::size_t>(std::lround(p.compared)));

    auto const body = [&](std::size_t i) {
        for (std::size_t s = 0; s < solutions; ++s) {
            auto const& all = sellers[s];
            std::size_t const drawn = all.empty() ? 0 : compared;
            Offers offers;
            auto draws = step.draws(Purpose::seller_sample, i, s);
            for (std::size_t k = 0; k < drawn; ++k)
                offers[k].seller = &all[(std::uint64_t{draws()} * all.size()) >> 32];
            double total = 0;
            for (std::size_t k = 0; k < drawn; ++k) {
                auto& o = offers[k];
                double const near = geography.at(geography.proximity, i, o.seller->municipality);
                o.weight = o.seller->pull *
                           (p.distance_weight == 1 ? near : elementary::pow(near, p.distance_weight));
                for (std::size_t j = 0; j < k; ++j)
                    if (offers[j].seller == o.seller) o.weight = drawn_again;
                total += std::max(0.0, o.weight);
            }
            if (total <= 0)  // nobody within reach: all the same
                for (std::size_t k = 0; k < drawn; ++k) {
                    if (offers[k].weight == drawn_again) continue;
                    offers[k].weight = 1;
                    total += 1;
                }
            auto const best_first = ranked(offers, drawn);
            auto const firm = seller.row(i).subspan(s * seller_slots, seller_slots);
            auto const share = seller_share.row(i).subspan(s * seller_slots, seller_slots);
            double level = 0;
            for (std::size_t k = 0; k < drawn; ++k) {
                auto const& [from, weight] = best_first[k];
                firm[k] = weight == drawn_again ? 0 : static_cast<std::int32_t>(from->firm) + 1;
                share[k] = std::max(0.0, weight) / total;
                level += share[k] * from->price;
            }
            std::fill(firm.begin() + static_cast<std::ptrdiff_t>(drawn), firm.end(), 0);
            std::fill(share.begin() + static_cast<std::ptrdiff_t>(drawn), share.end(), 0.0);
            price_level(i, s) = level;
        }
    };
    for_each_index(price_level.rows(), body, Grain{8});
}

}  // namespace spil
