#include <cmath>
#include <string>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/io/results.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"

using namespace spil;
using spil::test::Folder;

namespace {

Country two_places() {
    Country c;
    c.name = "two";
    c.code = {"GM0796", "GM1900"};
    c.municipality = {"'s-Hertogenbosch", "Súdwest-Fryslân"};
    c.province = c.region = {0, 1};
    c.province_names = c.region_names = {"Noord-Brabant", "Fryslân"};
    c.east_km = c.north_km = {-1, 1};
    c.population = {160000, 90000};
    c.households = {70000, 40000};
    c.establishments = {15000, 9000};
    c.household_income_eur = c.household_wealth_eur = {30000, 28000};
    c.address_density_per_km2 = {1500, 200};
    c.context = {Context{1, 0, -1}, Context{-1, 0, 1}};
    c.source.columns = {{"code", "", "2023", "CBS", "seen", "official code"}};
    return c;
}

struct Setup {
    Country country = two_places();
    ResultsHeader header;

    explicit Setup(std::size_t worlds) {
        header.title = "t";
        header.study_text = "format = 1\n";
        header.effective_text = "format = 1\n";
        header.inputs = {{"study.toml", std::string(64, 'a')}};
        header.schedule = "1. first\n";
        header.primary_outcome = "served";
        header.baseline_policy = "none";
        header.master_seed = 7;
        for (std::size_t w = 0; w < worlds; ++w) header.world_seeds.push_back(0xFFFFFFFFFFFFFFF0u + w);
        header.policies = {"none", "project"};
        header.presets = {"none", ""};
        Described knob;
        knob.name = "budget";
        knob.number = 5;
        header.knobs = {{knob}, {knob}};
        header.knobs[1][0].number = 6;
        Described parameter = knob;
        parameter.group = "money";
        header.parameters = {parameter};
        header.missions = {{knob}};
        header.outputs = {
            {"served", "1", "share served", {}, Better::higher, Stored::real, ""},
            {"map", "1", "share by place", {"year", "municipality"}, Better::none, Stored::real, ""},
            {"labs", "labs", "labs", {"year"}, Better::lower, Stored::count, ""},
            {"paid", "0.01 EUR", "paid", {"year"}, Better::none, Stored::cents, ""}};
        header.dimensions = {{"year", "calendar year", "year", {2026, 2027, 2028}, {}},
                             {"municipality", "code", "1", {}, country.code}};
        header.country = &country;
    }

    RunResult result(std::size_t run) const {
        auto const x = static_cast<double>(run);
        auto const n = static_cast<std::int64_t>(run);
        RunResult r;
        r.record.reals = {{x + 0.1}, {x, 1, 2, 3, 4, 5}, {}, {}};
        r.record.integers = {{}, {}, {n, 1, 2}, {n, 9007199254740993, 2}};
        r.seconds = 0.5;
        return r;
    }
    std::vector<RunResult> results(std::size_t first, std::size_t count) const {
        std::vector<RunResult> all;
        for (std::size_t k = 0; k < count; ++k) all.push_back(result(first + k));
        return all;
    }
};

RuntimeFacts const facts{"spil run", 2, true};

}  // namespace

TEST_CASE("results come back as they were written - failed runs as missing", "[io][results]") {
    Folder const folder("results");
    Setup const setup(9);  // 18 runs: a block of 16 and one of 2
    auto const path = folder / "out.h5";
    {
        ResultsWriter writer(path, setup.header, Existing::refuse);
        CHECK(folder.names() == std::vector<std::string>{"out.h5.partial"});
        auto last = setup.results(16, 2);
        last[1].error = "the ledger is adrift";
        last[1].record = {};
        writer.write_block(16, last);
        writer.write_block(0, setup.results(0, 16));
        writer.finish(facts);
    }
    CHECK(folder.names() == std::vector<std::string>{"out.h5"});
    auto const file = hdf5::File::open(path);
    auto const status = file.read<std::int8_t>("run_status");
    CHECK(status[16] == 1);
    CHECK(status[17] == 2);
    CHECK(file.read_strings("run_error")[17] == "the ledger is adrift");
    auto const served = file.read<double>("served");
    CHECK(served[3] == 3.1);
    CHECK(std::isnan(served[17]));
    CHECK(file.type("map") == hdf5::Type::float32);
    CHECK(file.dimensions("map") == std::vector<std::string>{"run", "year", "municipality"});
    CHECK(file.read<float>("map", {15, 0, 0}, {1, 3, 2}) == std::vector<float>{15, 1, 2, 3, 4, 5});
    CHECK(file.read<std::int32_t>("labs", {16, 0}, {2, 1}) ==
          std::vector<std::int32_t>{16, hdf5::missing<std::int32_t>()});
    CHECK(file.read<std::int64_t>("paid", {2, 1}, {1, 1})[0] == 9007199254740993);
    CHECK(file.read<std::int32_t>("run_policy")[5] == 1);
    CHECK(file.read<std::int32_t>("run_world")[5] == 2);
    CHECK(file.read<std::int32_t>("run_of", {1, 2, 0}, {1, 1, 1})[0] == 5);
    CHECK(file.read_strings("world_seed")[1] == "fffffffffffffff1");
    CHECK(file.read_strings("municipality_name") == setup.country.municipality);
    CHECK(file.read_strings("parameter") == std::vector<std::string>{"money.budget"});
    CHECK(file.read<double>("knob_value") == std::vector<double>{5, 6});
    CHECK(file.read_strings("country_table/publisher") == std::vector<std::string>{"CBS"});
    CHECK(file.text_attribute("served", "direction") == "higher_is_better");
    CHECK(file.text_attribute("/", "study_toml") == "format = 1\n");
    CHECK(file.text_attribute("runtime", "command_line") == "spil run");
    CHECK(file.read<double>("runtime/seconds")[0] == 0.5);
}

