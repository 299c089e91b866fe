#pragma once
/// \file progress.hpp  How far a study is: one line that renews itself on a terminal, else a line per 5 %.
///
///     38/90 runs, 0 failed, 1.9/s, 27 s left; portfolio - project: +1.23 +- 0.41 % (served_share, 12 worlds)
///
/// The difference is the paired one of the leading outcome so far, with the half-width of its 95 % interval:
/// whoever watches can stop when that is enough.

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "engine/run/ensemble.hpp"

namespace spil::cli {

/// "0.3 s", "27 s", "3 min 5 s", "2 h 10 min".
std::string human_time(double seconds);

class Progress {
  public:
    /// \param quiet  say nothing at all
    Progress(Study const& study, bool quiet);

    void ended(RunEnded const& run);
    /// Ends the line on a terminal.
    void finish();

    double seconds() const;

  private:
    std::string line(RunEnded const& run) const;
    std::string difference() const;

    bool quiet_, terminal_;
    std::size_t baseline_, other_;  // policies that are compared
    std::vector<std::string> policies_;
    std::string outcome_;
    std::vector<double> baseline_values_, other_values_;  // per world; NaN until it is there
    std::chrono::steady_clock::time_point start_, shown_;
    std::size_t twentieths_ = 0;
    bool line_open_ = false;
};

}  // namespace spil::cli
