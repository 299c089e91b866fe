#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
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

}  // namespace

int compare(CompareArguments const& arguments) {
    auto baseline = arguments.baseline;
    if (baseline.empty())
        baseline = hdf5::File::open(arguments.file).text_attribute("/", "baseline_policy").value_or("");
    Results const results(arguments.file);
    if (baseline.empty()) baseline = results.policies().front();
    auto const planned = results.planned_worlds();
    TableOptions const options{.width = width(),
                               .failed_runs = results.failed_runs(),
                               .pending_runs = results.pending_runs(),
                               .points = results.points().points(),
                               .stopped_after_worlds = planned ? results.worlds().size() : 0,
                               .planned_worlds = planned.value_or(0),
                               .lineage = results.lineage()};
    if (arguments.points) {
        auto const points = compare_points(results, {.outcomes = arguments.outcomes,
                                                     .year = arguments.year,
                                                     .baseline = baseline,
                                                     .pairs = arguments.pairs,
                                                     .confidence = arguments.confidence,
                                                     .drivers = arguments.drivers});
        auto const text = arguments.json       ? points_json(points, options)
                          : arguments.markdown ? points_markdown(points, options)
                                               : points_table(points, options);
        std::fputs(text.c_str(), stdout);
        return exit_code::ok;
    }
    std::vector<std::string> skipped;
    auto const comparisons = compare_results(results,
                                             {.outcomes = arguments.outcomes,
                                              .year = arguments.year,
                                              .baseline = baseline,
                                              .confidence = arguments.confidence},
                                             &skipped);
    auto const text =
        arguments.json ? compare_json(comparisons, options) : compare_table(comparisons, options);
    std::fputs(text.c_str(), stdout);
    for (auto const& name : skipped)
        fmt::print(stderr, "not compared, as fewer than two worlds have a value under two policies: {}\n",
                   name);
    return exit_code::ok;
}

}  // namespace spil::cli
