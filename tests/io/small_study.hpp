#pragma once
/// \file small_study.hpp  A small file of results, and how to look at it from outside, for the tests of HDF5.

#include "engine/core/error.hpp"
#include "engine/io/hdf5.hpp"

#include <unistd.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

namespace spil::hdf5_test {

namespace fs = std::filesystem;

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

inline std::string contents(std::string const& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

inline void store(std::string const& path, std::string const& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

inline bool contains(std::string const& text, std::string const& part) {
    return text.find(part) != std::string::npos;
}

template <class Action>
spil::FileError file_error(Action action) {
    try {
        action();
    } catch (spil::FileError const& error) {
        return error;
    }
    throw std::logic_error("no FileError was thrown");
}

inline std::vector<std::string> const codes{"GM0796", "GM1900", "GM0344"};
inline std::vector<std::string> const names{"'s-Hertogenbosch", "Súdwest-Fryslân", "Utrecht"};
inline std::vector<std::int32_t> const years{2025, 2026};

/// Four runs, two years, three municipalities; run 2 failed and was never written.
inline hdf5::File small_study(std::string const& path) {
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
    block[5] = hdf5::missing<float>();
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

}  // namespace spil::hdf5_test
