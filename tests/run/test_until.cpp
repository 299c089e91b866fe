// A batch that ends when enough worlds have run: the same file whatever the threads, and whatever interrupted
// it.

#include <algorithm>
#include <atomic>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "analysis/sequential.hpp"
#include "engine/io/stored_runs.hpp"
#include "engine/run/resume.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/noisy_runs.hpp"

using namespace spil;
using spil::test::Folder;
namespace fs = std::filesystem;

namespace {

bool has(std::string const& text, std::string const& part) {
    return text.find(part) != std::string::npos;
}

bool equal_files(Folder const& folder, std::string const& a, std::string const& b) {
    auto const said = test::shell("h5diff --exclude-path /runtime " + a + " " + b, folder);
    UNSCOPED_INFO(said.out << said.err);
    return said.code == 0;
}

/// A batch of noise under a rule of the test's own.
struct Noise {
    Folder folder;
    Study study;
    StoppingRule rule{"served_years", {"none", "portfolio"}, 0.15, 0.95, std::string{sequential_rule}};
    std::atomic<int> ran = 0;

    explicit Noise(std::string const& name, std::string const& worlds = "200")
        : folder(name), study(test::tiny_study({set_override("study.worlds=" + worlds)})) {}

    SequentialComparison comparison() const { return {Precision{rule.halfwidth}, 1, {0, 2}}; }
    EnsembleOptions options(int threads) {
        EnsembleOptions o{.threads = threads};
        o.outcome = rule.outcome;
        o.tests.simulator = [this](Country const&, Settings const& s, RunOptions const& r) {
            ++ran;
            return test::noisy_run(study, s, r);
        };
        return o;
    }
    EnsembleReport batch(std::string const& name, EnsembleOptions o) {
        auto header = results_header(study);
        header.stopping = rule;
        ResultsWriter writer(folder / name, header, Existing::refuse);
        auto judge = comparison();
        o.enough = [&](std::span<double const> world) { return judge.add(world); };
        auto const report = run_ensemble(study, writer, o);
        if (report.interrupted) {
            writer.interrupt({"a test", o.threads, false});
            return report;
        }
        Stopped end{judge.reached() ? judge.worlds() : study.worlds(), judge.reached(), {}, {}};
        for (auto const& d : judge.differences()) {
            end.differences.push_back(d.difference());
            end.halfwidths.push_back(d.halfwidth(0.95));
        }
        writer.finish({"a test", o.threads, true}, end);
        return report;
    }
    /// As `spil resume` goes on with a file, but with the noise.
    EnsembleReport resume(std::string const& name, std::string const& to, int threads) {
        auto const stored = std::make_unique<StoredRuns>(folder / name);
        StoredRuns const* const files[] = {stored.get()};
        auto header = results_header(study);
        header.stopping = stored->stopping();
        REQUIRE(header.stopping == rule);
        ResultsWriter writer(folder / to, header, Existing::refuse);
        auto const kept = keep(files, study, &writer, false);
        auto o = options(threads);
        o.skip = kept.ok;
        o.known_outcomes = kept.outcomes;
        o.known = [&](std::size_t block) { return best_of(files, block, study); };
        auto judge = comparison();
        o.enough = [&](std::span<double const> world) { return judge.add(world); };
        auto const report = run_ensemble(study, writer, o);
        Stopped end{judge.worlds(), judge.reached(), {}, {}};
        for (auto const& d : judge.differences()) {
            end.differences.push_back(d.difference());
            end.halfwidths.push_back(d.halfwidth(0.95));
        }
        writer.finish({"a test", threads, true}, end);
        return report;
    }
};

/// The real command on a small study, whose differences vary.
std::string const study_text =
    "format = 1\n[study]\nworlds = 120\nmonths = 24\nnetworks = false\n"
    "[country]\nsynthetic = { municipalities = 4, population = 40000, seed = 3 }\n"
    "[citizens]\nform = \"mean_field\"\n"
    "[[missions]]\ntitle = \"energy\"\n"
    "[[policies]]\nname = \"a\"\npreset = \"project\"\nsetup_delay = 0\n"
    "[[policies]]\nname = \"b\"\npreset = \"none\"\n"
    "[[policies]]\nname = \"c\"\npreset = \"portfolio\"\nsetup_delay = 0\n";

}  // namespace

