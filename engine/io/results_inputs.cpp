/// \file results_inputs.cpp  What went into the runs, as variables of their results file: the country, the
/// parameters, the policies, the missions.

#include <algorithm>
#include <array>

#include "engine/io/results_layout.hpp"
#include "engine/io/results_variables.hpp"

namespace spil {

namespace {

using hdf5::File;
using Texts = std::vector<std::string>;

/// What the declarations say about each of some quantities, as variables over a dimension of their names.
void create_declarations(File& file, std::string const& prefix, std::vector<Described> const& all) {
    auto const text = [&](char const* what, char const* meaning, auto value) {
        Texts values;
        values.reserve(all.size());
        for (auto const& d : all) values.push_back(std::string{value(d)});
        texts(file, prefix + "_" + what, prefix, meaning, values);
    };
    auto const number = [&](char const* what, char const* meaning, auto value) {
        std::vector<double> values;
        values.reserve(all.size());
        for (auto const& d : all) values.push_back(value(d));
        numbers(file, prefix + "_" + what, {prefix}, "see " + prefix + "_unit", meaning, values);
    };
    text("unit", "unit of the value", [](auto const& d) { return d.unit; });
    number("low", "lowest value allowed", [](auto const& d) { return d.range.low; });
    number("high", "highest value allowed", [](auto const& d) { return d.range.high; });
    number("likely_low", "lowest plausible value", [](auto const& d) { return d.range.likely_low; });
    number("likely_high", "highest plausible value", [](auto const& d) { return d.range.likely_high; });
    text("allowed", "what may be written, in words", [](auto const& d) { return d.allowed; });
    text("basis", "measured, from literature, an assumption, or a choice of the design",
         [](auto const& d) { return to_string(d.source.basis); });
    text("reference", "work or figure that the value rests on",
         [](auto const& d) { return d.source.reference; });
    text("meaning", "what it stands for", [](auto const& d) { return d.meaning; });
}

}  // namespace

void lay_out_country(File& file, Country const& c) {
    auto const name_of = [](std::vector<std::string> const& names, std::vector<std::int32_t> const& index) {
        Texts all;
        for (auto const k : index) all.push_back(names.at(static_cast<std::size_t>(k)));
        return all;
    };
    std::string const m = "municipality";
    texts(file, m + "_name", m, "name of the municipality", c.municipality);
    texts(file, m + "_province", m, "province of the municipality", name_of(c.province_names, c.province));
    texts(file, m + "_region", m, "region of the municipality", name_of(c.region_names, c.region));
    whole_numbers(file, m + "_population", {m}, "persons", "inhabitants", c.population);
    whole_numbers(file, m + "_households", {m}, "households", "private households", c.households);
    whole_numbers(file, m + "_establishments", {m}, "1", "establishments of businesses", c.establishments);
    numbers(file, m + "_east", {m}, "km", "centroid, east of the middle of the country", c.east_km);
    numbers(file, m + "_north", {m}, "km", "centroid, north of the middle of the country", c.north_km);
    numbers(file, m + "_household_income", {m}, "EUR/year", "mean disposable income of a household",
            c.household_income_eur);
    numbers(file, m + "_household_wealth", {m}, "EUR", "median wealth of a household",
            c.household_wealth_eur);
    numbers(file, m + "_address_density", {m}, "1/km2", "density of addresses", c.address_density_per_km2);
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> parts{
        {{"urbanity", "context: urbanity, standardised"},
         {"prosperity", "context: prosperity, standardised"},
         {"housing", "context: housing and terrain, standardised"}}};
    for (std::size_t k = 0; k < parts.size(); ++k) {
        std::vector<double> values;
        for (auto const& x : c.context) values.push_back(x[k]);
        numbers(file, m + "_" + std::string{parts[k].first}, {m}, "sd", parts[k].second, values);
    }
    if (c.source.columns.empty()) return;
    Texts names, units, years, publishers, bases, descriptions;
    for (auto const& s : c.source.columns) {
        names.push_back(s.column);
        units.push_back(s.unit);
        years.push_back(s.year);
        publishers.push_back(s.publisher);
        bases.push_back(s.basis);
        descriptions.push_back(s.description);
    }
    std::string const g = "country_table";
    file.create_dimension(g, "column", names, about("1", "column of the table of municipalities"));
    texts(file, g + "/unit", "column", "unit of the column", units);
    texts(file, g + "/year", "column", "year of the figures", years);
    texts(file, g + "/publisher", "column", "who published the figures", publishers);
    texts(file, g + "/basis", "column", "seen in the source, derived from it, or from memory", bases);
    texts(file, g + "/description", "column", "what the column holds", descriptions);
    if (!c.source.notes.empty()) file.attribute(g, "notes", c.source.notes);
}

void lay_out_inputs(File& file, ResultsHeader const& h) {
    Texts names, values;
    std::vector<double> as_numbers;
    for (auto const& p : h.parameters) {
        names.push_back(p.path());
        values.push_back(p.text);
        as_numbers.push_back(p.number);
    }
    file.create_dimension("", "parameter", names, about("1", "parameter of the model, as section.name"));
    numbers(file, "parameter_value", {"parameter"}, "see parameter_unit",
            "value; true as 1, a word by its place among those allowed", as_numbers);
    texts(file, "parameter_text", "parameter", "value as a study has it", values);
    create_declarations(file, "parameter", h.parameters);

    names.clear();
    as_numbers.clear();
    for (auto const& k : h.knobs.at(0)) names.push_back(k.name);
    for (auto const& policy : h.knobs)
        for (auto const& k : policy) as_numbers.push_back(k.number);
    file.create_dimension("", "knob", names, about("1", "knob of a way of funding"));
    numbers(file, "knob_value", {"policy", "knob"}, "see knob_unit",
            "value; true as 1, a word by its place among those allowed", as_numbers);
    texts(file, "policy_preset", "policy", "preset that the policy started from", h.presets);
    create_declarations(file, "knob", h.knobs.at(0));
    if (std::any_of(h.trunks.begin(), h.trunks.end(), [](auto const& from) { return !from.empty(); })) {
        texts(file, "policy_from", "policy",
              "policy that the policy grows from, and is run as until its fork; empty: none", h.trunks);
        whole_numbers(file, "policy_fork_month", {"policy"}, "months",
                      "months that the policy is run as the one it grows from; -1: it grows from none",
                      h.fork_months);
    }

    bool const by_mission = std::any_of(h.dimensions.begin(), h.dimensions.end(), [&](auto const& d) {
        return d.name == "mission" && d.size() == h.missions.size();
    });
    if (!by_mission) return;
    for (std::size_t k = 0; k < h.missions.at(0).size(); ++k) {
        auto const& d = h.missions[0][k];
        auto const name = "mission_" + d.name;
        as_numbers.clear();
        for (auto const& mission : h.missions) as_numbers.push_back(mission[k].number);
        if (!d.free_text) numbers(file, name, {"mission"}, d.unit, d.meaning, as_numbers);
    }
}

}  // namespace spil
