#include <unistd.h>

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "analysis/compare_table.hpp"
#include "analysis/results.hpp"
#include "engine/core/error.hpp"
#include "tests/support/catch.hpp"

using namespace spil;

namespace {

constexpr float none = std::numeric_limits<float>::quiet_NaN();

/// A path of its own that is gone afterwards.
struct TemporaryFile {
    std::string path;

    explicit TemporaryFile(std::string const& name)
        : path((std::filesystem::temp_directory_path() / ("spil_" + std::to_string(::getpid()) + "_" + name))
                   .string()) {}
    ~TemporaryFile() { std::filesystem::remove(path); }
    TemporaryFile(TemporaryFile const&) = delete;
    TemporaryFile& operator=(TemporaryFile const&) = delete;
};

void make_index(hdf5::File& file, std::vector<std::int32_t> const& policy,
                std::vector<std::int32_t> const& world, std::vector<std::int32_t> const& replicate,
                std::vector<std::int8_t> const& status) {
    std::vector<std::int32_t> runs;
    for (std::size_t run = 0; run < policy.size(); ++run) runs.push_back(static_cast<std::int32_t>(run));
    file.create_dimension("", "run", runs);
    file.create_dimension("", "policy", std::vector<std::string>{"project", "portfolio"});
    auto const index = [&](std::string const& name, std::vector<std::int32_t> const& values) {
        file.create_variable({.name = name,
                              .type = hdf5::Type::int32,
                              .dimensions = {"run"},
                              .missing = hdf5::Missing::never});
        file.write_all(name, values);
    };
    index("run_policy", policy);
    index("run_world", world);
    index("run_replicate", replicate);
    file.create_variable({.name = "run_status",
                          .type = hdf5::Type::int8,
                          .dimensions = {"run"},
                          .flags = {"pending", "ok", "failed"}});
    file.write_all("run_status", status);
}

/// Two policies in four worlds; world 1 failed under portfolio (with a number left in its place) and world 3
/// is pending under both.
void make_results(std::string const& path) {
    auto file = hdf5::File::create(path);
    file.attribute("/", "primary_outcome", "saved");
    make_index(file, {0, 1, 0, 1, 0, 1, 0, 1}, {0, 0, 1, 1, 2, 2, 3, 3}, {0, 0, 0, 0, 0, 0, 0, 0},
               {1, 1, 1, 2, 1, 1, 0, 0});
    file.create_dimension("", "year", std::vector<std::int32_t>{2025, 2026, 2027}, {{"units", "year"}});
    file.create_dimension("", "municipality", std::vector<std::string>{"GM0344", "GM0014"});
    file.create_variable({.name = "run_error", .type = hdf5::Type::string, .dimensions = {"run"}});
    file.create_variable({.name = "size", .type = hdf5::Type::float64, .dimensions = {"municipality"}});
    auto const outcome = [&](std::string const& name, hdf5::Type type,
                             std::vector<std::string> const& dimensions,
                             hdf5::TextAttributes const& attributes) {
        file.create_variable(
            {.name = name, .type = type, .dimensions = dimensions, .text_attributes = attributes});
    };
    outcome("labs", hdf5::Type::int32, {"run"},
            {{"units", "1"}, {"long_name", "labs started"}, {"direction", "none"}});
    file.write_all("labs", std::vector<std::int32_t>{3, 5, 4, 0, 6, 7, 0, 0});
    outcome("delay", hdf5::Type::float32, {"run"},
            {{"units", "month"}, {"long_name", "time to practice"}, {"direction", "lower_is_better"}});
    file.write_all("delay", std::vector<float>{9, 8, 7, 0, 9, 7, none, none});
    outcome("saved", hdf5::Type::float32, {"run", "year"},
            {{"units", "Mt"}, {"long_name", "emissions saved"}, {"direction", "higher_is_better"}});
    file.write_all("saved", std::vector<float>{1, 2, 3,  2, 4, 6,  1,    2,    4,    0,    0,    0,
                                               2, 3, 10, 3, 6, 12, none, none, none, none, none, none});
    outcome("embedding", hdf5::Type::float32, {"run", "year", "municipality"},
            {{"units", "1"}, {"direction", "none"}});
    file.close();
}

template <class Action>
std::string input_error(Action action) {
    try {
        action();
    } catch (InputError const& error) {
        return error.what();
    }
    return "no error";
}

bool same(std::vector<double> const& found, std::vector<double> const& expected) {
    if (found.size() != expected.size()) return false;
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (std::isnan(found[i]) != std::isnan(expected[i])) return false;
        if (!std::isnan(found[i]) && found[i] != expected[i]) return false;
    }
    return true;
}

}  // namespace