TEST_CASE("worlds are judged in order - whatever the order in which their runs end", "[run][until]") {
    std::vector<double> judged;
    auto const enough = [&](std::span<double const> world) {
        judged.push_back(world[0] + world[1]);
        return judged.size() == 3;
    };
    WorldsInOrder worlds(20, 2, enough);
    CHECK(worlds.certain(2));
    CHECK_FALSE(worlds.certain(3));  // the first world may turn out to be enough
    for (std::size_t const run : {3u, 5u, 4u, 1u, 9u})
        CHECK_FALSE(worlds.ended(run, static_cast<double>(run)));
    CHECK(judged.empty());
    CHECK_FALSE(worlds.ended(0, 10));
    CHECK(judged == std::vector<double>{11});
    CHECK(worlds.certain(4));
    CHECK(worlds.needed() == 20);
    CHECK(worlds.ended(2, 100));  // shows two worlds at once, and the third
    CHECK(judged == std::vector<double>{11, 103, 9});
    CHECK(worlds.needed() == 6);
    CHECK_FALSE(worlds.ended(6, 1));
    CHECK(worlds.needed() == 6);
}

TEST_CASE("a batch that ends early is the same for any number of threads", "[run][until]") {
    Noise noise("until_threads");
    std::size_t needed = 0;
    for (int const threads : {1, 2, 3, 8}) {
        noise.ran = 0;
        auto const report = noise.batch(std::to_string(threads) + ".h5", noise.options(threads));
        CHECK_FALSE(report.interrupted);
        CHECK(report.done == report.needed);
        if (threads == 1) needed = report.needed;
        CHECK(report.needed == needed);
        // Hardly a run is lost: those under way when it showed that they are not needed.
        CHECK(static_cast<std::size_t>(noise.ran) >= needed);
        CHECK(static_cast<std::size_t>(noise.ran) <= needed + (threads > 1 ? 2 * runs_per_block(3) : 0));
    }
    CHECK(needed % 3 == 0);
    CHECK(needed > 3 * 20);
    CHECK(needed < 3 * 200);
    for (auto const* other : {"2.h5", "3.h5", "8.h5"}) CHECK(equal_files(noise.folder, "1.h5", other));

    StoredRuns const stored(noise.folder / "3.h5");
    CHECK(stored.needed_runs() == needed);
    CHECK(stored.stopping() == noise.rule);
    auto const end = stored.stopped();
    REQUIRE(end);
    CHECK(end->reached);
    CHECK(end->worlds == needed / 3);
    for (auto const h : end->halfwidths) CHECK(h <= noise.rule.halfwidth);
    for (std::size_t run = 0; run < stored.runs(); ++run)
        if ((stored.state(run) == RunState::ok) != (run < needed)) FAIL_CHECK("run " << run);
    // What is not there is missing, also in the block that was cut.
    auto const file = hdf5::File::open(noise.folder / "3.h5");
    auto const served = file.read<double>("served_years");
    CHECK_FALSE(std::isnan(served[needed - 1]));
    for (auto run = needed; run < served.size(); ++run)
        if (!std::isnan(served[run])) FAIL_CHECK("run " << run);
    CHECK(file.read<std::int32_t>("summary/runs_ok")[0] == static_cast<std::int32_t>(needed / 3));
}

TEST_CASE("what is not precise enough after all worlds says so", "[run][until]") {
    Noise noise("until_all", "30");
    noise.rule.halfwidth = 0.01;
    auto const report = noise.batch("out.h5", noise.options(3));
    CHECK(report.needed == 90);
    auto const end = StoredRuns(noise.folder / "out.h5").stopped();
    REQUIRE(end);
    CHECK_FALSE(end->reached);
    CHECK(end->worlds == 30);
    CHECK(end->halfwidths[0] > 0.01);
}

TEST_CASE("a batch that ends early and was interrupted before goes on to the same end", "[run][until]") {
    Noise noise("until_interrupted");
    noise.batch("whole.h5", noise.options(1));
    for (std::size_t const blocks : test::sanitized ? std::vector{2u} : std::vector{1u, 2u, 5u, 9u})
        for (int const threads : {1, 3}) {
            auto const name = "cut" + std::to_string(blocks) + "_" + std::to_string(threads);
            auto o = noise.options(threads);
            std::atomic<std::size_t> begun = 0;
            o.stop = [&] { return ++begun > blocks; };
            CHECK(noise.batch(name + ".h5", o).interrupted);
            noise.ran = 0;
            auto const report = noise.resume(name + ".h5.partial", name + "_resumed.h5", threads);
            INFO(name);
            CHECK(static_cast<std::size_t>(noise.ran) < report.needed);
            CHECK(equal_files(noise.folder, "whole.h5", name + "_resumed.h5"));
        }
}

