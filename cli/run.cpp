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
#include "engine/core/memory.hpp"
#include "engine/io/results.hpp"
#include "engine/run/ensemble.hpp"
#include "engine/run/study.hpp"

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

void listen_for_stop() {
    struct sigaction action {};
    action.sa_handler = on_signal;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
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

int run(RunArguments const& arguments) {
    auto const study = read_study(arguments.study.path, arguments.study.overrides());
    listen_for_stop();
    ResultsWriter writer(arguments.output, results_header(study),
                         arguments.force ? Existing::replace : Existing::refuse);
    Progress progress(study, arguments.quiet);
    EnsembleOptions options;
    options.threads = arguments.threads;
    options.stop = [] { return stop_asked != 0; };
    options.ended = [&](RunEnded const& run) { progress.ended(run); };
    auto const report = run_ensemble(study, writer, options);
    progress.finish();

    RuntimeFacts const facts{arguments.command_line, arguments.threads, !report.interrupted};
    say_failures(report, study);
    if (report.interrupted) {
        writer.interrupt(facts);
        if (writer.anything_written())
            fmt::print(stderr, "interrupted after {} of {} runs; they are in {}\n", report.done, study.runs(),
                       writer.partial_path());
        else
            fmt::print(stderr, "interrupted before any run was done; nothing is left behind\n");
        return exit_code::interrupted;
    }
    writer.finish(facts);
    if (!arguments.quiet)
        fmt::print(stderr, "{}: {}{} in {}, {} of memory at most\n", writer.path(),
                   human_count(study.runs(), "run"),
                   report.failed.empty() ? "" : fmt::format(", {} of them failed", report.failed.size()),
                   human_time(progress.seconds()), human_bytes(peak_memory()));
    return report.failed.empty() ? exit_code::ok : exit_code::some_runs_failed;
}

}  // namespace spil::cli
