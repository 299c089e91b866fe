#pragma once
/// \file results.hpp  The results file of a study: laid out in full at the start, filled in blocks of runs.
///
/// One HDF5 file that netCDF tools open. The root holds the runs (which policy, which world, how they ended),
/// the results over run and further dimensions, and all that went in: parameters, knobs, municipalities, the
/// study's text. The group `runtime` alone holds what may differ when a study is run again (dates, threads,
/// seconds); everything else is the same bit for bit.
///
/// Until it is complete the file is called NAME.partial. A block is written in two steps, results first and
/// then the states of its runs, with a flush in between: a run that is called ok is down. The runs of a world
/// are called so together, when all of them have ended: whatever part of a study is down compares all its
/// policies. The checksum of a run stands earlier, so that nothing is lost when a world is cut short. Rows of
/// runs that failed or were never run keep missing values, never zero.
///
/// When it is complete it also has a group `summary`: of every single figure and every yearly national result
/// the mean, sd and quantiles over the runs of each policy. They are worked out from the file's own columns,
/// one result after the other, so that they depend on nothing but the runs that are stored, are exact, and
/// need no more memory than a column.
///
/// Knows results by their declarations only (schema/output): what they mean is decided in model.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/io/hdf5.hpp"
#include "engine/schema/described.hpp"
#include "engine/schema/output.hpp"
#include "engine/world/country.hpp"

namespace spil {

/// A quantity that differs from point to point.
struct SampledQuantity {
    std::string name;  ///< "section.parameter"
    std::string unit, meaning;
    std::string type;          ///< "number", "whole number", "true or false", "word"
    std::string distribution;  ///< as a study has it; "list" where the values are given
    double low = 0, high = 0;
};

/// The points in parameter space of a study with uncertainties; without quantities, a study has none.
struct SampledPoints {
    std::vector<SampledQuantity> quantities;
    std::string design;                         ///< "latin_hypercube", "morris", ...
    std::vector<double> values;                 ///< point by quantity
    std::vector<double> shares;                 ///< likewise, what the values were made of; empty for a list
    std::vector<std::int32_t> block, moved;     ///< by point, for designs whose points belong together
    std::vector<std::int32_t> world_point;      ///< the point that each world belongs to
    std::vector<std::int32_t> world_replicate;  ///< its number among the worlds of that point
};

/// When a batch may end before all its worlds have run: as soon as the paired difference of an outcome from
/// the baseline is known this precisely. How that is judged is decided in analysis/sequential.hpp.
struct StoppingRule {
    std::string outcome;                ///< a single figure, or a yearly one, of which the last year counts
    std::vector<std::string> policies;  ///< whose differences must be known
    double halfwidth = 0;               ///< of the interval, in the outcome's unit
    double confidence = 0.95;
    std::string method;  ///< the rule in words
    bool operator==(StoppingRule const&) const = default;
};

/// How a batch with such a rule ended. Runs of later worlds are not in the file, and are not lacking.
struct Stopped {
    std::size_t worlds = 0;  ///< in the file: all of the study when they were not enough
    bool reached = false;
    std::vector<double> differences, halfwidths;  ///< of each of the rule's policies, over these worlds
    bool operator==(Stopped const&) const = default;
};

/// Everything about a study that the file tells besides its results.
struct ResultsHeader {
    std::string title, description;
    std::string study_text;                                   ///< of the study file, as it stands
    std::string effective_text;                               ///< with every value written out
    std::vector<std::pair<std::string, std::string>> inputs;  ///< path and sha256, the study first
    std::string schedule;                                     ///< as a text
    std::string primary_outcome, baseline_policy;

    std::int64_t master_seed = 0;
    std::vector<std::uint64_t> world_seeds;     ///< one for each world
    std::vector<std::string> policies;          ///< names
    std::vector<std::string> presets;           ///< of each policy; "" for none
    std::vector<std::string> trunks;            ///< policy that each grows from; "" for none
    std::vector<std::int32_t> fork_months;      ///< months under that; -1 for none
    std::vector<std::vector<Described>> knobs;  ///< of each policy, in the same order
    std::vector<Described> parameters;
    std::vector<std::vector<Described>> missions;  ///< of each mission, in the same order
    SampledPoints points;
    std::optional<StoppingRule> stopping;  ///< none: all worlds are run

