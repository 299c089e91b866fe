#include "engine/core/error.hpp"
#include "engine/io/hdf5.hpp"
#include "tests/support/catch.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <stdexcept>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

/// Asked for by the leak checker of an asan build: HDF5 1.10 never frees a chunk that a full disk refused.
extern "C" char const* __lsan_default_suppressions() {
    return "leak:libhdf5";
}

namespace hdf5 = spil::hdf5;
namespace fs = std::filesystem;

namespace {

constexpr float nan32 = std::numeric_limits<float>::quiet_NaN();

/// A folder of this test's own, gone when the test ends.
class Folder {
  public:
    Folder() : path_(fs::temp_directory_path() / ("spil_hdf5_" + std::to_string(::getpid()))) {
        fs::remove_all(path_);
        fs::create_directory(path_);
    }
    Folder(Folder const&) = delete;
    Folder& operator=(Folder const&) = delete;
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    std::string operator/(std::string const& name) const { return (path_ / name).string(); }

  private:
    fs::path path_;
};

std::string contents(std::string const& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void store(std::string const& path, std::string const& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

bool contains(std::string const& text, std::string const& part) {
    return text.find(part) != std::string::npos;
}

/// Runs a command with both its outputs in a file; its exit status and what it said.
std::pair<int, std::string> output_of(std::string const& command, std::string const& file) {
    auto const status = std::system((command + " > '" + file + "' 2>&1").c_str());
    return {status, contents(file)};
}

/// No file may grow beyond `bytes` while this lives: a disk that is full.
class DiskLimit {
  public:
    explicit DiskLimit(std::uintmax_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        auto limit = before_;
        limit.rlim_cur = static_cast<rlim_t>(bytes);
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    DiskLimit(DiskLimit const&) = delete;
    DiskLimit& operator=(DiskLimit const&) = delete;
    ~DiskLimit() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }

  private:
    void (*handler_)(int);
    rlimit before_{};
};

/// What is printed on stderr while this lives goes to a file.
class CapturedErrors {
  public:
    explicit CapturedErrors(std::string const& path) : before_(::dup(STDERR_FILENO)) {
        auto* const file = std::fopen(path.c_str(), "w");
        ::dup2(::fileno(file), STDERR_FILENO);
        std::fclose(file);
    }
    CapturedErrors(CapturedErrors const&) = delete;
    CapturedErrors& operator=(CapturedErrors const&) = delete;
    ~CapturedErrors() {
        std::fflush(stderr);
        ::dup2(before_, STDERR_FILENO);
        ::close(before_);
    }

  private:
    int before_;
};

template <class Action>
spil::FileError file_error(Action action) {
    try {
        action();
    } catch (spil::FileError const& error) {
        return error;
    }
    throw std::logic_error("no FileError was thrown");
}

std::vector<std::string> const codes{"GM0796", "GM1900", "GM0344"};
std::vector<std::string> const names{"'s-Hertogenbosch", "Súdwest-Fryslân", "Utrecht"};
std::vector<std::int32_t> const years{2025, 2026};

/// Four runs, two years, three municipalities; run 2 failed and was never written.
hdf5::File small_study(std::string const& path) {
    auto file = hdf5::File::create(path);
    file.attribute("/", "Conventions", "CF-1.10");
    file.attribute("/", "layout_version", std::vector<std::int64_t>{1, 0});
    file.create_dimension("", "run", std::vector<std::int32_t>{0, 1, 2, 3});
    file.create_dimension("", "year", years, {{"units", "year"}});
    file.create_dimension("", "municipality", codes);
    file.create_variable({.name = "municipality_name",
                          .type = hdf5::Type::string,
                          .dimensions = {"municipality"},
                          .text_attributes = {{"long_name", "naam, als in Súdwest-Fryslân"}}});
    file.create_variable({.name = "run_status",
                          .type = hdf5::Type::int8,
                          .dimensions = {"run"},
                          .flags = {"pending", "ok", "failed", "timeout"}});
    file.create_variable({.name = "run_policy",
                          .type = hdf5::Type::int32,
                          .dimensions = {"run"},
                          .missing = hdf5::Missing::never});
    file.create_variable({.name = "run_error", .type = hdf5::Type::string, .dimensions = {"run"}});
    file.create_variable({.name = "embedding",
                          .type = hdf5::Type::float32,
                          .dimensions = {"run", "year", "municipality"},
                          .chunk = {2, 0, 0},
                          .compress = true,
                          .text_attributes = {{"units", "1"}, {"direction", "higher_is_better"}}});
    file.create_variable({.name = "adopters",
                          .type = hdf5::Type::int32,
                          .dimensions = {"run", "year"},
                          .chunk = {16, 0},
                          .compress = true,
                          .text_attributes = {{"units", "person"}}});
    file.create_variable({.name = "budget", .type = hdf5::Type::int64, .dimensions = {"run"}});
    file.create_variable({.name = "runtime/seconds",
                          .type = hdf5::Type::float64,
                          .dimensions = {"run"},
                          .text_attributes = {{"units", "s"}}});
    file.create_dimension("summary", "quantile", std::vector{0.05, 0.5, 0.95});
    file.create_variable(
        {.name = "summary/embedding", .type = hdf5::Type::float64, .dimensions = {"year", "quantile"}});

    file.write_strings("municipality_name", 0, names);
    file.write_all("run_policy", std::vector<std::int32_t>{0, 1, 0, 1});
    std::vector<float> block(12);
    for (std::size_t i = 0; i < block.size(); ++i) block[i] = static_cast<float>(i) / 16.0f;
    block[5] = nan32;
    file.write("embedding", {0, 0, 0}, {2, 2, 3}, block);
    file.write("embedding", {3, 0, 0}, {1, 2, 3}, std::vector<float>(6, 0.75f));
    file.write("adopters", {0, 0}, {1, 2}, std::vector<std::int32_t>{16777217, 0});
    file.write("budget", {3}, {1}, std::array<std::int64_t, 1>{9007199254740993});
    file.flush();
    file.write("run_status", {0}, {4}, std::vector<std::int8_t>{1, 1, 2, 1});
    file.write_strings("run_error", 2, std::vector<std::string>{"money of tick 7: 1 cent adrift"});
    file.sync();
    return file;
}

}  // namespace

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

TEST_CASE("an attribute takes texts, numbers and lists, and can be replaced", "[io][hdf5]") {
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

TEST_CASE("a rotten chunk is noticed", "[io][hdf5]") {
    Folder const folder;
    auto const path = folder / "rot.h5";
    auto noise = std::vector<std::int32_t>(50000);
    std::uint32_t state = 1;
    for (auto& value : noise)
        value = static_cast<std::int32_t>((state = state * 1664525u + 1013904223u) >> 1);
    {
        auto file = hdf5::File::create(path);
        file.create_dimension("", "run", noise);
        file.create_variable(
            {.name = "x", .type = hdf5::Type::int32, .dimensions = {"run"}, .compress = true});
        file.write_all("x", noise);
        file.close();
    }
    CHECK((hdf5::File::open(path).read<std::int32_t>("x") == noise));
    auto bytes = contents(path);
    REQUIRE(bytes.size() > 350000);
    bytes[bytes.size() - 50000] = static_cast<char>(bytes[bytes.size() - 50000] ^ 1);
    store(path, bytes);
    auto const file = hdf5::File::open(path);
    auto const error = file_error([&] { file.read<std::int32_t>("x"); });
    CHECK(error.path() == path);
    CHECK(contains(error.what(), "'x'"));
    CHECK(contains(error.what(), "checksum"));
}

TEST_CASE("a file that cannot be had is a FileError with path and reason", "[io][hdf5]") {
    Folder const folder;
    auto const nowhere = folder / "no/such/folder/study.h5";
    auto error = file_error([&] { hdf5::File::create(nowhere); });
    CHECK(error.path() == nowhere);
    CHECK(error.operation() == "create");
    CHECK(contains(error.what(), "No such file or directory"));

    error = file_error([&] { hdf5::File::create(folder / "."); });
    CHECK(contains(error.what(), "Is a directory"));

    error = file_error([&] { hdf5::File::open(nowhere); });
    CHECK(error.path() == nowhere);
    CHECK(error.operation() == "open");

    auto const rubbish = folder / "rubbish.h5";
    store(rubbish, std::string(5000, 'r'));
    error = file_error([&] { hdf5::File::open(rubbish); });
    CHECK(error.path() == rubbish);
    CHECK(contains(error.what(), "file signature not found"));

    auto const truncated = folder / "truncated.h5";
    small_study(truncated).close();
    fs::resize_file(truncated, fs::file_size(truncated) / 2);
    error = file_error([&] { hdf5::File::open(truncated); });
    CHECK(error.path() == truncated);
    CHECK(contains(error.what(), "truncated file"));
}

TEST_CASE("HDF5 prints nothing of its own, in no thread", "[io][hdf5]") {
    Folder const folder;
    auto const printed = folder / "printed.txt";
    {
        CapturedErrors const captured(printed);
        auto const fail = [&] { file_error([&] { hdf5::File::open(folder / "nowhere.h5"); }); };
        fail();
        std::thread(fail).join();
    }
    CHECK(fs::exists(printed));
    CHECK(contents(printed) == "");
}

TEST_CASE("a full disk is a FileError, and the program ends well after it", "[io][hdf5]") {
    Folder const folder;
    auto const path = folder / "full.h5";
    auto const block = std::vector<double>(10000, 0.5);
    auto file = hdf5::File::create(path);
    file.create_dimension("", "run", block);
    file.create_variable({.name = "x", .dimensions = {"run"}, .chunk = {5000}});
    file.flush();
    {
        DiskLimit const limit(fs::file_size(path) + 10000);
        auto const error = file_error([&] { file.write_all("x", block); });
        CHECK(error.path() == path);
        CHECK(error.operation() == "write");
        CHECK(contains(error.what(), "File too large"));
        CHECK_THROWS_AS(file.close(), spil::FileError);
    }
    auto next = hdf5::File::create(folder / "next.h5");
    next.create_dimension("", "run", block);
    CHECK(next.read<double>("run") == block);
}

TEST_CASE("a wrong name or type in a file is a FileError, in our own calls a ContractError", "[io][hdf5]") {
    Folder const folder;
    auto const path = folder / "study.h5";
    auto file = small_study(path);

    auto const error = file_error([&] { file.read<double>("embeding"); });
    CHECK(error.path() == path);
    CHECK(contains(error.what(), "'embeding'"));
    CHECK(contains(error.what(), "doesn't exist"));
    CHECK_THROWS_AS(file.read<std::int32_t>("embedding"), spil::FileError);
    CHECK_THROWS_AS(file.read<std::int32_t>("budget"), spil::FileError);
    CHECK_THROWS_AS(file.read<double>("municipality_name"), spil::FileError);
    CHECK_THROWS_AS(file.read_strings("embedding"), spil::FileError);
    CHECK_THROWS_AS(file.read<float>("embedding", {3, 0, 0}, {2, 2, 3}), spil::FileError);
    CHECK_THROWS_AS(file.create_variable({.name = "budget", .dimensions = {"run"}}), spil::FileError);
    CHECK_THROWS_AS(file.create_dimension("", "year", years), spil::FileError);
    CHECK_THROWS_AS(file.variables("nowhere"), spil::FileError);

    auto const twelve = std::vector<float>(12);
    CHECK_THROWS_AS(file.write("embedding", {0, 0, 0}, {2, 2, 2}, twelve), spil::ContractError);
    CHECK_THROWS_AS(file.write("embedding", {0, 0}, {2, 6}, twelve), spil::ContractError);
    CHECK_THROWS_AS(file.write("adopters", {0, 0}, {4, 2}, std::vector<double>(8)), spil::ContractError);
    CHECK_THROWS_AS(file.write("adopters", {0, 0}, {1, 2}, std::vector<std::int64_t>(2)),
                    spil::ContractError);
    CHECK_THROWS_AS(file.write_strings("budget", 0, names), spil::ContractError);
    CHECK_THROWS_AS(file.write_strings("municipality_name", 0, std::vector{std::string("a\0b", 3)}),
                    spil::ContractError);
    CHECK_THROWS_AS(file.create_variable({.name = "x", .dimensions = {"week"}}), spil::ContractError);
    CHECK_THROWS_AS(file.create_variable({.name = "x", .dimensions = {"budget"}}), spil::ContractError);
    CHECK_THROWS_AS(file.create_variable({.name = "x", .dimensions = {"run"}, .flags = {"no", "yes"}}),
                    spil::ContractError);
    CHECK_FALSE(file.has("x"));
}

TEST_CASE("ncdump shows named dimensions, units and missing values", "[io][hdf5][tools]") {
    Folder const folder;
    if (output_of("command -v ncdump", folder / "which.txt").first != 0) {
        WARN("ncdump was not found: not tested");
        return;
    }
    auto const path = folder / "study.h5";
    small_study(path).close();
    auto const [status, header] = output_of("ncdump -h '" + path + "'", folder / "header.txt");
    CHECK(status == 0);
    for (auto const* line :
         {"run = 4 ;", "year = 2 ;", "municipality = 3 ;", "quantile = 3 ;",
          "float embedding(run, year, municipality)", "string municipality_name(municipality)",
          "embedding:units = \"1\"", "year:units = \"year\"", "embedding:_FillValue = NaNf",
          "adopters:_FillValue = -2147483647", "run_status:flag_values = 0b, 1b, 2b, 3b",
          "string run_status:flag_meanings = \"pending ok failed timeout\"",
          "string :Conventions = \"CF-1.10\"", "int64 budget(run)", "group: summary {",
          "double embedding(year, quantile)"}) {
        INFO(line << " in\n" << header);
        CHECK(contains(header, line));
    }
    CHECK_FALSE(contains(header, "phony_dim"));
    CHECK(header.find("run_status(") < header.find("adopters("));
    auto const listed = output_of("ncdump -v municipality_name '" + path + "'", folder / "names.txt").second;
    INFO(listed);
    CHECK(contains(listed, "s-Hertogenbosch\", \"Súdwest-Fryslân\", \"Utrecht\""));
}

TEST_CASE("xarray opens the file unaided and netCDF can append to it", "[io][hdf5][tools]") {
    Folder const folder;
    std::string const python = "/usr/bin/python3";
    if (output_of(python + " -c 'import xarray, netCDF4'", folder / "import.txt").first != 0) {
        WARN("python3 with xarray and netCDF4 was not found: not tested");
        return;
    }
    auto const path = folder / "study.h5";
    small_study(path).close();
    store(folder / "check.py", R"(import sys
import netCDF4
import xarray

def check(expected, found):
    assert expected == found, f"expected {expected!r}, found {found!r}"

path = sys.argv[1]
for engine in sys.argv[2:]:
    engine = None if engine == "default" else engine
    with xarray.open_dataset(path, engine=engine) as ds:
        check({"run": 4, "year": 2, "municipality": 3}, dict(ds.sizes))
        check(("run", "year", "municipality"), ds.embedding.dims)
        check({"run", "year", "municipality"}, set(ds.coords))
        check(["'s-Hertogenbosch", "Súdwest-Fryslân", "Utrecht"], list(ds.municipality_name.values))
        check(["GM0796", "GM1900", "GM0344"], list(ds.municipality.values))
        check(["", "", "money of tick 7: 1 cent adrift", ""], list(ds.run_error.values))
        check(7, int(ds.embedding.isnull().sum()))
        check(6, int(ds.adopters.isnull().sum()))
        check(16777217, ds.adopters.values[0, 0])
        check("int32", str(ds.run_policy.dtype))
        check("int8", str(ds.run_status.dtype))
        check([2025, 2026], list(ds.year.values))
        check("1", ds.embedding.attrs["units"])
        check([1, 0], list(ds.attrs["layout_version"]))
        check(0.75, float(ds.embedding.sel(run=3, year=2026, municipality="GM0344")))
    with xarray.open_dataset(path, engine=engine, group="summary") as ds:
        check(("year", "quantile"), ds.embedding.dims)

with netCDF4.Dataset(path, "a") as file:
    check("run_status", list(file.variables)[4])
    file.createDimension("box", 2)
    file.createVariable("density", "f8", ("box", "year"))[:] = 0.5
    file.createVariable("summary/spread", "f8", ("quantile",))[:] = 0.125
    file.note = "appended"
)");
    auto const engines = output_of(python + " -c 'import h5netcdf'", folder / "import.txt").first == 0
                             ? "default h5netcdf"
                             : "default";
    auto const [status, said] =
        output_of(python + " '" + (folder / "check.py") + "' '" + path + "' " + engines, folder / "said.txt");
    INFO(said);
    REQUIRE(status == 0);

    auto const file = hdf5::File::open(path);
    CHECK(file.read<double>("density") == std::vector<double>(4, 0.5));
    CHECK(file.dimensions("density") == std::vector<std::string>{"box", "year"});
    CHECK(file.read<double>("summary/spread") == std::vector<double>(3, 0.125));
    CHECK(file.text_attribute("/", "note") == "appended");
    CHECK(file.variables().back() == "density");
}
