#pragma once
/// \file ensemble.hpp  All runs of a study, on all threads, into one results file.
///
/// Runs are handed to the threads in order, those of one tree of policies in one world together (trees.hpp),
/// others one by one; a block (runs_per_block) is written as soon as its last run is done. Where there are
/// fewer trees than threads, trees are cut, and each part runs the trunk for itself. A thread that is far
/// ahead waits for the oldest block, so that only a few blocks are ever held. A run that fails is recorded
/// with its message and the others go on. Nothing in the file but /runtime depends on threads or order.

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "engine/io/results.hpp"
#include "engine/run/simulation.hpp"
#include "engine/run/study.hpp"

namespace spil {

/// A run that has just ended.
struct RunEnded {
    std::size_t run = 0, policy = 0, world = 0;
    bool failed = false;
    /// Of the study's leading outcome: the single figure, or the last year; NaN when the run failed or the
    /// outcome has more dimensions.
    double outcome = 0;
    std::size_t done = 0, failures = 0, runs = 0;  ///< so far, and of the study
};

using Simulator = std::function<RunRecord(Country const&, Settings const&, RunOptions const&)>;

enum class RunOrder { forward, reverse };

struct EnsembleOptions {
    int threads = 1;
    RunOrder order = RunOrder::forward;  ///< for tests: results do not depend on it
    std::function<bool()> stop = {};     ///< asked before each block; true: finish those begun, then end
    std::function<void(RunEnded const&)> ended = {};  ///< called by one thread at a time
    /// For tests: what runs each policy straight, by itself. Empty: the model, with shared trunks.
    Simulator simulator = {};
    RunOptions each = {};  ///< for tests: `observe` and `schedule` of every run
    /// Runs that are not to be run: they are there already, or somebody else's; empty: all are run.
    std::vector<bool> skip = {};
    /// What a block has of its runs that are skipped, when others of it are run; asked by one thread at a
    /// time, and never while the writer is at work.
    std::function<std::vector<RunResult>(std::size_t block)> known = {};
};

struct FailedRun {
    std::size_t run = 0;
    std::string message;
};

struct EnsembleReport {
    std::size_t done = 0;           ///< runs that ended, and runs skipped
    std::vector<FailedRun> failed;  ///< by run
    bool interrupted = false;
};

/// What the results file of a study tells besides its results.
ResultsHeader results_header(Study const& study);

/// Runs a study. The writer is left open: the caller finishes or interrupts it.
/// \throws FileError  the results cannot be written
EnsembleReport run_ensemble(Study const& study, ResultsWriter& writer, EnsembleOptions const& options);

}  // namespace spil
