#include "engine/core/error.hpp"
#include "engine/io/hdf5.hpp"
#include "tests/io/small_study.hpp"
#include "tests/support/catch.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

/// Asked for by the leak checker of an asan build: HDF5 1.10 never frees a chunk that a full disk refused.
extern "C" char const* __lsan_default_suppressions() {
    return "leak:libomp\nleak:libhdf5";
}

namespace hdf5 = spil::hdf5;
using namespace spil::hdf5_test;

namespace {

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

}  // namespace

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

TEST_CASE("HDF5 prints nothing of its own - in no thread", "[io][hdf5]") {
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

TEST_CASE("a full disk is a FileError - and the program ends well after it", "[io][hdf5]") {
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

TEST_CASE("a wrong name or type in a file is a FileError - in our own calls a ContractError", "[io][hdf5]") {
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
