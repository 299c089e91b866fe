#include "analysis/points.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "engine/core/error.hpp"
#include "engine/core/text.hpp"

namespace spil {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// 1 for the smallest; equal values share the mean of their ranks.
std::vector<double> ranks(std::span<double const> values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> rank(values.size());
    for (std::size_t from = 0; from < order.size();) {
        auto to = from;
        while (to < order.size() && values[order[to]] == values[order[from]]) ++to;
        auto const shared = (static_cast<double>(from) + 1.0 + static_cast<double>(to)) / 2.0;
        for (; from < to; ++from) rank[order[from]] = shared;
    }
    return rank;
}

/// Two policies, as indices into the file's list.
struct Pair {
    std::size_t first = 0, second = 0;

    friend bool operator==(Pair const&, Pair const&) = default;
};

[[noreturn]] void refuse(Results const& results, std::string message) {
    throw InputError(Place{.file = results.path()}, std::move(message));
}

std::size_t policy_index(Results const& results, std::string const& name) {
    auto const& all = results.policies();
    auto const found = std::find(all.begin(), all.end(), name);
    if (found != all.end()) return static_cast<std::size_t>(found - all.begin());
    std::string names;
    for (auto const& p : all) names += (names.empty() ? "" : ", ") + p;
    auto const near = nearest(name, all);
    refuse(results, "no policy is called '" + name + "'; " +
                        (near ? "did you mean '" + *near + "'?" : "it has " + names));
}

/// "first:second"; a colon may stand in a name as well.
Pair pair_of(Results const& results, std::string const& text) {
    auto const& all = results.policies();
    auto const known = [&](std::string const& name) {
        return std::find(all.begin(), all.end(), name) != all.end();
    };
    auto const first_colon = text.find(':');
    if (first_colon == std::string::npos)
        refuse(results, "a pair is two policies with a colon in between, not '" + text + "'");
    auto colon = first_colon;
    for (auto at = colon; at != std::string::npos; at = text.find(':', at + 1))
        if (known(text.substr(0, at)) && known(text.substr(at + 1))) colon = at;
    Pair const pair{policy_index(results, text.substr(0, colon)),
                    policy_index(results, text.substr(colon + 1))};
    if (pair.first == pair.second) refuse(results, "a pair is two different policies, not '" + text + "'");
    return pair;
}

std::vector<Pair> pairs_of(Results const& results, PointRequest const& request) {
    std::vector<Pair> pairs;
    auto const base = request.baseline.empty() ? 0 : policy_index(results, request.baseline);
    pairs.reserve(results.policies().size() + request.pairs.size());
    for (std::size_t p = 0; p < results.policies().size(); ++p)
        if (p != base) pairs.push_back({p, base});
    for (auto const& text : request.pairs) {
        auto const pair = pair_of(results, text);
        if (std::find(pairs.begin(), pairs.end(), pair) == pairs.end()) pairs.push_back(pair);
    }
    if (pairs.empty()) refuse(results, "a comparison needs two policies; the study has one");
    return pairs;
}

/// Leaves of a saltelli design the rows of A and B, which alone are points of their own; how many points
/// there are then.
std::size_t independent_points(PointTable& table) {
    if (table.design != "saltelli") return table.points();
    for (auto& point : table.world_point)
        if (table.moved.at(static_cast<std::size_t>(point)) >= 0) point = -1;
    return static_cast<std::size_t>(std::count(table.moved.begin(), table.moved.end(), -1));
}

/// Whether the points are a sample of the space, from which a share of it can be told.
bool drawn(std::string const& design) {
    return design != "full_factorial" && design != "morris";
}

}  // namespace

double PointGap::percent() const {
    if (gap == 0.0) return 0.0;
    double const middle = (first + second) / 2.0;
    return middle == 0.0 ? nan : 100.0 * gap / std::abs(middle);
}

std::vector<PointGap> point_gaps(std::span<RunValue const> first, std::span<RunValue const> second,
                                 std::span<int const> point_of_world) {
    std::vector<int> worlds(point_of_world.size());
    std::iota(worlds.begin(), worlds.end(), 0);
    auto const pairs = pair_worlds(first, second, worlds);
    std::map<int, std::pair<std::vector<double>, std::vector<double>>> by_point;
    for (std::size_t w = 0; w < worlds.size(); ++w) {
        if (point_of_world[w] < 0 || std::isnan(pairs.policy[w]) || std::isnan(pairs.baseline[w])) continue;
        auto& [a, b] = by_point[point_of_world[w]];
        a.push_back(pairs.policy[w]);
        b.push_back(pairs.baseline[w]);
    }
    std::vector<PointGap> gaps;
    gaps.reserve(by_point.size());
    for (auto const& [point, values] : by_point) {
        auto const& [a, b] = values;
        std::vector<double> difference;
        difference.reserve(a.size());
        for (std::size_t k = 0; k < a.size(); ++k) difference.push_back(a[k] - b[k]);
        gaps.push_back({point, a.size(), mean(a), mean(b), mean(difference)});
    }
    return gaps;
}

