#include "engine/run/describe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/model/outputs.hpp"
#include "engine/model/presets.hpp"
#include "engine/model/schedule.hpp"
#include "engine/run/study.hpp"
#include "engine/schema/described.hpp"

namespace spil {

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
    SyntheticSettings synthetic;
    all.push_back({"country.synthetic",
                   "The section [country] names a table (see data/README.md) or holds synthetic = { ... }.",
                   described("country.synthetic", bind(synthetic))});
    auto parameters = default_parameters();
    for (auto const& section : sections(parameters))
        all.push_back({section.name, fmt::format("The section [{}].", section.name),
                       described(section.name, section.bindings)});
    MissionParameters mission;
    all.push_back({"missions",
                   "A row [[missions]] each; given at all, they replace the default ones. What a row leaves out "
                   "is taken from the default mission of that title, else from here.",
                   described("missions", bind(mission))});
    all.push_back({"policies",
                   "A row [[policies]] each, with a name and, if wanted, a preset to start from; every knob "
                   "given goes before the preset.",
                   knobs_of({})});
    return all;
}

std::string escaped(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == '|') out += '\\';
        out += c;
    }
    return out;
}

Json number_or_null(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json to_json(Described const& d) {
    return {{"name", d.path()},
            {"default", d.text},
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

/// Words broken into lines that begin with `start`.
std::string wrapped(std::string_view text, std::string_view start, std::size_t width) {
    std::string out, line{start};
    bool empty = true;
    for (std::size_t at = 0; at < text.size();) {
        auto const end = std::min(text.find(' ', at), text.size());
        auto const word = text.substr(at, end - at);
        if (!empty && line.size() + 1 + word.size() > width) {
            out += line + '\n';
            line = start;
            empty = true;
        }
        if (!empty) line += ' ';
        line += word;
        empty = false;
        at = end + 1;
    }
    return out + line + '\n';
}

std::string parameters_as_text() {
    std::string text;
    for (auto const& group : groups()) {
        text += fmt::format("{}[{}]\n", text.empty() ? "" : "\n", group.heading);
        for (auto const& d : group.rows) {
            text += fmt::format("  {} = {}{}\n", d.name, d.text, d.unit == "1" ? "" : "  " + d.unit);
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
    text += "| name | default | unit | allowed | plausible | meaning | source |\n|---|---|---|---|---|---|---|\n";
    for (auto const& d : rows)
        text += fmt::format("| `{}` | {} | {} | {} | {} | {} | {} |\n", d.name, d.free_text ? "" : d.text,
                            escaped(d.unit), escaped(d.allowed), d.likely(), escaped(d.meaning),
                            escaped(d.origin()));
}

std::string parameters_as_markdown() {
    std::string text =
        "# Parameters\n\n"
        "Everything a study file can say: what it is, in which unit, what is allowed, where it plausibly lies "
        "and where it\ncomes from. *Source* is `measured`, `literature`, `assumption` (nobody has measured it) "
        "or `design` (a choice of\nthe study, nothing to measure). This file is written from the declarations "
        "in the code:\n\n    build/release/spil describe parameters --markdown > scenarios/parameters.md\n";
    for (auto const& group : groups()) {
        text += fmt::format("\n## {}\n\n{}\n", group.heading, wrapped(group.intro, "", 118));
        table_of(text, group.rows);
        if (group.heading == "missions") {
            text += "\nThe default missions:\n\n| title |";
            auto missions = default_missions();
            for (std::size_t k = 1; k < group.rows.size(); ++k) text += fmt::format(" {} |", group.rows[k].name);
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

std::string listed(std::vector<std::string> const& names, std::string_view if_none) {
    return names.empty() ? std::string{if_none} : fmt::format("{}", fmt::join(names, ", "));
}

constexpr std::string_view direction(Better better) {
    return better == Better::higher ? "higher is better" : better == Better::lower ? "lower is better" : "";
}

std::string when(Process<Settings> const& p) {
    if (p.period == 1) return "every month";
    return fmt::format("every {} months, from month {}", p.period, p.offset);
}

void toml_rows(std::string& text, std::vector<Described> const& rows) {
    for (auto const& d : rows) {
        auto line = d.meaning + ".";
        if (!d.free_text) {
            line += " Unit " + d.unit + "; allowed: " + d.allowed;
            if (!d.likely().empty()) line += "; plausible: " + d.likely();
            line += "; " + d.origin() + ".";
        }
        text += wrapped(line, "# ", 110);
        text += fmt::format("{} = {}\n", d.name, d.text);
    }
}

}  // namespace

std::string describe_parameters(DescribeAs form) {
    if (form == DescribeAs::json) return parameters_as_json();
    return form == DescribeAs::markdown ? parameters_as_markdown() : parameters_as_text();
}

std::string describe_outputs(DescribeAs form) {
    if (form == DescribeAs::json) {
        Json all = Json::array();
        for (auto const& o : outputs())
            all.push_back({{"name", o.name},
                           {"unit", o.unit},
                           {"dimensions", o.dimensions},
                           {"meaning", o.meaning},
                           {"direction", direction(o.better)},
                           {"group", o.group}});
        return all.dump(2) + "\n";
    }
    std::string text, group = "\n";
    bool const markdown = form == DescribeAs::markdown;
    if (markdown) text = "# Results\n";
    for (auto const& o : outputs()) {
        if (o.group != group) {
            auto const heading = o.group.empty() ? std::string{"other"} : o.group;
            text += markdown ? fmt::format("\n## {}\n\n| name | unit | per | meaning |\n|---|---|---|---|\n", heading)
                             : fmt::format("{}{}\n", text.empty() ? "" : "\n", heading);
            group = o.group;
        }
        auto meaning = o.meaning;
        if (o.better != Better::none) meaning += fmt::format(" ({})", direction(o.better));
        auto const per = listed(o.dimensions, "run");
        if (markdown)
            text += fmt::format("| `{}` | {} | {} | {} |\n", o.name, escaped(o.unit), per, escaped(meaning));
        else
            text += fmt::format("  {} ({}) per {}\n", o.name, o.unit, per) + wrapped(meaning, "      ", 100);
    }
    return text;
}

std::string describe_schedule(DescribeAs form) {
    if (form == DescribeAs::json) {
        Json all = Json::array();
        for (auto const& phase : schedule()) {
            Json processes = Json::array();
            for (auto const& p : phase.processes)
                processes.push_back({{"name", p.name},
                                     {"meaning", p.meaning},
                                     {"period", p.period},
                                     {"offset", p.offset},
                                     {"reads", p.reads},
                                     {"writes", p.writes}});
            all.push_back({{"phase", phase.name}, {"processes", std::move(processes)}});
        }
        return all.dump(2) + "\n";
    }
    bool const markdown = form == DescribeAs::markdown;
    std::string text = markdown ? "# Schedule\n\nWhat happens in a month, phase by phase.\n" : "";
    int number = 0;
    for (auto const& phase : schedule()) {
        ++number;
        if (markdown)
            text += fmt::format("\n## {}. {}\n\n| process | what | when | reads | writes |\n|---|---|---|---|---|\n",
                                number, phase.name);
        else
            text += fmt::format("{}{}. {}\n", text.empty() ? "" : "\n", number, phase.name);
        for (auto const& p : phase.processes) {
            if (markdown) {
                text += fmt::format("| {} | {} | {} | {} | {} |\n", p.name, escaped(p.meaning), when(p),
                                    listed(p.reads, "-"), listed(p.writes, "-"));
                continue;
            }
            text += fmt::format("  {}: {}{}\n", p.name, p.meaning, p.period == 1 ? "" : ", " + when(p));
            text += wrapped("reads " + listed(p.reads, "nothing"), "      ", 100);
            text += wrapped("writes " + listed(p.writes, "nothing"), "      ", 100);
        }
    }
    return text;
}

std::string baseline_study() {
    StudySettings settings;
    settings.name = "baseline";
    settings.description = "The Netherlands without programmes for living labs: every value the model knows.";
    settings.outcome = primary_outcome();
    settings.baseline = "none";
    std::string text =
        "# The Netherlands, every parameter with its unit, allowed range, meaning and source. Other studies stand "
        "on it:\n"
        "# base = \"baseline.toml\", and then only what they change. Written from the declarations in the code:\n"
        "#     build/release/spil describe parameters --toml > scenarios/netherlands/baseline.toml\n"
        "format = 1\n\n[study]\n";
    toml_rows(text, described("study", bind(settings)));
    text += "\n[country]\n"
            "# Table of municipalities; its columns and sources are in ../data/README.md.\n"
            "table = \"../data/municipalities_nl.csv\"\n";
    auto parameters = default_parameters();
    for (auto const& section : sections(parameters)) {
        text += fmt::format("\n[{}]\n", section.name);
        toml_rows(text, described(section.name, section.bindings));
    }
    bool first = true;
    for (auto& mission : parameters.missions) {
        text += "\n[[missions]]\n";
        auto const rows = described("missions", bind(mission));
        if (first)
            toml_rows(text, rows);
        else
            for (auto const& d : rows) text += fmt::format("{} = {}\n", d.name, d.text);
        first = false;
    }
    text += "\n# Presets: " + listed({preset_names().begin(), preset_names().end()}, "") +
            ". Any knob of ../parameters.md may follow.\n[[policies]]\nname = \"none\"\npreset = \"none\"\n";
    return text;
}

std::string starter_study() {
    return R"(# A study of living labs: ways of funding (policies) that meet the same luck (worlds) in one country.
#
#     spil check study.toml              is all well, and what will it cost?
#     spil run study.toml -o study.h5    runs it
#     spil compare study.h5              compares the policies
#
# `spil describe parameters` lists everything that may stand here; what is left out keeps its default.
format = 1

[study]
name = "my study"
description = "Does portfolio funding carry solutions further than project funding?"
seed = 1           # another seed, other worlds
worlds = 10        # more worlds, narrower intervals
months = 240       # whole years
start_year = 2026
baseline = "project"

[country]
# A made-up country. For a real one name a table instead, its path relative to this file:
# table = "municipalities.csv"
synthetic = { municipalities = 40, population = 2000000, seed = 1 }

# A section for each part of the model, such as
# [embedding]
# exemption_level = 0.6

# Missions replace the five default ones when any is given:
# [[missions]]
# title = "energy"
# cost = 12000     # EUR per household

[[policies]]
name = "none"
preset = "none"

[[policies]]
name = "project"
preset = "project"

[[policies]]
name = "portfolio"
preset = "portfolio"
# Any knob goes before the preset:
# budget = 50e6    # EUR per year and mission
)";
}

}  // namespace spil
