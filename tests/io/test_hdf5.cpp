#include "engine/core/error.hpp"
#include "engine/io/hdf5.hpp"
#include "tests/io/small_study.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace hdf5 = spil::hdf5;
using namespace spil::hdf5_test;

TEST_CASE("what is written to a file of results is read back from it", "[io][hdf5]") {
    Folder const folder;
    auto const path = folder / "study.h5";
    small_study(path).close();
    auto const file = hdf5::File::open(path);

    CHECK(file.path() == path);
    CHECK(file.coordinates() == std::vector<std::string>{"run", "year", "municipality"});
    CHECK(file.variables() == std::vector<std::string>{"municipality_name", "run_status", "run_policy",
                                                       "run_error", "embedding", "adopters", "budget"});
    CHECK(file.groups() == std::vector<std::string>{"runtime", "summary"});
    CHECK(file.variables("summary") == std::vector<std::string>{"embedding"});
    CHECK(file.coordinates("summary") == std::vector<std::string>{"quantile"});
    CHECK(file.has("embedding"));
    CHECK(file.has("runtime/seconds"));
    CHECK_FALSE(file.has("seconds"));
    CHECK_FALSE(file.has("nowhere/seconds"));

    CHECK(file.shape("embedding") == hdf5::Shape{4, 2, 3});
    CHECK(file.type("embedding") == hdf5::Type::float32);
    CHECK(file.dimensions("embedding") == std::vector<std::string>{"run", "year", "municipality"});
    CHECK(file.dimensions("year") == std::vector<std::string>{"year"});
    CHECK(file.dimensions("summary/embedding") == std::vector<std::string>{"year", "quantile"});

    CHECK(file.read_strings("municipality_name") == names);
    CHECK(file.read_strings("municipality") == codes);
    CHECK(file.read_strings("run_error") ==
          std::vector<std::string>{"", "", "money of tick 7: 1 cent adrift", ""});
    CHECK(file.read<std::int32_t>("year") == years);
    CHECK(file.read<std::int8_t>("run_status") == std::vector<std::int8_t>{1, 1, 2, 1});
    CHECK(file.read<std::int32_t>("run_policy") == std::vector<std::int32_t>{0, 1, 0, 1});
    CHECK(file.read<double>("summary/quantile") == std::vector{0.05, 0.5, 0.95});
    CHECK(file.read<float>("embedding", {1, 1, 0}, {1, 1, 3}) ==
          std::vector<float>{9.0f / 16, 10.0f / 16, 11.0f / 16});
    CHECK(file.read<std::int64_t>("budget", {3}, {1}) == std::vector<std::int64_t>{9007199254740993});
    CHECK(file.read<float>("embedding", {0, 0, 0}, {0, 2, 3}).empty());

    CHECK(file.text_attribute("/", "Conventions") == "CF-1.10");
    CHECK(file.text_attribute("municipality_name", "long_name") == "naam, als in Súdwest-Fryslân");
    CHECK(file.text_attribute("run_status", "flag_meanings") == "pending ok failed timeout");
    CHECK(file.number_attribute("run_status", "flag_values") == std::vector<double>{0, 1, 2, 3});
    CHECK(file.number_attribute("", "layout_version") == std::vector<double>{1, 0});
    CHECK_FALSE(file.text_attribute("embedding", "source"));
    CHECK_FALSE(file.number_attribute("embedding", "lower"));
}

TEST_CASE("what was never written reads as missing in every type", "[io][hdf5]") {
    Folder const folder;
    auto const path = folder / "study.h5";
    small_study(path).close();
    auto const file = hdf5::File::open(path);

    auto const embedding = file.read<double>("embedding");
    CHECK(std::count_if(embedding.begin(), embedding.end(), [](double x) { return std::isnan(x); }) == 7);
    CHECK(embedding[18] == 0.75);

    auto const as_stored = file.read<std::int32_t>("adopters", {0, 0}, {2, 2});
    CHECK(as_stored == std::vector<std::int32_t>{16777217, 0, -2147483647, -2147483647});
    auto const as_wider = file.read<std::int64_t>("adopters", {0, 1}, {2, 1});
    CHECK(as_wider == std::vector<std::int64_t>{0, hdf5::missing<std::int64_t>()});
    auto const as_double = file.read<double>("adopters", {0, 0}, {2, 1});
    CHECK(as_double[0] == 16777217.0);
    CHECK(std::isnan(as_double[1]));
    CHECK(std::isnan(file.read<float>("adopters", {1, 0}, {1, 1})[0]));
    CHECK(file.read<std::int64_t>("budget")[0] == std::numeric_limits<std::int64_t>::min() + 1);
    CHECK(std::isnan(file.read<double>("budget")[0]));

    CHECK(file.number_attribute("adopters", "_FillValue") == std::vector<double>{-2147483647.0});
    CHECK_FALSE(file.number_attribute("run_policy", "_FillValue"));
    CHECK_FALSE(file.number_attribute("run_status", "_FillValue"));
}

