#include "engine/io/country_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <optional>

#include "engine/core/csv.hpp"
#include "engine/core/text.hpp"
#include "engine/io/table_source.hpp"

namespace spil {

namespace {

enum class WhenEmpty { error, region_median };

struct CountryColumn {
    NumberRule rule;
    bool optional = false;
    WhenEmpty when_empty = WhenEmpty::error;
};

constexpr auto error = WhenEmpty::error;
constexpr auto median_of_region = WhenEmpty::region_median;

/// Positions in `number_columns`.
enum Column : std::size_t {
    latitude,
    longitude,
    population,
    households,
    establishments,
    household_income,
    household_wealth,
    address_density,
    owner_occupied,
    social_housing,
    gas_per_home,
    apartments,
    terraced,
    semi_detached,
    detached,
    built_before_1945,
    built_1945_1964,
    built_1965_1984,
    built_1985_2004,
    built_since_2005,
};
constexpr std::size_t first_housing_column = owner_occupied;

constexpr CountryColumn number_columns[] = {
    {{"latitude", "degrees", -90, 90, false}, false, error},
    {{"longitude", "degrees", -180, 180, false}, false, error},
    {{"population", "persons", 1, 1e9, true}, false, error},
    {{"households", "households", 1, 1e9, true}, false, error},
    {{"establishments", "establishments", 0, 1e9, true}, false, error},
    {{"household_income_eur", "euro/year", 1, 1e7, false}, false, median_of_region},
    {{"household_wealth_eur", "euro", -1e7, 1e9, false}, false, median_of_region},
    {{"address_density_per_km2", "addresses/km2", 0.001, 1e6, false}, false, median_of_region},
    {{"owner_occupied_pct", "percent", 0, 100, false}, true, median_of_region},
    {{"social_housing_pct", "percent", 0, 100, false}, true, median_of_region},
    {{"gas_m3_per_home", "m3/year", 0, 1e6, false}, true, median_of_region},
    {{"apartments_pct", "percent", 0, 100, false}, true, median_of_region},
    {{"terraced_pct", "percent", 0, 100, false}, true, median_of_region},
    {{"semi_detached_pct", "percent", 0, 100, false}, true, median_of_region},
    {{"detached_pct", "percent", 0, 100, false}, true, median_of_region},
    {{"built_before_1945_pct", "percent", 0, 100, false}, true, median_of_region},
    {{"built_1945_1964_pct", "percent", 0, 100, false}, true, median_of_region},
    {{"built_1965_1984_pct", "percent", 0, 100, false}, true, median_of_region},
    {{"built_1985_2004_pct", "percent", 0, 100, false}, true, median_of_region},
    {{"built_since_2005_pct", "percent", 0, 100, false}, true, median_of_region},
};

/// Shares of one whole: they must add up to 100 percent where a row gives them all.
struct Whole {
    std::string_view name;
    Column first, last;
};
constexpr Whole wholes[] = {{"the four dwelling types", apartments, detached},
                            {"the five building periods", built_before_1945, built_since_2005}};
constexpr double rounding_pct = 1;

using Values = std::vector<std::optional<double>>;  ///< one for each municipality; nothing = empty cell

/// A table being read: the cells by column, and what is wrong so far.
struct Reading {
    CsvTable table;
    std::vector<std::optional<std::size_t>> text_at;    ///< code, name, province, region
    std::vector<std::optional<std::size_t>> number_at;  ///< as number_columns
    std::vector<Values> numbers;                        ///< as number_columns
    std::vector<Problem> problems;

