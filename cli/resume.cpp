#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>

#include "cli/batch.hpp"
#include "cli/commands.hpp"
#include "cli/stopping.hpp"
#include "engine/core/error.hpp"
#include "engine/run/resume.hpp"

namespace spil::cli {

namespace {

constexpr std::string_view partial = ".partial";

}  // namespace

std::string complete_name(std::string const& path) {
    return path.ends_with(partial) ? path.substr(0, path.size() - partial.size()) : path;
}

std::string existing(std::string const& path) {
    auto const name = complete_name(path);
    auto const interrupted = name + std::string{partial};
    std::error_code error;
    return std::filesystem::exists(interrupted, error) ? interrupted : name;
}

int resume(ResumeArguments const& arguments) {
    auto const name = complete_name(arguments.file);
    auto const stored = std::make_unique<StoredRuns>(existing(arguments.file));
    StoredRuns const* const files[] = {stored.get()};
    auto const study = stored_study(*stored);
    auto const header = stored_header(*stored, study);
    stored->find_deadly(header.outputs, header.dimensions);
    if (stored->path() == name) {
        auto const there = keep(files, study, nullptr, false);
        if (there.intact == stored->needed_runs() && there.damaged == 0 && stored->tells(header, true) &&
            stopped_rightly(*stored, study, there.outcomes)) {
            if (!arguments.batch.quiet) fmt::print(stderr, "{}: nothing is missing\n", name);
            return exit_code::ok;
        }
    }

    listen_for_stop();
    ResultsWriter writer(name, header, Existing::resume);
    auto const kept = keep(files, study, &writer, false);
    writer.take_over();
    if (!arguments.batch.quiet)
        fmt::print(stderr, "{} of {} runs are there; {} failed, {} damaged\n", kept.intact + kept.untold,
                   study.runs(), kept.failed, kept.damaged);
    EnsembleOptions options;
    options.skip = kept.ok;
    options.known_outcomes = kept.outcomes;
    options.known = [&](std::size_t block) { return best_of(files, block, study); };
    return run_batch(study, writer, arguments.batch, std::move(options),
                     {.whole = true, .stopping = header.stopping});
}

int merge(MergeArguments const& arguments) {
    std::vector<std::unique_ptr<StoredRuns>> stored;
    std::vector<StoredRuns const*> files;
    for (auto const& path : arguments.files) {
        stored.push_back(std::make_unique<StoredRuns>(existing(path)));
        files.push_back(stored.back().get());
        if (files.back()->text("effective_study_sha256") != files.front()->text("effective_study_sha256"))
            throw InputError(Place{path}, "it is of another study than " + files.front()->path());
        if (files.back()->text("git_commit") != files.front()->text("git_commit"))
            throw InputError(Place{path}, "it was written by another spil than " + files.front()->path());
        if (files.back()->stopping())
            throw InputError(
                Place{path},
                "it was run with --until-halfwidth: what was enough in one batch says nothing of "
                "several; run the study with --shard and merge what comes out");
    }
    auto const study = stored_study(*files.front());
    for (auto& file : stored) file->find_deadly(study.kept_outputs(), study.dimensions());
    ResultsWriter writer(arguments.output, stored_header(*files.front(), study),
                         arguments.force ? Existing::replace : Existing::refuse);
    auto const kept = keep(files, study, &writer, true);
    auto const missing = study.runs() - kept.intact - kept.untold - kept.failed;
    RuntimeFacts const facts{arguments.command_line, 1, missing == 0};
    if (missing > 0) {
        writer.interrupt(facts);
        fmt::print(stderr, "{} of {} runs are in none of the files; `spil resume {}` runs them\n", missing,
                   study.runs(), arguments.output);
        return exit_code::some_runs_failed;
    }
    writer.finish(facts);
    fmt::print(stderr, "{}: {} runs of {} files{}\n", arguments.output, study.runs(), files.size(),
               kept.failed > 0 ? fmt::format(", {} of them failed", kept.failed) : "");
    return kept.failed > 0 ? exit_code::some_runs_failed : exit_code::ok;
}

}  // namespace spil::cli
