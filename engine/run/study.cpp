#include "engine/run/study.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/error.hpp"
#include "engine/model/outputs.hpp"
#include "engine/schema/described.hpp"

namespace spil {

namespace {

void write_rows(std::string& text, std::vector<Described> const& rows) {
    for (auto const& d : rows) text += fmt::format("{} = {}\n", d.name, d.text);
}

}  // namespace

std::size_t Study::baseline() const {
    auto const found = std::find_if(policies.begin(), policies.end(),
                                    [&](auto const& p) { return p.name == settings.baseline; });
    SPIL_EXPECT(found != policies.end(), "a study's baseline is one of its policies");
    return static_cast<std::size_t>(found - policies.begin());
}

std::vector<std::string> Study::mission_titles() const {
    std::vector<std::string> titles;
    for (auto const& m : parameters.missions) titles.push_back(m.title);
    return titles;
}

std::vector<DimensionInfo> Study::dimensions() const {
    return result_dimensions(country, mission_titles(),
                             static_cast<std::size_t>(settings.solutions_per_mission),
                             static_cast<int>(settings.months), static_cast<int>(settings.start_year),
                             parameters.get<PartyParameters>());
}

std::vector<OutputInfo> Study::kept_outputs() const {
    auto all = outputs();
    // Where the number of organisations differs from point to point there is no common list of them.
    auto const counts = [](auto const& s) {
        return s.name == "parties.knowledge_institutions" || s.name == "parties.intermediaries" ||
               s.name == "parties.civic_groups" || s.name == "parties.water_authorities";
    };
    bool const varying =
        uncertainties && std::any_of(uncertainties->sampled.begin(), uncertainties->sampled.end(), counts);
    if (!settings.networks || varying)
        std::erase_if(all, [](auto const& o) { return o.group == network_group; });
    return all;
}

std::string effective_text(Study const& study) {
    auto copy = study;  // bindings want objects that may change
    std::string text = "format = 1\n\n[study]\n";
    write_rows(text, described("study", bind(copy.settings)));
    if (study.uncertainties) text += "\n" + uncertainties_text(*study.uncertainties);
    text += "\n[country]\n";
    if (!study.table.empty()) {
        text += fmt::format("table = {}\n", toml_quoted(study.table));
    } else {
        auto const& s = study.synthetic;
        text += fmt::format("synthetic = {{ municipalities = {}, population = {}, seed = {} }}\n",
                            s.municipalities, s.population, s.seed);
    }
    if (!study.firm_sizes.empty()) text += fmt::format("firm_sizes = {}\n", toml_quoted(study.firm_sizes));
    for (auto const& section : sections(copy.parameters)) {
        text += fmt::format("\n[{}]\n", section.name);
        write_rows(text, described(section.name, section.bindings));
    }
    for (auto& mission : copy.parameters.missions) {
        text += "\n[[missions]]\n";
        write_rows(text, described("missions", bind(mission)));
    }
    for (auto& policy : copy.policies) {
        text += fmt::format("\n[[policies]]\nname = {}\n", toml_quoted(policy.name));
        if (!policy.preset.empty()) text += fmt::format("preset = {}\n", toml_quoted(policy.preset));
        if (policy.trunk) write_rows(text, described("policies", bind(policy.fork)));
        write_rows(text, described("policies", bind(policy.regime)));
    }
    return text;
}

}  // namespace spil
