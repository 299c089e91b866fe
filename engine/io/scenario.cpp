#include "engine/io/scenario.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>

#include "engine/core/sha256.hpp"
#include "engine/core/text.hpp"

namespace spil {

namespace {

namespace fs = std::filesystem;

/// Turns what toml++ parsed into our tree. `override_place` replaces every position when it is set.
class Converter {
  public:
    Converter(std::string file, bool positions, std::vector<Problem>& problems)
        : file_(std::move(file)), positions_(positions), problems_(problems) {}

    NodeTable table(toml::table const& from) {
        // toml++ sorts its keys; the order written is that of their places.
        std::vector<std::pair<toml::key const*, toml::node const*>> entries;
        for (auto const& [key, node] : from) entries.emplace_back(&key, &node);
        std::stable_sort(entries.begin(), entries.end(), [](auto const& a, auto const& b) {
            auto const x = a.first->source().begin;
            auto const y = b.first->source().begin;
            return x.line != y.line ? x.line < y.line : x.column < y.column;
        });
        NodeTable to;
        for (auto const& [key, node] : entries)
            if (auto value = convert(*node, place(key->source())))
                to.entries.push_back({std::string{key->str()}, std::move(*value)});
        return to;
    }

  private:
    Place place(toml::source_region const& region) const {
        if (!positions_) return {file_};
        return {file_, static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
    }

    std::optional<Node> refused(Place where, std::string message) {
        problems_.push_back({std::move(where), std::move(message)});
        return std::nullopt;
    }

    std::optional<Node> convert(toml::node const& node, Place where) {
        if (auto const* t = node.as_table()) return Node{std::move(where), table(*t)};
        if (auto const* a = node.as_array()) {
            NodeArray items;
            for (auto const& item : *a)
                if (auto value = convert(item, place(item.source())))
                    items.items.push_back(std::move(*value));
            return Node{std::move(where), std::move(items)};
        }
        if (auto const* b = node.as_boolean()) return Node{std::move(where), b->get()};
        if (auto const* i = node.as_integer()) return Node{std::move(where), i->get()};
        if (auto const* s = node.as_string()) return Node{std::move(where), s->get()};
        if (auto const* d = node.as_floating_point()) {
            if (!std::isfinite(d->get())) return refused(std::move(where), "not a finite number");
            return Node{std::move(where), d->get()};
        }
        return refused(std::move(where), "dates and times have no use in a study; write a number or a text");
    }

    std::string file_;
    bool positions_;
    std::vector<Problem>& problems_;
};

/// The bytes of a text file; what stands in the way is a problem at `where`.
std::string read_text(fs::path const& path, Place const& where, std::string const& cannot) {
    auto const refuse = [&](std::string const& reason) { throw InputError(where, cannot + reason); };
    std::error_code error;
    if (fs::is_directory(path, error)) refuse("it is a folder");
    errno = 0;
    std::ifstream in{path, std::ios::binary};
    if (!in) refuse(std::generic_category().message(errno));
    std::string bytes{std::istreambuf_iterator<char>{in}, {}};
    if (in.bad()) refuse(std::generic_category().message(errno));
    return bytes;
}

/// Line and character (not byte) of an offset, both from 1.
Place place_of(std::string const& file, std::string_view bytes, std::size_t offset) {
    Place place{file, 1, 1};
    for (char const c : bytes.substr(0, offset)) {
        if (c == '\n') {
            ++place.line;
            place.column = 1;
        } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {
            ++place.column;
        }
    }
    return place;
}

toml::table parse(std::string const& bytes, std::string const& file) {
    if (auto const bad = first_non_text(bytes)) {
        throw InputError(
            place_of(file, bytes, *bad),
            fmt::format("not a text file: byte 0x{:02X} is not UTF-8 text; a study is a TOML file",
                        static_cast<unsigned>(static_cast<unsigned char>(bytes[*bad]))));
    }
    if (trim(bytes).empty())
        throw InputError(Place{file}, "the file is empty; `spil new DIR` writes a study to start from");
    try {
        return toml::parse(bytes, file);
    } catch (toml::parse_error const& error) {
        auto const at = error.source().begin;
        throw InputError(Place{file, static_cast<int>(at.line), static_cast<int>(at.column)},
                         "not valid TOML: " + std::string{error.description()});
    }
}

/// The item of a list that a word means: by `name`, `title` or its number.
Node* item_of(NodeArray& list, std::string const& word, std::vector<std::string>& known) {
    for (auto& item : list.items) {
        auto const* table = item.table();
        if (table == nullptr) continue;
        for (auto const* key : {"name", "title"}) {
            auto const* node = table->find(key);
            if (node == nullptr || node->text() == nullptr) continue;
            if (*node->text() == word) return &item;
            known.push_back(*node->text());
        }
    }
    std::size_t number = 0;
    auto const [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    bool const whole = error == std::errc{} && end == word.data() + word.size();
    return whole && number < list.items.size() ? &list.items[number] : nullptr;
}

/// Puts `over` on top of `under`. `problems` is null where files meet: there a table never reaches into a
/// list.
void merge(NodeTable& under, NodeTable const& over, std::vector<Problem>* problems) {
    for (auto const& [key, node] : over.entries) {
        auto const found = std::find_if(under.entries.begin(), under.entries.end(),
                                        [&name = key](auto const& entry) { return entry.key == name; });
        if (found == under.entries.end()) {
            under.entries.push_back({key, node});
            continue;
        }
        auto& below = found->node;
        auto const* table = node.table();
        if (table != nullptr && below.table() != nullptr) {
            below.place = node.place;
            merge(std::get<NodeTable>(below.value), *table, problems);
            continue;
        }
        if (table == nullptr || below.array() == nullptr || problems == nullptr) {
            below = node;
            continue;
        }
        for (auto const& [word, value] : table->entries) {
            std::vector<std::string> known;
            auto* item = item_of(std::get<NodeArray>(below.value), word, known);
            if (item == nullptr) {
                auto message = fmt::format("there is no '{}' in {}", word, key);
                if (auto const near = nearest(word, known))
                    message += fmt::format("; did you mean '{}'?", *near);
                else
                    message += fmt::format("; it has {}", fmt::join(known, ", "));
                problems->push_back({value.place, message});
            } else if (item->table() != nullptr && value.table() != nullptr) {
                merge(std::get<NodeTable>(item->value), *value.table(), problems);
            } else {
                *item = value;
            }
        }
    }
}

NodeTable parse_override(Override const& override_, std::vector<Problem>& problems) {
    auto const& label = override_.label;
    auto const& line = override_.toml;
    auto const refuse = [&](std::string message) {
        problems.push_back({{label}, std::move(message)});
        return NodeTable{};
    };
    auto const equals = line.find('=');
    if (equals == std::string::npos || trim(line.substr(0, equals)).empty())
        return refuse("not of the form key=value");
    try {
        return Converter{label, false, problems}.table(toml::parse(line));
    } catch (toml::parse_error const& error) {
        auto const value = std::string{trim(line.substr(equals + 1))};
        if (value.empty()) return refuse("there is no value after '='");
        bool const bare = value.find_first_of("\"'[]{}") == std::string::npos && !parse_number(value);
        auto const key = std::string{trim(line.substr(0, equals))};
        if (bare) {
            return refuse(fmt::format("{} is not a TOML value; a text stands in quotes: '{}=\"{}\"'", value,
                                      key, value));
        }
        return refuse("not valid TOML: " + std::string{error.description()});
    }
}

/// Reads one file and, before it, what it stands on. `chain` holds the files that led here.
NodeTable read_layer(fs::path const& path, Place const& asked_at, std::vector<fs::path>& chain,
                     Scenario& scenario, std::vector<Problem>& problems) {
    bool const is_study = chain.empty();
    auto const bytes = read_text(
        path, is_study ? Place{path.string()} : asked_at,
        is_study ? "cannot read this study: " : fmt::format("'base': cannot read {}: ", path.string()));
    scenario.files.push_back({path.string(), sha256(bytes)});
    if (is_study) scenario.text = bytes;
    auto layer = Converter{path.string(), true, problems}.table(parse(bytes, path.string()));

    chain.push_back(fs::weakly_canonical(path));
    auto const base = std::find_if(layer.entries.begin(), layer.entries.end(),
                                   [](auto const& entry) { return entry.key == "base"; });
    if (base == layer.entries.end()) return layer;
    auto const node = base->node;
    layer.entries.erase(base);
    if (node.text() == nullptr) {
        throw InputError(node.place,
                         fmt::format("'base' must be a text, not {}; it names the study file that "
                                     "this one stands on",
                                     node.kind()));
    }
    auto const below = resolved(node.place, *node.text());
    auto const seen = std::find(chain.begin(), chain.end(), fs::weakly_canonical(below));
    if (seen != chain.end()) {
        std::string names;
        for (auto at = seen; at != chain.end(); ++at) names += at->filename().string() + " -> ";
        throw InputError(node.place,
                         fmt::format("'base' leads back to itself: {}{}", names, below.filename().string()));
    }
    auto merged = read_layer(below, node.place, chain, scenario, problems);
    merge(merged, layer, nullptr);
    return merged;
}

}  // namespace

Override set_override(std::string const& assignment) {
    return {"--set " + assignment, assignment};
}

std::size_t Scenario::distance(Place const& place) const {
    auto const overridden =
        std::any_of(overrides.begin(), overrides.end(), [&](auto const& o) { return o.label == place.file; });
    if (overridden) return 0;
    auto const file =
        std::find_if(files.begin(), files.end(), [&](auto const& f) { return f.path == place.file; });
    return static_cast<std::size_t>(file - files.begin()) + 1;
}

Scenario read_scenario(fs::path const& path, std::span<Override const> overrides,
                       std::vector<Problem>& problems) {
    Scenario scenario;
    scenario.path = path.string();
    scenario.overrides.assign(overrides.begin(), overrides.end());
    std::vector<NodeTable> settings;
    for (auto const& o : overrides) settings.push_back(parse_override(o, problems));
    std::vector<fs::path> chain;
    try {
        scenario.root = read_layer(path, {}, chain, scenario, problems);
    } catch (InputError const& error) {
        auto all = problems;
        all.insert(all.end(), error.problems().begin(), error.problems().end());
        throw InputError(std::move(all));
    }
    for (auto const& s : settings) merge(scenario.root, s, &problems);
    return scenario;
}

Scenario scenario_of_text(std::string const& text, std::string const& label, std::vector<Problem>& problems) {
    Scenario scenario;
    scenario.path = label;
    scenario.text = text;
    scenario.files.push_back({label, sha256(text)});
    scenario.root = Converter{label, true, problems}.table(parse(text, label));
    return scenario;
}

fs::path resolved(Place const& place, std::string const& path) {
    if (place.line == 0 || fs::path{path}.is_absolute()) return fs::path{path}.lexically_normal();
    return (fs::path{place.file}.parent_path() / path).lexically_normal();
}

}  // namespace spil