TEST_CASE("failed runs that succeed later change the end to what it should have been", "[run][until]") {
    Noise noise("until_failed");
    noise.rule.halfwidth = 0.2;
    auto const whole = noise.batch("whole.h5", noise.options(1));
    // Without its early worlds a batch needs later ones: resumed, it has too many and drops them.
    auto o = noise.options(3);
    o.tests.simulator = [&](Country const&, Settings const& s, RunOptions const& r) {
        for (std::uint32_t world = 1; world < 24; world += 2)
            if (s.regime.selection == Selection::none && r.seed == world_seed(1, world))
                throw ContractError("bad luck");
        return test::noisy_run(noise.study, s, r);
    };
    auto const failing = noise.batch("failed.h5", o);
    CHECK(failing.failed.size() == 12);
    CHECK(failing.needed > whole.needed);
    noise.resume("failed.h5", "mended.h5", 2);
    CHECK(equal_files(noise.folder, "whole.h5", "mended.h5"));
}

TEST_CASE("worlds that are longer than a block are judged whole too", "[run][until]") {
    Folder const folder("until_long");
    auto text = test::contents(test::in_repository("scenarios/tiny.toml"));
    text.erase(text.find("[[policies]]"));
    for (int p = 0; p < 70; ++p)
        text += "[[policies]]\nname = \"p" + std::to_string(p) + "\"\npreset = \"none\"\n";
    text.replace(text.find("baseline = \"project\""), 20, "baseline = \"p0\"");
    test::store(folder / "study.toml", text);
    auto const study = read_study(folder / "study.toml", std::vector{set_override("study.worlds=12")});
    REQUIRE(runs_per_block(70) == 16);
    for (int const threads : {1, 3}) {
        auto const path = folder / (std::to_string(threads) + ".h5");
        ResultsWriter writer(path, results_header(study), Existing::refuse);
        EnsembleOptions options{.threads = threads};
        options.tests.simulator = [&](Country const&, Settings const& s, RunOptions const& o) {
            return test::noisy_run(study, s, o);
        };
        int worlds = 0;
        options.enough = [&](std::span<double const> world) { return world.size() == 70 && ++worlds == 7; };
        CHECK(run_ensemble(study, writer, options).needed == 490);
        writer.finish({"a test", threads, true});
        auto const status = hdf5::File::open(path).read<std::int8_t>("run_status");
        CHECK(std::count(status.begin(), status.begin() + 490, 1) == 490);
        CHECK(std::count(status.begin() + 490, status.end(), 0) == 350);
    }
}

