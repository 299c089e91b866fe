/// \file results_summary.cpp  The group `summary` of a results file: mean, sd and quantiles over runs.
///
/// Exact, from the columns of the file itself when all runs are there, rather than from sketches filled while
/// they run: that takes a second where the runs took hours, and depends on nothing but what is stored.

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/core/error.hpp"
#include "engine/core/statistics.hpp"
#include "engine/io/results_layout.hpp"
#include "engine/io/results_variables.hpp"

namespace spil {

namespace {

using hdf5::Type;
using Texts = std::vector<std::string>;

constexpr std::array<double, 5> shares{0.05, 0.25, 0.5, 0.75, 0.95};

bool yearly(OutputInfo const& o) {
    return o.dimensions.size() == 1 && o.dimensions[0] == "year";
}
bool summarised(OutputInfo const& o) {
    return o.dimensions.empty() || yearly(o);
}

std::string name_of(std::string const& output, char const* what) {
    return "summary/" + output + what;
}

void counts(hdf5::File& file, std::string const& name, Texts const& dimensions, std::string const& meaning) {
    file.create_variable({.name = name,
                          .type = Type::int32,
                          .dimensions = dimensions,
                          .text_attributes = about("1", meaning)});
}

/// What is said about some years of one output under each policy.
struct Part {
    std::vector<std::int32_t> runs;
    std::vector<double> means, sds, quantiles;
};

/// \param column  one value for each run and year, NaN where there is none
Part summary_of(std::vector<double> const& column, std::size_t policies, std::size_t years) {
    auto const runs = column.size() / years;
    Part part;
    std::vector<double> values;
    values.reserve(runs / policies + 1);
    for (std::size_t p = 0; p < policies; ++p)
        for (std::size_t y = 0; y < years; ++y) {
            values.clear();
            for (auto run = p; run < runs; run += policies)
                if (auto const x = column[run * years + y]; !std::isnan(x)) values.push_back(x);
            part.runs.push_back(static_cast<std::int32_t>(values.size()));
            part.means.push_back(mean(values));
            part.sds.push_back(sample_sd(values));
            auto const q = quantiles(values, shares);
            part.quantiles.insert(part.quantiles.end(), q.begin(), q.end());
        }
    return part;
}

/// The values of an output in years [first, first + count) in all runs; in those that are not ok, NaN.
std::vector<double> column_of(hdf5::File const& file, OutputInfo const& output,
                              std::vector<std::int8_t> const& status, std::size_t first, std::size_t count) {
    auto const runs = status.size();
    auto column = yearly(output) ? file.read<double>(output.name, {0, first}, {runs, count})
                                 : file.read<double>(output.name, {0}, {runs});
    for (std::size_t run = 0; run < runs; ++run)
        if (status[run] != 1)
            std::fill_n(column.begin() + static_cast<std::ptrdiff_t>(run * count), count,
                        hdf5::missing<double>());
    return column;
}

void write_output(hdf5::File& to, hdf5::File const& from, OutputInfo const& output,
                  std::vector<std::int8_t> const& status, std::size_t policies, std::size_t values_at_once) {
    std::size_t const years = yearly(output) ? from.shape(output.name).at(1) : 1;
    auto const at_once = std::clamp<std::size_t>(values_at_once / status.size(), 1, years);
    for (std::size_t first = 0; first < years; first += at_once) {
        auto const count = std::min(at_once, years - first);
        auto const part = summary_of(column_of(from, output, status, first, count), policies, count);
        hdf5::Shape from_place{0}, extent{policies};
        if (yearly(output)) {
            from_place.push_back(first);
            extent.push_back(count);
        }
        to.write(name_of(output.name, "_runs"), from_place, extent, part.runs);
        to.write(name_of(output.name, "_mean"), from_place, extent, part.means);
        to.write(name_of(output.name, "_sd"), from_place, extent, part.sds);
        from_place.push_back(0);
        extent.push_back(shares.size());
        to.write(name_of(output.name, "_quantiles"), from_place, extent, part.quantiles);
    }
}

}  // namespace

void lay_out_summary(hdf5::File& file, ResultsHeader const& header) {
    file.create_dimension("summary", "policy", header.policies, about("1", "way of funding living labs"));
    auto const year = std::find_if(header.dimensions.begin(), header.dimensions.end(),
                                   [](auto const& d) { return d.name == "year"; });
    if (year != header.dimensions.end()) {
        std::vector<std::int32_t> years;
        for (auto const n : year->numbers) years.push_back(static_cast<std::int32_t>(n));
        file.create_dimension("summary", "year", years, about(year->unit, year->meaning));
    }
    file.create_dimension("summary", "quantile", shares, about("1", "share of runs below the value"));
    file.attribute(
        "summary", "method",
        "over all runs that are ok, in all worlds; a run without a value of a result is left out of "
        "that result; sd with divisor n - 1, quantiles linear between order statistics (type 7)");
    counts(file, "summary/runs_ok", {"policy"}, "runs of the policy that are ok");
    counts(file, "summary/runs_failed", {"policy"}, "runs of the policy that failed: left out");
    counts(file, "summary/runs_not_run", {"policy"}, "runs of the policy that are not in the file: left out");
    for (auto const& o : header.outputs) {
        if (!summarised(o)) continue;
        Texts dimensions{"policy"};
        if (yearly(o)) dimensions.emplace_back("year");
        auto const numbers = [&](char const* what, std::string const& meaning) {
            file.create_variable({.name = name_of(o.name, what),
                                  .type = Type::float64,
                                  .dimensions = dimensions,
                                  .text_attributes = about(o.unit, meaning + o.meaning)});
        };
        counts(file, name_of(o.name, "_runs"), dimensions, "runs with a value of: " + o.meaning);
        numbers("_mean", "mean over runs of: ");
        numbers("_sd", "standard deviation over runs of: ");
        dimensions.emplace_back("quantile");
        numbers("_quantiles", "quantiles over runs of: ");
    }
}

void write_summary(hdf5::File& to, hdf5::File const& from, std::span<OutputInfo const> outputs,
                   std::size_t policies, std::size_t values_at_once) {
    auto const status = from.read<std::int8_t>("run_status");
    std::vector<std::int32_t> ok(policies), failed(policies), not_run(policies);
    for (std::size_t run = 0; run < status.size(); ++run)
        ++(status[run] == 1 ? ok : status[run] == 0 ? not_run : failed)[run % policies];
    to.write_all("summary/runs_ok", ok);
    to.write_all("summary/runs_failed", failed);
    to.write_all("summary/runs_not_run", not_run);
    for (auto const& o : outputs)
        if (summarised(o)) write_output(to, from, o, status, policies, values_at_once);
}

}  // namespace spil
