#include "engine/model/synthetic_country.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/core/elementary.hpp"
#include "engine/core/error.hpp"
#include "engine/core/random.hpp"

namespace spil {

namespace {

constexpr double dutch_municipalities = 342, dutch_regions = 30, dutch_provinces = 12;
constexpr double width_km = 200, height_km = 260;
constexpr double spread_km = 12;
constexpr double typical_population = 32000;
constexpr double regional_share = 0.4;  ///< of the variance of a context
constexpr double urbanity_per_log_population = 0.8;

/// Which of the country's draws: part of the address, so never renumber.
enum class Part : std::uint32_t { centre, population, region, position, region_effect, own_effect };

Draws draws(SyntheticCountry const& settings, Part part, std::size_t entity, std::uint32_t round = 0) {
    return Draws{Address{.seed = settings.seed,
                         .purpose = Purpose::synthetic_country,
                         .tick = round,
                         .entity = static_cast<std::uint32_t>(entity),
                         .alternative = static_cast<std::uint32_t>(part)}};
}

struct Point {
    double east, north;
};

double squared_distance(Point a, Point b) {
    return (a.east - b.east) * (a.east - b.east) + (a.north - b.north) * (a.north - b.north);
}

/// Centres at random, each at least `spacing` from all before it. Where a thousand tries find no room, the
/// spacing shrinks by a tenth for the rest.
std::vector<Point> region_centres(SyntheticCountry const& settings, std::size_t count) {
    double const scale = std::sqrt(settings.municipalities / dutch_municipalities);
    double spacing = 0.75 * std::sqrt(scale * width_km * scale * height_km / static_cast<double>(count));
    std::vector<Point> centres;
    for (std::uint32_t round = 0; centres.size() < count;) {
        auto draw = draws(settings, Part::centre, centres.size(), round);
        bool placed = false;
        for (int attempt = 0; attempt < 1000 && !placed; ++attempt) {
            double const east = (draw.uniform() - 0.5) * scale * width_km;
            double const north = (draw.uniform() - 0.5) * scale * height_km;
            Point const point{east, north};
            placed = std::all_of(centres.begin(), centres.end(), [&](Point other) {
                return squared_distance(point, other) >= spacing * spacing;
            });
            if (placed) centres.push_back(point);
        }
        round = placed ? 0 : round + 1;
        if (!placed) spacing *= 0.9;
    }
    return centres;
}

/// Whole persons, at least one each, that add up to the total: largest remainders get the last ones.
std::vector<std::int64_t> populations(SyntheticCountry const& settings) {
    auto const n = static_cast<std::size_t>(settings.municipalities);
    std::vector<double> weight;
    for (std::size_t i = 0; i < n; ++i)
        weight.push_back(elementary::exp(draws(settings, Part::population, i).normal()));
    double const sum = std::accumulate(weight.begin(), weight.end(), 0.0);
    auto left = settings.population - settings.municipalities;
    double const to_share = static_cast<double>(left);

    std::vector<std::int64_t> persons;
    std::vector<double> remainder;
    for (double const w : weight) {
        double const exact = to_share * (w / sum);
        persons.push_back(1 + static_cast<std::int64_t>(exact));
        remainder.push_back(exact - std::floor(exact));
        left -= persons.back() - 1;
    }
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return remainder[a] > remainder[b]; });
    for (std::size_t k = 0; left > 0; k = (k + 1) % n, --left) ++persons[order[k]];
    SPIL_ENSURE(left == 0, "the persons of a synthetic country add up to its population");
    return persons;
}

Context effects(SyntheticCountry const& settings, Part part, std::size_t entity) {
    auto draw = draws(settings, part, entity);
    Context effect{};
    for (auto& x : effect) x = draw.normal();
    return effect;
}

