#include "engine/run/study_candidates.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/text.hpp"

namespace spil {

std::string UncertaintyCandidate::kind() const {
    if (number()) return "a number";
    if (std::holds_alternative<bool*>(field.target)) return "true or false";
    return std::holds_alternative<WordTarget>(field.target) ? "a word" : "a text";
}

Uncertain UncertaintyCandidate::quantity() const {
    Uncertain q;
    q.name = path();
    q.knob = knob;
    q.unit = field.unit;
    q.meaning = field.meaning;
    if (std::holds_alternative<std::int64_t*>(field.target)) q.type = ValueType::whole;
    if (std::holds_alternative<bool*>(field.target)) q.type = ValueType::truth;
    if (auto const* word = std::get_if<WordTarget>(&field.target)) {
        q.type = ValueType::word;
        q.words.assign(word->words.begin(), word->words.end());
    }
    return q;
}

std::optional<double> UncertaintyCandidate::value_of(Node const& node, std::vector<Problem>& problems) const {
    // The field's own rules, with a target that nobody reads.
    auto trial = field;
    double number = 0;
    std::int64_t whole = 0;
    bool truth = false;
    std::size_t word = 0;
    if (std::holds_alternative<double*>(field.target)) trial.target = &number;
    if (std::holds_alternative<std::int64_t*>(field.target)) trial.target = &whole;
    if (std::holds_alternative<bool*>(field.target)) trial.target = &truth;
    if (auto const* words = std::get_if<WordTarget>(&field.target))
        trial.target =
            WordTarget{&word, words->words, [](void const* p) { return *static_cast<std::size_t const*>(p); },
                       [](void* p, std::size_t w) { *static_cast<std::size_t*>(p) = w; }};
    auto const before = problems.size();
    trial.assign(node, problems);
    if (problems.size() != before) return std::nullopt;
    return trial.number();
}

Candidates::Candidates(Study& study) {
    for (auto const& section : sections(study.parameters))
        for (auto const& field : section.bindings)
            if (!std::holds_alternative<std::string*>(field.target))
                all_.push_back({.section = section.name, .field = field});
    for (auto const& knob : bind(knobs_)) {
        bool used = study.policies.empty();  // their absence has been complained about
        for (auto& policy : study.policies)
            for (auto const& own : bind(policy.regime))
                used = used || (own.name == knob.name && own.number() != 0);
        all_.push_back({.section = std::string{Regime::name}, .field = knob, .knob = true, .used = used});
    }
}

UncertaintyCandidate* Candidates::find(std::string const& path) {
    auto const found =
        std::find_if(all_.begin(), all_.end(), [&](auto const& c) { return c.path() == path; });
    return found == all_.end() ? nullptr : &*found;
}

std::string Candidates::unknown(std::string const& name) const {
    if (name.starts_with("missions."))
        return fmt::format("'{}': the missions' own values cannot be sampled", name);
    std::vector<std::string> known;
    bool const pattern = name.ends_with(".*");
    for (auto const& c : all_)
        if (!pattern)
            known.push_back(c.path());
        else if (known.empty() || known.back() != c.section + ".*")
            known.push_back(c.section + ".*");
    auto const near = nearest(name, known);
    return fmt::format(
        "there is no parameter '{}'; {}", name,
        near ? fmt::format("did you mean '{}'?", *near) : "`spil describe parameters` lists what there is");
}

std::string Candidates::unused(UncertaintyCandidate const& c) {
    return fmt::format("no policy has a '{}' other than 0: sampling it would change nothing", c.field.name);
}

void refuse_other_keys(Scenario const& scenario, NodeTable const& table, Node const* choice,
                       std::span<std::string_view const> choices, std::span<std::string_view const> read,
                       std::vector<Problem>& problems,
                       std::function<std::string(std::string const& key)> const& message) {
    for (auto const& entry : table.entries) {
        auto const among = [&](std::span<std::string_view const> keys) {
            return std::find(keys.begin(), keys.end(), entry.key) != keys.end();
        };
        auto const& place = entry.node.place;
        if (!among(choices) || among(read)) continue;
        if (choice != nullptr && scenario.distance(choice->place) < scenario.distance(place)) continue;
        problems.push_back({place, message(entry.key)});
    }
}

}  // namespace spil
