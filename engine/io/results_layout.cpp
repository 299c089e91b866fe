#include "engine/io/results_layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "engine/core/sha256.hpp"
#include "engine/core/version.hpp"

namespace spil {

namespace {

using hdf5::File;
using hdf5::Missing;
using hdf5::Type;
using Texts = std::vector<std::string>;

constexpr std::uint64_t small_row = 4096;  // bytes of a run: below, chunks hold many runs
constexpr std::uint64_t chunk_bytes = std::uint64_t{1} << 20;
constexpr std::uint64_t largest_chunk = std::uint64_t{8} << 20;

hdf5::TextAttributes about(std::string_view units, std::string_view meaning) {
    return {{"units", std::string{units}}, {"long_name", std::string{meaning}}};
}

void numbers(File& file, std::string const& name, Texts const& dimensions, std::string_view units,
             std::string_view meaning, std::span<double const> values) {
    file.create_variable({.name = name, .dimensions = dimensions, .text_attributes = about(units, meaning)});
    file.write_all(name, values);
}

void texts(File& file, std::string const& name, std::string const& dimension, std::string_view meaning,
           Texts const& values) {
    file.create_variable({.name = name,
                          .type = Type::string,
                          .dimensions = {dimension},
                          .text_attributes = about("1", meaning)});
    file.write_strings(name, 0, values);
}

template <hdf5::Number T>
void whole_numbers(File& file, std::string const& name, Texts const& dimensions, std::string_view units,
                   std::string_view meaning, std::vector<T> const& values) {
    file.create_variable({.name = name,
                          .type = hdf5::type_of<T>(),
                          .dimensions = dimensions,
                          .text_attributes = about(units, meaning),
                          .missing = Missing::never});
    file.write_all(name, values);
}

std::vector<std::int32_t> up_to(std::size_t n) {
    std::vector<std::int32_t> values(n);
    for (std::size_t i = 0; i < n; ++i) values[i] = static_cast<std::int32_t>(i);
    return values;
}

void write_attributes(File& file, ResultsHeader const& h) {
    auto const& v = version();
    Texts inputs;
    for (auto const& [path, hash] : h.inputs) inputs.push_back(fmt::format("{}={}", path, hash));
    file.attribute("/", "Conventions", "CF-1.10");
    file.attribute("/", "title", h.title);
    file.attribute("/", "description", h.description);
    file.attribute("/", "filetype", "spil results");
    file.attribute("/", "layout_version", std::vector<std::int64_t>{1, 0});
    file.attribute("/", "engine_version", v.number);
    file.attribute("/", "git_commit", v.commit);
    file.attribute("/", "git_dirty", v.dirty ? "true" : "false");
    file.attribute("/", "compiler", v.compiler);
    file.attribute("/", "build_type", v.build_type);
    file.attribute("/", "rng", "philox4x32-10");
    file.attribute("/", "master_seed", h.master_seed);
    file.attribute("/", "study_toml", h.study_text);
    file.attribute("/", "effective_study_toml", h.effective_text);
    file.attribute("/", "effective_study_sha256", sha256(h.effective_text));
    file.attribute("/", "study_sha256", h.inputs.at(0).second);
    file.attribute("/", "input_sha256", inputs);
    file.attribute("/", "schedule", h.schedule);
    file.attribute("/", "primary_outcome", h.primary_outcome);
    file.attribute("/", "baseline_policy", h.baseline_policy);
}

void create(File& file, DimensionInfo const& d) {
    auto const attributes = about(d.unit.empty() ? "1" : d.unit, d.meaning);
    if (!d.texts.empty()) return file.create_dimension("", d.name, d.texts, attributes);
    constexpr auto most = std::numeric_limits<std::int32_t>::max();
    std::vector<std::int32_t> small;
    for (auto const n : d.numbers) {
        if (n > most || n < -most) return file.create_dimension("", d.name, d.numbers, attributes);
        small.push_back(static_cast<std::int32_t>(n));
    }
    file.create_dimension("", d.name, small, attributes);
}

void create_dimensions(File& file, ResultsHeader const& h) {
    file.create_dimension("", "run", up_to(h.runs()),
                          about("1", "number of the run: world * policies + policy"));
    for (auto const& d : h.dimensions) create(file, d);
    auto const missing = [&](char const* name) {
        return std::none_of(h.dimensions.begin(), h.dimensions.end(),
                            [&](auto const& d) { return d.name == name; });
    };
    if (missing("municipality"))
        file.create_dimension("", "municipality", h.country->code, about("1", "code of the municipality"));
    file.create_dimension("", "policy", h.policies, about("1", "way of funding living labs"));
    file.create_dimension("", "world", up_to(h.world_seeds.size()),
                          about("1", "number of the world: the luck that all policies meet"));
    file.create_dimension("", "replicate", up_to(1), about("1", "number of the repetition within a world"));
}

void create_runs(File& file, ResultsHeader const& h) {
    auto const policies = h.policies.size();
    auto const runs = h.runs();
    std::vector<std::int32_t> policy(runs), world(runs), run_of(runs);
    for (std::size_t run = 0; run < runs; ++run) {
        policy[run] = static_cast<std::int32_t>(run % policies);
        world[run] = static_cast<std::int32_t>(run / policies);
        run_of[(run % policies) * h.world_seeds.size() + run / policies] = static_cast<std::int32_t>(run);
    }
    whole_numbers(file, "run_policy", {"run"}, "1", "policy of the run, an index into policy", policy);
    whole_numbers(file, "run_world", {"run"}, "1", "world of the run", world);
    whole_numbers(file, "run_replicate", {"run"}, "1", "repetition within the world",
                  std::vector<std::int32_t>(runs, 0));
    file.create_variable({.name = "run_status",
                          .type = Type::int8,
                          .dimensions = {"run"},
                          .text_attributes = about("1", "how the run ended"),
                          .flags = {"pending", "ok", "failed", "timeout"}});
    file.create_variable({.name = "run_error",
                          .type = Type::string,
                          .dimensions = {"run"},
                          .text_attributes = about("1", "why the run failed; empty when it did not")});
    file.create_variable(
        {.name = "run_checksum",
         .type = Type::int64,
         .dimensions = {"run"},
         .text_attributes = about("1", "CRC-64/XZ of the run's results as they are stored")});
    whole_numbers(file, "run_of", {"policy", "world", "replicate"}, "1",
                  "run of a policy in a world; -1: not in the study", run_of);
    Texts seeds;
    for (auto const seed : h.world_seeds) seeds.push_back(fmt::format("{:016x}", seed));
    texts(file, "world_seed", "world", "seed of the world, 64 bits in hexadecimal digits", seeds);
}

void create_country(File& file, Country const& c) {
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

void create_inputs(File& file, ResultsHeader const& h) {
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

/// Rows of a few bytes lie many to a chunk and are filled in place; others are compressed, one block of runs
/// to a chunk, cut along the longest axes when a block would be too large.
void set_chunks(hdf5::VariableSpec& spec, hdf5::Shape const& row, std::uint64_t width,
                std::size_t block_runs) {
    std::uint64_t bytes = width;
    for (auto const n : row) bytes *= n;
    spec.chunk.assign(1, block_runs);
    spec.compress = bytes >= small_row;
    if (!spec.compress) {
        auto const fitting = chunk_bytes / std::max<std::uint64_t>(1, bytes);
        spec.chunk[0] =
            std::clamp<std::uint64_t>(fitting, block_runs, std::max<std::uint64_t>(1024, block_runs));
    }
    spec.chunk.insert(spec.chunk.end(), row.begin(), row.end());
    auto const size = [&] {
        auto total = width;
        for (auto const n : spec.chunk) total *= n;
        return total;
    };
    while (spec.compress && size() > largest_chunk) {
        auto const longest = std::max_element(spec.chunk.begin() + 1, spec.chunk.end());
        *longest = (*longest + 1) / 2;
    }
}

void create_outputs(File& file, ResultsHeader const& h) {
    std::set<std::string> named;
    for (auto const& o : h.outputs) {
        hdf5::Shape row;
        hdf5::VariableSpec spec{.name = o.name, .type = stored_type(o), .dimensions = {"run"}};
        for (auto const& name : o.dimensions) {
            auto const d = std::find_if(h.dimensions.begin(), h.dimensions.end(),
                                        [&](auto const& x) { return x.name == name; });
            SPIL_EXPECT(d != h.dimensions.end(),
                        "the output '" + o.name + "' has the unknown dimension '" + name + "'");
            spec.dimensions.push_back(name);
            row.push_back(d->size());
        }
        bool const wide = spec.type == Type::int64 || spec.type == Type::float64;
        set_chunks(spec, row, wide ? 8 : 4, runs_per_block(h.policies.size()));
        spec.text_attributes = about(o.unit, o.meaning);
        static constexpr std::array<char const*, 3> directions{"none", "higher_is_better", "lower_is_better"};
        spec.text_attributes.emplace_back("direction", directions[static_cast<std::size_t>(o.better)]);
        if (!o.group.empty()) spec.text_attributes.emplace_back("group", o.group);
        spec.text_attributes.emplace_back("coordinates", "run_policy run_world run_replicate");
        file.create_variable(spec);
    }
}

}  // namespace

void lay_out(File& file, ResultsHeader const& header) {
    SPIL_EXPECT(header.country != nullptr && header.runs() > 0 && !header.inputs.empty(),
                "a results file has runs in a country");
    write_attributes(file, header);
    create_dimensions(file, header);
    create_runs(file, header);
    create_outputs(file, header);
    create_country(file, *header.country);
    create_inputs(file, header);
    if (!header.points.quantities.empty()) lay_out_points(file, header.points);
    lay_out_summary(file, header);
    if (header.stopping) lay_out_stopping(file, *header.stopping, header);
    // Runs of its own: the list of what refers to the root's must not lead a comparison of files in here.
    file.create_dimension("runtime", "run", up_to(header.runs()), about("1", "number of the run"));
    file.create_variable(
        {.name = "runtime/seconds",
         .type = Type::float64,
         .dimensions = {"run"},
         .text_attributes =
             about("s", "time that the run took; of one that grows from another, from the fork on")});
}

}  // namespace spil
