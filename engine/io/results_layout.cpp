#include "engine/io/results_layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>

#include "engine/core/sha256.hpp"
#include "engine/core/version.hpp"
#include "engine/io/results_variables.hpp"

namespace spil {

namespace {

using hdf5::File;
using hdf5::Type;
using Texts = std::vector<std::string>;

constexpr std::uint64_t small_row = 4096;  // bytes of a run: below, chunks hold many runs
constexpr std::uint64_t chunk_bytes = std::uint64_t{1} << 20;
constexpr std::uint64_t largest_chunk = std::uint64_t{8} << 20;

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
    file.create_variable(
        {.name = "run_status",
         .type = Type::int8,
         .dimensions = {"run"},
         .text_attributes = about("1", "how the run ended; pending until all runs of its world have ended"),
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
    lay_out_country(file, *header.country);
    lay_out_inputs(file, header);
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
