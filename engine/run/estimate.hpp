#pragma once
/// \file estimate.hpp  What a study will cost on this machine: runs, memory, disk and time.
///
/// Time is measured, not known: every policy is run for some months in the first world (of a point of its own
/// when the study has uncertainties), and what a month took is carried on to the end of the run. The first
/// months of a run are quiet, so that long runs may take longer than this says.

#include <cstddef>
#include <cstdint>

#include "engine/run/study.hpp"

namespace spil {

struct Estimate {
    std::size_t runs = 0;
    std::size_t municipalities = 0, missions = 0;
    int threads = 1;
    double seconds_per_run = 0;  ///< mean over the policies, each trunk counted once
    double seconds = 0;          ///< of the whole study on `threads` threads
    int calibration_months = 0;  ///< fewest that a policy was run for
    double calibration_seconds = 0;
    std::uint64_t result_bytes = 0;  ///< of all runs, before compression: the file is smaller
    std::uint64_t memory_bytes = 0;  ///< at the peak
};

/// \param budget  seconds that the measurement may take, roughly
Estimate estimate(Study const& study, int threads, double budget = 2.0);

}  // namespace spil
