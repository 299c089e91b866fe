#pragma once
/// \file paired.hpp  Two policies met the same worlds: what is the difference, and how sure is it?
///
///   d_w = policy_w - baseline_w          t = mean(d) / (sd(d)/sqrt(n)),  n - 1 degrees of freedom
///   worth = (var(policy) + var(baseline)) / var(d)
///
/// `worth` says how many times as many runs two independent batches would need for an equally narrow
/// interval. The unit is the world: replicates of one world share its circumstances, so they are averaged
/// within the world first and only sharpen that world's value. Wins count half for a tie.
/// Source: Student (1908); Welch (1947); Holm (1979); common random numbers after Law (2015), chapter 11.

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "analysis/summary.hpp"

namespace spil {

/// Which way an outcome is better. With `none`, "winning" a world means no more than a higher value.
enum class Direction { none, higher_is_better, lower_is_better };

/// "higher_is_better", as results files and JSON have it.
std::string_view to_string(Direction direction);

/// The unpaired test on the same numbers, kept for reference. NaN where a side has fewer than two worlds or
/// nothing varies.
struct WelchTest {
    double t = 0.0;
    double df = 0.0;
    double p = 0.0;
    Interval interval;  ///< of the difference of means, in the outcome's unit
};

/// A policy against the baseline over the worlds in which both have a value.
struct PairedComparison {
    std::size_t worlds = 0;   ///< pairs used
    std::size_t missing = 0;  ///< pairs dropped because a side was NaN
    double confidence = 0.95;

    double policy_mean = 0.0;    ///< outcome's unit; NaN without worlds
    double baseline_mean = 0.0;  ///< outcome's unit; NaN without worlds
    double difference = 0.0;     ///< mean of policy - baseline, outcome's unit; NaN without worlds
    double percent = 0.0;        ///< 100 * difference / |baseline_mean|; NaN when the baseline's mean is 0
    double sd = 0.0;             ///< of the differences; NaN below two worlds
    Interval interval;  ///< Student-t, of the difference; NaN below two worlds, a point when `constant`

    /// The policy differs from the baseline by the same amount in every world (to rounding), in at least two.
    /// Then sd is 0, t and p do not exist (NaN) and the pairing is exact.
    bool constant = false;
    double t = 0.0;
    double df = 0.0;  ///< worlds - 1; 0 below two worlds
    double p = 0.0;   ///< two-sided

    std::size_t ties = 0;
    double wins = 0.0;       ///< worlds in which the policy is better, ties counting half
    double win_share = 0.0;  ///< wins / worlds; NaN without worlds
    Interval win_interval;   ///< Wilson

    double correlation = 0.0;     ///< NaN when a side does not vary
    double variance_ratio = 0.0;  ///< var(d) / (var(policy) + var(baseline)); NaN when nothing varies at all
    double worth = 0.0;           ///< 1 / variance_ratio; infinite when only the difference is constant
    WelchTest welch;

    /// The interval exists and leaves zero out.
    bool clear() const { return interval.low > 0.0 || interval.high < 0.0; }
};

/// Compares world by world. Both spans hold one value per world, same worlds, same order; NaN = missing.
/// \param confidence  of every interval, in (0, 1)
/// \throws ContractError when the sizes differ or the confidence is out of range
PairedComparison compare_paired(std::span<double const> policy, std::span<double const> baseline,
                                Direction direction, double confidence = 0.95);

/// Holm's step-down adjustment, in the order given: p values that may be read side by side. A NaN stays NaN
/// and does not count as a comparison.
std::vector<double> holm(std::span<double const> p);

/// One run's value; NaN when the run is missing.
struct RunValue {
    int world = 0;
    int replicate = 0;
    double value = 0.0;
};

/// Averages replicates within their world, leaving out missing ones. Gives one value for each of `worlds`, in
/// that order; NaN where every replicate is missing. Runs of other worlds are ignored.
std::vector<double> world_means(std::span<RunValue const> runs, std::span<int const> worlds);

/// Two policies' values per world, made comparable.
struct WorldPairs {
    std::vector<double> policy;    ///< per world, NaN = missing
    std::vector<double> baseline;  ///< same worlds, same order
};

/// Averages within worlds over the replicates that *both* policies have, so that a replicate that failed
/// under one policy does not leave its luck in the other's mean.
WorldPairs pair_worlds(std::span<RunValue const> policy, std::span<RunValue const> baseline,
                       std::span<int const> worlds);

}  // namespace spil
