#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "analysis/compare_table.hpp"
#include "analysis/points_table.hpp"
#include "analysis/results.hpp"
#include "cli/commands.hpp"
#include "engine/io/hdf5.hpp"

namespace spil::cli {

namespace {

/// Columns of the terminal; 110 where there is none.
std::size_t width() {
    winsize size{};
    bool const known =
        ::isatty(STDOUT_FILENO) != 0 && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? std::clamp<std::size_t>(size.ws_col, 60, 140) : 110;
}

/// The outcomes that are compared unless some are named: the leading one and every single figure of which
/// more or less is better. Those without two worlds to compare are put aside.
std::vector<std::string> by_default(Results const& results, std::string const& baseline,
                                    std::vector<std::string>& aside) {
    std::vector<std::string> names;
    if (auto const primary = results.primary_outcome()) names.push_back(*primary);
    for (auto const& o : results.outcomes())
        if (o.per_run() && o.direction != Direction::none && (names.empty() || o.name != names.front()))
            names.push_back(o.name);
    auto const comparable = [&](std::string const& name) {
        auto const base = results.world_values(name, baseline);
        return std::any_of(results.policies().begin(), results.policies().end(), [&](auto const& policy) {
            if (policy == baseline) return false;
            auto const values = results.world_values(name, policy);
            std::size_t pairs = 0;
            for (std::size_t w = 0; w < base.size(); ++w)
                if (!std::isnan(base[w]) && !std::isnan(values[w])) ++pairs;
            return pairs >= 2;
        });
    };
    auto const middle = std::stable_partition(names.begin(), names.end(), comparable);
    // When none is left, the comparison itself says why.
    if (middle == names.begin()) return names;
    aside.assign(middle, names.end());
    names.erase(middle, names.end());
    return names;
}

}  // namespace

int compare(CompareArguments const& arguments) {
    auto baseline = arguments.baseline;
    if (baseline.empty())
        baseline = hdf5::File::open(arguments.file).text_attribute("/", "baseline_policy").value_or("");
    Results const results(arguments.file);
    if (baseline.empty()) baseline = results.policies().front();
    std::vector<std::string> aside;
    auto const outcomes =
        arguments.outcomes.empty() ? by_default(results, baseline, aside) : arguments.outcomes;
    auto const say_aside = [&] {
        for (auto const& name : aside)
            fmt::print(stderr, "not compared, as fewer than two worlds have a value under two policies: {}\n",
                       name);
        return exit_code::ok;
    };
    TableOptions const options{.width = width(),
                               .failed_runs = results.failed_runs(),
                               .pending_runs = results.pending_runs(),
                               .points = results.points().points()};
    if (arguments.points) {
        auto const points = compare_points(results, {.outcomes = outcomes,
                                                     .year = arguments.year,
                                                     .baseline = baseline,
                                                     .pairs = arguments.pairs,
                                                     .confidence = arguments.confidence,
                                                     .drivers = arguments.drivers});
        auto const text = arguments.json       ? points_json(points, options)
                          : arguments.markdown ? points_markdown(points, options)
                                               : points_table(points, options);
        std::fputs(text.c_str(), stdout);
        return say_aside();
    }
    auto const comparisons = compare_results(results, {.outcomes = outcomes,
                                                       .year = arguments.year,
                                                       .baseline = baseline,
                                                       .confidence = arguments.confidence});
    auto const text =
        arguments.json ? compare_json(comparisons, options) : compare_table(comparisons, options);
    std::fputs(text.c_str(), stdout);
    return say_aside();
}

}  // namespace spil::cli
