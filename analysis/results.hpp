#pragma once
/// \file results.hpp  A results file as analysis sees it: which outcomes it holds, and their values per run.
///
/// A run that failed or has not been run is missing (NaN), whatever number the file holds in its place: never
/// zero. Nothing is written. Values are read when they are asked for, one outcome at a time.
///
/// Layout read: dimensions run, policy (names), year; run_policy (an index into policy), run_world,
/// run_replicate and run_status (1 = ok, 0 = pending, others = failed) over run; every other numeric variable
/// of the root whose first dimension is run is an outcome, with units, long_name and direction. With
/// uncertainties also world_point over world, point_value over point and uncertainty, and, where they are
/// there, the attribute points_design, uncertainty_type and point_moved; where policies grow from others,
/// policy_from and policy_fork_month over policy. Of a batch that ended early, because it had enough worlds,
/// only the runs of these worlds are seen (stopping:stopped_after_worlds).

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/compare.hpp"
#include "engine/io/hdf5.hpp"

namespace spil {

/// A variable that holds what came out of the runs.
struct Outcome {
    std::string name;
    std::string long_name;
    std::string unit;
    Direction direction = Direction::none;
    std::vector<std::string> dimensions;  ///< "run" first

    bool per_run() const { return dimensions.size() == 1; }
    bool yearly() const { return dimensions.size() == 2 && dimensions[1] == "year"; }
};

/// The points in parameter space of a study with uncertainties; empty when it has none.
struct PointTable {
    std::vector<std::string> quantities;  ///< sampled: "section.parameter"
    std::vector<double> values;           ///< point by quantity
    std::vector<int> world_point;         ///< point of each world, indexed by the world's number
    std::string design = {};       ///< "latin_hypercube", ...; empty in files of before designs had names
    std::vector<bool> words = {};  ///< by quantity: its values are words, in no order; empty: none is
    std::vector<int> moved = {};   ///< by point: quantity that was changed, -1: none; empty: no design
                                   ///< whose points belong together

    std::size_t points() const { return quantities.empty() ? 0 : values.size() / quantities.size(); }
};

/// An open results file.
class Results {
  public:
    /// Opens the file and reads its index of runs.
    /// \throws FileError  it cannot be read or is not a results file
    explicit Results(std::string const& path);

    std::string const& path() const { return file_.path(); }
    std::vector<std::string> const& policies() const { return policies_; }  ///< in the order of the study
    std::vector<int> const& worlds() const { return worlds_; }              ///< of any run, ascending
    std::vector<int> const& years() const { return years_; }                ///< empty when there are none
    std::vector<Outcome> const& outcomes() const { return outcomes_; }      ///< in the order of the file

    /// The outcome the study asks about first, if the file names one.
    std::optional<std::string> primary_outcome() const;

    std::size_t runs() const { return run_policy_.size(); }
    std::size_t failed_runs() const;
    std::size_t pending_runs() const;
    /// Worlds of the study, when the batch ended before all of them were run; else none.
    std::optional<std::size_t> planned_worlds() const { return planned_worlds_; }

    /// \throws InputError  no such outcome; names the nearest or all
    Outcome const& outcome(std::string const& name) const;

    /// The year a value is taken from: none for a per-run outcome; for a yearly one `year`, by default the
    /// last. \throws InputError  a year the file does not hold, or one asked of a per-run outcome
    std::optional<int> year_of(Outcome const& outcome, std::optional<int> year) const;

    /// One value for every run of every policy, in the order of policies(), in the outcome's unit.
    /// \throws InputError  as outcome() and year_of(), or an outcome with more dimensions than run and year
    std::vector<PolicyRuns> run_values(std::string const& outcome, std::optional<int> year = {}) const;

    /// What differs from point to point. \throws FileError  what the file says about it does not fit together
    PointTable points() const;

    /// The policies that grow from another one, in the order of the study.
    std::vector<Lineage> lineage() const;

    /// One value per world, in the order of worlds(): the mean of its replicates that are not missing.
    /// \throws InputError  as run_values(), or an unknown policy
    std::vector<double> world_values(std::string const& outcome, std::string const& policy,
                                     std::optional<int> year = {}) const;

  private:
    hdf5::File file_;
    std::vector<std::string> policies_;
    std::vector<int> worlds_;
    std::vector<int> years_;
    std::vector<Outcome> outcomes_;
    std::vector<std::int32_t> run_policy_;
    std::vector<std::int32_t> run_world_;
    std::vector<std::int32_t> run_replicate_;
    std::vector<std::int8_t> run_status_;
    std::optional<std::size_t> planned_worlds_;
};

/// What to compare. Empty fields take their default.
struct ComparisonRequest {
    std::vector<std::string> outcomes =
        {};                        ///< default: primary outcome, then the per-run ones with a direction
    std::optional<int> year = {};  ///< for yearly outcomes; default: the last
    std::string baseline = {};     ///< default: the study's first policy
    double confidence = 0.95;
};

/// Outcomes compared unless some are named: the primary one, then the per-run ones with a direction.
std::vector<std::string> default_outcomes(Results const& results);

/// The label of one of the outcomes `names`. A year is meant for the yearly ones among them; it is a mistake
/// only without any. \throws InputError  as Results::outcome() and Results::year_of()
OutcomeLabel label_of(Results const& results, std::vector<std::string> const& names, std::string const& name,
                      std::optional<int> year);

/// The policies of a file, compared on each outcome asked for. Of the outcomes taken by default, those that
/// fewer than two worlds have under the baseline and another policy are left out; their names go to
/// `skipped`. When none is left, or when the outcome was asked for by name, that is an error.
/// \throws InputError  as Results::run_values() and compare_policies(), or nothing to compare by default
std::vector<OutcomeComparison> compare_results(Results const& results, ComparisonRequest const& request = {},
                                               std::vector<std::string>* skipped = nullptr);

}  // namespace spil
