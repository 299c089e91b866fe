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

/// \param run      number of the run in the study
/// \param observe  called with month 0 and after each month
RunRecord run_alone(Study const& study, std::size_t run,
                    std::function<void(World const&, int month)> const& observe = {});

/// A run as a results file has it, beside the same run again.
struct Rerun {
    RunState stored = RunState::pending;
    RunRecord record;                    ///< run again; empty when it failed
    std::string error;                   ///< why it failed this time
    std::string stored_error;            ///< why it failed when the file was written
    std::vector<std::string> different;  ///< outputs whose stored bits are not those of `record`

    bool same() const { return stored == RunState::ok && error.empty() && different.empty(); }
};

/// \throws FileError, InputError  as stored_study
Rerun rerun(StoredRuns const& stored, Study const& study, std::size_t run,
            std::function<void(World const&, int month)> const& observe = {});

}  // namespace spil
