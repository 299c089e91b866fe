#pragma once
/// \file status_file.hpp  A small file beside the results that tells how far the batch is, for whoever
/// watches: FILE.status.json. While a batch writes its results nobody else can open them.
///
/// It is renewed at most once a second, when a run ends, and always whole: a new one takes the place of the
/// old one. When the batch is over it stays, so that a watcher sees how it ended. It is a courtesy: what goes
/// wrong with it does not disturb the batch.
///
///     {"file", "title", "state": "running" | "interrupted" | "done" | "failed", "pid", "started_utc",
///      "updated_utc", "runs", "done", "failed", "seconds", "runs_per_second", "seconds_left", "outcome",
///      "baseline", "confidence", "differences": [{"policy", "difference", "halfwidth", "worlds"}],
///      "until": {"halfwidth", "policies", "reached", "worlds"}}
///
/// What is not known is null; `until` is there when the batch has a stopping rule, its `reached` and `worlds`
/// when it is over.

#include <chrono>
#include <optional>
#include <string>

#include "cli/batch_state.hpp"
#include "engine/io/results.hpp"

namespace spil::cli {

/// Where the status of a results file is told. \param path  of the file when it is complete
std::string status_path(std::string const& path);

class StatusFile {
  public:
    /// Says that the batch is running. \param path  of the results file when it is complete
    StatusFile(std::string const& path, BatchState const& state);

    /// After each run; seldom writes.
    void update();
    /// The last word. \param word  "done", "interrupted" or "failed"
    void end(std::string const& word, std::optional<Stopped> const& stopped = {});
    /// Nothing is left behind.
    void remove();

  private:
    void write(std::string const& word, std::optional<Stopped> const& stopped);

    std::string path_, file_;
    BatchState const& state_;
    std::string started_;
    std::chrono::steady_clock::time_point written_;
};

}  // namespace spil::cli
