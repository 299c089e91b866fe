#include "engine/model/synthetic_country.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

#include "engine/core/error.hpp"
#include "engine/io/country_table.hpp"
#include "engine/model/context.hpp"
#include "tests/support/catch.hpp"

using namespace spil;

namespace {

std::int64_t total(std::vector<std::int64_t> const& values) {
    return std::accumulate(values.begin(), values.end(), std::int64_t{0});
}

/// Least squares of y on standardised columns that need not be independent of one another: two at most.
struct Line {
    double level = 0, first = 0, second = 0;
};
Line fit(std::vector<double> const& y, std::vector<double> const& a, std::vector<double> const& b = {}) {
    auto const n = static_cast<double>(y.size());
    double my = 0, ya = 0, yb = 0, ab = 0;
    for (std::size_t i = 0; i < y.size(); ++i) {
        double const second = b.empty() ? 0 : b[i];
        my += y[i] / n;
        ya += y[i] * a[i] / n;
        yb += y[i] * second / n;
        ab += a[i] * second / n;
    }
    double const rest = 1 - ab * ab;
    return {my, (ya - ab * yb) / rest, (yb - ab * ya) / rest};
}

template <class Value>
std::vector<double> logs(Country const& country, Value value) {
    std::vector<double> out;
    for (std::size_t i = 0; i < country.size(); ++i) out.push_back(std::log(value(i)));
    return out;
}

}  // namespace

TEST_CASE("a synthetic country is complete", "[model][synthetic]") {
    auto const country = make_country({});
    auto const n = std::size_t{342};
    REQUIRE(country.size() == n);
    CHECK(country.region_names.size() == 30);
    CHECK(country.province_names.size() == 12);
    CHECK(total(country.population) == 18'000'000);
    for (auto const size : {country.municipality.size(), country.province.size(), country.region.size(),
                            country.east_km.size(), country.north_km.size(), country.population.size(),
                            country.households.size(), country.establishments.size(),
                            country.household_income_eur.size(), country.household_wealth_eur.size(),
                            country.address_density_per_km2.size(), country.context.size()})
        CHECK(size == n);
    CHECK(std::set<std::string>(country.code.begin(), country.code.end()).size() == n);
    CHECK(std::set<std::int32_t>(country.region.begin(), country.region.end()).size() == 30);
    CHECK(std::set<std::int32_t>(country.province.begin(), country.province.end()).size() == 12);
    CHECK(country.source.notes ==
          std::vector<std::string>{"synthetic country: 342 municipalities, 18000000 persons, seed 1"});
}

TEST_CASE("one seed - one country", "[model][synthetic]") {
    auto const first = make_country({50, 1'000'000, 7});
    auto const again = make_country({50, 1'000'000, 7});
    auto const other = make_country({50, 1'000'000, 8});
    CHECK(first.population == again.population);
    CHECK(first.east_km == again.east_km);
    CHECK(first.context == again.context);
    CHECK(first.population != other.population);
    CHECK(first.east_km != other.east_km);
    CHECK(first.context != other.context);
}

