#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <string>
#include <thread>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/core/random.hpp"
#include "engine/io/hdf5.hpp"
#include "engine/model/outputs.hpp"
#include "engine/model/presets.hpp"
#include "engine/run/ensemble.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"

using namespace spil;
using spil::test::Folder;

namespace {

RuntimeFacts facts(int threads) {
    return {"a test with " + std::to_string(threads) + " threads", threads, true};
}

Study tiny(std::vector<Override> const& overrides = {}) {
    return read_study(test::in_repository("scenarios/tiny.toml"), overrides);
}

/// The same with every way of funding that has a name.
Study every_preset(Folder const& folder, std::vector<Override> const& overrides) {
    auto text = test::contents(test::in_repository("scenarios/tiny.toml"));
    text.erase(text.find("[[policies]]"));
    for (auto const name : preset_names())
        text += "[[policies]]\nname = \"" + std::string{name} + "\"\npreset = \"" + std::string{name} +
                "\"\nsetup_delay = 0\n";
    test::store(folder / "every.toml", text);
    return read_study(folder / "every.toml", overrides);
}

EnsembleReport into(std::string const& path, Study const& study, EnsembleOptions const& options) {
    ResultsWriter writer(path, results_header(study), Existing::refuse);
    auto report = run_ensemble(study, writer, options);
    if (report.interrupted)
        writer.interrupt(facts(options.threads));
    else
        writer.finish(facts(options.threads));
    return report;
}

template <hdf5::Number T>
void check_numbers(hdf5::File const& a, hdf5::File const& b, std::string const& name) {
    auto const x = a.read<T>(name);
    auto const y = b.read<T>(name);
    REQUIRE(x.size() == y.size());
    std::size_t different = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        bool same = x[i] == y[i];
        if constexpr (std::is_floating_point_v<T>) same = same || (std::isnan(x[i]) && std::isnan(y[i]));
        if (!same) ++different;
    }
    CHECK(different == 0);
}

void check_variable(hdf5::File const& a, hdf5::File const& b, std::string const& name) {
    INFO(name);
    REQUIRE(b.has(name));
    CHECK(a.shape(name) == b.shape(name));
    CHECK(a.dimensions(name) == b.dimensions(name));
    REQUIRE(a.type(name) == b.type(name));
    switch (a.type(name)) {
        case hdf5::Type::int8:
            return check_numbers<std::int8_t>(a, b, name);
        case hdf5::Type::int32:
            return check_numbers<std::int32_t>(a, b, name);
        case hdf5::Type::int64:
            return check_numbers<std::int64_t>(a, b, name);
        case hdf5::Type::float32:
            return check_numbers<float>(a, b, name);
        case hdf5::Type::float64:
            return check_numbers<double>(a, b, name);
        case hdf5::Type::string:
            CHECK(a.read_strings(name) == b.read_strings(name));
    }
}

/// Every number and text outside /runtime.
void check_equal(std::string const& path, std::string const& other) {
    auto const a = hdf5::File::open(path);
    auto const b = hdf5::File::open(other);
    CHECK(a.groups() == b.groups());
    auto groups = a.groups();
    groups.insert(groups.begin(), "");
    for (auto const& group : groups) {
        if (group == "runtime") continue;
        CHECK(a.variables(group) == b.variables(group));
        auto names = a.variables(group);
        for (auto const& name : a.coordinates(group)) names.push_back(name);
        for (auto const& name : names) check_variable(a, b, group.empty() ? name : group + "/" + name);
    }
}

/// Small results that take no time, and another value for every run.
RunRecord invented(Country const&, Settings const& settings, RunOptions const& options, Study const& study) {
    RunRecord record;
    auto const dimensions = study.dimensions();
    for (auto const& o : outputs()) {
        auto const n = values_per_run(o, dimensions);
        auto const value = static_cast<double>(options.seed % 1000) + settings.regime.budget;
        bool const real = o.stored == Stored::real;
        record.reals.emplace_back(real ? n : 0, value);
        record.integers.emplace_back(real ? 0 : n, static_cast<std::int64_t>(options.seed % 1000));
    }
    return record;
}

}  // namespace

