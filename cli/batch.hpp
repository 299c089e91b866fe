#pragma once
/// \file batch.hpp  Runs on their way into a file, with progress on the terminal, until they are done or
/// somebody asks to stop.

#include <optional>
#include <string>

#include "engine/io/results.hpp"
#include "engine/run/ensemble.hpp"
#include "engine/run/study.hpp"

namespace spil::cli {

/// From now on the first Ctrl-C (or SIGTERM) asks for an orderly end, a later one ends at once.
void listen_for_stop();

class Ranks;

/// How a batch is run and told about.
struct BatchArguments {
    Ranks* ranks = nullptr;  ///< that share it
    int threads = 1;         ///< on each of them
    bool quiet = false;
    std::string command_line;  ///< as given, for the file
};

/// Which runs a batch is to do.
struct BatchPart {
    bool whole = true;  ///< false: the file is to hold a part of the study, and is complete with it
    std::optional<StoppingRule> stopping = {};  ///< end early under this rule
};

/// Runs what `skip` leaves of the study, finishes or interrupts the file, says so; the exit code. Tells how
/// far it is in a file beside the results (status_file.hpp).
int run_batch(Study const& study, ResultsWriter& writer, BatchArguments const& arguments,
              EnsembleOptions options, BatchPart const& part);

}  // namespace spil::cli
