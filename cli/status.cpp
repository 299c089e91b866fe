#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "engine/run/resume.hpp"

namespace spil::cli {

namespace {

struct Counts {
    std::size_t ok = 0, failed = 0, pending = 0, unreadable = 0;
};

Counts count(StoredRuns const& stored) {
    Counts n;
    for (std::size_t run = 0; run < stored.runs(); ++run) switch (stored.state(run)) {
            case RunState::ok:
                ++n.ok;
                break;
            case RunState::failed:
                ++n.failed;
                break;
            case RunState::pending:
                ++n.pending;
                break;
            case RunState::damaged:
                ++n.unreadable;
        }
    return n;
}

}  // namespace

int status(StatusArguments const& arguments) {
    StoredRuns const stored(arguments.file);
    auto const n = count(stored);
    if (arguments.json) {
        nlohmann::ordered_json all;
        all["file"] = arguments.file;
        all["title"] = stored.text("title");
        all["engine_version"] = stored.text("engine_version");
        all["git_commit"] = stored.text("git_commit");
        all["runs"] = stored.runs();
        all["ok"] = n.ok;
        all["failed"] = n.failed;
        all["pending"] = n.pending;
        all["unreadable"] = n.unreadable;
        auto& failures = all["failures"] = nlohmann::ordered_json::array();
        for (std::size_t run = 0; run < stored.runs(); ++run)
            if (stored.state(run) == RunState::failed)
                failures.push_back({{"run", run}, {"error", stored.error(run)}});
        fmt::print("{}\n", all.dump(2));
    } else {
        fmt::print("{}: {}\nspil {} (commit {})\n{} runs: {} ok, {} failed, {} not run{}\n", arguments.file,
                   stored.text("title"), stored.text("engine_version"), stored.text("git_commit"),
                   stored.runs(), n.ok, n.failed, n.pending,
                   n.unreadable > 0 ? fmt::format(", {} that cannot be read", n.unreadable) : "");
        for (std::size_t run = 0; run < stored.runs(); ++run)
            if (stored.state(run) == RunState::failed)
                fmt::print("run {} failed: {}\n", run, stored.error(run));
        if (n.ok < stored.runs()) fmt::print("`spil resume {}` runs the rest\n", arguments.file);
    }
    return n.ok == stored.runs() ? exit_code::ok : exit_code::some_runs_failed;
}

int verify(VerifyArguments const& arguments) {
    StoredRuns stored(arguments.file);
    auto const study = stored_study(stored);
    stored.find_deadly(study.kept_outputs(), study.dimensions());
    StoredRuns const* const files[] = {&stored};
    auto const kept = keep(files, study, nullptr, true);
    auto const pending = study.runs() - kept.intact - kept.failed - kept.damaged;
    fmt::print("{}: {} of {} runs are intact, {} failed, {} not run, {} damaged\n", arguments.file,
               kept.intact, study.runs(), kept.failed, pending, kept.damaged);
    bool const whole = stored.tells(stored_header(stored, study));
    if (!whole) fmt::print("what it tells besides its runs is damaged\n");
    if (kept.damaged > 0 || !whole) {
        for (std::size_t run = 0; run < study.runs(); ++run)
            if (!kept.ok[run] &&
                (stored.state(run) == RunState::ok || stored.state(run) == RunState::damaged))
                fmt::print("run {} (policy {}, world {}) is damaged\n", run,
                           study.policies[study.policy_of(run)].name, study.world_of(run));
        fmt::print("`spil resume {}` mends it\n", arguments.file);
        return exit_code::bad_file;
    }
    return kept.intact == study.runs() ? exit_code::ok : exit_code::some_runs_failed;
}

}  // namespace spil::cli
