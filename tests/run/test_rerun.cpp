#include "engine/run/rerun.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/hdf5.hpp"
#include "engine/world/ledger.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"

using namespace spil;
using spil::test::Folder;

namespace {

std::string const study_text =
    "format = 1\n[study]\nworlds = 3\nmonths = 36\nnetworks = false\n"
    "[country]\nsynthetic = { municipalities = 6, population = 90000, seed = 3 }\n"
    "[[missions]]\ntitle = \"energy\"\n"
    "[[policies]]\nname = \"a\"\npreset = \"project\"\n[[policies]]\nname = \"b\"\npreset = \"none\"\n";

struct Batch {
    Folder folder{"rerun"};
    Batch() {
        test::store(folder / "study.toml", study_text);
        REQUIRE(spil("run study.toml -o whole.h5 -q").code == 0);
    }
    test::Said spil(std::string const& arguments) const { return test::spil(arguments, folder); }
};

/// The rows of a table of text, without its header.
std::vector<std::vector<std::string>> table(std::string const& path) {
    std::vector<std::vector<std::string>> rows;
    std::istringstream lines(test::contents(path));
    std::string line, cell;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
        std::istringstream cells(line);
        auto& row = rows.emplace_back();
        while (std::getline(cells, cell, ',')) row.push_back(cell);
    }
    return rows;
}

}  // namespace

TEST_CASE("a run alone is the run of the batch", "[rerun]") {
    Batch const batch;
    for (auto const* threads : {"1", "2", "3", "8"})
        for (auto const* run : {"0", "3", "5"}) {
            auto const said = batch.spil(std::string{"rerun whole.h5 --run "} + run + " -j " + threads);
            INFO(said.out << said.err);
            CHECK(said.code == 0);
            CHECK(said.err == "the same bits as in whole.h5\n");
        }
    auto const file = hdf5::File::open(batch.folder / "whole.h5");
    auto const served = file.read<double>("served_years", {4}, {1}).at(0);
    auto const said = batch.spil("rerun whole.h5 --run 4");
    CHECK(said.out.find("run 4: policy a, world 2, seed 0x") == 0);
    CHECK(said.out.find(fmt::format("served_years = {} years\n", served)) != std::string::npos);
}

TEST_CASE("a run that is not there, not whole or not known", "[rerun]") {
    Batch const batch;
    auto const wrong = batch.spil("rerun whole.h5 --run 6");
    CHECK(wrong.code == 2);
    CHECK(wrong.err.find("there is no run 6; whole.h5 has runs 0 to 5") != std::string::npos);

    {
        auto file = hdf5::File::open(batch.folder / "whole.h5", hdf5::Access::write);
        file.write("served_years", {1}, {1}, std::vector<double>{-1.0});
        file.write("run_status", {2}, {1}, std::vector<std::int8_t>{0});
    }
    auto const damaged = batch.spil("rerun whole.h5 --run 1");
    CHECK(damaged.code == 4);
    CHECK(damaged.err.find("it is damaged in whole.h5") == 0);
    auto const pending = batch.spil("rerun whole.h5 --run 2");
    CHECK(pending.code == 0);
    CHECK(pending.err == "whole.h5 does not have it yet\n");
}

TEST_CASE("what differs from the file is named", "[rerun]") {
    Batch const batch;
    // A file that holds another value under a right checksum, as another engine might have left it.
    StoredRuns const stored(batch.folder / "whole.h5");
    auto const before = std::filesystem::current_path();
    std::filesystem::current_path(batch.folder / ".");
    auto study = read_study("study.toml");
    std::filesystem::current_path(before);
    CHECK(rerun(stored, study, 0).same());
    study.policies.at(0).regime.budget *= 0.5;
    auto const both = rerun(stored, study, 0);
    CHECK_FALSE(both.same());
    CHECK_FALSE(both.different.empty());
}

TEST_CASE("a trace adds up to what the file says", "[rerun][trace]") {
    Batch const batch;
    REQUIRE(batch.spil("rerun whole.h5 --run 0 --trace months").code == 0);
    REQUIRE(batch.spil("rerun whole.h5 --run 1 --trace other").code == 0);
    auto const file = hdf5::File::open(batch.folder / "whole.h5");

    // Payments: the months of a year are its flow matrix, to the cent.
    auto const matrix =
        file.read<std::int64_t>("flow_matrix", {0, 0, 0, 0}, {1, 4, account_classes, account_classes});
    std::map<std::size_t, std::int64_t> paid;
    auto const place_of = [](std::string_view name) {
        return static_cast<std::size_t>(
            std::find(account_class_names.begin(), account_class_names.end(), name) -
            account_class_names.begin());
    };
    std::int64_t by_pair = 0, by_type = 0;
    for (auto const& row : table(batch.folder / "months/flow_matrix.csv")) {
        auto const of_year = static_cast<std::size_t>(std::stoi(row[0]) + 11) / 12;  // 0: before the first
        paid[(of_year * account_classes + place_of(row[1])) * account_classes + place_of(row[2])] +=
            std::stoll(row[3]);
        by_pair += std::stoll(row[3]);
    }
    for (auto const& row : table(batch.folder / "months/flows.csv")) by_type += std::stoll(row[2]);
    CHECK(by_pair > 0);
    CHECK(by_pair == by_type);
    std::size_t equal = 0;
    for (std::size_t k = 0; k < matrix.size(); ++k) equal += paid[k] == matrix[k] ? 1 : 0;
    CHECK(equal == matrix.size());

    // Labs: each begins once, goes on from where it was, and the last stages are those of the last year.
    std::map<std::string, std::string> stage;
    bool chained = true;
    for (auto const& row : table(batch.folder / "months/labs.csv")) {
        auto const known = stage.find(row[1]);
        chained = chained && (known == stage.end() ? row[5].empty() : row[5] == known->second);
        stage[row[1]] = row[6];
    }
    CHECK(chained);
    CHECK(stage.size() >= 2);

    // States: month 0 is the same for both policies, the last is not.
    auto const months = table(batch.folder / "months/states.csv");
    auto const others = table(batch.folder / "other/states.csv");
    REQUIRE(months.size() == 37);
    CHECK(months.front() == others.front());
    CHECK(months.back() != others.back());

    // Columns: a row for each of them each month, and the mean lies between the extremes.
    auto const columns = table(batch.folder / "months/columns.csv");
    CHECK(columns.size() % 37 == 0);
    std::size_t wrong = 0, moved = 0;
    for (auto const& row : columns) {
        auto const mean = std::stod(row[5]), low = std::stod(row[6]), high = std::stod(row[7]);
        auto const slack = 1e-9 * std::max(std::abs(low), std::abs(high));
        if (std::isfinite(mean) && (mean < low - slack || mean > high + slack)) ++wrong;
        if (low < high) ++moved;
    }
    CHECK(wrong == 0);
    CHECK(moved > 1000);
}

TEST_CASE("a trace that cannot be written says so", "[rerun][trace]") {
    Batch const batch;
    test::store(batch.folder / "file", "");
    auto const said = batch.spil("rerun whole.h5 --run 0 --trace file/months");
    CHECK(said.code == 4);
    CHECK(said.err.find("file/months") != std::string::npos);
}