    std::vector<OutputInfo> outputs;
    std::vector<DimensionInfo> dimensions;  ///< every one that the outputs name
    Country const* country = nullptr;       ///< must outlive the writer's constructor

    std::size_t runs() const { return world_seeds.size() * policies.size(); }
};

/// Runs that are written together: at least 16, and of every world that they belong to all policies. With
/// more than 64 policies that would be too much to hold, and a block is 16 runs.
constexpr std::size_t runs_per_block(std::size_t policies) {
    constexpr std::size_t least = 16, most_policies = 64;
    return policies > most_policies ? least : policies * ((least + policies - 1) / policies);
}

/// Runs that no two shards of a study share: of every world all policies, or none.
constexpr std::size_t runs_together(std::size_t policies) {
    return std::max(policies, runs_per_block(policies));
}

/// How a run ended.
struct RunResult {
    std::string error;  ///< why it failed; empty when it did not
    RunRecord record;   ///< empty when it failed
    double seconds = 0;
    bool pending = false;  ///< not run yet: a block may be written while some of its runs are missing

    bool ok() const { return !pending && error.empty(); }
};

/// What is told in /runtime when a study ends.
struct RuntimeFacts {
    std::string command_line;
    int threads = 1;  ///< on each rank
    bool complete = true;
    int ranks = 1;  ///< processes that shared the batch
};

/// \throws ContractError when a record does not have the sizes of the declarations, or a count does not fit
void check_record(RunRecord const& record, std::span<OutputInfo const> outputs,
                  std::span<DimensionInfo const> dimensions);

/// Values of an output in one run.
std::size_t values_per_run(OutputInfo const& output, std::span<DimensionInfo const> dimensions);
/// How an output is stored: f4 for series and maps, f8 for single figures, i4 for counts, i8 for cents.
hdf5::Type stored_type(OutputInfo const& output);

/// CRC-64/XZ over the values of a run as they are stored, output by output, little-endian: what stands in
/// `run_checksum`, as the same 64 bits.
std::int64_t run_checksum(RunRecord const& record, std::span<OutputInfo const> outputs);

/// Whether a command is writing the file: HDF5 holds a lock as long as it has it open.
bool being_written(std::string const& path);

/// What to do when the results file, or the rest of an interrupted run, is there already. `resume`: leave
/// both until what they hold was copied and `take_over` is called.
enum class Existing { refuse, replace, resume };

class ResultsWriter {
  public:
    /// Lays out the file. \throws InputError  it is there already; FileError  it cannot be written
    ResultsWriter(std::string path, ResultsHeader const& header, Existing existing);
    ResultsWriter(ResultsWriter const&) = delete;
    ResultsWriter& operator=(ResultsWriter const&) = delete;
    /// Removes what is half-written when no block is down yet; else leaves it under its partial name.
    ~ResultsWriter();

    /// Runs `first`, `first` + 1, ...: a whole block of runs_per_block (or what is left of the last one).
    /// Worlds that have thereby ended are told.
    void write_block(std::size_t first, std::span<RunResult const> results);

    /// Takes the place of the interrupted file, once all that is worth keeping was copied from it.
    void take_over();

    /// Completes the file, with its summary, and gives it its name.
    /// \param stopped  of a batch with a stopping rule
    void finish(RuntimeFacts const& facts, std::optional<Stopped> const& stopped = {});
    /// Closes the file under its partial name; what was written stays.
    void interrupt(RuntimeFacts const& facts);

    std::string const& path() const noexcept { return path_; }
    std::string const& partial_path() const noexcept { return partial_; }
    bool anything_written() const noexcept { return blocks_ > 0; }

  private:
    void write_runtime(RuntimeFacts const& facts);
    void write_states(std::size_t first, std::span<RunResult const> results);
    template <class T>
    void write_output(std::size_t k, std::size_t first, std::span<RunResult const> results);

    std::string path_, partial_;
    std::vector<OutputInfo> outputs_;
    std::vector<hdf5::Shape> shapes_;  // of each output in one run
    std::vector<double> seconds_;
    std::vector<std::int8_t> states_;  // of each run, whether the file tells it yet or not
    std::size_t block_runs_, policies_;
    hdf5::File file_;
    std::size_t blocks_ = 0;
    bool closed_ = false;
    std::chrono::steady_clock::time_point synced_;
    std::string created_;
};

}  // namespace spil
