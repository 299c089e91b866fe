#pragma once
/// \file stopping.hpp  Between the stopping rule that a results file holds and the statistics that judge by
/// it.

#include <span>

#include "analysis/sequential.hpp"
#include "cli/commands.hpp"
#include "engine/io/stored_runs.hpp"
#include "engine/run/study.hpp"

namespace spil::cli {

/// What the command line asks for, made complete. `halfwidth` must be there.
/// \throws InputError  everything that is wrong with it
StoppingRule stopping_rule(UntilArguments const& asked, Study const& study);

/// The rule at the start of a batch.
SequentialComparison judge(StoppingRule const& rule, Study const& study);

/// How a batch ended of which `comparison` was told all worlds.
Stopped stopped(SequentialComparison const& comparison, Study const& study);

/// "After 48 of 200 worlds served_years is known to +- 0.05 for every policy asked about."
std::string end_in_words(Stopped const& end, StoppingRule const& rule, Study const& study);

/// Whether a file says of its end what its runs give. \param outcomes  of each run, as `keep` found them
bool stopped_rightly(StoredRuns const& stored, Study const& study, std::span<double const> outcomes);

}  // namespace spil::cli
