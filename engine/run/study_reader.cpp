/// \file study_reader.cpp  Fills a Study from a scenario's tree, collecting everything that is wrong.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <tuple>

#include "engine/core/text.hpp"
#include "engine/model/outputs.hpp"
#include "engine/model/presets.hpp"
#include "engine/run/lever_policies.hpp"
#include "engine/run/random_policies.hpp"
#include "engine/run/study.hpp"
#include "engine/run/study_country.hpp"
#include "engine/run/study_trees.hpp"
#include "engine/run/study_uncertainties.hpp"

namespace spil {

namespace {

namespace fs = std::filesystem;

std::string near_or_all(std::string_view word, std::vector<std::string> const& known) {
    if (auto const near = nearest(word, known)) return fmt::format("; did you mean \"{}\"?", *near);
    return fmt::format("; known: {}", fmt::join(known, ", "));
}

/// For lists that are too long to print.
std::string near_or(std::string_view word, std::vector<std::string> const& known, std::string_view describe) {
    if (auto const near = nearest(word, known)) return fmt::format("; did you mean '{}'?", *near);
    return fmt::format("; `spil describe {}` lists what there is", describe);
}

/// Fills a Study from a tree, collecting what is wrong.
class Reader {
  public:
    Reader(Scenario scenario, std::vector<Problem> problems)
        : scenario_(std::move(scenario)), problems_(std::move(problems)) {}

    Study read() {
        study_.path = scenario_.path;
        study_.text = scenario_.text;
        study_.files = scenario_.files;
        study_.parameters = default_parameters();
        study_.settings.name = fs::path{scenario_.path}.stem().string();

        read_format();
        read_sections();
        read_missions();
        read_policies();
        read_levers(scenario_, study_, problems_);
        read_random_policies(scenario_, study_, problems_);
        read_settings();
        read_policy_trees(scenario_, study_, problems_);
        read_study_uncertainties(scenario_, study_, problems_);
        check_runs();
        read_study_country(scenario_, study_, problems_);
        if (!problems_.empty()) throw InputError(sorted());
        return std::move(study_);
    }

  private:
    /// As one reads: the command line, the files from the study to its last base, tables; each from the top.
    std::vector<Problem> sorted() {
        std::stable_sort(problems_.begin(), problems_.end(), [&](Problem const& a, Problem const& b) {
            return std::tuple{scenario_.distance(a.place), a.place.line, a.place.column} <
                   std::tuple{scenario_.distance(b.place), b.place.line, b.place.column};
        });
        return std::move(problems_);
    }

    void complain(Place place, std::string message) {
        problems_.push_back({std::move(place), std::move(message)});
    }
    Place whole_file() const { return {scenario_.path}; }

    /// The table under a key of the root; null when it is not there or is something else.
    NodeTable const* table(std::string_view key) {
        auto const* node = scenario_.root.find(key);
        if (node == nullptr) return nullptr;
        if (node->table() == nullptr)
            complain(node->place,
                     fmt::format("'{}' must be a section, [{}], not {}", key, key, node->kind()));
        return node->table();
    }

    /// The tables of a list [[key]]; null when it is not there or is something else.
    std::vector<Node> const* rows(std::string_view key) {
        auto const* node = scenario_.root.find(key);
        if (node == nullptr) return nullptr;
        auto const* list = node->array();
        bool const tables =
            list != nullptr && std::all_of(list->items.begin(), list->items.end(),
                                           [](Node const& n) { return n.table() != nullptr; });
        if (!tables) {
            complain(node->place,
                     fmt::format("'{}' must be a list of tables, [[{}]], not {}", key, key, node->kind()));
            return nullptr;
        }
        return &list->items;
    }

    void read_format() {
        auto const* node = scenario_.root.find("format");
        if (node == nullptr) {
            complain(
                whole_file(),
                "'format' is missing; begin the file with format = 1, the form of study this version reads");
            return;
        }
        auto const* number = std::get_if<std::int64_t>(&node->value);
        if (number == nullptr)
            complain(node->place,
                     fmt::format("'format' must be a whole number, not {}; allowed: 1", node->kind()));
        else if (*number != 1)
            complain(node->place,
                     fmt::format("'format' = {} is not known; this version reads format 1", *number));
    }

    void read_sections() {
        auto all = sections(study_.parameters);
        std::vector<std::string> known{"format",   "base",   "study",           "country",      "missions",
                                       "policies", "levers", "random_policies", "uncertainties"};
        auto const own = known.size();
        for (auto const& s : all) known.push_back(s.name);
        for (auto const& entry : scenario_.root.entries) {
            auto const at = std::find(known.begin(), known.end(), entry.key) - known.begin();
            if (static_cast<std::size_t>(at) == known.size()) {
                complain(entry.node.place, "unknown key '" + entry.key + "' in the study" +
                                               near_or(entry.key, known, "parameters"));
            } else if (static_cast<std::size_t>(at) >= own) {
                if (auto const* t = table(entry.key))
                    assign(*t, all[static_cast<std::size_t>(at) - own].bindings, "[" + entry.key + "]",
                           problems_);
            }
        }
    }