TEST_CASE("spil run --until-halfwidth - with all commands that meet its file", "[cli][until]") {
    Folder const folder("until_cli");
    test::store(folder / "study.toml", study_text);
    auto const spil = [&](std::string const& arguments) { return test::spil(arguments, folder); };
    std::string const until = "run study.toml --until-halfwidth 0.0135 --until-outcome capacity ";
    auto const first = spil(until + "-o 1.h5 -j 1");
    INFO(first.err);
    REQUIRE(first.code == 0);
    CHECK(has(first.err, "were enough: the difference of capacity from a is known to +- 0.0135"));
    CHECK(has(first.err, "wanted +- 0.0135"));
    for (std::string const threads : {"2", "3", "8"}) {
        if (test::sanitized && threads != "3") continue;
        REQUIRE(spil(until + "-q -j " + threads + " -o " + threads + ".h5").code == 0);
        CHECK(equal_files(folder, "1.h5", threads + ".h5"));
    }
    StoredRuns const stored(folder / "1.h5");
    auto const end = stored.stopped();
    REQUIRE(end);
    auto const worlds = end->worlds, runs = 3 * worlds;
    INFO(worlds << " worlds");
    CHECK(worlds > 20);
    CHECK(worlds < 120);

    auto const n = std::to_string(runs);
    auto const status = spil("status 1.h5");
    CHECK(status.code == 0);
    CHECK(has(status.out, n + " runs: " + n + " ok, 0 failed, 0 pending\n"));
    CHECK(has(status.out, std::to_string(worlds) + " of 120 worlds were enough to know capacity"));
    auto const json = nlohmann::json::parse(spil("status 1.h5 --json").out);
    CHECK(json["stopped_after_worlds"] == worlds);
    CHECK(json["planned_runs"] == 360);
    CHECK(json["pending"] == 0);
    auto const verified = spil("verify 1.h5");
    CHECK(verified.code == 0);
    CHECK(has(verified.out, n + " of " + n + " runs are intact, 0 failed, 0 not run, 0 damaged\n"));
    CHECK(spil("resume 1.h5").err == "1.h5: nothing is missing\n");
    auto const compared = nlohmann::json::parse(spil("compare 1.h5 --json --outcome capacity").out);
    CHECK(compared["pending_runs"] == 0);
    CHECK(compared["planned_worlds"] == 120);
    for (auto const& row : compared["outcomes"][0]["policies"]) {
        CHECK(row["worlds"] == worlds);
        CHECK(row["worlds_missing"] == 0);
        if (row["against_baseline"].is_null()) continue;
        auto const interval = row["against_baseline"]["difference_interval"];
        CHECK((interval[1].get<double>() - interval[0].get<double>()) / 2 <= 0.0135 * (1 + 1e-12));
    }
    CHECK(
        has(spil("compare 1.h5").out, "The batch ended after " + std::to_string(worlds) + " of 120 worlds"));

    // Another end than the runs give is damage, and is mended.
    fs::copy_file(folder / "1.h5", folder / "wrong.h5");
    auto file = hdf5::File::open(folder / "wrong.h5", hdf5::Access::write);
    file.attribute("stopping", "stopped_after_worlds", static_cast<std::int64_t>(worlds + 1));
    file.close();
    CHECK(spil("verify wrong.h5").code == 4);
    CHECK(spil("resume wrong.h5 -q").code == 0);
    CHECK(equal_files(folder, "1.h5", "wrong.h5"));
    file = hdf5::File::open(folder / "wrong.h5", hdf5::Access::write);
    file.attribute("stopping", "halfwidth", 0.005);
    file.close();
    CHECK(has(spil("resume wrong.h5 -q").err, "what it says about when to stop is damaged"));

    CHECK(has(spil("merge 1.h5 3.h5 -o all.h5").err, "1.h5: it was run with --until-halfwidth"));
    // One policy may be enough earlier than all.
    REQUIRE(spil(until + "--until-policy b -q -o b.h5").code == 0);
    CHECK(StoredRuns(folder / "b.h5").stopped()->worlds <= worlds);
}

TEST_CASE("what --until-halfwidth cannot mean is refused - all at once", "[cli][until]") {
    Folder const folder("until_bad");
    test::store(folder / "study.toml", study_text);
    test::store(folder / "points.toml",
                study_text + "\n[uncertainties]\npoints = 4\nsample = [\"calls.*\"]\n");
    auto const check = [&](std::string const& arguments, std::vector<std::string> const& messages) {
        auto const said = test::spil("run " + arguments + " -o out.h5", folder);
        INFO(arguments << "\n" << said.err);
        CHECK(said.code == 2);
        for (auto const& message : messages) CHECK(has(said.err, message));
        CHECK_FALSE(fs::exists(folder / "out.h5"));
    };
    check(
        "study.toml --until-halfwidth 0 --until-confidence 1 --until-outcome servd_years --until-policy a "
        "--until-policy bb",
        {"--until-halfwidth: the half-width of an interval is a number above 0",
         "--until-confidence: a confidence lies between 0 and 1",
         "--until-outcome servd_years: there is no result 'servd_years'; did you mean 'served_years'?",
         "--until-policy a: it is the baseline",
         "--until-policy bb: no policy is called 'bb'; did you mean 'b'?"});
    check("study.toml --until-halfwidth 0.1 --until-outcome municipality_served",
          {"'municipality_served' has more than one number for a run and year"});
    check("study.toml --until-halfwidth 0.1 --shard 1/2", {"a shard does not see the worlds of the others"});
    check("points.toml --until-halfwidth 0.1", {"the study has points in parameter space"});
    check("study.toml --until-outcome served_years", {"--until-halfwidth"});
}