TEST_CASE("a results file tells what it holds", "[analysis][results]") {
    TemporaryFile const file("contents.h5");
    make_results(file.path);
    Results const results(file.path);
    CHECK(results.policies() == std::vector<std::string>{"project", "portfolio"});
    CHECK(results.worlds() == std::vector<int>{0, 1, 2, 3});
    CHECK(results.years() == std::vector<int>{2025, 2026, 2027});
    CHECK(results.primary_outcome() == "saved");
    CHECK(results.runs() == 8);
    CHECK(results.failed_runs() == 1);
    CHECK(results.pending_runs() == 2);
    std::vector<std::string> names;
    for (auto const& outcome : results.outcomes()) names.push_back(outcome.name);
    CHECK(names == std::vector<std::string>{"labs", "delay", "saved", "embedding"});
    auto const& delay = results.outcome("delay");
    CHECK(delay.long_name == "time to practice");
    CHECK(delay.unit == "month");
    CHECK(delay.direction == Direction::lower_is_better);
    CHECK(delay.per_run());
    CHECK(results.outcome("saved").yearly());
    CHECK(results.outcome("embedding").dimensions == std::vector<std::string>{"run", "year", "municipality"});
}

TEST_CASE("failed and pending runs are missing - not zero", "[analysis][results]") {
    TemporaryFile const file("missing.h5");
    make_results(file.path);
    Results const results(file.path);
    double const gone = std::nan("");
    CHECK(same(results.world_values("labs", "project"), {3.0, 4.0, 6.0, gone}));
    CHECK(same(results.world_values("labs", "portfolio"), {5.0, gone, 7.0, gone}));
    CHECK(same(results.world_values("delay", "portfolio"), {8.0, gone, 7.0, gone}));
    auto const runs = results.run_values("labs");
    REQUIRE(runs.size() == 2);
    CHECK(runs[1].policy == "portfolio");
    REQUIRE(runs[1].runs.size() == 4);
    CHECK(runs[1].runs[2].world == 2);
    CHECK(runs[1].runs[2].value == 7.0);
}

TEST_CASE("a yearly outcome gives its last year - or the one asked for", "[analysis][results]") {
    TemporaryFile const file("years.h5");
    make_results(file.path);
    Results const results(file.path);
    double const gone = std::nan("");
    CHECK(same(results.world_values("saved", "project"), {3.0, 4.0, 10.0, gone}));
    CHECK(same(results.world_values("saved", "portfolio", 2026), {4.0, gone, 6.0, gone}));
}

TEST_CASE("replicates are averaged within their world when read", "[analysis][results]") {
    TemporaryFile const path("replicates.h5");
    auto file = hdf5::File::create(path.path);
    make_index(file, {0, 0, 1, 1, 0, 0, 1, 1}, {4, 4, 4, 4, 2, 2, 2, 2}, {0, 1, 0, 1, 0, 1, 0, 1},
               {1, 1, 1, 1, 1, 2, 1, 1});
    file.create_variable({.name = "x", .type = hdf5::Type::float64, .dimensions = {"run"}});
    file.write_all("x", std::vector<double>{1.0, 3.0, 2.0, 5.0, 10.0, 99.0, 11.0, 40.0});
    file.close();
    Results const results(path.path);
    CHECK(results.worlds() == std::vector<int>{2, 4});
    CHECK(results.outcome("x").direction == Direction::none);
    CHECK(same(results.world_values("x", "project"), {10.0, 2.0}));
    CHECK(same(results.world_values("x", "portfolio"), {25.5, 3.5}));
    // Compared, the replicate that failed under project is left out of portfolio as well: 11 - 10, not 25.5
    // - 10.
    auto const c = compare_results(results, {.outcomes = {"x"}}).front();
    CHECK(c.policies[1].against_baseline->difference == Approx((1.0 + 1.5) / 2.0));
    CHECK(input_error([&] { compare_results(results); }) ==
          path.path + ": the file names no outcome to compare by default; choose one: it has x");
}

TEST_CASE("by default the primary outcome leads and those with a direction follow", "[analysis][results]") {
    TemporaryFile const file("default.h5");
    make_results(file.path);
    Results const results(file.path);
    auto const comparisons = compare_results(results);
    REQUIRE(comparisons.size() == 2);
    CHECK(comparisons[0].label.name == "saved");
    CHECK(comparisons[0].label.year == 2027);
    CHECK(comparisons[1].label.name == "delay");
    CHECK_FALSE(comparisons[1].label.year);
    auto const& portfolio = comparisons[0].policies[1];
    CHECK(portfolio.worlds == 2);
    CHECK(portfolio.missing == 2);
    CHECK(portfolio.against_baseline->difference == 2.5);
    CHECK(compare_table(comparisons).find("Emissions saved in 2027 (saved, Mt; higher is better)\n") == 0);

    auto const turned =
        compare_results(results, {.outcomes = {"saved", "labs"}, .year = 2025, .baseline = "portfolio"});
    CHECK(turned[0].policies[1].against_baseline->difference == -1.0);
    CHECK(turned[0].label.year == 2025);
    CHECK_FALSE(turned[1].label.year);
}

