#include "engine/run/study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <system_error>

#include "engine/core/text.hpp"
#include "engine/io/country_table.hpp"
#include "engine/model/context.hpp"
#include "engine/model/outputs.hpp"
#include "engine/model/presets.hpp"
#include "engine/model/synthetic_country.hpp"
#include "engine/schema/described.hpp"

namespace spil {

namespace {

namespace fs = std::filesystem;

std::string near_or_all(std::string_view word, std::vector<std::string> const& known) {
    if (auto const near = nearest(word, known)) return fmt::format("; did you mean \"{}\"?", *near);
    return fmt::format("; known: {}", fmt::join(known, ", "));
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
        read_settings();
        read_country();
        if (!problems_.empty()) throw InputError(std::move(problems_));
        return std::move(study_);
    }

  private:
    void complain(Place place, std::string message) {
        problems_.push_back({std::move(place), std::move(message)});
    }
    Place whole_file() const { return {scenario_.path}; }

    /// The table under a key of the root; null when it is not there or is something else.
    NodeTable const* table(std::string_view key) {
        auto const* node = scenario_.root.find(key);
        if (node == nullptr) return nullptr;
        if (node->table() == nullptr)
            complain(node->place, fmt::format("'{}' must be a section, [{}], not {}", key, key, node->kind()));
        return node->table();
    }

    /// The tables of a list [[key]]; null when it is not there or is something else.
    std::vector<Node> const* rows(std::string_view key) {
        auto const* node = scenario_.root.find(key);
        if (node == nullptr) return nullptr;
        auto const* list = node->array();
        bool const tables = list != nullptr && std::all_of(list->items.begin(), list->items.end(),
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
            complain(whole_file(),
                     "'format' is missing; begin the file with format = 1, the form of study this version reads");
            return;
        }
        auto const* number = std::get_if<std::int64_t>(&node->value);
        if (number == nullptr)
            complain(node->place, fmt::format("'format' must be a whole number, not {}; allowed: 1", node->kind()));
        else if (*number != 1)
            complain(node->place, fmt::format("'format' = {} is not known; this version reads format 1", *number));
    }

    void read_sections() {
        auto all = sections(study_.parameters);
        std::vector<std::string> known{"format", "base", "study", "country", "missions", "policies"};
        auto const own = known.size();
        for (auto const& s : all) known.push_back(s.name);
        for (auto const& entry : scenario_.root.entries) {
            auto const at = std::find(known.begin(), known.end(), entry.key) - known.begin();
            if (static_cast<std::size_t>(at) == known.size()) {
                problems_.push_back(unknown_key(entry.node.place, entry.key, "the study", known));
            } else if (static_cast<std::size_t>(at) >= own) {
                if (auto const* t = table(entry.key))
                    assign(*t, all[static_cast<std::size_t>(at) - own].bindings, "[" + entry.key + "]", problems_);
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
            complain(node->place, fmt::format("two {} are called \"{}\"; the other one is at {}",
                                              what == "policy" ? "policies" : "missions", *text,
                                              to_string(twin->second)));
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
                    complain(node->place, fmt::format("'preset' must be a word, not {}; known: {}", node->kind(),
                                                      fmt::join(presets, ", ")));
                } else if (std::find(presets.begin(), presets.end(), *node->text()) == presets.end()) {
                    complain(node->place, fmt::format("there is no preset \"{}\"{}", *node->text(),
                                                      near_or_all(*node->text(), presets)));
                } else {
                    policy.preset = *node->text();
                    policy.regime = preset(policy.preset);
                }
            }
            constexpr std::array<std::string_view, 2> own{"name", "preset"};
            assign(*row.table(), bind(policy.regime), "[[policies]]", problems_, own);
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
                         fmt::format("'months' = {} is not a whole number of years; {} or {} would be", s.months,
                                     s.months - s.months % 12, s.months - s.months % 12 + 12));
            auto const names = outcome_names();
            if (!s.outcome.empty() && std::find(names.begin(), names.end(), s.outcome) == names.end())
                complain(t->find("outcome")->place,
                         fmt::format("there is no outcome \"{}\"{}", s.outcome, near_or_all(s.outcome, names)));
            std::vector<std::string> policies;
            for (auto const& p : study_.policies) policies.push_back(p.name);
            if (!s.baseline.empty() && !policies.empty() &&
                std::find(policies.begin(), policies.end(), s.baseline) == policies.end())
                complain(t->find("baseline")->place, fmt::format("there is no policy \"{}\"{}", s.baseline,
                                                                 near_or_all(s.baseline, policies)));
        }
        auto const most = static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max());
        if (study_.runs() > most)
            complain(whole_file(), fmt::format("{} runs are too many; at most {}", study_.runs(), most));
        if (s.outcome.empty()) s.outcome = primary_outcome();
        if (s.baseline.empty() && !study_.policies.empty()) s.baseline = study_.policies.front().name;
    }

    void read_country() {
        auto const* node = scenario_.root.find("country");
        auto const* t = table("country");
        if (node == nullptr) {
            complain(whole_file(), "there is no country; add [country] with a table of municipalities, or with "
                                   "synthetic = { municipalities = 342, population = 18000000, seed = 1 }");
        }
        if (t == nullptr) return;
        for (auto const& entry : t->entries)
            if (entry.key != "table" && entry.key != "synthetic")
                problems_.push_back(
                    unknown_key(entry.node.place, entry.key, "[country]", {"table", "synthetic"}));
        auto const* real = t->find("table");
        auto const* made = t->find("synthetic");
        if (real == nullptr && made == nullptr) {
            complain(node->place, "[country] needs a table of municipalities, or synthetic = { ... }");
        } else if (real != nullptr && made != nullptr) {
            auto const near = scenario_.distance(real->place);
            auto const far = scenario_.distance(made->place);
            if (near == far)
                complain(made->place, "[country] has a table and a synthetic country; take one of them out");
            else
                (near < far ? made : real) = nullptr;  // the one nearer to the user wins over its base's
        }
        if (made != nullptr) read_synthetic(*made);
        if (real != nullptr) read_table(*real);
    }

    void read_synthetic(Node const& node) {
        if (node.table() == nullptr) {
            complain(node.place, fmt::format("'synthetic' must be a table, {{ municipalities = 342 }}, not {}",
                                             node.kind()));
            return;
        }
        auto const before = problems_.size();
        auto& s = study_.synthetic;
        assign(*node.table(), bind(s), "[country] synthetic", problems_);
        if (s.population < s.municipalities) {
            auto const* where = node.table()->find("population");
            complain(where != nullptr ? where->place : node.place,
                     fmt::format("'population' = {} is less than one person for each of {} municipalities",
                                 s.population, s.municipalities));
        }
        if (problems_.size() != before) return;
        study_.country = make_country({.municipalities = static_cast<std::int32_t>(s.municipalities),
                                       .population = s.population,
                                       .seed = static_cast<std::uint64_t>(s.seed)});
    }

    void read_table(Node const& node) {
        if (node.text() == nullptr) {
            complain(node.place,
                     fmt::format("'table' must be a text, the path of a table, not {}", node.kind()));
            return;
        }
        auto const path = resolved(node.place, *node.text());
        std::error_code error;
        if (!fs::exists(path, error)) {
            complain(node.place, fmt::format("'table': there is no file {}", path.string()));
            return;
        }
        try {
            study_.country = read_country_with_context(path);
        } catch (InputError const& wrong) {
            problems_.insert(problems_.end(), wrong.problems().begin(), wrong.problems().end());
            return;
        }
        study_.table = path.string();
        study_.files.push_back({path.string(), study_.country.source.sha256});
    }

    static Country read_country_with_context(fs::path const& path) {
        auto country = spil::read_country(path);
        add_context(country);
        return country;
    }

    Scenario scenario_;
    std::vector<Problem> problems_;
    Study study_;
};

