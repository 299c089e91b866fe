#include "engine/model/context.hpp"

#include <cmath>

#include "engine/core/error.hpp"
#include "engine/io/country_table.hpp"
#include "tests/support/catch.hpp"

using namespace spil;

namespace {

double mean(std::vector<double> const& values) {
    double sum = 0;
    for (double const v : values) sum += v;
    return sum / static_cast<double>(values.size());
}

double variance(std::vector<double> const& values) {
    double const m = mean(values);
    double sum = 0;
    for (double const v : values) sum += (v - m) * (v - m);
    return sum / static_cast<double>(values.size());
}

std::vector<double> part(Country const& country, std::size_t k) {
    std::vector<double> values;
    for (auto const& x : country.context) values.push_back(x[k]);
    return values;
}

double loading(Country const& country, std::string const& name) {
    for (std::size_t k = 0; k < country.housing.size(); ++k)
        if (country.housing[k].name == name) return country.housing_loadings[k];
    FAIL("no column " << name);
    return 0;
}

}  // namespace

TEST_CASE("standardising uses the standard deviation of the population", "[model][context]") {
    auto const z = standardised(std::vector<double>{1, 2, 3});
    CHECK(z[0] == Approx(-std::sqrt(1.5)));
    CHECK(z[1] == Approx(0).margin(1e-15));
    CHECK(z[2] == Approx(std::sqrt(1.5)));
}

TEST_CASE("values that do not vary become zeros", "[model][context]") {
    CHECK(standardised(std::vector<double>{5}) == std::vector<double>{0});
    CHECK(standardised(std::vector<double>{0, 0}) == std::vector<double>{0, 0});
    // The mean of three tenths is not a tenth to the last bit: that is no variation.
    CHECK(standardised(std::vector<double>{0.1, 0.1, 0.1}) == std::vector<double>{0, 0, 0});
}

TEST_CASE("first component of two columns that mirror each other", "[model][context]") {
    std::vector<std::vector<double>> const columns{{1, 2, 3}, {30, 20, 10}};
    for (bool const first : {true, false}) {
        auto const component = first_component(columns, {first, !first});
        double const sign = first ? 1 : -1;
        CHECK(component.explained == Approx(1));
        CHECK(component.loadings[0] == Approx(sign * std::sqrt(0.5)));
        CHECK(component.loadings[1] == Approx(-sign * std::sqrt(0.5)));
        CHECK(component.scores[0] == Approx(-sign * std::sqrt(1.5)));
        CHECK(component.scores[2] == Approx(sign * std::sqrt(1.5)));
    }
}

TEST_CASE("two columns with correlation r carry (1 + r) / 2 in the first component", "[model][context]") {
    // Correlation of these: 0.5.
    std::vector<std::vector<double>> const columns{{1, 1, -1, -1, 0, 0}, {1, 0, -1, 0, 1, -1}};
    auto const component = first_component(columns, {true, true});
    CHECK(component.explained == Approx(0.75));
    CHECK(component.loadings[0] == Approx(std::sqrt(0.5)));
    CHECK(component.loadings[1] == Approx(std::sqrt(0.5)));
}

TEST_CASE("columns that do not vary take no part", "[model][context]") {
    std::vector<std::vector<double>> const columns{{1, 2, 3}, {7, 7, 7}, {2, 4, 6}};
    auto const component = first_component(columns, {false, true, false});
    CHECK(component.explained == Approx(1));
    CHECK(component.loadings[1] == Approx(0).margin(1e-12));
    CHECK(component.loadings[0] > 0);  // no anchor decides: the first loading is positive
    auto const flat = first_component(std::vector<std::vector<double>>{{7, 7}, {1, 1}}, {true, true});
    CHECK(flat.scores == std::vector<double>{0, 0});
    CHECK(flat.explained == 0);
}

TEST_CASE("the context of the Netherlands", "[model][context]") {
    auto country = read_country(std::string{SPIL_SOURCE_DIR} + "/scenarios/data/municipalities_nl.csv");
    REQUIRE(country.context.empty());
    add_context(country);
    REQUIRE(country.context.size() == 342);
    for (std::size_t k = 0; k < 3; ++k) {
        CHECK(mean(part(country, k)) == Approx(0).margin(1e-12));
        CHECK(variance(part(country, k)) == Approx(1));
    }
    for (auto const* name : {"detached_pct", "owner_occupied_pct", "gas_m3_per_home", "semi_detached_pct"})
        CHECK(loading(country, name) > 0.3);
    for (auto const* name : {"apartments_pct", "social_housing_pct"}) CHECK(loading(country, name) < -0.3);
    // Computed with numpy from the same table: 39.1 % of the variance; detached 0.407, apartments -0.404.
    CHECK(country.housing_explained == Approx(0.390902).epsilon(1e-5));
    CHECK(loading(country, "detached_pct") == Approx(0.407).margin(5e-4));
    CHECK(loading(country, "apartments_pct") == Approx(-0.404).margin(5e-4));

    for (std::size_t i = 0; i < country.size(); ++i) {
        if (country.municipality[i] == "Amsterdam") {
            CHECK(country.context[i][0] == Approx(2.918247).epsilon(1e-5));
            CHECK(country.context[i][1] == Approx(0.032511).epsilon(1e-4));
            CHECK(country.context[i][2] == Approx(-3.197630).epsilon(1e-5));
        }
    }
}

TEST_CASE("a country without housing has no third part to compose", "[model][context]") {
    Country empty;
    CHECK_THROWS_AS(add_context(empty), ContractError);
}
