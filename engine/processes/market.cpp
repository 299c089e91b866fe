#include "engine/processes/market.hpp"

#include <algorithm>
#include <numbers>
#include <vector>

#include "engine/core/clones.hpp"
#include "engine/core/elementary.hpp"
#include "engine/core/parallel.hpp"

namespace spil {

namespace {

constexpr double least_mark_up = 0.05, largest_mark_up = 0.6;

inline double local_factor_of(double users, double soft, double exponent, double reference) {
    double const factor =
        (1 - soft) + soft * elementary::exp(-exponent * elementary::log(1 + users / reference));
    return users > 0 ? factor : 1.0;
}

/// One municipality, with a number for each solution in every row.
struct PriceRow {
    std::size_t solutions;
    double const* price_level;
    double households;
    double const* adoption;
    double const* dearness;  ///< cost at price level 1 and of no local users, relative to that of the start
    double const* cost;
    double const* unviable_odds;
    double* price;
    double* viable_fit;
};

/// Loops of their own for what takes logarithms, with copies that nothing can write to: they become vectors.
SPIL_CLONES void set_row(PriceRow const& row, MarketParameters const& p) {
    std::size_t const n = row.solutions;
    double const soft = p.soft_cost_share, exponent = p.local_exponent, reference = p.local_reference;
    double const households = row.households, weight = p.price_weight;
    double* __restrict const level = row.price;  // at first without the cost
    double* __restrict const viable = row.viable_fit;
    for (std::size_t s = 0; s < n; ++s)
        level[s] =
            row.price_level[s] * local_factor_of(households * row.adoption[s], soft, exponent, reference);
    for (std::size_t s = 0; s < n; ++s) viable[s] = row.dearness[s] * level[s];
    if (weight != 1)
        for (std::size_t s = 0; s < n; ++s) viable[s] = elementary::pow(viable[s], weight);
    for (std::size_t s = 0; s < n; ++s) viable[s] = 1 / (1 + row.unviable_odds[s] * viable[s]);
    for (std::size_t s = 0; s < n; ++s) level[s] = row.cost[s] * level[s];
}

}  // namespace

double learning_exponent(double learning_rate) {
    return -elementary::log(1 - learning_rate) / std::numbers::ln2;
}

double external_experience(double month, MarketParameters const& p) {
    return p.starting_experience * (elementary::pow(1 + p.external_growth, month / 12) - 1);
}

double relative_cost(double experience, double external, MarketParameters const& p) {
    // Growth elsewhere may be negative; half of the starting experience is never lost.
    double const ratio = std::max(0.5, (experience + external) / p.starting_experience);
    return elementary::pow(ratio, -learning_exponent(p.learning_rate));
}

double local_factor(double local_users, MarketParameters const& p) {
    return local_factor_of(local_users, p.soft_cost_share, p.local_exponent, p.local_reference);
}

double next_mark_up(double mark_up, double before, double now, MarketParameters const& p) {
    constexpr double least = 0.01;  // a share below it is as good as none
    return mark_up * elementary::pow(std::max(now, least) / std::max(before, least), p.mark_up_adaptation);
}

void learn_by_doing(Step const& step, MarketParameters const& p, In<&Solutions::base_cost> base_cost,
                    In<&Solutions::experience> experience, In<&Solutions::rule> rule,
                    Out<&Solutions::cost> cost) {
    double const external = external_experience(static_cast<double>(step.tick), p);
    for (std::size_t s = 0; s < cost.rows(); ++s) {
        double const standard = rule(s) == RuleState::in_force ? 1 - p.standard_saving : 1.0;
        cost(s) = base_cost(s) * relative_cost(experience(s), external, p) * standard;
    }
}

void adapt_mark_ups(Step const& step, MarketParameters const& p, In<&Firms::offer> offer,
                    In<&Firms::renewed> renewed, Update<&Firms::mark_up> mark_up,
                    Update<&Firms::sales_share> sales_share, Update<&Firms::sales> sales,
                    Out<&Firms::sales_before> sales_before) {
    std::vector<double> sold(step.dimensions.solutions(), 0.0), sellers(sold);
    for (std::size_t f = 0; f < offer.rows(); ++f) {
        if (offer(f) < 0) continue;
        sellers[static_cast<std::size_t>(offer(f))] += 1;
        if (renewed(f) == 0) sold[static_cast<std::size_t>(offer(f))] += sales(f);
    }
    for (std::size_t f = 0; f < offer.rows(); ++f) {
        // What one sold that now sells something else belongs to neither.
        bool const turned = renewed(f) != 0;
        sales_before(f) = turned ? 0 : sales(f);
        sales(f) = 0;
        if (offer(f) < 0) continue;
        if (turned) {
            sales_share(f) = 1 / sellers[static_cast<std::size_t>(offer(f))];
            continue;
        }
        double const total = sold[static_cast<std::size_t>(offer(f))];
        if (total <= 0) continue;
        double const share = sales_before(f) / total;
        mark_up(f) =
            std::clamp(next_mark_up(mark_up(f), sales_share(f), share, p), least_mark_up, largest_mark_up);
        sales_share(f) = share;
    }
}

void set_prices(MarketParameters const& p, EmbeddingParameters const& embedding_parameters,
                In<&Municipalities::households> households, In<&Municipalities::adoption> adoption,
                In<&Municipalities::accepted_fit> accepted_fit,
                In<&Municipalities::unviable_odds> unviable_odds, In<&Solutions::base_cost> base_cost,
                In<&Solutions::cost> cost, In<&Solutions::permission> permission,
                In<&Municipalities::price_level> price_level, Out<&Municipalities::price> price,
                Out<&Municipalities::viable_fit> viable_fit, Out<&Municipalities::potential> potential) {
    std::size_t const solutions = price.width();
    std::vector<double> dearness(solutions);  // at price level 1
    for (std::size_t s = 0; s < solutions; ++s)
        dearness[s] = cost(s) / ((1 + p.initial_mark_up) * base_cost(s));
    auto const body = [&](std::size_t i) {
        set_row({.solutions = solutions,
                 .price_level = price_level.row(i).data(),
                 .households = households(i),
                 .adoption = adoption.row(i).data(),
                 .dearness = dearness.data(),
                 .cost = cost.data(),
                 .unviable_odds = unviable_odds.row(i).data(),
                 .price = price.row(i).data(),
                 .viable_fit = viable_fit.row(i).data()},
                p);
        embeddings(accepted_fit.row(i), {permission.data(), solutions}, viable_fit.row(i),
                   embedding_parameters, potential.row(i));
    };
    for_each_index(price.rows(), body, Grain{32});
}

}  // namespace spil
