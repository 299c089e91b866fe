#include "engine/run/results_header.hpp"

#include <utility>

#include "engine/core/random.hpp"
#include "engine/run/describe.hpp"
#include "engine/schema/described.hpp"

namespace spil {

ResultsHeader results_header(Study const& study) {
    auto copy = study;  // bindings want objects that may change
    ResultsHeader h;
    h.title = study.settings.name;
    h.description = study.settings.description;
    h.study_text = study.text;
    h.effective_text = effective_text(study);
    for (auto const& file : study.files) h.inputs.emplace_back(file.path, file.sha256);
    h.schedule = describe_schedule(DescribeAs::text);
    h.primary_outcome = study.settings.outcome;
    h.baseline_policy = study.settings.baseline;
    h.master_seed = study.settings.seed;
    for (std::size_t w = 0; w < study.worlds(); ++w)
        h.world_seeds.push_back(
            world_seed(static_cast<std::uint64_t>(study.settings.seed), static_cast<std::uint32_t>(w)));
    for (auto& policy : copy.policies) {
        h.policies.push_back(policy.name);
        h.presets.push_back(policy.preset);
        h.trunks.push_back(policy.fork.from);
        h.fork_months.push_back(policy.trunk ? static_cast<std::int32_t>(policy.fork.month) : -1);
        h.knobs.push_back(described("policies", bind(policy.regime)));
    }
    for (auto const& section : sections(copy.parameters))
        for (auto& d : described(section.name, section.bindings)) h.parameters.push_back(std::move(d));
    for (auto& mission : copy.parameters.missions) h.missions.push_back(described("missions", bind(mission)));
    h.points = sampled_points(study);
    h.outputs = study.kept_outputs();
    h.dimensions = study.dimensions();
    h.country = &study.country;
    return h;
}

}  // namespace spil
