#pragma once
/// \file uncertainties.hpp  What nobody knows exactly: points in the space of parameters, and the settings of
/// a run at one of them.
///
/// A design spreads shares on [0, 1], one for each quantity at each point; the quantity's distribution makes
/// a value of each (distribution.hpp). At each point as many worlds as [study] names meet all policies: they
/// are the replicates of the point. Worlds are numbered point by point,
///
///     world = point * worlds + replicate,
///
/// and each has a seed of its own. A value of a whole number is rounded. A knob of the ways of funding takes
/// the point's value in every policy whose own value is not 0 (false, the first word): what a policy does not
/// do is not uncertain.
///
/// Designs, and what happens to the others when a quantity joins or leaves:
///
///     latin_hypercube  each quantity by itself, strata in random order          nothing
///     sobol            a Sobol' sequence, scrambled or not (core/sobol.hpp)          those after it change
///     full_factorial   each level of each quantity with all of the others       the same levels, other
///     points list             the user's own points                                    what the user writes
///     morris           trajectories of single steps over a grid (designs.hpp)   starts stay, moves shift
///     saltelli         pairs of matrices for variance-based indices             all may change

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "engine/model/parameters.hpp"
#include "engine/run/distribution.hpp"
#include "engine/schema/field.hpp"

namespace spil {

struct Study;
struct SampledPoints;

/// How points are spread.
enum class UncertaintyDesign : std::uint8_t {
    latin_hypercube,
    sobol,
    full_factorial,
    list,
    morris,
    saltelli
};
template <>
struct Words<UncertaintyDesign> {
    static constexpr std::array<std::string_view, 6> list{
        "latin_hypercube", "sobol", "full_factorial", "list", "morris", "saltelli"};
};
std::string_view to_string(UncertaintyDesign design);

/// The declared part of the section [uncertainties]; `sample` and `leave` are lists of names, `ranges` and
/// `values` have a row for each quantity.
struct UncertaintySettings {
    UncertaintyDesign design = UncertaintyDesign::latin_hypercube;
    std::int64_t points = 100;
    bool scramble = true;
    std::int64_t levels = 4;
    std::int64_t trajectories = 10;
    std::int64_t base = 256;
    bool second_order = false;
    std::string table;

    template <class F>
    static constexpr auto fields(F&& f) {
        using U = UncertaintySettings;
        return f(
            field(&U::design, "design", "how points are spread over the ranges", spil::design()),
            field(
                &U::points, "points", "1", within(1, 1e5),
                "latin_hypercube, sobol: points in parameter space; at each, the worlds of [study]; sobol is "
                "balanced at powers of two",
                spil::design()),
            field(
                &U::scramble, "scramble", "1", within(0, 1),
                "sobol, saltelli: true: nested uniform scrambling by the master seed; false: the sequence as "
                "published",
                spil::design()),
            field(
                &U::levels, "levels", "1", within(2, 1000),
                "full_factorial: levels of a quantity, in the middle of equal shares; morris: levels of the "
                "grid, an even number",
                spil::design()),
            field(&U::trajectories, "trajectories", "1", within(1, 1e5),
                  "morris: trajectories, each of one point more than there are quantities", spil::design()),
            field(&U::base, "base", "1", within(1, 1e5),
                  "saltelli: rows of each matrix; balanced at powers of two", spil::design()),
            field(&U::second_order, "second_order", "1", within(0, 1),
                  "saltelli: true: also B with single values of A, for indices of second order",
                  spil::design()),
            field(&U::table, "table",
                  "list: table with a column for each quantity (section.parameter) and a row for each point; "
                  "its "
                  "path relative to the file",
                  spil::design()));
    }
};

/// The keys of [uncertainties] that a design reads, besides `design`.
std::span<std::string_view const> keys_of(UncertaintyDesign design);

/// What values of a quantity are.
enum class ValueType : std::uint8_t { number, whole, truth, word };
std::string_view to_string(ValueType type);

/// One quantity that differs from point to point.
struct Uncertain {
    std::string name;   ///< "section.parameter", or "regime.knob"
    bool knob = false;  ///< of the ways of funding
    ValueType type = ValueType::number;
    std::vector<std::string> words = {};            ///< that its values stand for by their place
    std::optional<Distribution> distribution = {};  ///< none: its values are listed
    double low = 0, high = 0;                       ///< of what can come out
    std::string unit, meaning;
};

struct Uncertainties {
    UncertaintySettings settings;
    std::vector<Uncertain> sampled;                ///< parameters in the order of the registry, then knobs
    std::vector<std::vector<double>> listed = {};  ///< design list: point by quantity
    std::size_t points = 0;                        ///< as `design_size` has it
};

/// The most points of a design, whatever it follows from.
constexpr std::size_t most_points = 1'000'000;

/// Points of the design; more than `most_points` when there are too many.
std::size_t design_size(Uncertainties const& uncertainties);

/// "10 trajectories of 13 points over 4 levels"
std::string design_text(Uncertainties const& uncertainties);

/// Shares of the levels of a quantity in a full factorial: in the middle of equal shares, those left out that
/// would repeat a value; of a list of values, each of them.
std::vector<double> level_shares(Uncertain const& quantity, std::int64_t levels);

/// The points of a study and how they belong together, as the results file tells them.
SampledPoints sampled_points(Study const& study);

/// The values of `sampled` at every point, in that order.
std::vector<std::vector<double>> design_points(Uncertainties const& uncertainties, std::uint64_t master_seed);

/// What a policy runs with: the study's parameters and the policy's knobs, with a point's values put in.
/// \param values  one for each sampled quantity; none when the study has no uncertainties
Settings settings_at(Study const& study, std::size_t policy, std::span<double const> values);

/// A value as a study has it: a word in quotes, true or false, a number.
std::string value_text(Uncertain const& quantity, double value);

/// "{ distribution = \"normal\", mean = 1.0, sd = 0.2 }" as it stands under [uncertainties.ranges]; "list"
/// for listed values.
std::string distribution_text(Uncertain const& quantity);

/// The section as TOML with every name, distribution and listed value written out; reading it gives the same
/// points.
std::string uncertainties_text(Uncertainties const& uncertainties);

}  // namespace spil
