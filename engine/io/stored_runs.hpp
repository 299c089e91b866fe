#pragma once
/// \file stored_runs.hpp  A results file read back run by run: what is intact, and what it was run from.
///
/// A run is intact when it is called ok, all its values can be read, and they have the checksum that was
/// written after them. One that is called pending and has such a checksum has ended, in a world that was cut
/// short: it need not be run again. A file that was cut is read as far as it goes: a copy is filled up with
/// zeros to the length that it says it had, and what then does not fit its checksum is damaged.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/io/hdf5.hpp"
#include "engine/io/results.hpp"

namespace spil {

enum class RunState : std::int8_t { pending, ok, failed, damaged };

class StoredRuns {
  public:
    /// \throws FileError  it cannot be read, is no results file, or another command is writing it
    explicit StoredRuns(std::string const& path);
    StoredRuns(StoredRuns const&) = delete;
    StoredRuns& operator=(StoredRuns const&) = delete;
    ~StoredRuns();

    std::string const& path() const noexcept { return path_; }
    std::size_t runs() const { return status_.size(); }
    std::size_t block_runs() const { return runs_per_block(file_.shape("policy").at(0)); }
    /// As the file calls it; `damaged` only where even that cannot be read.
    RunState state(std::size_t run) const { return status_[run]; }
    std::string error(std::size_t run) const { return run < errors_.size() ? errors_[run] : std::string{}; }

    /// The study as it was run, with every value. \throws FileError  it is damaged
    std::string effective_study() const;
    /// A text attribute of the file; empty when there is none.
    std::string text(std::string const& name) const;
    /// When the batch is to end early, and how it did. \throws FileError  what the file says is damaged
    std::optional<StoppingRule> stopping() const;
    std::optional<Stopped> stopped() const;
    /// The batch came to its end.
    bool complete() const;
    /// Runs, from the first on, that the file is to hold: all unless the batch ended early, when it had
    /// enough.
    std::size_t needed_runs() const;
    /// Paths and fingerprints of what the study was read from.
    std::vector<std::pair<std::string, std::string>> inputs() const;

    /// The runs of a block: with their results where they have ended and are whole, with their message where
    /// they failed, else pending. \param damaged  how many were called ok and are not intact is added here
    std::vector<RunResult> block(std::size_t number, std::span<OutputInfo const> outputs,
                                 std::span<DimensionInfo const> dimensions,
                                 std::size_t* damaged = nullptr) const;

    /// Whether all that the file tells besides its runs is what the header says: texts, dimensions,
    /// parameters, municipalities. Lays out a file of its own beside this one for a moment.
    /// \param summary  the summary of a complete file, too, is what its runs give; else it is not looked at
    bool tells(ResultsHeader const& header, bool summary) const;

    /// Finds the blocks over which the HDF5 library crashes, by reading all of them in another process: from
    /// then on their runs are damaged. To be called before threads are started.
    void find_deadly(std::span<OutputInfo const> outputs, std::span<DimensionInfo const> dimensions);

  private:
    hdf5::File open(std::string const& path);
    bool compare(ResultsHeader const& header, bool summary, std::string const& path) const;

    std::string path_, mended_;  // the second: the copy that was filled up, if there is one
    hdf5::File file_;
    std::vector<RunState> status_;
    std::vector<std::string> errors_;
    std::vector<double> seconds_;
    std::vector<bool> deadly_;  // by block
};

}  // namespace spil
