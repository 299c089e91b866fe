#include "cli/batch.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <ctime>

#include "analysis/human.hpp"
#include "cli/commands.hpp"
#include "cli/progress.hpp"
#include "cli/ranks.hpp"
#include "cli/status_file.hpp"
#include "cli/stopping.hpp"
#include "engine/core/memory.hpp"

namespace spil::cli {

namespace {

/// Second of the clock at which the first signal came; 0: none yet.
std::atomic<std::int64_t> stop_asked = 0;
static_assert(std::atomic<std::int64_t>::is_always_lock_free, "a signal handler may set it");

/// The first Ctrl-C asks for an orderly end; one that comes later ends at once. Two in the same moment are
/// one: `timeout` and some shells signal a process and its group.
void on_signal(int number) {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    std::int64_t first = 0;
    if (stop_asked.compare_exchange_strong(first, now.tv_sec) || now.tv_sec - first <= 1) return;
    signal(number, SIG_DFL);
    raise(number);
}

void say_failures(EnsembleReport const& report, Study const& study) {
    constexpr std::size_t most = 5;
    for (std::size_t k = 0; k < std::min(most, report.failed.size()); ++k) {
        auto const& f = report.failed[k];
        fmt::print(stderr, "run {} (policy {}, world {}) failed: {}\n", f.run,
                   study.policies[study.policy_of(f.run)].name, study.world_of(f.run), f.message);
    }
    if (report.failed.size() > most)
        fmt::print(stderr, "... and {} more; run_error in the file tells why\n", report.failed.size() - most);
}

}  // namespace

void listen_for_stop() {
    struct sigaction action {};
    action.sa_handler = on_signal;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

int run_batch(Study const& study, ResultsWriter& writer, BatchArguments const& arguments,
              EnsembleOptions options, BatchPart const& part) {
    auto const skipped = static_cast<std::size_t>(std::count(options.skip.begin(), options.skip.end(), true));
    BatchState state(study, part, options.skip, options.known_outcomes);
    Progress progress(state, arguments.quiet);
    StatusFile status(writer.path(), state);
    std::optional<SequentialComparison> comparison;
    if (part.stopping) {
        comparison = judge(*part.stopping, study);
        options.outcome = part.stopping->outcome;
        options.enough = [&](std::span<double const> world) { return comparison->add(world); };
    }
    options.threads = arguments.threads * arguments.ranks->size();
    options.parts = arguments.ranks->everywhere(study, arguments.threads);
    options.stop = [] { return stop_asked != 0; };
    options.ended = [&](RunEnded const& run) {
        state.ended(run);
        progress.update();
        status.update();
    };
    auto const end_badly = [&](char const* word) {
        if (writer.anything_written())
            status.end(word);
        else
            status.remove();
    };
    try {
        auto const report = run_ensemble(study, writer, options);
        progress.finish();
        RuntimeFacts const facts{arguments.command_line, arguments.threads, !report.interrupted,
                                 arguments.ranks->size()};
        say_failures(report, study);
        if (report.interrupted) {
            writer.interrupt(facts);
            end_badly("interrupted");
            if (writer.anything_written())
                fmt::print(
                    stderr,
                    "interrupted after {} of {} runs; they are in {}\n`spil resume {}` runs the rest\n",
                    report.done, study.runs(), writer.partial_path(), writer.path());
            else
                fmt::print(stderr, "interrupted before any run was done; nothing is left behind\n");
            return exit_code::interrupted;
        }
        std::optional<Stopped> const end =
            comparison ? std::optional(stopped(*comparison, study)) : std::nullopt;
        writer.finish(facts, end);
        status.end("done", end);
        if (!arguments.quiet) {
            if (end) fmt::print(stderr, "{}\n", end_in_words(*end, *part.stopping, study));
            auto const ran = report.needed > skipped ? report.needed - skipped : 0;
            fmt::print(stderr, "{}: {}{}{} in {}, {} of memory at most\n", writer.path(),
                       human_count(ran, "run"), part.whole ? "" : fmt::format(" of {}", study.runs()),
                       report.failed.empty() ? "" : fmt::format(", {} of them failed", report.failed.size()),
                       human_time(state.seconds()), human_bytes(peak_memory()));
        }
        return report.failed.empty() ? exit_code::ok : exit_code::some_runs_failed;
    } catch (...) {
        end_badly("failed");
        throw;
    }
}

}  // namespace spil::cli