void write_rows(std::string& text, std::vector<Described> const& rows) {
    for (auto const& d : rows) text += fmt::format("{} = {}\n", d.name, d.text);
}

}  // namespace

std::size_t Study::baseline() const {
    auto const found = std::find_if(policies.begin(), policies.end(),
                                    [&](auto const& p) { return p.name == settings.baseline; });
    SPIL_EXPECT(found != policies.end(), "a study's baseline is one of its policies");
    return static_cast<std::size_t>(found - policies.begin());
}

std::vector<std::string> Study::mission_titles() const {
    std::vector<std::string> titles;
    for (auto const& m : parameters.missions) titles.push_back(m.title);
    return titles;
}

std::vector<DimensionInfo> Study::dimensions() const {
    return result_dimensions(country, mission_titles(), static_cast<std::size_t>(settings.solutions_per_mission),
                             static_cast<int>(settings.months), static_cast<int>(settings.start_year));
}

Study read_study(fs::path const& path, std::span<Override const> overrides) {
    std::vector<Problem> problems;
    auto scenario = read_scenario(path, overrides, problems);
    return Reader{std::move(scenario), std::move(problems)}.read();
}

std::string effective_text(Study const& study) {
    auto copy = study;  // bindings want objects that may change
    std::string text = "format = 1\n\n[study]\n";
    write_rows(text, described("study", bind(copy.settings)));
    text += "\n[country]\n";
    if (!study.table.empty()) {
        text += fmt::format("table = {}\n", toml_quoted(study.table));
    } else {
        auto const& s = study.synthetic;
        text += fmt::format("synthetic = {{ municipalities = {}, population = {}, seed = {} }}\n",
                            s.municipalities, s.population, s.seed);
    }
    for (auto const& section : sections(copy.parameters)) {
        text += fmt::format("\n[{}]\n", section.name);
        write_rows(text, described(section.name, section.bindings));
    }
    for (auto& mission : copy.parameters.missions) {
        text += "\n[[missions]]\n";
        write_rows(text, described("missions", bind(mission)));
    }
    for (auto& policy : copy.policies) {
        text += fmt::format("\n[[policies]]\nname = {}\n", toml_quoted(policy.name));
        if (!policy.preset.empty()) text += fmt::format("preset = {}\n", toml_quoted(policy.preset));
        write_rows(text, described("policies", bind(policy.regime)));
    }
    return text;
}

}  // namespace spil
