/// \file results_stopping.cpp  When a batch may end early, and how it did, as attributes of a group of its
/// results file.

#include <fmt/format.h>

#include <cmath>

#include "engine/core/error.hpp"
#include "engine/core/sha256.hpp"
#include "engine/io/results_layout.hpp"

namespace spil {

namespace {

constexpr char const* group = "stopping";

/// A batch goes on under the rule that stands in its file: that must not be another one by a flipped bit.
std::string fingerprint(StoppingRule const& rule) {
    auto text = fmt::format("{}\n{}\n{}\n{}", rule.method, rule.outcome, rule.halfwidth, rule.confidence);
    for (auto const& policy : rule.policies) text += "\n" + policy;
    return sha256(text);
}

[[noreturn]] void damaged(hdf5::File const& file) {
    throw FileError(file.path(), "read", "what it says about when to stop is damaged; run the study again");
}

}  // namespace

void lay_out_stopping(hdf5::File& file, StoppingRule const& rule, ResultsHeader const& header) {
    file.create_group(group);
    std::string unit;
    for (auto const& o : header.outputs)
        if (o.name == rule.outcome) unit = o.unit;
    file.attribute(group, "method", rule.method);
    file.attribute(group, "outcome", rule.outcome);
    file.attribute(group, "units", unit);
    file.attribute(group, "baseline", header.baseline_policy);
    file.attribute(group, "policies", rule.policies);
    file.attribute(group, "halfwidth", rule.halfwidth);
    file.attribute(group, "confidence", rule.confidence);
    file.attribute(group, "rule_sha256", fingerprint(rule));
}

void write_stopped(hdf5::File& file, Stopped const& stopped) {
    file.attribute(group, "reached", stopped.reached ? "true" : "false");
    file.attribute(group, "reached_difference", stopped.differences);
    file.attribute(group, "reached_halfwidth", stopped.halfwidths);
    file.attribute(group, "stopped_after_worlds", static_cast<std::int64_t>(stopped.worlds));
}

std::optional<StoppingRule> read_stopping(hdf5::File const& file) {
    if (!file.has(group)) return std::nullopt;
    auto const text = [&](char const* name) { return file.text_attribute(group, name).value_or(""); };
    auto const number = [&](char const* name) {
        auto const all = file.number_attribute(group, name);
        return all && all->size() == 1 ? all->front() : std::nan("");
    };
    StoppingRule rule{
        .outcome = text("outcome"),
        .policies = file.texts_attribute(group, "policies").value_or(std::vector<std::string>{}),
        .halfwidth = number("halfwidth"),
        .confidence = number("confidence"),
        .method = text("method")};
    if (fingerprint(rule) != text("rule_sha256")) damaged(file);
    return rule;
}

std::optional<Stopped> read_stopped(hdf5::File const& file) {
    if (!file.has(group)) return std::nullopt;
    auto const worlds = file.number_attribute(group, "stopped_after_worlds");
    if (!worlds) return std::nullopt;
    auto const all = file.has("world") ? file.shape("world").at(0) : 0;
    if (worlds->size() != 1 || !(worlds->front() >= 1 && worlds->front() <= static_cast<double>(all)))
        damaged(file);
    return Stopped{
        .worlds = static_cast<std::size_t>(worlds->front()),
        .reached = file.text_attribute(group, "reached") == "true",
        .differences = file.number_attribute(group, "reached_difference").value_or(std::vector<double>{}),
        .halfwidths = file.number_attribute(group, "reached_halfwidth").value_or(std::vector<double>{})};
}

}  // namespace spil
