#pragma once
/// \file uncertainties.hpp  What nobody knows exactly: points in the space of parameters, and the settings of
/// a run at one of them.
///
/// At each point as many worlds as [study] names meet all policies. Worlds are numbered point by point,
///
///     world = point * worlds + replicate,
///
/// and each has a seed of its own. Within its range a quantity is uniform; a whole number is rounded. A knob
/// of the ways of funding takes the point's value in every policy whose own value is not 0: what a policy
/// does not do is not uncertain.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "engine/model/parameters.hpp"
#include "engine/schema/field.hpp"

namespace spil {

struct Study;

/// How points are spread.
enum class UncertaintyDesign : std::uint8_t { latin_hypercube };
template <>
struct Words<UncertaintyDesign> {
    static constexpr std::array<std::string_view, 1> list{"latin_hypercube"};
};

/// The declared part of the section [uncertainties]; `sample`, `leave` and `ranges` are lists of names.
struct UncertaintySettings {
    UncertaintyDesign design = UncertaintyDesign::latin_hypercube;
    std::int64_t points = 100;

    template <class F>
    static constexpr auto fields(F&& f) {
        using U = UncertaintySettings;
        return f(field(&U::design, "design", "how points are spread over the ranges", spil::design()),
                 field(&U::points, "points", "1", within(1, 1e5),
                       "points in parameter space; at each, the worlds of [study]", spil::design()));
    }
};

/// One quantity that differs from point to point.
struct Uncertain {
    std::string name;   ///< "section.parameter", or "regime.knob"
    bool knob = false;  ///< of the ways of funding
    bool whole = false;
    double low = 0, high = 0;
    std::string unit, meaning;
};

struct Uncertainties {
    UncertaintySettings settings;
    std::vector<Uncertain> sampled;  ///< parameters in the order of the registry, then knobs
};

/// The values of `sampled` at every point, in that order.
std::vector<std::vector<double>> design_points(Uncertainties const& uncertainties, std::uint64_t master_seed);

/// What a policy runs with: the study's parameters and the policy's knobs, with a point's values put in.
/// \param values  one for each sampled quantity; none when the study has no uncertainties
Settings settings_at(Study const& study, std::size_t policy, std::span<double const> values);

/// The section as TOML with every name and range written out; reading it gives the same points.
std::string uncertainties_text(Uncertainties const& uncertainties);

}  // namespace spil
