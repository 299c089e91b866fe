#pragma once
/// \file points.hpp  Two policies over points in parameter space: at how many is one ahead, by how much, and
/// what decides it?
///
///     gap_p      mean(first - second) over the worlds of point p that both have
///     won        points at which the first is ahead, a tie counting half;   Wilson interval over points
///     relative   100 gap_p / |(mean of first + mean of second) / 2|         median, 10th, 90th percentile
///     driver     Spearman's rank correlation of a sampled quantity with gap_p, over points
///
/// The unit is the point: worlds of one point share its parameters and only sharpen its value. The interval
/// says how well the share of the *sampled space* is known, not how likely the world is to be like that.
///
/// What is meaningless under a design is not told. Of a saltelli design only the rows of A and B are points
/// of their own: the others are left out. Points of full_factorial and morris are laid out, not drawn: no
/// interval. Along the trajectories of morris quantities move one at a time, a few steps each: no drivers,
/// asking for them is an error. A quantity whose values are more than two words has no ranks: no driver.
/// Source: Wilson (1927); Spearman (1904), mean ranks for ties.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/results.hpp"

namespace spil {

/// Two policies at one point.
struct PointGap {
    int point = 0;
    std::size_t worlds = 0;  ///< that both have a value for, at least one
    double first = 0.0;      ///< mean over these worlds
    double second = 0.0;
    double gap = 0.0;  ///< first - second, outcome's unit

    /// The gap in percent of the mean of the two; 0 when both are 0, NaN when their mean alone is.
    double percent() const;
};

/// Rank correlation of a sampled quantity with the gap.
struct Driver {
    std::string name;  ///< "section.parameter"
    double correlation = 0.0;
};

struct PointComparison {
    std::string first, second;
    std::size_t missing = 0;  ///< points without a world that both have
    std::size_t ties = 0;
    double wins = 0.0;   ///< points at which the first is ahead, ties counting half
    double share = 0.0;  ///< wins / points; NaN without points
    Interval interval;   ///< Wilson; NaN where the design has none
    double median_percent = 0.0, p10_percent = 0.0, p90_percent = 0.0;  ///< NaN without points
    std::vector<PointGap> gaps;                                         ///< by point
    std::vector<Driver> drivers = {};                                   ///< the strongest first
};

/// The gaps of two policies at every point that has a world with a value under both, by point.
/// \param point_of_world  indexed by the number of the world; -1: the world is left out
std::vector<PointGap> point_gaps(std::span<RunValue const> first, std::span<RunValue const> second,
                                 std::span<int const> point_of_world);

/// What the gaps add up to; names and missing are left to the caller. With `none` a higher value is ahead.
PointComparison sum_up(std::vector<PointGap> gaps, Direction direction, double confidence);

/// Spearman's rank correlation; NaN below two values or when one side does not vary.
double rank_correlation(std::span<double const> x, std::span<double const> y);

/// The `most` quantities whose values go most with the gap, in either direction; those that do not vary, or
/// are more than two words, are left out.
std::vector<Driver> drivers_of(std::span<PointGap const> gaps, PointTable const& table, std::size_t most);

/// What to compare. Empty fields take their default.
struct PointRequest {
    std::vector<std::string> outcomes = {};  ///< default: as ComparisonRequest
    std::optional<int> year = {};            ///< for yearly outcomes; default: the last
    std::string baseline = {};               ///< default: the study's first policy
    std::vector<std::string> pairs =
        {};  ///< "first:second", besides each policy against the baseline; once each
    double confidence = 0.95;
    std::size_t drivers = 0;  ///< how many to tell for each pair
};

/// One outcome: each policy against the baseline, then the pairs asked for.
struct OutcomePoints {
    OutcomeLabel label;
    double confidence = 0.95;
    std::vector<PointComparison> pairs;
    std::string design = {};  ///< of the points
};

/// \throws InputError  the file has no points; unknown outcome, policy or year; a confidence outside (0, 1);
///                     drivers asked of a design that has none
std::vector<OutcomePoints> compare_points(Results const& results, PointRequest const& request = {});

}  // namespace spil
