/// \file uncertainties_text.cpp  Uncertainties written out: as TOML that gives the same points, and in words.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/core/error.hpp"
#include "engine/run/uncertainties.hpp"
#include "engine/schema/described.hpp"

namespace spil {

namespace {

bool contains(std::span<std::string_view const> keys, std::string_view key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

/// The declared keys that the design reads; listed values stand in place of their table.
std::string settings_text(UncertaintySettings settings) {
    auto const keys = keys_of(settings.design);
    std::string text;
    for (auto const& d : described("uncertainties", bind(settings)))
        if (d.name == "design" || (contains(keys, d.name) && d.name != "table"))
            text += fmt::format("{} = {}\n", d.name, d.text);
    return text;
}

std::string range_text(Uncertain const& quantity) {
    auto const& s = quantity.distribution.value().settings;
    bool const short_form = s.distribution == DistributionKind::uniform && s.levels == 0;
    if (!short_form) return distribution_text(quantity);
    return fmt::format("[{}, {}]", number_text(s.low, true), number_text(s.high, true));
}

std::string values_text(Uncertain const& quantity, std::vector<double> const& values) {
    std::string text;
    std::size_t line = 0;  // characters since it began
    for (double const value : values) {
        if (!text.empty()) text += ", ";
        auto const one = value_text(quantity, value);
        if (line + one.size() > 100) text += "\n    ", line = 0;
        text += one;
        line += one.size() + 2;
    }
    return "[" + text + "]";
}

std::string balanced(std::int64_t points) {
    bool const power = (points & (points - 1)) == 0;
    return power ? "" : "; only a power of two is balanced";
}

}  // namespace

std::string value_text(Uncertain const& quantity, double value) {
    switch (quantity.type) {
        case ValueType::number:
            return number_text(value, true);
        case ValueType::whole:
            return number_text(value, false);
        case ValueType::truth:
            return value != 0 ? "true" : "false";
        case ValueType::word:
            return toml_quoted(quantity.words.at(static_cast<std::size_t>(value)));
    }
    SPIL_EXPECT(false, "a type of value");
    return {};
}

std::string distribution_text(Uncertain const& quantity) {
    if (!quantity.distribution) return "list";
    auto const& d = *quantity.distribution;
    auto settings = d.settings;  // bindings want objects that may change
    auto const keys = keys_of(settings.distribution);
    std::string text;
    for (auto const& b : bind(settings)) {
        bool const wanted = b.name == "distribution" || (contains(keys, b.name) && std::isfinite(b.number()));
        if (!wanted || (b.name == "levels" && settings.levels == 0)) continue;
        text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", b.name, b.text());
    }
    if (!d.values.empty()) text += ", values = " + values_text(quantity, d.values);
    if (!d.weights.empty()) {
        text += ", weights = [";
        for (std::size_t k = 0; k < d.weights.size(); ++k)
            text += (k == 0 ? "" : ", ") + number_text(d.weights[k], true);
        text += "]";
    }
    return "{ " + text + " }";
}

std::string uncertainties_text(Uncertainties const& u) {
    auto text = "[uncertainties]\n" + settings_text(u.settings);
    if (u.settings.design == UncertaintyDesign::list) {
        text += "\n[uncertainties.values]\n";
        for (std::size_t k = 0; k < u.sampled.size(); ++k) {
            std::vector<double> values;
            values.reserve(u.listed.size());
            for (auto const& point : u.listed) values.push_back(point[k]);
            text +=
                fmt::format("{} = {}\n", toml_quoted(u.sampled[k].name), values_text(u.sampled[k], values));
        }
        return text;
    }
    text += "sample = [\n";
    for (auto const& s : u.sampled) text += fmt::format("    {},\n", toml_quoted(s.name));
    text += "]\n\n[uncertainties.ranges]\n";
    for (auto const& s : u.sampled) text += fmt::format("{} = {}\n", toml_quoted(s.name), range_text(s));
    return text;
}

std::string design_text(Uncertainties const& u) {
    auto const& s = u.settings;
    auto const quantities = u.sampled.size();
    switch (s.design) {
        case UncertaintyDesign::latin_hypercube:
            return fmt::format("latin hypercube of {} points", u.points);
        case UncertaintyDesign::list:
            return fmt::format("a list of {} points", u.points);
        case UncertaintyDesign::sobol:
            return fmt::format("{} points of a {}Sobol' sequence{}", s.points, s.scramble ? "scrambled " : "",
                               balanced(s.points));
        case UncertaintyDesign::morris:
            return fmt::format("Morris: {} trajectories of {} + 1 points, {} levels", s.trajectories,
                               quantities, s.levels);
        case UncertaintyDesign::saltelli:
            return fmt::format("Saltelli: {} base points, each with {}{} + 2 points{}", s.base,
                               s.second_order ? "2 x " : "", quantities, balanced(s.base));
        case UncertaintyDesign::full_factorial:
            break;
    }
    std::vector<std::size_t> levels;
    for (auto const& quantity : u.sampled) levels.push_back(level_shares(quantity, s.levels).size());
    return fmt::format("full factorial of {} levels", fmt::join(levels, " x "));
}

}  // namespace spil