TEST_CASE("sizes spread as in the Netherlands", "[model][synthetic]") {
    // With ln N(ln 32 000, 1): P(pop > 100 000) = 0.127, P(pop < 25 000) = 0.403.
    constexpr int seeds = 40;
    double largest = 0, large = 0, small = 0;
    for (int seed = 1; seed <= seeds; ++seed) {
        auto const country = make_country({342, 18'000'000, static_cast<std::uint64_t>(seed)});
        auto const& pop = country.population;
        largest += static_cast<double>(*std::max_element(pop.begin(), pop.end())) / seeds;
        large +=
            static_cast<double>(std::count_if(pop.begin(), pop.end(), [](auto p) { return p > 100'000; })) /
            seeds;
        small +=
            static_cast<double>(std::count_if(pop.begin(), pop.end(), [](auto p) { return p < 25'000; })) /
            seeds;
    }
    CHECK(largest == Approx(0.62e6).epsilon(0.15));
    CHECK(large == Approx(43).margin(3));
    CHECK(small == Approx(138).margin(6));
}

TEST_CASE("regions keep apart and municipalities lie round them", "[model][synthetic]") {
    auto const country = make_country({3420, 180'000'000, 3});
    REQUIRE(country.region_names.size() == 300);
    std::vector<double> east(300), north(300), count(300);
    for (std::size_t i = 0; i < country.size(); ++i) {
        auto const r = static_cast<std::size_t>(country.region[i]);
        east[r] += country.east_km[i];
        north[r] += country.north_km[i];
        ++count[r];
    }
    double squares = 0, nearest = std::numeric_limits<double>::max();
    for (std::size_t r = 0; r < 300; ++r) {
        REQUIRE(count[r] >= 1);
        east[r] /= count[r];
        north[r] /= count[r];
    }
    for (std::size_t i = 0; i < country.size(); ++i) {
        auto const r = static_cast<std::size_t>(country.region[i]);
        squares += std::pow(country.east_km[i] - east[r], 2) + std::pow(country.north_km[i] - north[r], 2);
    }
    // Each region's own mean takes one degree of freedom in each direction.
    CHECK(std::sqrt(squares / (2 * (3420.0 - 300.0))) == Approx(12).epsilon(0.05));

    // Means of some eleven places lie 12 / sqrt(11) km from the centre; the centres themselves about 31 km
    // apart.
    double apart = 0;
    for (std::size_t a = 0; a < 300; ++a) {
        nearest = std::numeric_limits<double>::max();
        for (std::size_t b = 0; b < 300; ++b)
            if (a != b) nearest = std::min(nearest, std::hypot(east[a] - east[b], north[a] - north[b]));
        apart += nearest / 300;
    }
    CHECK(apart > 28);  // scattered at random, neighbours would lie 0.5 sqrt(52 000 / 30) = 21 km apart

    auto const [west, easternmost] = std::minmax_element(country.east_km.begin(), country.east_km.end());
    CHECK(*easternmost - *west == Approx(200 * std::sqrt(10.0)).epsilon(0.15));
}

TEST_CASE("contexts share a regional part and follow size", "[model][synthetic]") {
    auto const country = make_country({6840, 360'000'000, 5});
    auto const n = static_cast<double>(country.size());
    std::vector<double> regional(country.region_names.size()), members(country.region_names.size());
    double sum = 0, squares = 0, xy = 0, yy = 0;
    for (std::size_t i = 0; i < country.size(); ++i) {
        auto const& x = country.context[i];
        sum += x[1] / n;
        squares += x[1] * x[1] / n;
        regional[static_cast<std::size_t>(country.region[i])] += x[1];
        ++members[static_cast<std::size_t>(country.region[i])];
        double const y = std::log(static_cast<double>(country.population[i]) / 32000);
        xy += x[0] * y / n;
        yy += y * y / n;
    }
    CHECK(sum == Approx(0).margin(0.1));
    CHECK(squares == Approx(1).epsilon(0.1));
    CHECK(xy / yy == Approx(0.8).margin(0.05));
    double within = 0;
    for (std::size_t i = 0; i < country.size(); ++i) {
        auto const r = static_cast<std::size_t>(country.region[i]);
        within += std::pow(country.context[i][1] - regional[r] / members[r], 2);
    }
    CHECK(within / (n - static_cast<double>(regional.size())) == Approx(0.6).epsilon(0.05));
}

TEST_CASE("the smallest countries", "[model][synthetic]") {
    auto const one = make_country({1, 1, 1});
    CHECK(one.population == std::vector<std::int64_t>{1});
    CHECK(one.households == std::vector<std::int64_t>{1});
    CHECK(one.region_names.size() == 1);
    CHECK(one.province_names.size() == 1);
    auto const ten = make_country({10, 13, 1});
    CHECK(total(ten.population) == 13);
    CHECK(*std::min_element(ten.population.begin(), ten.population.end()) >= 1);
    CHECK_THROWS_AS(make_country({0, 10, 1}), ContractError);
    CHECK_THROWS_AS(make_country({10, 9, 1}), ContractError);
}

TEST_CASE("the figures follow the lines that fit the Netherlands", "[model][synthetic]") {
    auto nl = read_country(std::string{SPIL_SOURCE_DIR} + "/scenarios/data/municipalities_nl.csv");
    add_context(nl);
    std::array<std::vector<double>, 3> x;
    for (auto const& context : nl.context)
        for (std::size_t k = 0; k < 3; ++k) x[k].push_back(context[k]);
    auto const persons = [&](std::size_t i) { return static_cast<double>(nl.population[i]); };

    auto const density = fit(logs(nl, [&](std::size_t i) { return nl.address_density_per_km2[i]; }), x[0]);
    CHECK(density.level == Approx(dutch_fit::log_density).margin(6e-4));
    CHECK(density.first == Approx(dutch_fit::log_density_per_urbanity).margin(6e-4));
    auto const income = fit(logs(nl, [&](std::size_t i) { return nl.household_income_eur[i]; }), x[1]);
    CHECK(income.level == Approx(dutch_fit::log_income).margin(6e-4));
    CHECK(income.first == Approx(dutch_fit::log_income_per_prosperity).margin(6e-4));
    auto const wealth = fit(logs(nl, [&](std::size_t i) { return nl.household_wealth_eur[i]; }), x[1], x[2]);
    CHECK(wealth.level == Approx(dutch_fit::log_wealth).margin(6e-4));
    CHECK(wealth.first == Approx(dutch_fit::log_wealth_per_prosperity).margin(6e-4));
    CHECK(wealth.second == Approx(dutch_fit::log_wealth_per_housing).margin(6e-4));
    auto const size = fit(
        logs(nl, [&](std::size_t i) { return persons(i) / static_cast<double>(nl.households[i]); }), x[2]);
    CHECK(size.level == Approx(dutch_fit::log_household_size).margin(6e-4));
    CHECK(size.first == Approx(dutch_fit::log_household_size_per_housing).margin(6e-4));
    auto const rate =
        fit(logs(nl, [&](std::size_t i) { return static_cast<double>(nl.establishments[i]) / persons(i); }),
            x[1]);
    CHECK(rate.level == Approx(dutch_fit::log_establishment_rate).margin(6e-4));
    CHECK(rate.first == Approx(dutch_fit::log_establishment_rate_per_prosperity).margin(6e-4));
}