TEST_CASE("threads and order of runs change nothing outside /runtime - under any regime", "[run][ensemble]") {
    Folder const folder("threads");
    auto const study = every_preset(folder, {set_override("study.worlds=2")});
    auto const runs = 2 * presets().size();
    auto const path = [&](std::string const& name) { return folder / (name + ".h5"); };
    auto const counts = test::sanitized ? std::vector{1, 3} : std::vector{1, 2, 3, 8};
    for (int const threads : counts) {
        auto const report = into(path(std::to_string(threads)), study, {.threads = threads});
        CHECK(report.failed.empty());
        CHECK(report.done == runs);
    }
    into(path("reverse"), study, {.threads = 1, .order = RunOrder::reverse});
    into(path("reverse3"), study, {.threads = 3, .order = RunOrder::reverse});
    bool const h5diff = test::available("command -v h5diff", folder);
    if (!h5diff) WARN("h5diff was not found: attributes are not compared");
    std::vector<std::string> names{"reverse", "reverse3"};
    for (int const threads : counts) names.push_back(std::to_string(threads));
    for (auto const& name : names) {
        INFO(name);
        check_equal(path("1"), path(name));
        if (!h5diff) continue;
        auto const said = test::shell("h5diff --exclude-path /runtime 1.h5 " + name + ".h5", folder);
        INFO(said.out << said.err);
        CHECK(said.code == 0);
    }
    // The comparison can fail: another seed gives other results.
    into(path("other"), every_preset(folder, {set_override("study.worlds=2"), set_override("study.seed=2")}),
         {.threads = 2});
    if (h5diff) CHECK(test::shell("h5diff -q --exclude-path /runtime 1.h5 other.h5", folder).code == 1);
}

TEST_CASE("a run that fails is recorded and the others go on", "[run][ensemble]") {
    Folder const folder("failing");
    auto const study = tiny({set_override("study.worlds=20")});  // 60 runs
    EnsembleOptions options{.threads = 4};
    std::atomic<int> calls = 0;
    options.tests.simulator = [&](Country const& c, Settings const& s, RunOptions const& o) {
        ++calls;
        if (s.regime.selection == Selection::set && o.seed % 2 == 0) throw ContractError("1 cent adrift");
        auto record = invented(c, s, o, study);
        if (s.regime.selection == Selection::score && o.seed % 2 == 0) record.reals.pop_back();
        return record;
    };
    std::size_t failures = 0;
    std::size_t told = 0;
    options.ended = [&](RunEnded const& run) {
        CHECK(run.done == ++told);
        CHECK(run.run == run.world * 3 + run.policy);
        CHECK(std::isnan(run.outcome) == run.failed);
        failures = run.failures;
    };
    auto const report = into(folder / "out.h5", study, options);
    CHECK(calls == 60);
    CHECK(report.done == 60);
    CHECK_FALSE(report.interrupted);
    REQUIRE_FALSE(report.failed.empty());
    CHECK(report.failed.size() == failures);
    CHECK(report.failed.size() < 40);
    CHECK(std::is_sorted(report.failed.begin(), report.failed.end(),
                         [](auto const& a, auto const& b) { return a.run < b.run; }));
    auto const file = hdf5::File::open(folder / "out.h5");
    auto const status = file.read<std::int8_t>("run_status");
    auto const errors = file.read_strings("run_error");
    for (std::size_t run = 0; run < 60; ++run) {
        auto const found = std::find_if(report.failed.begin(), report.failed.end(),
                                        [&](auto const& f) { return f.run == run; });
        bool const failed = found != report.failed.end();
        CHECK(status[run] == (failed ? 2 : 1));
        CHECK(errors[run] == (failed ? found->message : std::string{}));
        if (failed && study.policy_of(run) == 2) CHECK(errors[run] == "1 cent adrift");
        if (failed && study.policy_of(run) == 1) CHECK(errors[run].find("a run reports every output") == 0);
    }
}

