#include <signal.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "engine/run/ensemble.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/noisy_runs.hpp"

using namespace spil;
using spil::test::Folder;
namespace fs = std::filesystem;

namespace {

std::string const tiny = "'" + test::in_repository("scenarios/tiny.toml") + "'";

bool has(std::string const& text, std::string const& part) {
    return text.find(part) != std::string::npos;
}

nlohmann::json status_of(Folder const& folder, std::string const& file) {
    return nlohmann::json::parse(test::contents(folder / (file + ".status.json")));
}

}  // namespace

TEST_CASE("a batch that is over leaves its last word beside the results", "[cli][status]") {
    Folder const folder("status_done");
    REQUIRE(test::spil("run " + tiny + " -q -o out.h5 --set study.worlds=4", folder).code == 0);
    auto const told = status_of(folder, "out.h5");
    CHECK(told["state"] == "done");
    CHECK(told["file"] == "out.h5");
    CHECK(told["runs"] == 12);
    CHECK(told["done"] == 12);
    CHECK(told["failed"] == 0);
    CHECK(told["seconds_left"] == 0);
    CHECK(told["runs_per_second"] > 0);
    CHECK(told["baseline"] == "project");
    CHECK(told["outcome"] == "served_years");
    REQUIRE(told["differences"].size() == 2);
    // As the comparison has it.
    auto const compared = nlohmann::json::parse(
        test::spil("compare out.h5 --json --outcome served_years", folder).out)["outcomes"][0]["policies"];
    for (auto const& d : told["differences"])
        for (auto const& row : compared) {
            if (row["policy"] != d["policy"]) continue;
            auto const& c = row["against_baseline"];
            CHECK(d["worlds"] == 4);
            CHECK(d["difference"].get<double>() == Approx(c["difference"].get<double>()));
            CHECK(d["halfwidth"].get<double>() == Approx((c["difference_interval"][1].get<double>() -
                                                          c["difference_interval"][0].get<double>()) /
                                                         2));
        }
    CHECK_FALSE(fs::exists(folder / "out.h5.status.json.new"));
    // Not the status of the file any more when it is readable: that speaks for itself.
    test::store(folder / "out.h5.status.json", "{}");
    CHECK(has(test::spil("status out.h5", folder).out, "12 runs: 12 ok"));
}

TEST_CASE("while a batch runs - its status is told without the results file", "[cli][status]") {
    Folder const folder("status_running");
    auto const begun = test::shell("'" SPIL_EXECUTABLE "' run " + tiny +
                                       " -q -o out.h5 -j 1 --set study.worlds=20000 --set study.months=12 "
                                       "--until-halfwidth 1e-9 > log 2>&1 & echo $!",
                                   folder);
    auto const pid = std::stoi(begun.out);
    // Waits for a status with some worlds in it, at most a minute.
    nlohmann::json told;
    for (int k = 0; k < 600; ++k) {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        if (!fs::exists(folder / "out.h5.status.json")) continue;
        told = status_of(folder, "out.h5");  // whole at any moment
        if (told["done"] > 20) break;
    }
    auto const text = test::spil("status out.h5", folder);
    auto const json = test::spil("status out.h5.partial --json", folder);
    auto const locked = test::spil("compare out.h5.partial", folder);
    ::kill(pid, SIGINT);
    for (int k = 0; k < 600 && status_of(folder, "out.h5")["state"] == "running"; ++k)
        std::this_thread::sleep_for(std::chrono::milliseconds(100));

    CHECK(told["state"] == "running");
    CHECK(told["pid"] == pid);
    CHECK(told["runs"] == 60000);
    CHECK(told["done"] > 20);
    CHECK(told["seconds_left"] > 0);
    CHECK(told["until"]["halfwidth"] == 1e-9);
    CHECK_FALSE(told["until"].contains("reached"));
    INFO(text.out << text.err << json.out << json.err);
    CHECK(text.code == 3);
    CHECK(has(text.out, "running since "));
    CHECK(has(text.out, "60000 runs: "));
    CHECK(has(text.out, "portfolio - project: "));
    CHECK(has(text.out, ", wanted +- "));
    CHECK(json.code == 3);
    CHECK(nlohmann::json::parse(json.out)["pid"] == pid);
    CHECK(locked.code == 4);  // the reason for the status file

    auto const after = status_of(folder, "out.h5");
    CHECK(after["state"] == "interrupted");
    CHECK(after["done"] >= told["done"]);
    CHECK(has(test::spil("status out.h5", folder).out, "`spil resume out.h5` runs the rest"));
}

TEST_CASE("a file that is being written without a status is said to be", "[cli][status]") {
    Folder const folder("status_none");
    auto const study = test::tiny_study();
    ResultsWriter writer(folder / "out.h5", results_header(study), Existing::refuse);
    for (bool const broken : {false, true}) {
        if (broken) test::store(folder / "out.h5.status.json", "{\"state\": ");
        auto const said = test::spil("status out.h5", folder);
        CHECK(said.code == 4);
        CHECK(has(said.err, "a command is writing it, and out.h5.status.json does not tell"));
    }
    test::store(folder / "out.h5.status.json", "{\"state\": \"running\", \"runs\": \"many\"}");
    CHECK(test::spil("status out.h5", folder).code == 3);  // strange, but no reason to break
}

TEST_CASE("a batch that breaks says so beside what it leaves - else leaves nothing", "[cli][status]") {
    Folder const folder("status_broken");
    // A disk that is full at once, and one that fills up with the last runs.
    auto const run = [&](std::string const& before, std::string const& name) {
        return test::shell(
            before + "'" SPIL_EXECUTABLE "' run " + tiny + " -q -j 1 --set study.worlds=40 -o " + name,
            folder);
    };
    REQUIRE(run("", "whole.h5").code == 0);
    auto const blocks = fs::file_size(folder / "whole.h5") / 512;  // as sh counts them
    auto const limit = [](std::uintmax_t n) { return "trap '' XFSZ; ulimit -f " + std::to_string(n) + "; "; };
    CHECK(run(limit(64), "now.h5").code == 4);
    CHECK(folder.names() == std::vector<std::string>{"whole.h5", "whole.h5.status.json"});
    auto const later = run(limit(blocks - 48), "later.h5");
    INFO(later.err);
    CHECK(later.code == 4);
    REQUIRE(fs::exists(folder / "later.h5.partial"));
    auto const told = status_of(folder, "later.h5");
    CHECK(told["state"] == "failed");
    CHECK(told["done"] >= 16);
    // The runs are there, even when it was the summary that did not fit.
    CHECK(test::spil("resume later.h5 -q", folder).code == 0);
    CHECK(test::shell("h5diff -q --exclude-path /runtime whole.h5 later.h5", folder).code == 0);
    CHECK(status_of(folder, "later.h5")["state"] == "done");
}
