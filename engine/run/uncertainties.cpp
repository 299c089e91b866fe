#include "engine/run/uncertainties.hpp"

#include <fmt/format.h>

#include <array>

#include "engine/core/error.hpp"
#include "engine/run/study.hpp"

namespace spil {

namespace {

void put(Binding const& target, double value) {
    if (auto* const* real = std::get_if<double*>(&target.target)) {
        **real = value;
    } else if (auto* const* whole = std::get_if<std::int64_t*>(&target.target)) {
        **whole = static_cast<std::int64_t>(value);
    } else if (auto* const* truth = std::get_if<bool*>(&target.target)) {
        **truth = value != 0;
    } else {
        auto const* word = std::get_if<WordTarget>(&target.target);
        SPIL_EXPECT(word != nullptr, fmt::format("'{}' is sampled but is a text", target.name));
        word->set(word->member, static_cast<std::size_t>(value));
    }
}

}  // namespace

std::string_view to_string(UncertaintyDesign design) {
    return Words<UncertaintyDesign>::list[static_cast<std::size_t>(design)];
}

std::string_view to_string(ValueType type) {
    constexpr std::array<std::string_view, 4> names{"number", "whole number", "true or false", "word"};
    return names[static_cast<std::size_t>(type)];
}

std::span<std::string_view const> keys_of(UncertaintyDesign design) {
    using Keys = std::span<std::string_view const>;
    // What is spread is said in the same way for all designs but the list.
    static constexpr std::array<std::string_view, 4> hypercube{"points", "sample", "leave", "ranges"};
    static constexpr std::array<std::string_view, 5> sobol{"points", "scramble", "sample", "leave", "ranges"};
    static constexpr std::array<std::string_view, 4> factorial{"levels", "sample", "leave", "ranges"};
    static constexpr std::array<std::string_view, 2> list{"table", "values"};
    static constexpr std::array<std::string_view, 5> morris{"levels", "trajectories", "sample", "leave",
                                                            "ranges"};
    static constexpr std::array<std::string_view, 6> saltelli{"base",   "second_order", "scramble",
                                                              "sample", "leave",        "ranges"};
    switch (design) {
        case UncertaintyDesign::latin_hypercube:
            return Keys{hypercube};
        case UncertaintyDesign::sobol:
            return Keys{sobol};
        case UncertaintyDesign::full_factorial:
            return Keys{factorial};
        case UncertaintyDesign::list:
            return Keys{list};
        case UncertaintyDesign::morris:
            return Keys{morris};
        case UncertaintyDesign::saltelli:
            return Keys{saltelli};
    }
    SPIL_EXPECT(false, "a design");
    return {};
}

Settings settings_at(Study const& study, std::size_t policy, std::span<double const> values) {
    Settings settings{study.parameters, study.policies.at(policy).regime};
    if (values.empty()) return settings;
    auto const& sampled = study.uncertainties.value().sampled;
    SPIL_EXPECT(values.size() == sampled.size(), "a point has one value for each sampled quantity");
    // Both lists are in the order of the registry: one walk finds them all.
    std::size_t next = 0;
    for (auto const& section : sections(settings.parameters))
        for (auto const& field : section.bindings) {
            if (next == sampled.size() || sampled[next].knob) break;
            if (sampled[next].name == fmt::format("{}.{}", section.name, field.name))
                put(field, values[next++]);
        }
    for (auto const& knob : bind(settings.regime)) {
        if (next == sampled.size()) break;
        if (sampled[next].name != fmt::format("{}.{}", Regime::name, knob.name)) continue;
        if (knob.number() != 0) put(knob, values[next]);
        ++next;
    }
    SPIL_ENSURE(next == sampled.size(), "every sampled quantity has its place in the settings");
    return settings;
}

}  // namespace spil
