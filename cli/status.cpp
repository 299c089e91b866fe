#include <fmt/format.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "analysis/human.hpp"
#include "cli/commands.hpp"
#include "cli/progress.hpp"
#include "cli/status_file.hpp"
#include "cli/stopping.hpp"
#include "engine/core/error.hpp"
#include "engine/run/resume.hpp"

namespace spil::cli {

namespace {

struct Counts {
    std::size_t ok = 0, failed = 0, pending = 0, unreadable = 0;
};

Counts count(StoredRuns const& stored) {
    Counts n;
    for (std::size_t run = 0; run < stored.needed_runs(); ++run) switch (stored.state(run)) {
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

/// What a batch that is writing the file tells of itself, as long as nobody else can open it.
int status_of_running(StatusArguments const& arguments) {
    auto const name = complete_name(arguments.file);
    auto const path = status_path(name);
    std::ifstream in(path);
    std::string const text{std::istreambuf_iterator<char>(in), {}};
    auto const told = nlohmann::ordered_json::parse(text, nullptr, false);
    if (!told.is_object())
        throw FileError(name, "read",
                        "a command is writing it, and " + path + " does not tell how far it is");
    if (arguments.json) {
        fmt::print("{}", text);
        return exit_code::some_runs_failed;
    }
    auto const number = [&](nlohmann::ordered_json const& of, char const* key) {
        auto const at = of.find(key);
        return at != of.end() && at->is_number() ? at->get<double>() : std::nan("");
    };
    auto const word = [&](nlohmann::ordered_json const& of, char const* key) {
        auto const at = of.find(key);
        return at != of.end() && at->is_string() ? at->get<std::string>() : std::string{"?"};
    };
    auto const left = number(told, "seconds_left");
    fmt::print(
        "{}: {}\n{} since {}, process {:.0f}, as of {}\n{:.0f} runs: {:.0f} done, {:.0f} of them failed; "
        "{}/s{}\n",
        name, word(told, "title"), word(told, "state"), word(told, "started_utc"), number(told, "pid"),
        word(told, "updated_utc"), number(told, "runs"), number(told, "done"), number(told, "failed"),
        human_number(number(told, "runs_per_second")),
        std::isnan(left) ? "" : ", " + human_time(left) + " left");
    auto const until = told.find("until");
    auto const wanted =
        until != told.end() && until->is_object() ? number(*until, "halfwidth") : std::nan("");
    auto const differences = told.find("differences");
    for (auto const& d : differences != told.end() ? *differences : nlohmann::ordered_json::array())
        if (!std::isnan(number(d, "halfwidth")))
            fmt::print("{} - {}: {} +- {}{} ({}, {:.0f} worlds)\n", word(d, "policy"), word(told, "baseline"),
                       human_number(number(d, "difference"), Sign::always),
                       human_number(number(d, "halfwidth")),
                       std::isnan(wanted) ? "" : ", wanted +- " + human_number(wanted), word(told, "outcome"),
                       number(d, "worlds"));
    return exit_code::some_runs_failed;
}

/// "it ended after 48 of 200 worlds, which were enough"; empty when it did not end early.
std::string early_end(StoredRuns const& stored) {
    auto const rule = stored.stopping();
    auto const end = stored.stopped();
    if (!rule || !end) return {};
    auto const policies = stored.needed_runs() / end->worlds;
    return fmt::format("--until-halfwidth: {} of {} were {}enough to know {} to +- {}\n", end->worlds,
                       human_count(stored.runs() / policies, "world"), end->reached ? "" : "not ",
                       rule->outcome, human_number(rule->halfwidth));
}

}  // namespace

int status(StatusArguments const& arguments) {
    auto const path = existing(arguments.file);
    if (being_written(path)) return status_of_running(arguments);
    StoredRuns const stored(path);
    auto const n = count(stored);
    auto const needed = stored.needed_runs();
    if (arguments.json) {
        nlohmann::ordered_json all;
        all["file"] = path;
        all["title"] = stored.text("title");
        all["engine_version"] = stored.text("engine_version");
        all["git_commit"] = stored.text("git_commit");
        all["runs"] = needed;
        all["ok"] = n.ok;
        all["failed"] = n.failed;
        all["pending"] = n.pending;
        all["unreadable"] = n.unreadable;
        if (auto const end = stored.stopped()) {
            all["planned_runs"] = stored.runs();
            all["stopped_after_worlds"] = end->worlds;
            all["reached"] = end->reached;
        }
        auto& failures = all["failures"] = nlohmann::ordered_json::array();
        for (std::size_t run = 0; run < needed; ++run)
            if (stored.state(run) == RunState::failed)
                failures.push_back({{"run", run}, {"error", stored.error(run)}});
        fmt::print("{}\n", all.dump(2));
    } else {
        fmt::print("{}: {}\nspil {} (commit {})\n{} runs: {} ok, {} failed, {} pending{}\n", path,
                   stored.text("title"), stored.text("engine_version"), stored.text("git_commit"), needed,
                   n.ok, n.failed, n.pending,
                   n.unreadable > 0 ? fmt::format(", {} that cannot be read", n.unreadable) : "");
        fmt::print("{}", early_end(stored));
        for (std::size_t run = 0; run < needed; ++run)
            if (stored.state(run) == RunState::failed)
                fmt::print("run {} failed: {}\n", run, stored.error(run));
        if (n.ok < needed) fmt::print("`spil resume {}` runs the rest\n", complete_name(path));
    }
    return n.ok == needed ? exit_code::ok : exit_code::some_runs_failed;
}

int verify(VerifyArguments const& arguments) {
    auto const path = existing(arguments.file);
    StoredRuns stored(path);
    auto const study = stored_study(stored);
    stored.find_deadly(study.kept_outputs(), study.dimensions());
    StoredRuns const* const files[] = {&stored};
    auto const kept = keep(files, study, nullptr, true);
    auto const needed = stored.needed_runs();
    auto const found = kept.intact + kept.untold + kept.failed + kept.damaged;
    fmt::print("{}: {} of {} runs are intact, {} failed, {} not run, {} damaged\n{}", path, kept.intact,
               needed, kept.failed, needed > found ? needed - found : 0, kept.damaged, early_end(stored));
    if (kept.untold > 0)
        fmt::print("{} more have ended, in worlds that were cut short: `spil resume {}` keeps them\n",
                   human_count(kept.untold, "run"), complete_name(path));
    // What was worked out from the runs is judged when they are intact.
    bool const whole = stored.tells(stored_header(stored, study), kept.damaged == 0) &&
                       (kept.damaged > 0 || stopped_rightly(stored, study, kept.outcomes));
    if (!whole) fmt::print("what it tells besides its runs is damaged\n");
    if (kept.damaged > 0 || !whole) {
        for (std::size_t run = 0; run < study.runs(); ++run)
            if (!kept.ok[run] &&
                (stored.state(run) == RunState::ok || stored.state(run) == RunState::damaged))
                fmt::print("run {} (policy {}, world {}) is damaged\n", run,
                           study.policies[study.policy_of(run)].name, study.world_of(run));
        fmt::print("`spil resume {}` mends it\n", complete_name(path));
        return exit_code::bad_file;
    }
    return kept.intact == needed ? exit_code::ok : exit_code::some_runs_failed;
}

}  // namespace spil::cli
