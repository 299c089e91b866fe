/// \file describe_studies.cpp  Studies written by the program: every value with its source, and one to start
/// from.

#include <fmt/format.h>

#include "engine/model/outputs.hpp"
#include "engine/model/presets.hpp"
#include "engine/run/describe.hpp"
#include "engine/run/describe_text.hpp"
#include "engine/run/study.hpp"
#include "engine/schema/described.hpp"

namespace spil {

using namespace describe_text;

namespace {

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

std::string baseline_study() {
    StudySettings settings;
    settings.name = "baseline";
    settings.description = "The Netherlands without programmes for living labs: every value the model knows.";
    settings.outcome = primary_outcome();
    settings.baseline = "none";
    std::string text =
        "# The Netherlands, every parameter with its unit, allowed range, meaning and source. Other studies "
        "stand "
        "on it:\n"
        "# base = \"baseline.toml\", and then only what they change. Written from the declarations in the "
        "code:\n"
        "#     build/release/spil describe parameters --toml > scenarios/netherlands/baseline.toml\n"
        "format = 1\n\n[study]\n";
    toml_rows(text, described("study", bind(settings)));
    text +=
        "\n[country]\n"
        "# Tables of municipalities and of firms by size; columns and sources are in ../data/README.md.\n"
        "table = \"../data/municipalities_nl.csv\"\n"
        "firm_sizes = \"../data/firms_by_size_nl.csv\"\n";
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
