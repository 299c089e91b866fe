#include "analysis/compare.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <set>
#include <utility>

#include "engine/core/error.hpp"

namespace spil {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::vector<int> worlds_of(std::vector<PolicyRuns> const& policies) {
    std::set<int> worlds;
    for (auto const& policy : policies) {
        for (auto const& run : policy.runs) worlds.insert(run.world);
    }
    return {worlds.begin(), worlds.end()};
}

std::size_t baseline_row(std::vector<PolicyRuns> const& policies, std::string const& baseline) {
    if (baseline.empty()) return 0;
    for (std::size_t row = 0; row < policies.size(); ++row) {
        if (policies[row].policy == baseline) return row;
    }
    return policies.size();
}

/// Everything that makes the comparison impossible before a number is computed.
std::vector<Problem> problems_of(std::vector<PolicyRuns> const& policies, std::vector<int> const& worlds,
                                 ComparisonOptions const& options) {
    std::vector<Problem> problems;
    auto const say = [&](std::string message) {
        problems.push_back({Place{.file = options.file}, std::move(message)});
    };
    if (!(options.confidence > 0.0 && options.confidence < 1.0)) {
        say("a confidence lies between 0 and 1, both excluded; 0.95 is usual");
    }
    if (policies.size() < 2)
        say("a comparison needs two policies; the study has " + std::to_string(policies.size()));
    if (baseline_row(policies, options.baseline) == policies.size() && !policies.empty()) {
        std::string names;
        for (auto const& policy : policies) names += (names.empty() ? "" : ", ") + policy.policy;
        say("no policy is called '" + options.baseline + "'; the study has " + names);
    }
    if (worlds.empty()) say("no worlds to compare over");
    if (worlds.size() == 1) say("one world gives no interval; run more worlds");
    return problems;
}

PolicyComparison row_of(PolicyRuns const& policy, std::vector<int> const& worlds) {
    auto const all = world_means(policy.runs, worlds);
    std::vector<double> known;
    std::copy_if(all.begin(), all.end(), std::back_inserter(known), [](double x) { return !std::isnan(x); });
    return {policy.policy, mean(known), known.size(), worlds.size() - known.size(), std::nullopt, nan};
}

void adjust(std::vector<PolicyComparison>& rows) {
    std::vector<double> p;
    p.reserve(rows.size());
    for (auto const& row : rows) p.push_back(row.against_baseline ? row.against_baseline->p : nan);
    auto const adjusted = holm(p);
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i].holm_p = adjusted[i];
}

}  // namespace

bool comparable(std::vector<PolicyRuns> const& policies, ComparisonOptions const& options) {
    auto const worlds = worlds_of(policies);
    if (!problems_of(policies, worlds, options).empty()) return true;
    auto const base = baseline_row(policies, options.baseline);
    for (std::size_t i = 0; i < policies.size(); ++i) {
        if (i == base) continue;
        auto const pairs = pair_worlds(policies[i].runs, policies[base].runs, worlds);
        std::size_t shared = 0;
        for (std::size_t w = 0; w < worlds.size(); ++w)
            if (!std::isnan(pairs.policy[w]) && !std::isnan(pairs.baseline[w])) ++shared;
        if (shared >= 2) return true;
    }
    return false;
}

OutcomeComparison compare_policies(OutcomeLabel label, std::vector<PolicyRuns> const& policies,
                                   ComparisonOptions const& options) {
    auto const worlds = worlds_of(policies);
    auto problems = problems_of(policies, worlds, options);
    if (!problems.empty()) throw InputError(std::move(problems));

    auto const base = baseline_row(policies, options.baseline);
    OutcomeComparison result{std::move(label), policies[base].policy, options.confidence, {}};
    result.policies.push_back(row_of(policies[base], worlds));
    std::size_t most = 0;
    for (std::size_t i = 0; i < policies.size(); ++i) {
        if (i == base) continue;
        auto const pairs = pair_worlds(policies[i].runs, policies[base].runs, worlds);
        auto row = row_of(policies[i], worlds);
        row.against_baseline =
            compare_paired(pairs.policy, pairs.baseline, result.label.direction, options.confidence);
        row.worlds = row.against_baseline->worlds;
        row.missing = row.against_baseline->missing;
        most = std::max(most, row.worlds);
        result.policies.push_back(std::move(row));
    }
    if (most < 2) {
        throw InputError(Place{.file = options.file},
                         "fewer than two worlds have a value of '" + result.label.name + "' under both '" +
                             result.baseline +
                             "' and another policy: no interval is possible; finish the "
                             "runs or run more worlds");
    }
    adjust(result.policies);
    return result;
}

}  // namespace spil