PointComparison sum_up(std::vector<PointGap> gaps, Direction direction, double confidence) {
    PointComparison c;
    std::vector<double> percent;
    for (auto const& g : gaps) {
        bool const ahead = direction == Direction::lower_is_better ? g.gap < 0.0 : g.gap > 0.0;
        if (g.gap == 0.0) ++c.ties;
        if (ahead) c.wins += 1.0;
        if (auto const p = g.percent(); !std::isnan(p)) percent.push_back(p);
    }
    c.wins += 0.5 * static_cast<double>(c.ties);
    auto const n = static_cast<double>(gaps.size());
    c.share = gaps.empty() ? nan : c.wins / n;
    c.interval = wilson_interval(c.wins, n, confidence);
    auto const spread = quantiles(percent, std::vector{0.1, 0.5, 0.9});
    c.p10_percent = spread[0];
    c.median_percent = spread[1];
    c.p90_percent = spread[2];
    c.gaps = std::move(gaps);
    return c;
}

double rank_correlation(std::span<double const> x, std::span<double const> y) {
    return correlation(ranks(x), ranks(y));
}

std::vector<Driver> drivers_of(std::span<PointGap const> gaps, PointTable const& table, std::size_t most) {
    std::vector<double> gap;
    gap.reserve(gaps.size());
    for (auto const& g : gaps) gap.push_back(g.gap);
    auto const count = table.quantities.size();
    std::vector<Driver> all;
    std::vector<double> values(gaps.size());
    for (std::size_t k = 0; k < count; ++k) {
        for (std::size_t i = 0; i < gaps.size(); ++i)
            values[i] = table.values[static_cast<std::size_t>(gaps[i].point) * count + k];
        bool const words = k < table.words.size() && table.words[k];
        if (words && std::set<double>(values.begin(), values.end()).size() > 2) continue;
        auto const r = rank_correlation(values, gap);
        if (!std::isnan(r)) all.push_back({table.quantities[k], r});
    }
    std::stable_sort(all.begin(), all.end(), [](Driver const& a, Driver const& b) {
        return std::abs(a.correlation) > std::abs(b.correlation);
    });
    all.resize(std::min(most, all.size()));
    return all;
}

std::vector<OutcomePoints> compare_points(Results const& results, PointRequest const& request) {
    if (!(request.confidence > 0.0 && request.confidence < 1.0))
        refuse(results, "a confidence lies between 0 and 1, both excluded; 0.95 is usual");
    auto table = results.points();
    if (table.quantities.empty())
        refuse(
            results,
            "the study has no points: all its worlds share their parameters; [uncertainties] makes points");
    if (request.drivers > 0 && table.design == "morris")
        refuse(results,
               "the points are trajectories (morris), along which quantities move one at a time: rank "
               "correlations over them say nothing about drivers; leave out --drivers");
    auto const points = independent_points(table);
    auto const pairs = pairs_of(results, request);
    auto const names = request.outcomes.empty() ? default_outcomes(results) : request.outcomes;
    if (names.empty()) refuse(results, "the file names no outcome to compare by default; choose one");
    std::vector<OutcomePoints> all;
    for (auto const& name : names) {
        auto const label = label_of(results, names, name, request.year);
        auto const values = results.run_values(name, label.year);
        OutcomePoints outcome{label, request.confidence, {}, table.design};
        for (auto const& pair : pairs) {
            auto c = sum_up(point_gaps(values[pair.first].runs, values[pair.second].runs, table.world_point),
                            label.direction, request.confidence);
            c.first = values[pair.first].policy;
            c.second = values[pair.second].policy;
            c.missing = points - c.gaps.size();
            if (!drawn(table.design)) c.interval = {nan, nan};
            c.drivers = drivers_of(c.gaps, table, request.drivers);
            outcome.pairs.push_back(std::move(c));
        }
        all.push_back(std::move(outcome));
    }
    return all;
}

}  // namespace spil
