#include "engine/processes/market.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/core/parallel.hpp"

namespace spil {

namespace {

constexpr double least_mark_up = 0.05, largest_mark_up = 0.6;

}  // namespace

double learning_exponent(double learning_rate) {
    return -std::log2(1 - learning_rate);
}

double external_experience(double month, MarketParameters const& p) {
    return p.starting_experience * (std::pow(1 + p.external_growth, month / 12) - 1);
}

double relative_cost(double experience, double external, MarketParameters const& p) {
    // Growth elsewhere may be negative; half of the starting experience is never lost.
    double const ratio = std::max(0.5, (experience + external) / p.starting_experience);
    return std::pow(ratio, -learning_exponent(p.learning_rate));
}

double local_factor(double local_users, MarketParameters const& p) {
    if (local_users <= 0) return 1;
    return (1 - p.soft_cost_share) +
           p.soft_cost_share * std::exp(-p.local_exponent * std::log(1 + local_users / p.local_reference));
}

double next_mark_up(double mark_up, double before, double now, MarketParameters const& p) {
    constexpr double least = 0.01;  // a share below it is as good as none
    return mark_up * std::pow(std::max(now, least) / std::max(before, least), p.mark_up_adaptation);
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
    // A copy that nothing can write to: its weights are divided once and not for every solution.
    auto const weights = embedding_parameters;
    // Three loops and not one: each waits for logarithms and roots of its own only, and a processor works on
    // several solutions at a time.
    auto const body = [&](std::size_t i) {
        auto const level = price.row(i);  // at first without the cost
        for (std::size_t s = 0; s < solutions; ++s)
            level[s] = price_level(i, s) * local_factor(households(i) * adoption(i, s), p);
        for (std::size_t s = 0; s < solutions; ++s) {
            double const relative = dearness[s] * level[s];
            double const weighed = p.price_weight == 1 ? relative : std::pow(relative, p.price_weight);
            double const odds_against = unviable_odds(i, s) * weighed;
            viable_fit(i, s) = 1 / (1 + odds_against);
            price(i, s) = cost(s) * level[s];
        }
        for (std::size_t s = 0; s < solutions; ++s)
            potential(i, s) = embedding(accepted_fit(i, s), permission(s), viable_fit(i, s), weights);
    };
    for_each_index(price.rows(), body, Grain{32});
}

}  // namespace spil
