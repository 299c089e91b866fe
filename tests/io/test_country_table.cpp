#include "engine/io/country_table.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <numeric>

#include "engine/core/csv.hpp"
#include "engine/core/error.hpp"
#include "engine/core/sha256.hpp"
#include "engine/io/firm_size_table.hpp"
#include "engine/io/table_source.hpp"
#include "tests/support/catch.hpp"

using namespace spil;

namespace {

std::string const data = std::string{SPIL_SOURCE_DIR} + "/scenarios/data/";
std::string const bad = std::string{SPIL_SOURCE_DIR} + "/tests/bad_input/tables/";
using Lines = std::vector<std::string>;

std::size_t find(Country const& country, std::string const& name) {
    auto const found = std::find(country.municipality.begin(), country.municipality.end(), name);
    REQUIRE(found != country.municipality.end());
    return static_cast<std::size_t>(found - country.municipality.begin());
}

/// What reading a table of tests/bad_input/tables says, without the folder.
template <class Read>
Lines said(Read read, std::string const& file) {
    Lines lines;
    try {
        read(bad + file);
    } catch (InputError const& e) {
        for (auto const& p : e.problems()) {
            lines.push_back(to_string(p.place) + ": " + p.message);
            auto& line = lines.back();
            for (auto at = line.find(bad); at != std::string::npos; at = line.find(bad))
                line.erase(at, bad.size());
        }
    }
    return lines;
}
Lines said(std::string const& file) {
    return said([](std::string const& path) { read_country(path); }, file);
}

/// A table on disk for as long as it is needed.
class Written {
  public:
    explicit Written(std::string const& text)
        : path_(std::filesystem::temp_directory_path() /
                ("spil_test_" + sha256(text).substr(0, 12) + ".csv")) {
        std::ofstream{path_, std::ios::binary} << text;
    }
    Written(Written const&) = delete;
    Written& operator=(Written const&) = delete;
    ~Written() { std::filesystem::remove(path_); }
    std::filesystem::path const& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

}  // namespace

TEST_CASE("the Netherlands is read as it is", "[io][country]") {
    auto const nl = read_country(data + "municipalities_nl.csv");
    CHECK(nl.name == "municipalities_nl");
    REQUIRE(nl.size() == 342);
    CHECK(std::accumulate(nl.population.begin(), nl.population.end(), std::int64_t{0}) == 17'811'291);
    CHECK(std::accumulate(nl.households.begin(), nl.households.end(), std::int64_t{0}) == 8'043'443);
    CHECK(nl.region_names.size() == 30);
    CHECK(nl.province_names.size() == 12);
    CHECK(std::is_sorted(nl.region_names.begin(), nl.region_names.end()));
    CHECK(nl.housing.size() == 12);

    auto const bosch = find(nl, "'s-Hertogenbosch");
    CHECK(nl.code[bosch] == "GM0796");
    CHECK(nl.province_names[static_cast<std::size_t>(nl.province[bosch])] == "Noord-Brabant");
    CHECK(nl.region_names[static_cast<std::size_t>(nl.region[bosch])] == "Noordoost Brabant");
    CHECK(nl.population[bosch] == 158753);
    CHECK(nl.household_income_eur[bosch] == 34700);
    auto const fryslan = find(nl, "Súdwest-Fryslân");
    CHECK(nl.code[fryslan] == "GM1900");
    CHECK(nl.establishments[fryslan] == 11185);
    CHECK(nl.address_density_per_km2[fryslan] == 846);
    find(nl, "Nuenen, Gerwen en Nederwetten");
}

TEST_CASE("the Netherlands lies where it lies", "[io][country]") {
    auto const nl = read_country(data + "municipalities_nl.csv");
    auto const amsterdam = find(nl, "Amsterdam");
    auto const groningen = find(nl, "Groningen");
    auto const maastricht = find(nl, "Maastricht");
    CHECK(nl.north_km[groningen] > nl.north_km[amsterdam]);
    CHECK(nl.east_km[groningen] > nl.east_km[amsterdam]);
    // Along the great circle between the same centroids (haversine, computed apart).
    CHECK(distance_km(nl, groningen, maastricht) == Approx(270.48).epsilon(5e-4));
    CHECK(distance_km(nl, amsterdam, groningen) == Approx(149.21).epsilon(5e-4));
    CHECK(distance_km(nl, amsterdam, amsterdam) == 0);
}

TEST_CASE("a country keeps where its figures come from", "[io][country]") {
    auto const file = data + "municipalities_nl.csv";
    auto const nl = read_country(file);
    CHECK(nl.source.file == file);
    CHECK(nl.source.sha256.size() == 64);
    CHECK(nl.source.notes.empty());
    REQUIRE(nl.source.columns.size() == 24);
    for (auto const& column : nl.source.columns) {
        CHECK_FALSE(column.description.empty());
        CHECK_FALSE(column.publisher.empty());
        CHECK_FALSE(column.year.empty());
    }
    CHECK(nl.source.columns[6].column == "population");
    CHECK(nl.source.columns[6].unit == "persons");
    CHECK(columns_file_of("a/b.csv") == std::filesystem::path{"a/b.columns.csv"});
}

TEST_CASE("every column of the tables is explained to the user", "[io][country]") {
    std::ifstream in{data + "README.md"};
    std::string const text{std::istreambuf_iterator<char>{in}, {}};
    std::vector<Problem> problems;
    for (auto const* file : {"municipalities_nl.csv", "firms_by_size_nl.csv"})
        for (auto const& column : read_csv(data + file, problems).column_names()) {
            INFO(column);
            CHECK(text.find('`' + column + '`') != std::string::npos);
        }
    CHECK(problems.empty());
}

TEST_CASE("firms by size add up", "[io][firms]") {
    auto const sizes = read_firm_sizes(data + "firms_by_size_nl.csv");
    REQUIRE(sizes.classes.size() == 7);
    std::int64_t firms = 0;
    for (auto const& c : sizes.classes) firms += c.firms;
    CHECK(firms == 427'275);
    std::vector<double> const expected{.459, .218, .155, .081, .050, .017, .020};
    for (std::size_t k = 0; k < expected.size(); ++k)
        CHECK(static_cast<double>(sizes.classes[k].firms) / 427275 == Approx(expected[k]).margin(5e-4));
    CHECK(sizes.classes[1].label == "3-4");
    CHECK(sizes.classes[1].lowest_persons == 3);
    CHECK(sizes.classes[1].highest_persons == 4);
    CHECK_FALSE(sizes.classes[6].highest_persons.has_value());
    CHECK(sizes.source.columns.size() == 4);
    // Countries without such a table have the same classes.
    auto const built_in = dutch_firm_sizes();
    std::vector<double> const persons{2, 3.5, 6.7, 13.8, 31.3, 70.4, 250};
    REQUIRE(built_in.size() == 7);
    for (std::size_t k = 0; k < 7; ++k) {
        CHECK(built_in[k].label == sizes.classes[k].label);
        CHECK(built_in[k].lowest_persons == sizes.classes[k].lowest_persons);
        CHECK(built_in[k].highest_persons == sizes.classes[k].highest_persons);
        CHECK(built_in[k].firms == sizes.classes[k].firms);
        CHECK(built_in[k].persons() == persons[k]);
    }
}

TEST_CASE("a user's own table: fewer columns - empty cells", "[io][country]") {
    Written const file{
        "# a coast\n"
        "code,name,latitude,longitude,population,households,establishments,household_income_eur,"
        "household_wealth_eur,address_density_per_km2,owner_occupied_pct,gas_m3_per_home,region\n"
        "a,Aby,50,4,1000,400,80,30000,100000,500,60,,West\n"
        "b,Bee,50.1,4,2000,900,160,,90000,700,50,1200,West\n"
        "c,Cee,50.2,4,3000,1300,240,34000,80000,900,40,1400,West\n"
        "d,Dee,50,5,4000,1700,320,40000,,1100,70,,East\n"};
    auto const country = read_country(file.path());
    REQUIRE(country.size() == 4);
    CHECK(country.province_names == Lines{country.name});
    CHECK(country.region_names == Lines{"East", "West"});
    CHECK(country.region == std::vector<std::int32_t>{1, 1, 1, 0});
    CHECK(country.household_income_eur == std::vector<double>{30000, 32000, 34000, 40000});
    CHECK(country.household_wealth_eur == std::vector<double>{100000, 90000, 80000, 90000});
    REQUIRE(country.housing.size() == 2);
    CHECK(country.housing[1].values == std::vector<double>{1300, 1200, 1400, 1300});
    CHECK(
        country.source.notes ==
        Lines{"household_income_eur: 1 empty cell filled with the median of the region (of the country where "
              "the "
              "region has none)",
              "household_wealth_eur: 1 empty cell filled with the median of the region (of the country where "
              "the "
              "region has none)",
              "gas_m3_per_home: 2 empty cells filled with the median of the region (of the country where the "
              "region has none)"});
    REQUIRE(country.source.columns.size() == 13);
    CHECK(country.source.columns[0] == ColumnSource{"code", "", "", "", "", ""});
}

TEST_CASE("a table without regions takes its provinces", "[io][country]") {
    Written const file{
        "code,name,province,latitude,longitude,population,households,establishments,household_income_eur,"
        "household_wealth_eur,address_density_per_km2,owner_occupied_pct,gas_m3_per_home\n"
        "a,Aby,Hills,50,4,1000,400,80,30000,100000,500,60,1000\n"
        "b,Bee,Beach,50.1,4,2000,900,160,31000,90000,700,50,1200\n"};
    auto const country = read_country(file.path());
    CHECK(country.province_names == Lines{"Beach", "Hills"});
    CHECK(country.region_names == country.province_names);
    CHECK(country.region == country.province);
}

TEST_CASE("wrong tables say all that is wrong", "[io][country][bad_input]") {
    CHECK(said("empty.csv") == Lines{"empty.csv: the table is empty; its first line must name the columns"});
    CHECK(said("comments_only.csv") ==
          Lines{"comments_only.csv: the table is empty; its first line must name the columns"});
    CHECK(said("header_only.csv") == Lines{"header_only.csv: the table has a header but no rows"});
    CHECK(said("no_such.csv") == Lines{"no_such.csv: cannot read this table: No such file or directory"});
    CHECK(said("binary.csv") ==
          Lines{"binary.csv:2:1: not a text file: byte 0x89 is not UTF-8 text; save the table "
                "as comma-separated values in UTF-8"});
    CHECK(said("latin1.csv") ==
          Lines{"latin1.csv:2:5: not a text file: byte 0xE9 is not UTF-8 text; save the table "
                "as comma-separated values in UTF-8"});
    CHECK(said("semicolons.csv") ==
          Lines{"semicolons.csv:1:1: the cells are separated by semicolons; separate them by commas"});
    CHECK(said("cells.csv") == Lines{"cells.csv:3:1: 15 cells in a row of a table with 14 columns",
                                     "cells.csv:4:1: 3 cells in a row of a table with 14 columns"});
    CHECK(
        said("not_a_number.csv") ==
        Lines{"not_a_number.csv:2:32: 'population' = \"many\" is not a number; allowed: 1 to 1000000000 "
              "persons",
              "not_a_number.csv:3:24: 'latitude' = \"52,7\" is not a number; allowed: -90 to 90 degrees",
              "not_a_number.csv:4:48: 'households' = 7800.5 is not a whole number; allowed: 1 to 1000000000 "
              "households"});
    CHECK(said("out_of_range.csv") ==
          Lines{"out_of_range.csv:2:23: 'latitude' = 152.9 is out of range; allowed: -90 to 90 degrees",
                "out_of_range.csv:3:33: 'population' = 0 is out of range; allowed: 1 to 1000000000 persons",
                "out_of_range.csv:4:78: 'detached_pct' = 135 is out of range; allowed: 0 to 100 percent"});
    CHECK(said("duplicate_code.csv") ==
          Lines{"duplicate_code.csv:4:1: 'code' = \"A1\" appears twice; first on line 2"});
    CHECK(said("missing_columns.csv") ==
          Lines{"missing_columns.csv:1:46: unknown column 'popluation'; did you mean 'population'?",
                "missing_columns.csv:1:1: the column 'households' is missing"});
    CHECK(
        said("unknown_columns.csv") ==
        Lines{"unknown_columns.csv:1:181: unknown column 'mayor'; take it out, or see the known columns in "
              "scenarios/data/README.md",
              "unknown_columns.csv:1:187: unknown column 'Region'; take it out, or see the known columns in "
              "scenarios/data/README.md",
              "unknown_columns.csv:1:194: unknown column 'gas_m3_per_hom'; did you mean 'gas_m3_per_home'?"});
    CHECK(said("twice.csv") == Lines{"twice.csv:1:181: the column 'name' appears twice"});
    CHECK(said("empty_cells.csv") ==
          Lines{"empty_cells.csv:2:1: 'code' is empty", "empty_cells.csv:3:18: 'region' is empty",
                "empty_cells.csv:4:42: 'population' is empty; allowed: 1 to 1000000000 persons"});
    CHECK(
        said("quotes.csv") ==
        Lines{
            "quotes.csv:2:4: text after the closing quote of this cell; double the quotes that belong to it",
            "quotes.csv:3:4: a quote inside a cell without quotes; put the whole cell in quotes and double "
            "those "
            "in it",
            "quotes.csv:4:4: the quote that opens here is never closed",
            "quotes.csv:4:1: 2 cells in a row of a table with 14 columns"});
    CHECK(said("more_households.csv") ==
          Lines{"more_households.csv:3:40: 'households' = 130000 is more than 'population' = 120000"});
    CHECK(said("shares.csv") ==
          Lines{"shares.csv:3:74: the four dwelling types add up to 94.00 percent; allowed: 99 to 101"});
    CHECK(said("no_housing.csv") ==
          Lines{"no_housing.csv:1:1: housing needs at least two columns, one of them "
                "detached_pct, owner_occupied_pct, gas_m3_per_home"});
    CHECK(said("no_value.csv") ==
          Lines{"no_value.csv:1:83: the column 'household_income_eur' has no value at all"});
    CHECK(said("many.csv") ==
          Lines{"many.csv:3:1: 13 cells in a row of a table with 14 columns",
                "many.csv:1:20: unknown column 'regoin'; did you mean 'region'?",
                "many.csv:4:4: 'name' is empty",
                "many.csv:2:32: 'population' = -5 is out of range; allowed: 1 to 1000000000 persons",
                "many.csv:4:17: 'latitude' = \"north\" is not a number; allowed: -90 to 90 degrees"});
    CHECK(
        said("described.csv") ==
        Lines{
            "described.columns.csv:14:1: 'detatched_pct' is not a column of described.csv; did you mean "
            "'detached_pct'?",
            "described.columns.csv:15:1: the column 'code' is described twice",
            "described.columns.csv:15:15: 'basis' = \"rumour\" is not known; allowed: seen, derived, memory",
            "described.columns.csv: the column 'owner_occupied_pct' of described.csv is not described",
            "described.columns.csv: the column 'detached_pct' of described.csv is not described"});
}

TEST_CASE("wrong firm sizes say all that is wrong", "[io][firms][bad_input]") {
    auto const firms = [](std::string const& path) { read_firm_sizes(path); };
    CHECK(
        said(firms, "firms.csv") ==
        Lines{
            "firms.csv:3:6: 'persons_from' = 4 must be 5, one more than the class before ends with: classes "
            "neither overlap nor leave gaps",
            "firms.csv:4:10: 'firms' = 0 is out of range; allowed: 1 to 1000000000 firms",
            "firms.csv:4:9: 'persons_to' is empty; only the last class may be open",
            "firms.csv:5:9: 'persons_to' = 40 is below 'persons_from' = 50"});
    CHECK(said(firms, "empty.csv") ==
          Lines{"empty.csv: the table is empty; its first line must name the columns"});
}
