#include "engine/processes/market.hpp"

#include <array>
#include <cmath>

#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

namespace spil {

namespace {

using testing::fill;

void costs(World& w, MarketParameters const& p, std::uint32_t tick) {
    learn_by_doing(testing::step_of(w, tick), p, In<&Solutions::base_cost>{w}, In<&Solutions::experience>{w},
                   In<&Solutions::rule>{w}, Out<&Solutions::cost>{w});
    testing::publish(w.solutions.cost);
}

void mark_ups(World& w, MarketParameters const& p) {
    adapt_mark_ups(testing::step_of(w), p, In<&Firms::offer>{w}, In<&Firms::renewed>{w},
                   Update<&Firms::mark_up>{w}, Update<&Firms::sales_share>{w}, Update<&Firms::sales>{w},
                   Out<&Firms::sales_before>{w});
    testing::publish(w.firms.mark_up, w.firms.sales_share, w.firms.sales, w.firms.sales_before);
}

void prices(World& w, MarketParameters const& p, EmbeddingParameters const& e = {}) {
    set_prices(p, e, In<&Municipalities::households>{w}, In<&Municipalities::adoption>{w},
               In<&Municipalities::accepted_fit>{w}, In<&Municipalities::unviable_odds>{w},
               In<&Solutions::base_cost>{w}, In<&Solutions::cost>{w}, In<&Solutions::permission>{w},
               In<&Municipalities::price_level>{w}, Out<&Municipalities::price>{w},
               Out<&Municipalities::viable_fit>{w}, Out<&Municipalities::potential>{w});
    testing::publish(w.municipalities.price, w.municipalities.viable_fit, w.municipalities.potential);
}

constexpr std::array<double, 4> viable_logits{-1, 0, 0.5, 1};

World shop() {
    auto w = testing::small_world(2, 1, 2);
    w.solutions.base_cost.now = {8000, 2000};
    w.solutions.cost.now = {8000, 2000};
    fill(w.solutions.experience, MarketParameters{}.starting_experience);
    fill(w.solutions.permission, 0.9);
    fill(w.firms.mark_up, 0.25);
    fill(w.firms.sales_share, 0.5);
    fill(w.municipalities.price_level, 1.25);
    fill(w.municipalities.households, 10000.0);
    w.municipalities.accepted_fit.now = {0.5, 0.6, 0.7, 0.8};
    for (std::size_t k = 0; k < 4; ++k) w.municipalities.unviable_odds.now[k] = std::exp(-viable_logits[k]);
    return w;
}

}  // namespace

TEST_CASE("Wright's law gives its learning rate back", "[market]") {
    auto w = shop();
    MarketParameters p;
    p.external_growth = 0;
    // Slope of ln cost on ln experience over a simulated series.
    double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
    for (std::uint32_t t = 0; t < 240; ++t) {
        costs(w, p, t);
        double const x = std::log(w.solutions.experience.now[0]), y = std::log(w.solutions.cost.now[0]);
        n += 1, sx += x, sy += y, sxx += x * x, sxy += x * y;
        w.solutions.experience.now[0] += 300 + 10.0 * t;
    }
    double const slope = (n * sxy - sx * sy) / (n * sxx - sx * sx);
    CHECK(1 - std::pow(2, slope) == Approx(p.learning_rate));
    CHECK(learning_exponent(0.5) == Approx(1));
    CHECK(relative_cost(2 * p.starting_experience, 0, p) == Approx(1 - p.learning_rate));
    CHECK(relative_cost(p.starting_experience, 0, p) == Approx(1));
}

TEST_CASE("experience abroad lowers cost at home", "[market]") {
    MarketParameters p;
    CHECK(external_experience(0, p) == Approx(0).margin(1e-9));
    CHECK(external_experience(24, p) == Approx(p.starting_experience * (1.08 * 1.08 - 1)));
    auto w = shop();
    costs(w, p, 120);
    CHECK(w.solutions.cost.now[0] ==
          Approx(8000 * std::pow(std::pow(1.08, 10), -learning_exponent(p.learning_rate))));
    p.external_growth = -0.3;
    CHECK(relative_cost(p.starting_experience, external_experience(360, p), p) == Approx(1 / 0.82));
}

TEST_CASE("a national standard saves cost once it is in force", "[market]") {
    auto w = shop();
    w.solutions.rule.now = {RuleState::in_force, RuleState::prepared};
    costs(w, {}, 0);
    CHECK(w.solutions.cost.now[0] == Approx(8000 * 0.95));
    CHECK(w.solutions.cost.now[1] == Approx(2000));
}

TEST_CASE("local users lower the soft costs only", "[market]") {
    MarketParameters p;
    CHECK(local_factor(0, p) == 1);
    CHECK(local_factor(1000, p) == Approx(0.6 + 0.4 * std::pow(2, -0.08)));
    p.local_exponent = 50;
    CHECK(local_factor(1e6, p) == Approx(0.6));
    p.soft_cost_share = 0;
    CHECK(local_factor(1e6, p) == Approx(1));
}

TEST_CASE("at the starting price a solution is worth what it was given", "[market]") {
    auto w = shop();
    EmbeddingParameters const e;
    prices(w, {}, e);
    auto const& m = w.municipalities;
    CHECK(m.price.now == std::vector<double>{10000, 2500, 10000, 2500});
    for (std::size_t k = 0; k < 4; ++k) {
        CHECK(m.viable_fit.now[k] == Approx(logistic(viable_logits[k])));
        CHECK(m.potential.now[k] == Approx(embedding(m.accepted_fit.now[k], 0.9, m.viable_fit.now[k], e)));
    }
}

TEST_CASE("cheaper is worth more - by the weight of price", "[market]") {
    for (double const weight : {1.0, 2.0, 0.5, 0.0}) {
        auto w = shop();
        MarketParameters p;
        p.price_weight = weight;
        w.solutions.cost.now = {4000, 2000};
        w.municipalities.price_level.now = {1.1, 1.25, 1.1, 1.25};
        w.municipalities.adoption.now = {0.3, 0, 0, 0};
        prices(w, p);
        double const price = 1.1 * 4000 * local_factor(3000, p);
        CHECK(w.municipalities.price.now[0] == Approx(price));
        CHECK(w.municipalities.price.now[2] == Approx(4400));
        CHECK(w.municipalities.viable_fit.now[0] == Approx(logistic(-1 - weight * std::log(price / 10000))));
    }
}

TEST_CASE("a mark-up follows the share of sales wherever it went before", "[market]") {
    MarketParameters const p;
    CHECK(next_mark_up(0.25, 0.5, 0.5, p) == Approx(0.25));
    CHECK(next_mark_up(0.25, 0.5, 0.55, p) == Approx(0.25 * std::pow(1.1, 0.04)));
    CHECK(next_mark_up(0.25, 0.5, 0, p) == next_mark_up(0.25, 0.5, 0.01, p));
    double const there = next_mark_up(0.25, 0.5, 0.02, p);
    CHECK(there < 0.25);
    CHECK(next_mark_up(there, 0.02, 0.5, p) == Approx(0.25));

    auto w = shop();
    mark_ups(w, p);  // nothing sold: nothing changes
    CHECK(w.firms.mark_up.now == std::vector<double>{0.25, 0.25});
    // Two firms that sell the same; the other solution sells nothing.
    w.firms.offer.now = {0, 0};
    w.firms.sales.now = {9000, 1000};
    mark_ups(w, p);
    CHECK(w.firms.sales.now == std::vector<double>{0, 0});
    CHECK(w.firms.sales_before.now == std::vector<double>{9000, 1000});
    CHECK(w.firms.sales_share.now == std::vector<double>{0.9, 0.1});
    CHECK(w.firms.mark_up.now[0] == Approx(0.25 * std::pow(1.8, 0.04)));
    CHECK(w.firms.mark_up.now[1] == Approx(0.25 * std::pow(0.2, 0.04)));
    fill(w.firms.mark_up, 0.59);
    fill(w.firms.sales_share, 0.01);
    w.firms.sales.now = {1, 1};
    mark_ups(w, p);
    CHECK(w.firms.mark_up.now[0] == 0.6);  // there is a limit
}

}  // namespace spil
