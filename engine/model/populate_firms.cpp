#include "engine/model/populate_firms.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace spil {

namespace {

double firms_of(Country const& country, FirmParameters const& p) {
    double establishments = 0;
    for (auto const e : country.establishments) establishments += static_cast<double>(e);
    return p.employer_share * establishments;
}

/// 0 .. n - 1 in an order of its own for each alternative.
std::vector<std::size_t> shuffled(std::size_t n, std::uint64_t seed, std::uint32_t alternative) {
    std::vector<std::pair<double, std::size_t>> drawn(n);
    for (std::size_t f = 0; f < n; ++f) {
        Draws draws{Address{.seed = seed,
                            .purpose = Purpose::firm_start,
                            .entity = static_cast<std::uint32_t>(f),
                            .alternative = alternative}};
        drawn[f] = {draws.uniform(), f};
    }
    std::sort(drawn.begin(), drawn.end());
    std::vector<std::size_t> order(n);
    for (std::size_t k = 0; k < n; ++k) order[k] = drawn[k].second;
    return order;
}

/// `n` agents over entries in proportion to shares: the entry of each agent, ascending.
std::vector<std::size_t> spread(std::size_t n, std::span<double const> shares) {
    auto const counts = split_cents(static_cast<Cents>(n), shares);
    std::vector<std::size_t> entries;
    for (std::size_t k = 0; k < counts.size(); ++k)
        entries.insert(entries.end(), static_cast<std::size_t>(counts[k]), k);
    return entries;
}

}  // namespace

std::size_t firm_agents(Country const& country, Parameters const& parameters, std::size_t solutions) {
    auto const& p = parameters.get<FirmParameters>();
    auto const wanted = static_cast<std::size_t>(std::lround(firms_of(country, p) / p.firms_per_agent));
    return std::max(least_sellers * solutions, wanted);
}

void fill_firms(World& w, Country const& country, Parameters const& parameters, std::uint64_t seed) {
    auto const& p = parameters.get<FirmParameters>();
    auto& t = w.firms;
    std::size_t const n = rows(t), solutions = w.dimensions.solutions();

    std::vector<double> places(country.establishments.begin(), country.establishments.end());
    if (std::accumulate(places.begin(), places.end(), 0.0) <= 0) std::fill(places.begin(), places.end(), 1.0);
    auto const where = spread(n, places);
    auto const& sizes = country.firm_sizes;
    std::vector<double> firms(sizes.size()), agents(sizes.size(), 0.0);
    for (std::size_t c = 0; c < sizes.size(); ++c) firms[c] = static_cast<double>(sizes[c].firms);
    auto const classes = spread(n, firms);
    double present = 0;  // firms of the classes that have an agent
    for (auto const c : classes) agents[c] += 1;
    for (std::size_t c = 0; c < sizes.size(); ++c) present += agents[c] > 0 ? firms[c] : 0;

    auto const by_class = shuffled(n, seed, 0);
    for (std::size_t k = 0; k < n; ++k) {
        auto const f = by_class[k];
        auto const c = classes[k];
        t.size.now[f] = sizes[c].persons();
        t.weight.now[f] = firms_of(country, p) * firms[c] / present / agents[c];
        t.municipality.now[f] = static_cast<std::int32_t>(where[f]);
        t.offer.now[f] = -1;
    }

    auto const offering =
        std::clamp(static_cast<std::size_t>(std::lround(p.offering_share * static_cast<double>(n))),
                   least_sellers * solutions, n);
    auto const by_offer = shuffled(n, seed, 1);
    double sellers_size = 0;
    for (std::size_t k = 0; k < offering; ++k) {
        t.offer.now[by_offer[k]] = static_cast<std::int32_t>(k % solutions);
        sellers_size += t.size.now[by_offer[k]] / static_cast<double>(solutions);
    }
    for (std::size_t f = 0; f < n; ++f) {
        Draws draws{
            Address{.seed = seed, .purpose = Purpose::firm_kene, .entity = static_cast<std::uint32_t>(f)}};
        std::span<std::uint8_t const> required;
        if (t.offer.now[f] >= 0)
            required = std::span{w.solutions.required.now}.subspan(
                static_cast<std::size_t>(t.offer.now[f]) * requirement_length, requirement_length);
        auto const row = [&](auto& column) {
            return std::span{column.now}.subspan(f * kene_length, kene_length);
        };
        first_kene(draws, required, p, {row(t.capability), row(t.ability), row(t.expertise)});
        t.cost_factor.now[f] = first_cost_factor(draws, p);
        t.mark_up.now[f] = parameters.get<MarketParameters>().initial_mark_up;
        t.expectation.now[f] = parameters.get<JoiningParameters>().first_expectation;
        t.capital_units.now[f] =
            parameters.get<InitialParameters>().firm_capital * t.size.now[f] / sellers_size;
        t.age.now[f] = static_cast<std::int32_t>(std::floor(20 * draws.uniform()));
    }
    auto const sellers = sellers_of(t.offer.now, solutions);
    keep_mean_cost(sellers, t.cost_factor.now);
    for (auto const& all : sellers)
        for (auto const f : all) t.sales_share.now[f] = 1.0 / static_cast<double>(all.size());

    choose_sellers(Step{.seed = seed, .tick = 0, .dimensions = w.dimensions},
                   parameters.get<SellerParameters>(), w.geography, In<&Firms::offer>{w},
                   In<&Firms::municipality>{w}, In<&Firms::size>{w}, In<&Firms::mark_up>{w},
                   In<&Firms::cost_factor>{w}, Out<&Municipalities::seller>{w},
                   Out<&Municipalities::seller_share>{w}, Out<&Municipalities::price_level>{w});
    auto& here = w.municipalities;
    here.seller.now = here.seller.next;
    here.seller_share.now = here.seller_share.next;
    here.price_level.now = here.price_level.next;
}

}  // namespace spil