    CsvCell const* cell(std::optional<std::size_t> at, std::size_t row) const {
        return at ? &table.rows[row][*at] : nullptr;
    }
    std::string text(std::size_t k, std::size_t row) const {
        auto const* c = cell(text_at[k], row);
        return c == nullptr ? std::string{} : std::string{trim(c->text)};
    }
    void complain(CsvCell const& where, std::string const& what) {
        problems.push_back({table.place(where), what});
    }
};

constexpr std::string_view text_columns[] = {"code", "name", "province", "region"};

void match(Reading& reading) {
    std::vector<WantedColumn> wanted;
    for (auto const name : text_columns)
        wanted.push_back({std::string{name}, name == "province" || name == "region"});
    for (auto const& column : number_columns)
        wanted.push_back({std::string{column.rule.name}, column.optional});
    auto const at = match_columns(reading.table, wanted, reading.problems);
    auto const texts = std::ssize(text_columns);
    reading.text_at.assign(at.begin(), at.begin() + texts);
    reading.number_at.assign(at.begin() + texts, at.end());
}

void read_names(Reading& reading) {
    std::map<std::string, int> line_of_code;
    for (std::size_t row = 0; row < reading.table.rows.size(); ++row) {
        for (std::size_t k = 0; k < std::size(text_columns); ++k)
            if (auto const* c = reading.cell(reading.text_at[k], row); c != nullptr && trim(c->text).empty())
                reading.complain(*c, fmt::format("'{}' is empty", text_columns[k]));
        auto const* code = reading.cell(reading.text_at[0], row);
        if (code == nullptr || trim(code->text).empty()) continue;
        auto const [first, fresh] = line_of_code.try_emplace(reading.text(0, row), code->line);
        if (!fresh)
            reading.complain(*code, fmt::format("'code' = \"{}\" appears twice; first on line {}",
                                                first->first, first->second));
    }
}

void read_numbers(Reading& reading) {
    auto const rows = reading.table.rows.size();
    reading.numbers.assign(std::size(number_columns), Values(rows));
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t k = 0; k < std::size(number_columns); ++k) {
            auto const* c = reading.cell(reading.number_at[k], row);
            if (c == nullptr) continue;
            auto const& column = number_columns[k];
            if (!trim(c->text).empty())
                reading.numbers[k][row] = number_in(reading.table, *c, column.rule, reading.problems);
            else if (column.when_empty == error)
                reading.complain(
                    *c, fmt::format("'{}' is empty; allowed: {}", column.rule.name, column.rule.allowed()));
        }
    }
}

void check_rows(Reading& reading) {
    auto const& persons = reading.numbers[population];
    auto const& homes = reading.numbers[households];
    for (std::size_t row = 0; row < persons.size(); ++row) {
        if (persons[row] && homes[row] && *homes[row] > *persons[row])
            reading.complain(
                *reading.cell(reading.number_at[households], row),
                fmt::format("'households' = {} is more than 'population' = {}", *homes[row], *persons[row]));
        for (auto const& whole : wholes) {
            double sum = 0;
            bool all = true;
            for (std::size_t k = whole.first; k <= whole.last; ++k) {
                all = all && reading.numbers[k][row].has_value();
                sum += reading.numbers[k][row].value_or(0);
            }
            if (all && std::fabs(sum - 100) > rounding_pct)
                reading.complain(*reading.cell(reading.number_at[whole.first], row),
                                 fmt::format("{} add up to {:.2f} percent; allowed: {} to {}", whole.name,
                                             sum, 100 - rounding_pct, 100 + rounding_pct));
        }
    }
}

/// x[2] needs something to be composed of, and a column that tells its direction.
void check_housing(Reading& reading) {
    std::size_t present = 0;
    bool anchored = false;
    for (std::size_t k = first_housing_column; k < std::size(number_columns); ++k) {
        if (!reading.number_at[k]) continue;
        ++present;
        auto const name = number_columns[k].rule.name;
        anchored = anchored ||
                   std::find(housing_anchors.begin(), housing_anchors.end(), name) != housing_anchors.end();
    }
    if (present < 2 || !anchored)
        reading.problems.push_back({{reading.table.file, reading.table.header[0].line, 1},
                                    fmt::format("housing needs at least two columns, one of them {}",
                                                fmt::join(housing_anchors, ", "))});
}

