#include "engine/run/uncertainties.hpp"

#include <fmt/format.h>

#include <cmath>

#include "engine/core/error.hpp"
#include "engine/run/latin_hypercube.hpp"
#include "engine/run/study.hpp"
#include "engine/schema/described.hpp"

namespace spil {

namespace {

void put(Binding const& target, double value) {
    if (auto* const* real = std::get_if<double*>(&target.target)) {
        **real = value;
        return;
    }
    auto* const* whole = std::get_if<std::int64_t*>(&target.target);
    SPIL_EXPECT(whole != nullptr, fmt::format("'{}' is sampled but is no number", target.name));
    **whole = static_cast<std::int64_t>(value);
}

}  // namespace

std::vector<std::vector<double>> design_points(Uncertainties const& uncertainties,
                                               std::uint64_t master_seed) {
    auto const points = static_cast<std::size_t>(uncertainties.settings.points);
    auto const& sampled = uncertainties.sampled;
    std::vector<std::vector<double>> values(points, std::vector<double>(sampled.size()));
    for (std::size_t k = 0; k < sampled.size(); ++k) {
        auto const& s = sampled[k];
        auto const shares = latin_hypercube(master_seed, s.name, points);
        for (std::size_t p = 0; p < points; ++p) {
            // Rounding must not carry a value past its range.
            auto const value = std::min(s.high, s.low + shares[p] * (s.high - s.low));
            values[p][k] = s.whole ? std::round(value) : value;
        }
    }
    return values;
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

std::string uncertainties_text(Uncertainties const& uncertainties) {
    auto settings = uncertainties.settings;  // bindings want objects that may change
    std::string text = "[uncertainties]\n";
    for (auto const& d : described("uncertainties", bind(settings)))
        text += fmt::format("{} = {}\n", d.name, d.text);
    text += "sample = [\n";
    for (auto const& s : uncertainties.sampled) text += fmt::format("    {},\n", toml_quoted(s.name));
    text += "]\n\n[uncertainties.ranges]\n";
    for (auto const& s : uncertainties.sampled)
        text += fmt::format("{} = [{}, {}]\n", toml_quoted(s.name), number_text(s.low, true),
                            number_text(s.high, true));
    return text;
}

}  // namespace spil