TEST_CASE("a block is at least sixteen runs of whole worlds", "[run][ensemble]") {
    CHECK(runs_per_block(1) == 16);
    CHECK(runs_per_block(2) == 16);
    CHECK(runs_per_block(3) == 18);
    CHECK(runs_per_block(7) == 21);
    CHECK(runs_per_block(40) == 40);
    CHECK(runs_per_block(65) == 16);  // too many to hold
}

TEST_CASE("when asked to stop - blocks that were begun are finished", "[run][ensemble]") {
    Folder const folder("stop");
    auto const study = tiny({set_override("study.worlds=40")});  // 120 runs in 7 blocks
    for (int const threads : {1, 3}) {
        std::atomic<bool> stop = false;
        EnsembleOptions options{.threads = threads};
        options.tests.simulator = [&](Country const& c, Settings const& s, RunOptions const& o) {
            return invented(c, s, o, study);
        };
        options.stop = [&] { return stop.load(); };
        options.ended = [&](RunEnded const& run) { stop = run.done >= 20; };
        auto const path = folder / ("out" + std::to_string(threads) + ".h5");
        auto const report = into(path, study, options);
        CHECK(report.interrupted);
        CHECK(report.done >= 20);
        CHECK(report.done < 120);
        CHECK(report.done % runs_per_block(3) == 0);
        CHECK_FALSE(test::fs::exists(path));
        auto const status = hdf5::File::open(path + ".partial").read<std::int8_t>("run_status");
        CHECK(std::count(status.begin(), status.end(), 1) == static_cast<std::ptrdiff_t>(report.done));
        // Every world has all of its policies, or none.
        for (std::size_t world = 0; world < 40; ++world) {
            auto const first = status.begin() + static_cast<std::ptrdiff_t>(3 * world);
            if (std::count(first, first + 3, 1) % 3 != 0) FAIL_CHECK("world " << world);
        }
    }
}

TEST_CASE("a thread that is far ahead waits - so that few blocks are held", "[run][ensemble]") {
    Folder const folder("window");
    auto const study = tiny({set_override("study.worlds=100")});  // 300 runs
    std::atomic<bool> first_done = false;
    std::atomic<std::size_t> ahead = 0;
    auto const first_seed = world_seed(1, 0);
    EnsembleOptions options{.threads = 3};
    options.tests.simulator = [&](Country const& c, Settings const& s, RunOptions const& o) {
        if (o.seed == first_seed && s.regime.selection == Selection::none) {
            // The very first run takes until the others cannot go on.
            for (std::size_t seen = 1; seen != ahead || seen < 17;) {
                seen = ahead;
                std::this_thread::sleep_for(std::chrono::milliseconds(100));
            }
            first_done = true;
        } else if (!first_done) {
            ++ahead;
        }
        return invented(c, s, o, study);
    };
    auto const report = into(folder / "out.h5", study, options);
    CHECK(report.done == 300);
    CHECK(ahead >= 31);
    CHECK(ahead <= 2 * runs_per_block(3) + 2);
}

TEST_CASE("a batch whose results cannot be written ends with the reason", "[run][ensemble]") {
    Folder const folder("unwritable");
    auto const study = tiny({set_override("study.worlds=20")});
    ResultsWriter writer(folder / "out.h5", results_header(study), Existing::refuse);
    EnsembleOptions options{.threads = 2};
    options.tests.simulator = [&](Country const& c, Settings const& s, RunOptions const& o) {
        return invented(c, s, o, study);
    };
    // The writer of another study: its blocks do not fit.
    auto small = tiny({set_override("study.worlds=1")});
    ResultsWriter other(folder / "small.h5", results_header(small), Existing::refuse);
    CHECK_THROWS_AS(run_ensemble(study, other, options), ContractError);
    CHECK(run_ensemble(study, writer, options).done == 60);
}
