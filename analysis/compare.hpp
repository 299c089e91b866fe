#pragma once
/// \file compare.hpp  All policies of a study against one of them, on one outcome.
///
/// Each policy meets the baseline world by world (paired.hpp); the p values of one outcome are also given
/// with Holm's adjustment, since they are read side by side.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "analysis/paired.hpp"

namespace spil {

/// A policy that grows from another one.
struct Lineage {
    std::string policy, from;
    int fork_month = 0;  ///< months that it is run as `from`
};

/// What is compared, as it is called in the results file.
struct OutcomeLabel {
    std::string name;            ///< of the variable
    std::string long_name = {};  ///< for people; empty = use the name
    std::string unit = {};       ///< "1" or empty = none
    Direction direction = Direction::none;
    std::optional<int> year = {};  ///< set when one year was taken out of a series
};

/// One policy's runs; NaN = failed or not run.
struct PolicyRuns {
    std::string policy;
    std::vector<RunValue> runs;
};

/// One line of the comparison.
struct PolicyComparison {
    std::string policy;
    double mean = 0.0;        ///< over all worlds the policy has a value for, whether or not the baseline has
    std::size_t worlds = 0;   ///< with a value; for a policy that is compared, with a value under both
    std::size_t missing = 0;  ///< worlds of the design without it
    std::optional<PairedComparison> against_baseline = {};  ///< none for the baseline itself
    double holm_p = 0.0;  ///< adjusted over the policies of this outcome; NaN where there is no p
};

/// The policies on one outcome, the baseline first, the rest in the order of the study.
struct OutcomeComparison {
    OutcomeLabel label;
    std::string baseline;
    double confidence = 0.95;
    std::vector<PolicyComparison> policies;
};

/// How to compare.
struct ComparisonOptions {
    std::string baseline = {};  ///< empty = the study's first policy
    double confidence = 0.95;
    std::string file = {};  ///< named in errors
};

/// False when the baseline and no other policy share two worlds with a value, so that compare_policies would
/// find nothing to say. A question that is wrong in itself is for compare_policies to refuse.
bool comparable(std::vector<PolicyRuns> const& policies, ComparisonOptions const& options);

/// Compares every policy with the baseline over the worlds that occur in any of the runs.
/// \throws InputError  unknown baseline; fewer than two policies or worlds; no policy that shares two
/// finished
///                     worlds with the baseline; a confidence outside (0, 1)
OutcomeComparison compare_policies(OutcomeLabel label, std::vector<PolicyRuns> const& policies,
                                   ComparisonOptions const& options);

}  // namespace spil
