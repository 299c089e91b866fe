#include <algorithm>
#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "engine/io/hdf5.hpp"
#include "engine/run/ensemble.hpp"
#include "engine/run/resume.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"
#include "tests/support/noisy_runs.hpp"
#include "tests/support/studies.hpp"

using namespace spil;
using spil::test::Folder;

namespace {

constexpr std::size_t policies = 70;  // more than a block holds: a world is cut into blocks of sixteen runs

std::string many_policies() {
    auto text = test::contents(test::in_repository("scenarios/tiny.toml"));
    text.erase(text.find("[[policies]]"));
    text.replace(text.find("baseline = \"project\""), 20, "baseline = \"p0\"");
    for (std::size_t p = 0; p < policies; ++p)
        text += "[[policies]]\nname = \"p" + std::to_string(p) + "\"\npreset = \"none\"\n";
    return text;
}

/// A batch of invented runs, into a file of a folder.
struct Many {
    Folder folder;
    Study study;

    explicit Many(std::string const& name)
        : folder(name), study([&] {
              test::store(folder / "study.toml", many_policies());
              return read_study(folder / "study.toml", std::vector{set_override("study.worlds=6")});
          }()) {}

    EnsembleOptions options(int threads) const {
        EnsembleOptions o{.threads = threads};
        o.tests.simulator = [this](Country const&, Settings const& s, RunOptions const& r) {
            return test::noisy_run(study, s, r);
        };
        return o;
    }
    EnsembleReport run(ResultsWriter& writer, EnsembleOptions const& o) const {
        auto report = run_ensemble(study, writer, o);
        if (report.interrupted)
            writer.interrupt({"a test", o.threads, false});
        else
            writer.finish({"a test", o.threads, true});
        return report;
    }
    EnsembleReport run(std::string const& name, EnsembleOptions const& o) const {
        ResultsWriter writer(folder / name, results_header(study), Existing::refuse);
        return run(writer, o);
    }
    /// The worlds that the file calls there; all of whose policies it has, or none.
    std::size_t whole_worlds(std::string const& name) const {
        auto const status = hdf5::File::open(folder / name).read<std::int8_t>("run_status");
        std::size_t whole = 0;
        for (std::size_t world = 0; world < study.worlds(); ++world) {
            auto const first = status.begin() + static_cast<std::ptrdiff_t>(world * policies);
            auto const there = static_cast<std::size_t>(std::count(first, first + policies, 1));
            if (there != 0 && there != policies) FAIL_CHECK(name << ": world " << world << " in part");
            whole += there == policies;
        }
        return whole;
    }
};

}  // namespace

TEST_CASE("a batch that is cut short has whole worlds - and no run is run twice", "[run][whole]") {
    Many const many("whole_worlds");
    many.run("whole.h5", many.options(2));
    CHECK(many.whole_worlds("whole.h5") == 6);
    for (std::size_t const enough : {5u, 66u, 100u, 205u}) {
        int const threads = enough % 2 == 0 ? 3 : 1;
        auto const name = std::to_string(enough) + ".h5";
        std::atomic<bool> stop = false;
        auto o = many.options(threads);
        o.stop = [&] { return stop.load(); };
        o.ended = [&](RunEnded const& run) { stop = run.done >= enough; };
        auto const report = many.run(name, o);
        REQUIRE(report.interrupted);
        REQUIRE(report.done % policies != 0);
        auto const whole = many.whole_worlds(name + ".partial");
        CHECK(whole <= report.done / policies);
        CHECK(whole + 1 >= enough / policies);
        auto const verified = test::spil("verify " + name, many.folder);
        auto const text = std::to_string(report.done - whole * policies) + " runs more have ended";
        INFO(verified.out << verified.err);
        CHECK(verified.code == 3);
        CHECK(verified.out.find(text) != std::string::npos);

        StoredRuns const stored(many.folder / (name + ".partial"));
        StoredRuns const* const files[] = {&stored};
        ResultsWriter writer(many.folder / ("resumed" + name), results_header(many.study), Existing::refuse);
        auto const kept = keep(files, many.study, &writer, false);
        CHECK(kept.intact == whole * policies);
        CHECK(kept.intact + kept.untold == report.done);
        CHECK(kept.damaged == 0);
        std::atomic<std::size_t> again = 0;
        auto rest = many.options(threads);
        rest.skip = kept.ok;
        rest.known = [&](std::size_t block) { return best_of(files, block, many.study); };
        rest.ended = [&](RunEnded const&) { ++again; };
        many.run(writer, rest);
        CHECK(again + report.done == many.study.runs());
        CHECK(test::same_results(many.folder, "whole.h5", "resumed" + name));
    }
}

TEST_CASE("shards and damage leave whole worlds - however many policies", "[run][whole]") {
    Many const many("whole_shards");
    many.run("whole.h5", many.options(2));
    std::vector<std::unique_ptr<StoredRuns>> stored;
    std::vector<StoredRuns const*> files;
    for (std::size_t shard = 0; shard < 3; ++shard) {
        auto const name = "part" + std::to_string(shard) + ".h5";
        auto o = many.options(2);
        for (std::size_t run = 0; run < many.study.runs(); ++run)
            o.skip.push_back(run / runs_together(policies) % 3 != shard);
        many.run(name, o);
        CHECK(many.whole_worlds(name) == 2);
        stored.push_back(std::make_unique<StoredRuns>(many.folder / name));
        files.push_back(stored.back().get());
    }
    {
        ResultsWriter writer(many.folder / "merged.h5", results_header(many.study), Existing::refuse);
        CHECK(keep(files, many.study, &writer, true).intact == many.study.runs());
        writer.finish({"a test", 1, true});
    }
    CHECK(test::same_results(many.folder, "whole.h5", "merged.h5"));

    // One run of world 2 is damaged: a copy of what is intact has the others, but does not tell them yet.
    test::fs::copy_file(many.folder / "whole.h5", many.folder / "damaged.h5");
    {
        auto file = hdf5::File::open(many.folder / "damaged.h5", hdf5::Access::write);
        file.write("served_years", {150}, {1}, std::vector<double>{-1.0});
    }
    StoredRuns const damaged(many.folder / "damaged.h5");
    StoredRuns const* const one[] = {&damaged};
    {
        ResultsWriter writer(many.folder / "copy.h5", results_header(many.study), Existing::refuse);
        auto const kept = keep(one, many.study, &writer, false);
        CHECK(kept.damaged == 1);
        CHECK(kept.intact == many.study.runs() - 1);
        writer.interrupt({"a test", 1, false});
    }
    CHECK(many.whole_worlds("copy.h5.partial") == 5);
    StoredRuns const copy(many.folder / "copy.h5.partial");
    StoredRuns const* const two[] = {&copy};
    auto const kept = keep(two, many.study, nullptr, false);
    CHECK(kept.intact == 5 * policies);
    CHECK(kept.untold == policies - 1);
}
