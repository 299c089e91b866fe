#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <numeric>

#include "analysis/human.hpp"
#include "cli/commands.hpp"
#include "cli/progress.hpp"
#include "engine/run/estimate.hpp"
#include "engine/run/study.hpp"
#include "engine/run/trees.hpp"

namespace spil::cli {

int check(CheckArguments const& arguments) {
    auto const study = read_study(arguments.study.path, arguments.study.overrides());
    auto const e = estimate(study, arguments.threads);
    auto const& s = study.settings;
    std::vector<std::string> policies;
    for (auto const& p : study.policies) policies.push_back(p.name);
    auto const people =
        std::accumulate(study.country.population.begin(), study.country.population.end(), std::int64_t{0});
    auto const line = [](char const* what, std::string const& value) {
        fmt::print("{:<10}{}\n", what, value);
    };
    line("study", fmt::format("{} ({}): no mistakes found", s.name, study.path));
    line("country", fmt::format("{}: {}, {}", study.table.empty() ? "synthetic" : study.table,
                                e.municipalities == 1 ? "1 municipality"
                                                      : human_count(e.municipalities) + " municipalities",
                                human_count(static_cast<std::size_t>(people), "person")));
    line("missions", fmt::format("{}: {}", e.missions, fmt::join(study.mission_titles(), ", ")));
    line("policies",
         fmt::format("{}: {}; compared with {}", policies.size(), fmt::join(policies, ", "), s.baseline));
    line("runs", fmt::format("{} = {}{} x {}, each of {} months from {}; seed {}", human_count(e.runs),
                             study.uncertainties ? human_count(study.points(), "point") + " x " : "",
                             human_count(static_cast<std::size_t>(s.worlds), "world"),
                             policies.size() == 1 ? "1 policy" : human_count(policies.size()) + " policies",
                             s.months, s.start_year, s.seed));
    auto const branches =
        std::count_if(study.policies.begin(), study.policies.end(), [](auto const& p) { return p.trunk; });
    if (branches > 0)
        line("trees",
             fmt::format("{} from another: {} months a world are run instead of {}",
                         branches == 1 ? "1 policy grows" : fmt::format("{} policies grow", branches),
                         months_as_trees(study), months_straight(study)));
    if (study.uncertainties) {
        auto const& sampled = study.uncertainties->sampled;
        auto const knobs = static_cast<std::size_t>(
            std::count_if(sampled.begin(), sampled.end(), [](auto const& q) { return q.knob; }));
        auto what = human_count(sampled.size() - knobs, "parameter");
        if (knobs > 0) what += fmt::format(" and {} of funding", human_count(knobs, "knob"));
        line("sampled", what + ", other values at each point");
        line("design", design_text(*study.uncertainties));
    }
    line("time", fmt::format("{}{} on {}", e.seconds < 0.05 ? "" : "about ", human_time(e.seconds),
                             human_count(static_cast<std::size_t>(e.threads), "thread")));
    line("", fmt::format("(measured here: {} of each policy in {}, {} in all, carried on to {} months)",
                         e.calibration_months == s.months ? "a whole run"
                                                          : fmt::format("{} months", e.calibration_months),
                         study.uncertainties ? "a point of its own" : "world 0",
                         human_time(e.calibration_seconds), s.months));
    line("memory", "about " + human_bytes(e.memory_bytes));
    line("disk", fmt::format("at most about {} (before compression)", human_bytes(e.result_bytes)));
    return exit_code::ok;
}

}  // namespace spil::cli