void add_regions(Country& country, std::vector<Point> const& centres) {
    auto const provinces = static_cast<std::size_t>(
        std::max(1.0, std::round(static_cast<double>(centres.size()) * dutch_provinces / dutch_regions)));
    for (std::size_t r = 0; r < centres.size(); ++r)
        country.region_names.push_back(fmt::format("Region {}", r + 1));
    for (std::size_t p = 0; p < provinces; ++p)
        country.province_names.push_back(fmt::format("Province {}", p + 1));
}

/// The province of a region: the nearest of the first centres, one for each province.
std::int32_t province_of(Country const& country, std::vector<Point> const& centres, std::size_t region) {
    auto const seats = std::min(country.province_names.size(), centres.size());
    std::size_t best = 0;
    for (std::size_t p = 1; p < seats; ++p)
        if (squared_distance(centres[region], centres[p]) < squared_distance(centres[region], centres[best]))
            best = p;
    return static_cast<std::int32_t>(best);
}

/// The figures that a table would give, from context and population.
void add_figures(Country& country) {
    for (std::size_t i = 0; i < country.size(); ++i) {
        using namespace dutch_fit;
        auto const& x = country.context[i];
        auto const persons = static_cast<double>(country.population[i]);
        double const size = elementary::exp(log_household_size + log_household_size_per_housing * x[2]);
        double const rate =
            elementary::exp(log_establishment_rate + log_establishment_rate_per_prosperity * x[1]);
        country.address_density_per_km2.push_back(
            elementary::exp(log_density + log_density_per_urbanity * x[0]));
        country.household_income_eur.push_back(
            elementary::exp(log_income + log_income_per_prosperity * x[1]));
        country.household_wealth_eur.push_back(
            elementary::exp(log_wealth + log_wealth_per_prosperity * x[1] + log_wealth_per_housing * x[2]));
        country.households.push_back(std::max<std::int64_t>(1, std::llround(persons / std::max(1.0, size))));
        country.establishments.push_back(std::llround(persons * rate));
    }
}

}  // namespace

Country make_country(SyntheticCountry const& settings) {
    SPIL_EXPECT(settings.municipalities >= 1 && settings.municipalities <= 100'000,
                "a synthetic country has 1 to 100 000 municipalities");
    SPIL_EXPECT(settings.population >= settings.municipalities, "at least one person for each municipality");
    auto const n = static_cast<std::size_t>(settings.municipalities);
    auto const regions = static_cast<std::size_t>(
        std::max(1.0, std::round(settings.municipalities * dutch_regions / dutch_municipalities)));
    auto const centres = region_centres(settings, regions);

    Country country;
    country.name = "synthetic";
    country.source.notes.push_back(fmt::format("synthetic country: {} municipalities, {} persons, seed {}",
                                               settings.municipalities, settings.population, settings.seed));
    add_regions(country, centres);
    country.population = populations(settings);
    for (std::size_t i = 0; i < n; ++i) {
        country.code.push_back(fmt::format("SY{:04}", i + 1));
        country.municipality.push_back(fmt::format("Municipality {}", i + 1));
        double const u = draws(settings, Part::region, i).uniform();
        auto const region = i < regions ? i : static_cast<std::size_t>(u * static_cast<double>(regions));
        country.region.push_back(static_cast<std::int32_t>(region));
        country.province.push_back(province_of(country, centres, region));
        auto position = draws(settings, Part::position, i);
        country.east_km.push_back(centres[region].east + spread_km * position.normal());
        country.north_km.push_back(centres[region].north + spread_km * position.normal());

        auto const shared = effects(settings, Part::region_effect, region);
        auto const own = effects(settings, Part::own_effect, i);
        Context x{};
        for (std::size_t k = 0; k < x.size(); ++k)
            x[k] = std::sqrt(regional_share) * shared[k] + std::sqrt(1 - regional_share) * own[k];
        x[0] += urbanity_per_log_population *
                elementary::log(static_cast<double>(country.population[i]) / typical_population);
        country.context.push_back(x);
    }
    add_figures(country);
    return country;
}

}  // namespace spil