/// Names in ascending order, and the index of each row's name among them.
std::vector<std::string> index_names(std::vector<std::string> const& of_row,
                                     std::vector<std::int32_t>& index) {
    auto names = of_row;
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    for (auto const& name : of_row)
        index.push_back(
            static_cast<std::int32_t>(std::lower_bound(names.begin(), names.end(), name) - names.begin()));
    return names;
}

std::optional<double> median(std::vector<double> values) {
    if (values.empty()) return std::nullopt;
    std::sort(values.begin(), values.end());
    auto const half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

/// The column with its empty cells filled, in one direction only: from what was read, never from what was
/// filled.
std::vector<double> filled(Reading& reading, std::size_t k, Country& country) {
    auto const& read = reading.numbers[k];
    std::map<std::int32_t, std::vector<double>> of_region;
    std::vector<double> all;
    for (std::size_t row = 0; row < read.size(); ++row) {
        if (!read[row]) continue;
        of_region[country.region[row]].push_back(*read[row]);
        all.push_back(*read[row]);
    }
    auto const& rule = number_columns[k].rule;
    auto const of_country = median(all);
    if (!of_country) {
        reading.complain(reading.table.header[*reading.number_at[k]],
                         fmt::format("the column '{}' has no value at all", rule.name));
        return {};
    }
    std::vector<double> values;
    for (std::size_t row = 0; row < read.size(); ++row)
        values.push_back(read[row] ? *read[row]
                                   : median(of_region[country.region[row]]).value_or(*of_country));
    if (auto const empty = read.size() - all.size(); empty > 0)
        country.source.notes.push_back(
            fmt::format("{}: {} empty {} filled with the median of the region (of the "
                        "country where the region has none)",
                        rule.name, empty, empty == 1 ? "cell" : "cells"));
    return values;
}

std::vector<std::int64_t> counts(Values const& values) {
    std::vector<std::int64_t> out;
    for (auto const& value : values) out.push_back(static_cast<std::int64_t>(*value));
    return out;
}

std::vector<double> plain(Values const& values) {
    std::vector<double> out;
    for (auto const& value : values) out.push_back(*value);
    return out;
}

}  // namespace

Country read_country(std::filesystem::path const& path) {
    Reading reading;
    reading.table = read_csv(path, reading.problems);
    if (reading.table.header.empty()) throw InputError(reading.problems);
    match(reading);
    read_names(reading);
    read_numbers(reading);
    check_rows(reading);
    check_housing(reading);

    Country country;
    country.name = path.stem().string();
    country.source = read_table_source(reading.table, reading.problems);
    if (!reading.problems.empty()) throw InputError(reading.problems);

    std::vector<std::string> provinces, regions;
    for (std::size_t row = 0; row < reading.table.rows.size(); ++row) {
        country.code.push_back(reading.text(0, row));
        country.municipality.push_back(reading.text(1, row));
        provinces.push_back(reading.text_at[2] ? reading.text(2, row) : country.name);
        regions.push_back(reading.text_at[3] ? reading.text(3, row) : provinces.back());
    }
    country.province_names = index_names(provinces, country.province);
    country.region_names = index_names(regions, country.region);

    place_on_plane(country, plain(reading.numbers[latitude]), plain(reading.numbers[longitude]));
    country.population = counts(reading.numbers[population]);
    country.households = counts(reading.numbers[households]);
    country.establishments = counts(reading.numbers[establishments]);
    country.household_income_eur = filled(reading, household_income, country);
    country.household_wealth_eur = filled(reading, household_wealth, country);
    country.address_density_per_km2 = filled(reading, address_density, country);
    for (std::size_t k = first_housing_column; k < std::size(number_columns); ++k)
        if (reading.number_at[k])
            country.housing.push_back(
                {std::string{number_columns[k].rule.name}, filled(reading, k, country)});
    if (!reading.problems.empty()) throw InputError(reading.problems);
    return country;
}

}  // namespace spil
