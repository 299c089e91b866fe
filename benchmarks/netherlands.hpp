#pragma once
/// \file netherlands.hpp  The country that the benchmarks run in: the Netherlands of the main scenario.

#include <string>

#include "engine/model/presets.hpp"
#include "engine/run/simulation.hpp"
#include "engine/run/study.hpp"

namespace spil::benchmarks {

inline Study const& netherlands() {
    static Study const study =
        read_study(std::string{SPIL_SOURCE_DIR} + "/scenarios/netherlands/project_vs_portfolio.toml");
    return study;
}

inline Settings settings_of(std::string const& policy) {
    return {netherlands().parameters, preset(policy)};
}

inline RunOptions options_for(int months) {
    RunOptions options;
    options.seed = 1;
    options.months = months;
    options.solutions_per_mission = static_cast<std::size_t>(netherlands().settings.solutions_per_mission);
    return options;
}

}  // namespace spil::benchmarks