TEST_CASE("nothing half-written is left behind", "[io][results]") {
    Folder const folder("left");
    Setup const setup(10);
    auto const path = folder / "out.h5";
    { ResultsWriter const writer(path, setup.header, Existing::refuse); }
    CHECK(folder.names().empty());

    auto broken = setup.header;
    broken.outputs.push_back({"odd", "1", "of no dimension", {"month"}, Better::none, Stored::real, ""});
    CHECK_THROWS_AS(ResultsWriter(path, broken, Existing::refuse), ContractError);
    CHECK(folder.names().empty());

    ResultsWriter writer(path, setup.header, Existing::refuse);
    writer.write_block(0, setup.results(0, 16));
    writer.interrupt({"spil run", 1, false});
    CHECK(folder.names() == std::vector<std::string>{"out.h5.partial"});
    auto const file = hdf5::File::open(path + ".partial");
    CHECK(file.read<std::int8_t>("run_status", {15}, {2}) == std::vector<std::int8_t>{1, 0});
    CHECK(std::isnan(file.read<double>("served")[16]));
}

TEST_CASE("a file that is there is not replaced unasked", "[io][results]") {
    Folder const folder("there");
    Setup const setup(1);
    auto const path = folder / "out.h5";
    test::store(path, "precious");
    CHECK_THROWS_WITH(ResultsWriter(path, setup.header, Existing::refuse),
                      path + ": the file is there already; --force replaces it");
    {
        ResultsWriter writer(path, setup.header, Existing::replace);
        CHECK(test::contents(path) == "precious");  // until the new one is complete
        writer.write_block(0, setup.results(0, 2));
        writer.finish(facts);
    }
    CHECK(hdf5::File::open(path).read<double>("served")[1] == 1.1);
    test::store(path + ".partial", "the rest of another");
    CHECK_THROWS_AS(ResultsWriter(path, setup.header, Existing::refuse), InputError);
    test::fs::remove(path);
    CHECK_THROWS_WITH(ResultsWriter(path, setup.header, Existing::refuse),
                      path +
                          ".partial: an earlier run was interrupted and left this file; `spil resume` "
                          "finishes it, --force replaces it");
    CHECK_THROWS_AS(ResultsWriter(folder / "none/out.h5", setup.header, Existing::refuse), FileError);
    CHECK_THROWS_AS(ResultsWriter(folder / "", setup.header, Existing::refuse), FileError);
}

TEST_CASE("a record must be what was declared", "[io][results]") {
    Setup const setup(1);
    auto const check = [&](RunRecord const& record) {
        check_record(record, setup.header.outputs, setup.header.dimensions);
    };
    auto record = setup.result(0).record;
    CHECK_NOTHROW(check(record));
    record.reals[1].pop_back();
    CHECK_THROWS_WITH(check(record),
                      Catch::Matchers::StartsWith("the output 'map' has 5 values where 6 are declared"));
    record = setup.result(0).record;
    record.integers[2][0] = std::int64_t{1} << 31;
    CHECK_THROWS_WITH(check(record),
                      Catch::Matchers::StartsWith("the count 2147483648 of 'labs' does not fit 32 bits"));
    record = setup.result(0).record;
    record.reals.pop_back();
    CHECK_THROWS_AS(check(record), ContractError);
}
