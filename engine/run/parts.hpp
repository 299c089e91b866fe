#pragma once
/// \file parts.hpp  Parts of a batch: runs of one world that one thread takes together.
///
/// A part is some runs of one world, of policies of one tree (trees.hpp), or a single run. What it gives is a
/// function of the study and the numbers of its runs, so a part may be run by any thread, process or machine.

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "engine/io/results.hpp"
#include "engine/run/simulation.hpp"
#include "engine/run/study.hpp"

namespace spil {

/// Results of runs of one part, in the order of their numbers as given. A run that fails is a result.
using PartRunner = std::function<std::vector<RunResult>(std::span<std::size_t const> runs)>;

using Simulator = std::function<RunRecord(Country const&, Settings const&, RunOptions const&)>;

/// What may be put in the place of the model, for tests, and who looks on.
struct PartOptions {
    Simulator simulator = {};  ///< runs each policy straight, by itself; empty: the model, with shared trunks
    RunOptions each = {};      ///< `observe` and `schedule` of every run
};

/// Runs parts of a study in this process. \param study  must outlive what is returned
PartRunner part_runner(Study const& study, PartOptions options = {});

}  // namespace spil