    /// The text under `key`, which must be there, must say something and must be new.
    std::string unique_text(Node const& row, std::string_view key, std::string_view what,
                            std::vector<std::pair<std::string, Place>>& seen) {
        auto const* node = row.table()->find(key);
        if (node == nullptr) {
            complain(row.place, fmt::format("a {} needs a '{}'", what, key));
            return {};
        }
        auto const* text = node->text();
        if (text == nullptr) return {};  // said when it is assigned
        if (trim(*text).empty()) {
            complain(node->place, fmt::format("the '{}' of a {} must not be empty", key, what));
            return {};
        }
        auto const twin =
            std::find_if(seen.begin(), seen.end(), [&](auto const& s) { return s.first == *text; });
        if (twin != seen.end()) {
            complain(node->place,
                     fmt::format("two {} are called \"{}\"; the other one is at {}",
                                 what == "policy" ? "policies" : "missions", *text, to_string(twin->second)));
        }
        seen.emplace_back(*text, node->place);
        return *text;
    }

    void read_missions() {
        auto const* list = rows("missions");
        if (list == nullptr) return;
        if (list->empty())
            complain(scenario_.root.find("missions")->place, "a study needs at least one mission");
        auto const defaults = default_missions();
        std::vector<std::pair<std::string, Place>> seen;
        study_.parameters.missions.clear();
        for (auto const& row : *list) {
            auto const title = unique_text(row, "title", "mission", seen);
            auto const same = std::find_if(defaults.begin(), defaults.end(),
                                           [&](auto const& m) { return m.title == title; });
            MissionParameters mission = same != defaults.end() ? *same : MissionParameters{};
            assign(*row.table(), bind(mission), "[[missions]]", problems_);
            study_.parameters.missions.push_back(std::move(mission));
        }
    }

    void read_policies() {
        auto const* list = rows("policies");
        if (list == nullptr || list->empty()) {
            if (list != nullptr || scenario_.root.find("policies") == nullptr)
                complain(whole_file(), "there are no policies; add [[policies]] with a name and a preset");
            return;
        }
        std::vector<std::string> presets;
        for (auto const& name : preset_names()) presets.emplace_back(name);
        std::vector<std::pair<std::string, Place>> seen;
        for (auto const& row : *list) {
            Policy policy;
            policy.name = unique_text(row, "name", "policy", seen);
            if (auto const* name = row.table()->find("name"); name != nullptr && name->text() == nullptr)
                complain(name->place, fmt::format("'name' must be a text, not {}", name->kind()));
            if (auto const* node = row.table()->find("preset")) {
                if (node->text() == nullptr) {
                    complain(node->place, fmt::format("'preset' must be a word, not {}; known: {}",
                                                      node->kind(), fmt::join(presets, ", ")));
                } else if (std::find(presets.begin(), presets.end(), *node->text()) == presets.end()) {
                    complain(node->place, fmt::format("there is no preset \"{}\"{}", *node->text(),
                                                      near_or_all(*node->text(), presets)));
                } else {
                    policy.preset = *node->text();
                    policy.regime = preset(policy.preset);
                }
            }
            constexpr std::array<std::string_view, 2> own{"name", "preset"};
            auto fields = bind(policy.fork);
            for (auto& knob : bind(policy.regime)) fields.push_back(std::move(knob));
            assign(*row.table(), fields, "[[policies]]", problems_, own);
            study_.policies.push_back(std::move(policy));
        }
    }

    void read_settings() {
        auto const* t = table("study");
        auto& s = study_.settings;
        auto const outcome_names = [] {
            std::vector<std::string> names;
            for (auto const& o : outputs()) names.push_back(o.name);
            return names;
        };
        if (t != nullptr) {
            assign(*t, bind(s), "[study]", problems_);
            if (s.months % 12 != 0)
                complain(t->find("months")->place,
                         fmt::format("'months' = {} is not a whole number of years; {} or {} would be",
                                     s.months, s.months - s.months % 12, s.months - s.months % 12 + 12));
            auto const names = outcome_names();
            if (!s.outcome.empty() && std::find(names.begin(), names.end(), s.outcome) == names.end())
                complain(t->find("outcome")->place, fmt::format("there is no outcome \"{}\"{}", s.outcome,
                                                                near_or(s.outcome, names, "outputs")));
            std::vector<std::string> policies;
            for (auto const& p : study_.policies) policies.push_back(p.name);
            if (!s.baseline.empty() && !policies.empty() &&
                std::find(policies.begin(), policies.end(), s.baseline) == policies.end())
                complain(t->find("baseline")->place, fmt::format("there is no policy \"{}\"{}", s.baseline,
                                                                 near_or_all(s.baseline, policies)));
        }
        if (s.outcome.empty()) s.outcome = primary_outcome();
        if (s.baseline.empty() && !study_.policies.empty()) s.baseline = study_.policies.front().name;
    }

    void check_runs() {
        auto const most = static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max());
        if (study_.runs() > most)
            complain(whole_file(), fmt::format("{} runs are too many; at most {}", study_.runs(), most));
    }

    Scenario scenario_;
    std::vector<Problem> problems_;
    Study study_;
};

}  // namespace

Study read_study(fs::path const& path, std::span<Override const> overrides) {
    std::vector<Problem> problems;
    auto scenario = read_scenario(path, overrides, problems);
    return Reader{std::move(scenario), std::move(problems)}.read();
}

Study read_study_text(std::string const& text, std::string const& label) {
    std::vector<Problem> problems;
    auto scenario = scenario_of_text(text, label, problems);
    return Reader{std::move(scenario), std::move(problems)}.read();
}

}  // namespace spil