TEST_CASE("an attribute takes texts - numbers and lists - and can be replaced", "[io][hdf5]") {
    Folder const folder;
    auto file = hdf5::File::create(folder / "a.h5");
    file.create_group("runtime/host");
    file.create_group("runtime/host");
    file.attribute("", "title", "eerst");
    file.attribute("", "title", std::string("dan Súdwest-Fryslân"));
    file.attribute("runtime/host", "cpus", 2);
    file.attribute("runtime/host", "load", 0.5);
    file.attribute("runtime/host", "inputs", std::vector<std::string>{"a=1", "b=2"});
    file.attribute("runtime", "note", "");
    CHECK(file.text_attribute("/", "title") == "dan Súdwest-Fryslân");
    CHECK(file.number_attribute("runtime/host", "cpus") == std::vector<double>{2});
    CHECK(file.number_attribute("runtime/host", "load") == std::vector<double>{0.5});
    CHECK(file.text_attribute("runtime", "note") == "");
    CHECK(file_error([&] { file.text_attribute("runtime/host", "cpus"); }).operation() == "read");
    CHECK(file_error([&] { file.text_attribute("runtime/host", "inputs"); }).operation() == "read");
    CHECK(file_error([&] { file.number_attribute("", "title"); }).operation() == "read");
    CHECK(file_error([&] { file.attribute("nowhere", "x", 1); }).operation() == "write");
}

TEST_CASE("a dimension is looked for in the variable's own group first", "[io][hdf5]") {
    Folder const folder;
    auto file = hdf5::File::create(folder / "a.h5");
    file.create_dimension("", "draw", std::vector<std::int32_t>{0, 1, 2});
    file.create_dimension("posterior", "draw", std::vector<std::int32_t>{0, 1});
    file.create_variable({.name = "rate", .dimensions = {"draw"}});
    file.create_variable({.name = "posterior/rate", .dimensions = {"draw"}});
    file.create_variable({.name = "posterior/chain/rate", .dimensions = {"draw", "draw"}});
    file.create_variable({.name = "scalar"});
    CHECK(file.shape("rate") == hdf5::Shape{3});
    CHECK(file.shape("posterior/rate") == hdf5::Shape{2});
    CHECK(file.shape("posterior/chain/rate") == hdf5::Shape{2, 2});
    CHECK(file.shape("scalar").empty());
    CHECK(std::isnan(file.read<double>("scalar").at(0)));
    file.write_all("scalar", std::array{2.5});
    CHECK(file.read<double>("scalar") == std::vector{2.5});
}

TEST_CASE("a closed file can be opened to go on writing", "[io][hdf5]") {
    Folder const folder;
    auto const path = folder / "study.h5";
    small_study(path).close();
    {
        auto file = hdf5::File::open(path, hdf5::Access::write);
        file.write("embedding", {2, 0, 0}, {1, 2, 3}, std::vector<double>(6, 0.25));
        file.close();
        file.close();
        CHECK_THROWS_AS(file.flush(), spil::ContractError);
    }
    auto file = hdf5::File::open(path);
    CHECK(file.read<float>("embedding", {2, 1, 2}, {1, 1, 1}) == std::vector<float>{0.25f});
    CHECK(file.read<float>("embedding", {3, 1, 2}, {1, 1, 1}) == std::vector<float>{0.75f});
    auto const error = file_error([&] { file.write_all("run_policy", std::vector<std::int32_t>(4)); });
    CHECK(error.path() == path);
    CHECK(error.operation() == "write");

    static_assert(!std::is_copy_constructible_v<hdf5::File>);
    auto const moved = std::move(file);
    CHECK(moved.read<std::int32_t>("year") == years);
}

TEST_CASE("equal calls give equal bytes at any time of day", "[io][hdf5]") {
    Folder const folder;
    small_study(folder / "a.h5").close();
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));  // HDF5's time stamps count seconds
    small_study(folder / "b.h5").close();
    auto const bytes = contents(folder / "a.h5");
    CHECK(bytes.size() > 4096);
    CHECK((bytes == contents(folder / "b.h5")));
}
