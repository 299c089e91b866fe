#include "analysis/paired.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "engine/core/error.hpp"

namespace spil {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// The differences of one pair of policies, with what they are differences of.
struct Pairs {
    std::vector<double> policy;
    std::vector<double> baseline;
    std::vector<double> difference;
};

Pairs complete_pairs(std::span<double const> policy, std::span<double const> baseline) {
    Pairs pairs;
    for (std::size_t w = 0; w < policy.size(); ++w) {
        if (std::isnan(policy[w]) || std::isnan(baseline[w])) continue;
        pairs.policy.push_back(policy[w]);
        pairs.baseline.push_back(baseline[w]);
        pairs.difference.push_back(policy[w] - baseline[w]);
    }
    return pairs;
}

/// (x + 0.1) - x is not 0.1 for every x: differences equal to rounding of their terms count as equal, or the
/// noise of the last bit would pass for a minute standard deviation and a gigantic t.
bool all_equal_to_rounding(Pairs const& pairs) {
    double largest = 0.0;
    for (std::size_t w = 0; w < pairs.difference.size(); ++w) {
        largest = std::max({largest, std::abs(pairs.policy[w]), std::abs(pairs.baseline[w])});
    }
    auto const [low, high] = std::minmax_element(pairs.difference.begin(), pairs.difference.end());
    return *high - *low <= 4.0 * std::numeric_limits<double>::epsilon() * largest;
}

WelchTest welch_test(Pairs const& pairs, double confidence) {
    auto const n = static_cast<double>(pairs.policy.size());
    double const a = sample_variance(pairs.policy) / n;
    double const b = sample_variance(pairs.baseline) / n;
    double const difference = mean(pairs.policy) - mean(pairs.baseline);
    WelchTest test{nan, nan, nan, {nan, nan}};
    if (!(a + b > 0.0)) return test;
    test.t = difference / std::sqrt(a + b);
    test.df = (a + b) * (a + b) * (n - 1.0) / (a * a + b * b);
    test.p = two_sided_p(test.t, test.df);
    test.interval = student_t_interval(difference, std::sqrt(a + b), test.df, confidence);
    return test;
}

void count_wins(PairedComparison& result, Pairs const& pairs, Direction direction) {
    for (double const d : pairs.difference) {
        bool const better = direction == Direction::lower_is_better ? d < 0.0 : d > 0.0;
        if (d == 0.0) ++result.ties;
        if (better) result.wins += 1.0;
    }
    result.wins += 0.5 * static_cast<double>(result.ties);
    auto const n = static_cast<double>(result.worlds);
    result.win_share = result.worlds == 0 ? nan : result.wins / n;
    result.win_interval = wilson_interval(result.wins, n, result.confidence);
}

void test_difference(PairedComparison& result, Pairs const& pairs) {
    auto const n = static_cast<double>(result.worlds);
    result.t = result.p = result.sd = nan;
    result.interval = {nan, nan};
    if (result.worlds < 2) return;
    result.df = n - 1.0;
    result.constant = all_equal_to_rounding(pairs);
    result.sd = result.constant ? 0.0 : sample_sd(pairs.difference);
    double const standard_error = result.sd / std::sqrt(n);
    result.interval = student_t_interval(result.difference, standard_error, result.df, result.confidence);
    if (result.constant) return;
    result.t = result.difference / standard_error;
    result.p = two_sided_p(result.t, result.df);
}

void weigh_pairing(PairedComparison& result, Pairs const& pairs) {
    double const paired = result.sd * result.sd;
    double const unpaired = sample_variance(pairs.policy) + sample_variance(pairs.baseline);
    bool const varies = unpaired > 0.0;
    result.correlation = correlation(pairs.policy, pairs.baseline);
    result.variance_ratio = varies ? paired / unpaired : nan;
    result.worth = varies ? unpaired / paired : nan;
}

}  // namespace

std::string_view to_string(Direction direction) {
    if (direction == Direction::higher_is_better) return "higher_is_better";
    return direction == Direction::lower_is_better ? "lower_is_better" : "none";
}

PairedComparison compare_paired(std::span<double const> policy, std::span<double const> baseline,
                                Direction direction, double confidence) {
    SPIL_EXPECT(policy.size() == baseline.size(), "two policies are compared over the same worlds");
    SPIL_EXPECT(confidence > 0.0 && confidence < 1.0, "a confidence lies between 0 and 1, both excluded");
    auto const pairs = complete_pairs(policy, baseline);
    PairedComparison result;
    result.worlds = pairs.difference.size();
    result.missing = policy.size() - result.worlds;
    result.confidence = confidence;
    result.policy_mean = mean(pairs.policy);
    result.baseline_mean = mean(pairs.baseline);
    result.difference = mean(pairs.difference);
    result.percent =
        result.baseline_mean == 0.0 ? nan : 100.0 * result.difference / std::abs(result.baseline_mean);
    test_difference(result, pairs);
    count_wins(result, pairs, direction);
    weigh_pairing(result, pairs);
    result.welch = welch_test(pairs, confidence);
    return result;
}

std::vector<double> holm(std::span<double const> p) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < p.size(); ++i) {
        if (!std::isnan(p[i])) order.push_back(i);
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
    std::vector<double> adjusted(p.begin(), p.end());
    double floor = 0.0;
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        auto const remaining = static_cast<double>(order.size() - rank);
        floor = std::max(floor, std::min(1.0, remaining * p[order[rank]]));
        adjusted[order[rank]] = floor;
    }
    return adjusted;
}

std::vector<double> world_means(std::span<RunValue const> runs, std::span<int const> worlds) {
    std::map<int, std::vector<double>> by_world;
    for (auto const& run : runs) {
        if (!std::isnan(run.value)) by_world[run.world].push_back(run.value);
    }
    std::vector<double> means;
    means.reserve(worlds.size());
    for (int const world : worlds) {
        auto const found = by_world.find(world);
        means.push_back(found == by_world.end() ? nan : mean(found->second));
    }
    return means;
}

WorldPairs pair_worlds(std::span<RunValue const> policy, std::span<RunValue const> baseline,
                       std::span<int const> worlds) {
    std::map<std::pair<int, int>, double> other;
    for (auto const& run : baseline) other[{run.world, run.replicate}] = run.value;
    std::vector<RunValue> left;
    std::vector<RunValue> right;
    for (auto const& run : policy) {
        auto const found = other.find({run.world, run.replicate});
        if (found == other.end() || std::isnan(found->second) || std::isnan(run.value)) continue;
        left.push_back(run);
        right.push_back({run.world, run.replicate, found->second});
    }
    return {world_means(left, worlds), world_means(right, worlds)};
}

}  // namespace spil
