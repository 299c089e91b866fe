#pragma once
/// \file batch_state.hpp  How far a batch is: runs counted and timed, and the differences from the baseline
/// so far. For whoever watches: unlike what decides (run/worlds_in_order.hpp), it takes worlds as they come.

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "analysis/sequential.hpp"
#include "cli/batch.hpp"
#include "engine/run/ensemble.hpp"

namespace spil::cli {

class BatchState {
  public:
    /// \param skip, outcomes  of runs that are there already, if any
    BatchState(Study const& study, BatchPart const& part, std::vector<bool> const& skip,
               std::span<double const> outcomes);

    void ended(RunEnded const& run);

    Study const& study() const { return study_; }
    std::optional<StoppingRule> const& stopping() const { return part_.stopping; }
    std::string const& outcome() const { return outcome_; }
    double confidence() const { return part_.stopping ? part_.stopping->confidence : 0.95; }

    std::size_t runs() const { return runs_; }  ///< that the file is to hold at most
    std::size_t done() const { return done_; }  ///< that are there or failed
    std::size_t failed() const { return failed_; }
    double seconds() const;  ///< since the batch began
    double rate() const;     ///< runs a second
    /// Judged by the rate, and with a stopping rule by the spread so far; none before the first run.
    std::optional<double> seconds_left() const;

    /// By policy; of the baseline without worlds.
    std::vector<RunningDifference> const& differences() const { return differences_; }
    /// The policy whose difference says most about what is left: the widest of a stopping rule, else the
    /// last.
    std::optional<std::size_t> leading_policy() const;

  private:
    void add(std::size_t run, double outcome);

    Study const& study_;
    BatchPart part_;
    std::string outcome_;
    std::vector<std::size_t> policies_;  // of the stopping rule
    std::size_t runs_, skipped_, done_ = 0, failed_ = 0, ended_ = 0;
    std::vector<RunningDifference> differences_;
    struct World {
        std::vector<double> outcomes;
        std::size_t left = 0;
    };
    std::unordered_map<std::size_t, World> open_;  // worlds with some of their runs
    std::chrono::steady_clock::time_point start_;
};

}  // namespace spil::cli
