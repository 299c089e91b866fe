#pragma once
/// \file ensemble.hpp  All runs of a study, on all threads, into one results file.
///
/// Runs are handed to the threads in order, those of one tree of policies in one world together (trees.hpp),
/// others one by one; a block (runs_per_block) is written as soon as its last run is done. Where there are
/// fewer trees than threads, trees are cut, and each part runs the trunk for itself. A thread that is far
/// ahead waits for the oldest block, so that only a few blocks are ever held. A run that fails is recorded
/// with its message and the others go on. Nothing in the file but /runtime depends on threads or order.
///
/// A batch may end early, when enough worlds have run (EnsembleOptions::enough): they are judged in the order
/// of their numbers, a block is written only when it is certain that its runs are needed, and runs of later
/// worlds that were under way are dropped.

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "engine/io/results.hpp"
#include "engine/run/parts.hpp"
#include "engine/run/results_header.hpp"
#include "engine/run/study.hpp"
#include "engine/run/worlds_in_order.hpp"

namespace spil {

/// A run that has just ended.
struct RunEnded {
    std::size_t run = 0, policy = 0, world = 0;
    bool failed = false;
    double outcome = 0;                            ///< `followed_value` of the outcome that is followed
    std::size_t done = 0, failures = 0, runs = 0;  ///< so far, and of the study
};

enum class RunOrder { forward, reverse };

struct EnsembleOptions {
    int threads = 1;
    RunOrder order = RunOrder::forward;  ///< for tests: results do not depend on it
    std::function<bool()> stop = {};     ///< asked before each block; true: finish those begun, then end
    std::function<void(RunEnded const&)> ended = {};  ///< called by one thread at a time
    PartOptions tests = {};                           ///< for tests: what is put in the place of the model
    PartRunner parts = {};  ///< what runs parts of the batch; empty: this process, with `tests`
    /// Runs that are not to be run: they are there already, or somebody else's; empty: all are run.
    std::vector<bool> skip = {};
    /// What a block has of its runs that are skipped, when others of it are run; asked by one thread at a
    /// time, and never while the writer is at work.
    std::function<std::vector<RunResult>(std::size_t block)> known = {};

    std::string outcome = {};  ///< that is followed; empty: the study's leading one
    Enough enough = {};        ///< told it world by world, in order; not with RunOrder::reverse
    std::vector<double> known_outcomes = {};  ///< of each run, where it is skipped; for `enough`
};

struct FailedRun {
    std::size_t run = 0;
    std::string message;
};

struct EnsembleReport {
    std::size_t done = 0;           ///< runs that ended, and runs skipped, of those needed
    std::size_t needed = 0;         ///< runs, from the first on: all of the study unless fewer were enough
    std::vector<FailedRun> failed;  ///< by run
    bool interrupted = false;
};

/// An outcome of a run as it is stored: the single figure, or the last year; NaN when the run failed, or the
/// study has no such outcome, or one of more dimensions.
double followed_value(RunResult const& result, std::span<OutputInfo const> outputs,
                      std::string const& outcome);

/// Runs a study. The writer is left open: the caller finishes or interrupts it.
/// \throws FileError  the results cannot be written
EnsembleReport run_ensemble(Study const& study, ResultsWriter& writer, EnsembleOptions const& options);

}  // namespace spil
