#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/model/presets.hpp"
#include "engine/run/describe.hpp"
#include "engine/run/describe_text.hpp"
#include "engine/run/lever_policies.hpp"
#include "engine/run/random_policies.hpp"
#include "engine/run/study.hpp"
#include "engine/schema/described.hpp"

namespace spil {

using namespace describe_text;

namespace {

using Json = nlohmann::ordered_json;

struct Group {
    std::string heading, intro;
    std::vector<Described> rows;
};

std::vector<Described> knobs_of(Regime regime) {
    return described("policies", bind(regime));
}

std::vector<Group> groups() {
    std::vector<Group> all;
    StudySettings settings;
    all.push_back({"study", "The section [study].", described("study", bind(settings))});
    UncertaintySettings uncertainties;
    all.push_back(
        {"uncertainties",
         "The section [uncertainties], if wanted: parameters that differ from point to point. sample = "
         "[\"calls.*\", \"geography.naivety\", \"regime.budget\"] names them; \"*\" is every parameter that "
         "has a plausible range and is no choice of the design, \"regime.NAME\" a knob in all policies that "
         "have it above or below 0; leave = [...] takes some out again. At each point all policies meet as "
         "many "
         "worlds as [study] names, the replicates of the point. The design list takes its points from a "
         "table, "
         "or from a section [uncertainties.values] with a list for each quantity.",
         described("uncertainties", bind(uncertainties))});
    DistributionSettings distribution;
    all.push_back({"uncertainties.ranges",
                   "A row for each quantity that is spread otherwise than evenly over its plausible range: "
                   "\"calls.panel_noise\" = [0.3, 2.0] evenly over another one, \"calls.panel_noise\" = { "
                   "distribution = "
                   "\"normal\", mean = 1.0, sd = 0.3 }, \"regime.gates\" = { values = [true, false], weights "
                   "= [3, 1] }. "
                   "weights may be left out; words and true or false can only have values.",
                   described("uncertainties.ranges", bind(distribution))});
    LeverSettings levers;
    all.push_back(
        {"levers",
         "A row [[levers]] each, if wanted: further policies, the one named with every combination of "
         "values of its knobs: knobs = { gate_interval = [12, 24], budget = [20e6, 50e6] }.",
         described("levers", bind(levers))});
    RandomPolicySettings random;
    all.push_back(
        {"random_policies",
         "The section [random_policies], if wanted: further policies named random_1, random_2, ... whose "
         "knobs are drawn from their plausible ranges, with the budget and grant of project.",
         described("random_policies", bind(random))});
    SyntheticSettings synthetic;
    all.push_back({"country.synthetic",
                   "The section [country] names a table (see data/README.md) or holds synthetic = { ... }.",
                   described("country.synthetic", bind(synthetic))});
    auto parameters = default_parameters();
    for (auto const& section : sections(parameters))
        all.push_back({section.name, fmt::format("The section [{}].", section.name),
                       described(section.name, section.bindings)});
    MissionParameters mission;
    all.push_back(
        {"missions",
         "A row [[missions]] each; given at all, they replace the default ones. What a row leaves out "
         "is taken from the default mission of that title, else from here.",
         described("missions", bind(mission))});
    Fork fork;
    auto policy = described("policies", bind(fork));
    for (auto& knob : knobs_of({})) policy.push_back(std::move(knob));
    all.push_back({"policies",
                   "A row [[policies]] each, with a name and, if wanted, a preset to start from; every knob "
                   "given goes before the preset.",
                   std::move(policy)});
    return all;
}

Json number_or_null(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

/// Whether there is a default: a number that must be given is none.
bool given(Described const& d) {
    return d.free_text || !std::isnan(d.number);
}

Json to_json(Described const& d) {
    return {{"name", d.path()},
            {"default", given(d) ? Json(d.text) : Json(nullptr)},
            {"value", number_or_null(d.number)},
            {"unit", d.unit},
            {"allowed", d.allowed},
            {"low", number_or_null(d.range.low)},
            {"high", number_or_null(d.range.high)},
            {"likely_low", number_or_null(d.range.likely_low)},
            {"likely_high", number_or_null(d.range.likely_high)},
            {"basis", to_string(d.source.basis)},
            {"reference", d.source.reference},
            {"meaning", d.meaning}};
}

std::string parameters_as_text() {
    std::string text;
    for (auto const& group : groups()) {
        text += fmt::format("{}[{}]\n", text.empty() ? "" : "\n", group.heading);
        for (auto const& d : group.rows) {
            text += fmt::format("  {}{}{}\n", d.name, given(d) ? " = " + d.text : "",
                                d.unit == "1" ? "" : "  " + d.unit);
            text += wrapped(d.meaning + "; " + d.allowed +
                                (d.likely().empty() ? "" : ", plausibly " + d.likely()) + "; " + d.origin(),
                            "      ", 100);
        }
    }
    return text;
}

std::string parameters_as_json() {
    Json all = Json::object();
    for (auto const& group : groups()) {
        Json rows = Json::array();
        for (auto const& d : group.rows) rows.push_back(to_json(d));
        all[group.heading] = std::move(rows);
    }
    Json presets = Json::object();
    for (auto const name : preset_names()) {
        Json values = Json::object();
        for (auto const& d : knobs_of(preset(name))) values[d.name] = d.text;
        presets[std::string{name}] = std::move(values);
    }
    all["presets"] = std::move(presets);
    return all.dump(2) + "\n";
}

void table_of(std::string& text, std::vector<Described> const& rows) {
    text +=
        "| name | default | unit | allowed | plausible | meaning | source |\n|---|---|---|---|---|---|---|\n";
    for (auto const& d : rows)
        text += fmt::format("| `{}` | {} | {} | {} | {} | {} | {} |\n", d.name,
                            d.free_text || !given(d) ? "" : d.text, escaped(d.unit), escaped(d.allowed),
                            d.likely(), escaped(d.meaning), escaped(d.origin()));
}

std::string parameters_as_markdown() {
    std::string text =
        "# Parameters\n\n"
        "Everything a study file can say: what it is, in which unit, what is allowed, where it plausibly "
        "lies "
        "and where it\ncomes from. *Source* is `measured`, `literature`, `assumption` (nobody has measured "
        "it) "
        "or `design` (a choice of\nthe study, nothing to measure). This file is written from the "
        "declarations "
        "in the code:\n\n    build/release/spil describe parameters --markdown > scenarios/parameters.md\n";
    for (auto const& group : groups()) {
        text += fmt::format("\n## {}\n\n{}\n", group.heading, wrapped(group.intro, "", 118));
        table_of(text, group.rows);
        if (group.heading == "missions") {
            text += "\nThe default missions:\n\n| title |";
            auto missions = default_missions();
            for (std::size_t k = 1; k < group.rows.size(); ++k)
                text += fmt::format(" {} |", group.rows[k].name);
            text += "\n|---|" + [&] {
                std::string rule;
                for (std::size_t k = 1; k < group.rows.size(); ++k) rule += "---|";
                return rule;
            }() + "\n";
            for (auto& mission : missions) {
                text += fmt::format("| {} |", mission.title);
                auto const rows = described("missions", bind(mission));
                for (std::size_t k = 1; k < rows.size(); ++k) text += fmt::format(" {} |", rows[k].text);
                text += "\n";
            }
        }
    }
    text += "\n## presets\n\nWhat a preset sets; a dash where it leaves the default.\n\n| knob |";
    std::vector<std::vector<Described>> presets;
    for (auto const name : preset_names()) {
        text += fmt::format(" {} |", name);
        presets.push_back(knobs_of(preset(name)));
    }
    text += "\n|---|";
    for (std::size_t p = 0; p < presets.size(); ++p) text += "---|";
    text += "\n";
    auto const defaults = knobs_of({});
    for (std::size_t k = 0; k < defaults.size(); ++k) {
        text += fmt::format("| `{}` |", defaults[k].name);
        for (auto const& p : presets)
            text += fmt::format(" {} |", p[k].text == defaults[k].text ? "-" : p[k].text);
        text += "\n";
    }
    return text;
}

}  // namespace

std::string describe_parameters(DescribeAs form) {
    if (form == DescribeAs::json) return parameters_as_json();
    return form == DescribeAs::markdown ? parameters_as_markdown() : parameters_as_text();
}

}  // namespace spil
