#pragma once
/// \file null_runs.hpp  Runs for claims about runs: a small country, results by name, paired differences.

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "engine/core/parallel.hpp"
#include "engine/core/random.hpp"
#include "engine/model/outputs.hpp"
#include "engine/model/parameters.hpp"
#include "engine/model/presets.hpp"
#include "engine/model/synthetic_country.hpp"
#include "engine/run/simulation.hpp"
#include "tests/support/catch.hpp"

namespace spil::testing {

/// Municipalities enough for competition when money is short (see `scarce`).
inline Country const& null_country() {
    static Country const c = make_country({.municipalities = 24, .population = 1'200'000, .seed = 7});
    return c;
}

/// Default parameters with two missions, and a preset without set-up whose budget makes money short.
inline Settings scarce(std::string_view name) {
    Settings s{default_parameters(), preset(name)};
    s.parameters.missions.resize(2);
    s.regime.budget *= 0.16;
    s.regime.setup_delay = 0;
    return s;
}

inline RunOptions null_options(std::uint32_t world, int months = 120) {
    RunOptions o;
    o.seed = world_seed(2024, world);
    o.months = months;
    o.solutions_per_mission = 3;
    return o;
}

inline std::size_t output_index(std::string const& name) {
    auto const& infos = outputs();
    auto const found =
        std::find_if(infos.begin(), infos.end(), [&](auto const& o) { return o.name == name; });
    REQUIRE(found != infos.end());
    return static_cast<std::size_t>(found - infos.begin());
}
inline std::vector<double> const& reals(RunRecord const& record, std::string const& name) {
    return record.reals[output_index(name)];
}
inline std::vector<std::int64_t> const& integers(RunRecord const& record, std::string const& name) {
    return record.integers[output_index(name)];
}

/// Every result about residents, municipalities and labs: all but money.
inline bool same_but_money(RunRecord const& a, RunRecord const& b) {
    for (auto const* name :
         {"served", "knowledge", "aversion", "skill", "capacity", "lab_learning", "lab_embedding",
          "lab_effort", "local_trust", "partner_trust", "programme_trust"}) {
        auto const& x = reals(a, name);
        auto const& y = reals(b, name);
        if (!std::equal(x.begin(), x.end(), y.begin(), y.end(),
                        [](double p, double q) { return p == q || (std::isnan(p) && std::isnan(q)); }))
            return false;
    }
    return integers(a, "labs") == integers(b, "labs");
}

/// Mean of differences, and that over its standard error: above 3.77 in size by chance in one of a thousand
/// for 24 worlds (Student's t, 23 degrees of freedom).
struct PairedDifference {
    double mean = 0, t = 0;
};
inline constexpr std::uint32_t null_worlds = 24;
inline constexpr double one_in_a_thousand = 3.77;

inline PairedDifference paired_difference(std::vector<double> const& a, std::vector<double> const& b) {
    REQUIRE(a.size() == b.size());
    auto const n = static_cast<double>(a.size());
    double sum = 0;
    double squares = 0;
    for (std::size_t k = 0; k < a.size(); ++k) sum += a[k] - b[k];
    double const mean = sum / n;
    for (std::size_t k = 0; k < a.size(); ++k) squares += (a[k] - b[k] - mean) * (a[k] - b[k] - mean);
    double const error = std::sqrt(squares / (n - 1) / n);
    return {mean, error > 0 ? mean / error : 0};
}

/// Figures of a run in each of the worlds: [figure][world].
inline std::vector<std::vector<double>> in_worlds(Country const& country, Settings const& settings,
                                                  std::vector<std::string> const& names, int months = 120,
                                                  Schedule<Settings> const* schedule = nullptr) {
    std::vector<std::size_t> indices;
    for (auto const& name : names) indices.push_back(output_index(name));
    std::vector<std::vector<double>> figures(names.size(), std::vector<double>(null_worlds));
    for_each_task(null_worlds, available_threads(), [&](std::size_t w) {
        auto options = null_options(static_cast<std::uint32_t>(w), months);
        options.schedule = schedule;
        auto const record = simulate(country, settings, options);
        for (std::size_t k = 0; k < names.size(); ++k) figures[k][w] = record.reals[indices[k]].at(0);
    });
    return figures;
}
inline std::vector<double> in_worlds(Country const& country, Settings const& settings,
                                     std::string const& name, int months = 120) {
    return in_worlds(country, settings, std::vector{name}, months).front();
}

}  // namespace spil::testing
