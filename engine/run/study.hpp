#pragma once
/// \file study.hpp  A study: policies × worlds in one country. From a scenario file to something that can
/// run.
///
/// Runs are numbered world by world with the policies innermost,
///
///     run = world * policies + policy,
///
/// so that any first part of a study is a comparison of all policies in the same worlds. Worlds of one point
/// in parameter space, its replicates, follow each other (uncertainties.hpp).

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "engine/io/scenario.hpp"
#include "engine/model/parameters.hpp"
#include "engine/run/uncertainties.hpp"
#include "engine/schema/field.hpp"
#include "engine/schema/output.hpp"
#include "engine/world/country.hpp"

namespace spil {

/// The section [study].
struct StudySettings {
    std::string name;
    std::string description;
    std::int64_t seed = 1;
    std::int64_t worlds = 30;
    std::int64_t months = 360;
    std::int64_t start_year = 2026;
    std::int64_t solutions_per_mission = 6;
    bool networks = true;
    std::string outcome;
    std::string baseline;

    template <class F>
    static constexpr auto fields(F&& f) {
        using S = StudySettings;
        return f(
            field(&S::name, "name", "name of the study; the file's own when left out", design()),
            field(&S::description, "description", "what the study asks", design()),
            field(&S::seed, "seed", "1", within(0, 9007199254740992.0),
                  "master seed: every world's seed follows from it; SPIL_SEED and --seed go before",
                  design()),
            field(&S::worlds, "worlds", "1", within(1, 1e6),
                  "worlds in which every policy runs: the same luck for each policy; with [uncertainties] so "
                  "many at each point, its replicates",
                  design()),
            field(&S::months, "months", "months", within(12, 1200), "length of a run, whole years", design()),
            field(&S::start_year, "start_year", "year", within(1000, 9000),
                  "calendar year of the first month", design()),
            field(&S::solutions_per_mission, "solutions_per_mission", "1", within(1, 64),
                  "solutions that each mission has to offer", design()),
            field(
                &S::networks, "networks", "1", within(0, 1),
                "true: the results hold who worked with whom, municipality by organisation; never where the "
                "number of organisations is uncertain",
                design()),
            field(&S::outcome, "outcome",
                  "result that leads a comparison; the model's own choice when left out", design()),
            field(&S::baseline, "baseline",
                  "policy that the others are compared with; the first one when left out", design()));
    }
};

/// The table `synthetic` of [country]: a made-up country in place of a table of municipalities.
struct SyntheticSettings {
    std::int64_t municipalities = 342;
    std::int64_t population = 18'000'000;
    std::int64_t seed = 1;

    template <class F>
    static constexpr auto fields(F&& f) {
        using S = SyntheticSettings;
        return f(field(&S::municipalities, "municipalities", "1", within(1, 100000),
                       "municipalities in the country", design()),
                 field(&S::population, "population", "persons", within(1, 1e10),
                       "persons in the country, at least one for each municipality", design()),
                 field(&S::seed, "seed", "1", within(0, 9007199254740992.0),
                       "seed of the country; it does not change with the worlds", design()));
    }
};

/// Where a policy leaves another one (trees.hpp).
struct Fork {
    std::string from;  ///< the policy that it grows from; empty: none
    std::int64_t month = 0;

    template <class F>
    static constexpr auto fields(F&& f) {
        return f(
            field(&Fork::from, "from",
                  "policy that this one grows from: until the fork it is funded as that one is", design()),
            field(&Fork::month, "fork_month", "months", at_least(0),
                  "months under the other policy, fewer than the run has; 0 for one that grows from none",
                  design()));
    }
};

struct Policy {
    std::string name;
    std::string preset;  ///< empty: none was named
    Regime regime;
    Fork fork = {};
    std::optional<std::size_t> trunk = {};  ///< index of the policy that it grows from
};

struct Study {
    std::string path;              ///< of the study file
    std::string text;              ///< of the study file, as it stands
    std::vector<InputFile> files;  ///< everything that was read, with fingerprints
    StudySettings settings;        ///< complete: what was left out is filled in
    std::string table;             ///< of municipalities; empty for a synthetic country
    SyntheticSettings synthetic;
    std::string firm_sizes;  ///< table of firms by size; empty for the Dutch ones
    Country country;
    Parameters parameters;
    std::vector<Policy> policies;
    std::optional<Uncertainties> uncertainties;  ///< none: all worlds share their parameters

    /// In parameter space; one when there are no uncertainties.
    std::size_t points() const { return uncertainties ? uncertainties->points : 1; }
    /// Of all points together.
    std::size_t worlds() const { return points() * static_cast<std::size_t>(settings.worlds); }
    std::size_t runs() const { return worlds() * policies.size(); }
    std::size_t policy_of(std::size_t run) const { return run % policies.size(); }
    std::size_t world_of(std::size_t run) const { return run / policies.size(); }
    std::size_t point_of(std::size_t world) const {
        return world / static_cast<std::size_t>(settings.worlds);
    }
    /// Number of a world among those of its point.
    std::size_t replicate_of(std::size_t world) const {
        return world % static_cast<std::size_t>(settings.worlds);
    }
    std::size_t baseline() const;  ///< index in policies
    std::vector<std::string> mission_titles() const;
    /// The results that the study keeps: all, or all but the network, which comes last.
    std::vector<OutputInfo> kept_outputs() const;
    /// Dimensions of the results, as the outputs name them.
    std::vector<DimensionInfo> dimensions() const;
};

/// Reads and checks a study. \throws InputError  with everything that is wrong
Study read_study(std::filesystem::path const& path, std::span<Override const> overrides = {});

/// The same from the text of `effective_text`. \param label  what messages call it, without a folder in it
Study read_study_text(std::string const& text, std::string const& label);

/// The study with every value written out: what was really run, as TOML. Reading it gives the same study.
std::string effective_text(Study const& study);

}  // namespace spil