TEST_CASE("by default an outcome without two worlds to pair is skipped and named", "[analysis][results]") {
    TemporaryFile const path("skipped.h5"), other("all_skipped.h5");
    double const gone = std::nan("");
    auto const make = [&](TemporaryFile const& where, std::vector<double> const& parity,
                          std::vector<double> const& saved) {
        auto file = hdf5::File::create(where.path);
        make_index(file, {0, 0, 1, 1}, {0, 1, 0, 1}, {0, 0, 0, 0}, {1, 1, 1, 1});
        for (auto const* name : {"parity", "saved"}) {
            file.create_variable({.name = name, .type = hdf5::Type::float64, .dimensions = {"run"}});
            file.attribute(name, "direction", "higher_is_better");
        }
        file.write_all("parity", parity);
        file.write_all("saved", saved);
        file.close();
    };
    make(path, {gone, gone, 3, 4}, {1, 2, 3, 5});
    Results const results(path.path);
    std::vector<std::string> skipped;
    auto const comparisons = compare_results(results, {}, &skipped);
    REQUIRE(comparisons.size() == 1);
    CHECK(comparisons[0].label.name == "saved");
    CHECK(skipped == std::vector<std::string>{"parity"});
    CHECK(compare_results(results).size() == 1);
    // Asked for by name it is refused, and so is a question that is wrong in itself.
    CHECK(input_error([&] {
              compare_results(results, {.outcomes = {"parity"}});
          }).find("fewer than two worlds have a value of 'parity'") != std::string::npos);
    CHECK(input_error([&] {
              compare_results(results, {.baseline = "nobody"});
          }).find("no policy is called 'nobody'") != std::string::npos);

    make(other, {gone, gone, 3, 4}, {1, gone, 3, 5});
    Results const empty(other.path);
    CHECK(input_error([&] {
              compare_results(empty);
          }).find("fewer than two worlds have a value of 'parity'") != std::string::npos);
}

TEST_CASE("a question the file cannot answer is refused with what it has", "[analysis][results]") {
    TemporaryFile const file("refused.h5");
    make_results(file.path);
    Results const results(file.path);
    auto const& at = file.path;
    CHECK(input_error([&] { results.run_values("savde"); }) ==
          at + ": no outcome is called 'savde'; did you mean 'saved'?");
    CHECK(input_error([&] { results.run_values("happiness"); }) ==
          at + ": no outcome is called 'happiness'; it has labs, delay, saved, embedding");
    CHECK(input_error([&] { results.run_values("run_world"); }).find("no outcome is called 'run_world'") !=
          std::string::npos);
    CHECK(input_error([&] { results.run_values("saved", 2050); }) ==
          at + ": no year 2050 in the file; it has 2025 to 2027");
    CHECK(input_error([&] { results.run_values("labs", 2026); }) ==
          at + ": 'labs' has no years; leave the year out or take a yearly outcome");
    CHECK(input_error([&] { results.run_values("embedding"); }) ==
          at + ": 'embedding' has the dimensions run, year, municipality; a comparison takes one number per "
               "run, or "
               "per run and year");
    CHECK(input_error([&] { results.world_values("labs", "portfolo"); }) ==
          at + ": no policy is called 'portfolo'; did you mean 'portfolio'?");
}

TEST_CASE("another file is not taken for results", "[analysis][results]") {
    TemporaryFile const path("other.h5");
    {
        auto file = hdf5::File::create(path.path);
        file.create_dimension("", "policy", std::vector<std::string>{"project"});
        file.close();
    }
    CHECK_THROWS_WITH(Results(path.path),
                      "cannot read '" + path.path +
                          "': it has no variable 'run_policy': this is not a results file of spil");
    CHECK_THROWS_AS(Results(path.path + ".absent"), FileError);
    {
        auto file = hdf5::File::create(path.path);
        make_index(file, {0, 2}, {0, 0}, {0, 0}, {1, 1});
        file.close();
    }
    CHECK_THROWS_WITH(
        Results(path.path),
        "cannot read '" + path.path +
            "': 'run_policy' holds 2, but there are 2 policies: this is not a results file of spil");
}
