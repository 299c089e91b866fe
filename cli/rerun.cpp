#include <fmt/format.h>

#include <optional>

#include "analysis/human.hpp"
#include "cli/commands.hpp"
#include "engine/core/error.hpp"
#include "engine/core/parallel.hpp"
#include "engine/core/random.hpp"
#include "engine/run/rerun.hpp"
#include "engine/run/resume.hpp"
#include "engine/run/trace.hpp"

namespace spil::cli {

namespace {

/// The single figures of the run, a line each.
void say_figures(Study const& study, RunRecord const& record) {
    auto const outputs = study.kept_outputs();
    for (std::size_t k = 0; k < outputs.size(); ++k) {
        auto const& o = outputs[k];
        if (!o.dimensions.empty()) continue;
        fmt::print("{} = {} {}\n", o.name,
                   o.stored == Stored::real ? fmt::format("{}", record.reals[k].at(0))
                                            : fmt::format("{}", record.integers[k].at(0)),
                   o.unit);
    }
}

/// How the run compares with what the file has of it, and the exit code that this deserves.
int verdict(Rerun const& both, std::string const& file) {
    if (!both.again.error.empty()) {
        bool const again = both.stored == RunState::failed && both.again.error == both.stored_error;
        fmt::print(stderr, "it failed{}: {}\n", again ? " as it did before" : "", both.again.error);
        return exit_code::some_runs_failed;
    }
    if (both.same()) {
        fmt::print(stderr, "the same bits as in {}\n", file);
        return exit_code::ok;
    }
    if (both.stored == RunState::pending) {
        fmt::print(stderr, "{} does not have it yet\n", file);
        return exit_code::ok;
    }
    if (both.stored == RunState::failed)
        fmt::print(stderr, "it failed when {} was written ({}) and does not fail now\n", file,
                   both.stored_error);
    else if (both.stored == RunState::damaged)
        fmt::print(stderr, "it is damaged in {}; `spil resume {}` mends it\n", file, file);
    else
        fmt::print(stderr, "NOT what {} has: {} differ, first {}\n", file,
                   human_count(both.different.size(), "output"), both.different.front());
    return exit_code::bad_file;
}

}  // namespace

int rerun(RerunArguments const& arguments) {
    StoredRuns stored(arguments.file);
    auto const study = stored_study(stored);
    if (arguments.run >= study.runs())
        throw InputError(Place{"--run"}, fmt::format("there is no run {}; {} has runs 0 to {}", arguments.run,
                                                     arguments.file, study.runs() - 1));
    stored.find_deadly(study.kept_outputs(), study.dimensions());
    auto const world = study.world_of(arguments.run);
    fmt::print(
        "run {}: policy {}, world {}{}, seed {:#x}\n", arguments.run,
        study.policies[study.policy_of(arguments.run)].name, world,
        study.uncertainties ? fmt::format(", point {}", study.point_of(world)) : std::string{},
        world_seed(static_cast<std::uint64_t>(study.settings.seed), static_cast<std::uint32_t>(world)));

    set_threads(arguments.threads);
    std::optional<Trace> trace;
    if (!arguments.trace.empty()) trace.emplace(arguments.trace, study.country, study.mission_titles());
    auto const both = spil::rerun(stored, study, arguments.run, [&](World const& state, int month) {
        if (trace) trace->month(state, month);
    });
    if (trace) trace->close();
    if (both.again.error.empty()) say_figures(study, both.again.record);
    auto const code = verdict(both, arguments.file);
    if (trace) fmt::print(stderr, "every month of it is in {}\n", arguments.trace);
    return code;
}

}  // namespace spil::cli
