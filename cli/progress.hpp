#pragma once
/// \file progress.hpp  How far a study is: one line that renews itself on a terminal, else a line per 5 %.
///
///     38/90 runs, 0 failed, 1.9/s, 27 s left; portfolio - project: +1.23 +- 0.41 (served_share, 12 worlds)
///
/// The difference is the paired one of the leading outcome so far, with the half-width of its 95 % interval:
/// whoever watches can stop when that is enough. With a stopping rule it is the one that is least known, with
/// the half-width that is wanted: "+1.23 +- 0.41, wanted +- 0.05".

#include <chrono>
#include <cstddef>
#include <string>

#include "cli/batch_state.hpp"

namespace spil::cli {

/// "0.3 s", "27 s", "3 min 5 s", "2 h 10 min".
std::string human_time(double seconds);

class Progress {
  public:
    /// \param quiet  say nothing at all
    Progress(BatchState const& state, bool quiet);

    /// After each run.
    void update();
    /// Ends the line on a terminal.
    void finish();

  private:
    std::string line() const;
    std::string difference() const;

    BatchState const& state_;
    bool quiet_, terminal_;
    std::chrono::steady_clock::time_point shown_;
    std::size_t twentieths_ = 0;
    bool line_open_ = false;
};

}  // namespace spil::cli
