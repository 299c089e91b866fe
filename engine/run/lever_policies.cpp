#include "engine/run/lever_policies.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "engine/core/text.hpp"
#include "engine/schema/binding.hpp"

namespace spil {

namespace {

constexpr std::size_t most_policies = 1000;

/// The rows [[levers]], those that are tables.
std::vector<Node const*> rows_of(Scenario const& scenario) {
    std::vector<Node const*> rows;
    auto const* node = scenario.root.find("levers");
    if (node == nullptr || node->array() == nullptr) return rows;
    for (auto const& row : node->array()->items)
        if (row.table() != nullptr) rows.push_back(&row);
    return rows;
}

Binding knob_of(Regime& regime, std::string_view name) {
    auto const all = bind(regime);
    return *std::find_if(all.begin(), all.end(), [&](auto const& b) { return b.name == name; });
}

/// "12", "lot", "true"
std::string short_text(Binding const& knob) {
    if (auto const* word = std::get_if<WordTarget>(&knob.target))
        return std::string{word->words[word->get(word->member)]};
    if (auto const* number = std::get_if<double*>(&knob.target)) return number_text(**number, false);
    return knob.text();
}

class LeverReader {
  public:
    LeverReader(Study& study, std::vector<Problem>& problems)
        : study_(study), problems_(problems), written_(study.policies.size()) {}

    void read(Node const& row) {
        auto const before = problems_.size();
        auto const& t = *row.table();
        LeverSettings settings;
        constexpr std::array<std::string_view, 1> own{"knobs"};
        assign(t, bind(settings), "[[levers]]", problems_, own);
        auto const base = base_of(row, settings.policy);
        auto const* knobs = t.find("knobs");
        if (knobs == nullptr || knobs->table() == nullptr || knobs->table()->entries.empty())
            complain(knobs == nullptr ? row.place : knobs->place,
                     "a lever needs 'knobs', a table with a list of values for each knob: "
                     "knobs = { gate_interval = [12, 24] }");
        else
            check(*knobs->table());
        if (problems_.size() == before) combine(row.place, *base, *knobs->table());
    }

  private:
    void complain(Place const& place, std::string message) {
        problems_.push_back({place, std::move(message)});
    }

    /// The written policy of a name; nothing, and a problem, when there is none.
    std::optional<Policy> base_of(Node const& row, std::string const& name) {
        auto const* node = row.table()->find("policy");
        if (node == nullptr) {
            complain(row.place, "a lever needs a 'policy', the one whose knobs it sets");
            return std::nullopt;
        }
        if (node->text() == nullptr) return std::nullopt;  // said when it was assigned
        std::vector<std::string> known;
        for (std::size_t p = 0; p < written_; ++p) {
            if (study_.policies[p].name == name) return study_.policies[p];
            known.push_back(study_.policies[p].name);
        }
        auto const near = nearest(name, known);
        complain(node->place, fmt::format("there is no policy \"{}\"; {}", name,
                                          near ? fmt::format("did you mean \"{}\"?", *near)
                                               : fmt::format("known: {}", fmt::join(known, ", "))));
        return std::nullopt;
    }

    void check(NodeTable const& knobs) {
        Regime trial;
        auto const all = bind(trial);
        for (auto const& [name, values] : knobs.entries) {
            auto const knob = std::find_if(all.begin(), all.end(),
                                           [&, &key = name](auto const& b) { return b.name == key; });
            if (knob == all.end()) {
                std::vector<std::string> known(all.size());
                std::transform(all.begin(), all.end(), known.begin(),
                               [](auto const& b) { return std::string{b.name}; });
                auto const near = nearest(name, known);
                complain(values.place,
                         fmt::format("there is no knob '{}'; {}", name,
                                     near ? fmt::format("did you mean '{}'?", *near)
                                          : "`spil describe parameters` lists them under policies"));
            } else if (values.array() == nullptr || values.array()->items.empty()) {
                complain(values.place, fmt::format("'{}' of a lever must be a list of values", name));
            } else {
                check_values(*knob, *values.array());
            }
        }
    }

    void check_values(Binding const& knob, NodeArray const& values) {
        std::vector<double> seen;
        for (auto const& value : values.items) {
            auto const before = problems_.size();
            knob.assign(value, problems_);
            if (problems_.size() != before) continue;
            if (std::find(seen.begin(), seen.end(), knob.number()) != seen.end())
                complain(value.place,
                         fmt::format("{} = {} stands in this lever twice", knob.name, short_text(knob)));
            seen.push_back(knob.number());
        }
    }

    /// One policy for each combination of values, the last knob changing fastest.
    void combine(Place const& place, Policy const& base, NodeTable const& knobs) {
        std::size_t count = 1;
        for (auto const& entry : knobs.entries) {
            count *= entry.node.array()->items.size();
            if (count > most_policies)
                return complain(place, fmt::format("this lever makes more than {} policies", most_policies));
        }
        for (std::size_t n = 0; n < count; ++n) {
            auto policy = base;
            auto stride = count;
            for (auto const& [name, values] : knobs.entries) {
                auto const& items = values.array()->items;
                stride /= items.size();
                auto const knob = knob_of(policy.regime, name);
                knob.assign(items[n / stride % items.size()], problems_);
                policy.name += fmt::format(" {}={}", name, short_text(knob));
            }
            auto const taken = std::any_of(study_.policies.begin(), study_.policies.end(),
                                           [&](auto const& p) { return p.name == policy.name; });
            if (taken)
                return complain(place, fmt::format("a policy is called \"{}\" already; this lever would give "
                                                   "that name to one of its own",
                                                   policy.name));
            study_.policies.push_back(std::move(policy));
        }
    }

    Study& study_;
    std::vector<Problem>& problems_;
    std::size_t written_;  // policies of [[policies]], which come first
};

}  // namespace

void read_levers(Scenario const& scenario, Study& study, std::vector<Problem>& problems) {
    auto const* node = scenario.root.find("levers");
    if (node == nullptr) return;
    auto const rows = rows_of(scenario);
    if (node->array() == nullptr || rows.size() != node->array()->items.size()) {
        problems.push_back({node->place, fmt::format("'levers' must be a list of tables, [[levers]], not {}",
                                                     node->kind())});
        return;
    }
    LeverReader reader{study, problems};
    for (auto const* row : rows) reader.read(*row);
}

std::vector<std::pair<std::string, Place>> lever_knobs(Scenario const& scenario) {
    std::vector<std::pair<std::string, Place>> all;
    for (auto const* row : rows_of(scenario)) {
        auto const* knobs = row->table()->find("knobs");
        if (knobs == nullptr || knobs->table() == nullptr) continue;
        for (auto const& entry : knobs->table()->entries) all.emplace_back(entry.key, entry.node.place);
    }
    return all;
}

}  // namespace spil
