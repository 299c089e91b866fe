#pragma once
/// \file rerun.hpp  One run of a study again, alone: the same bits as in the batch, with a look at every
/// month.

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "engine/io/stored_runs.hpp"
#include "engine/run/study.hpp"
#include "engine/world/world.hpp"

namespace spil {

/// A run as a results file has it, beside the same run again.
struct Rerun {
    RunState stored = RunState::pending;
    RunResult again;
    std::string stored_error;            ///< why it failed when the file was written
    std::vector<std::string> different;  ///< outputs whose stored bits are not those of `again`

    bool same() const { return stored == RunState::ok && again.ok() && different.empty(); }
};

/// \param run      number of the run in the study
/// \param observe  called with month 0 and after each month; what it throws ends the run and comes out here
Rerun rerun(StoredRuns const& stored, Study const& study, std::size_t run,
            std::function<void(World const&, int month)> const& observe = {});

}  // namespace spil
