#include "tests/support/layers.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

namespace spil::layers {

namespace {

using Names = std::vector<std::string_view>;

/// Which floors a file on `from` may include. `own` stands in the list like any other, so that a floor whose
/// files must not meet (processes) can leave it out.
struct Floor {
    std::string_view from;
    Names may_include;
};

std::vector<Floor> const& floors() {
    static std::vector<Floor> const table{
        {"core", {"core"}},
        {"schema", {"core", "schema"}},
        {"world", {"core", "schema", "world"}},
        {"processes", {"core", "schema", "world"}},  // and the own pair: see may_see
        {"model", {"core", "schema", "world", "processes", "model"}},
        {"io", {"core", "schema", "world", "io"}},
        {"run", {"core", "schema", "world", "model", "io", "run"}},
        {"analysis", {"core", "schema", "analysis"}},  // and engine/io/hdf5.hpp: see may_see
        {"cli", {"core", "schema", "model", "io", "run", "analysis", "cli"}},
    };
    return table;
}

Names const parallel_home{"engine/core/parallel."};
Names const hdf5_home{"engine/io/hdf5.", "engine/io/hdf5_"};

/// Third-party headers with a home: a header that starts with one of `headers` belongs in a path that starts
/// with one of `anywhere_in`, or in a .cpp below one of `cpp_in`.
struct ThirdParty {
    std::string_view name;
    Names headers;
    Names anywhere_in;
    Names cpp_in;
};

std::vector<ThirdParty> const& third_parties() {
    static std::vector<ThirdParty> const table{
        {"OpenMP", {"omp.h"}, parallel_home, {}},
        {"HDF5", {"hdf5", "H5"}, hdf5_home, {}},
        {"toml++", {"toml++/", "toml.hpp"}, {"engine/io/scenario"}, {}},
        {"CLI11", {"CLI/", "CLI11"}, {"cli/"}, {}},
        {"Boost.Random", {"boost/random"}, {"engine/core/"}, {"engine/processes/", "engine/model/"}},
        {"Eigen", {"Eigen/", "unsupported/Eigen"}, {"analysis/"}, {"engine/processes/", "engine/model/"}},
        // Its distributions differ between libraries; core wants the concept of a generator from it.
        {"<random>", {"random"}, {"engine/core/"}, {}},
    };
    return table;
}

bool starts_with_any(std::string_view text, Names const& beginnings) {
    return std::any_of(beginnings.begin(), beginnings.end(),
                       [&](std::string_view beginning) { return text.starts_with(beginning); });
}

bool contains(Names const& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_name_character(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

/// The floor of a path from the repository root; nothing when it is on none.
std::optional<std::string_view> floor_of(std::string_view path) {
    if (path.find("..") != std::string_view::npos) return std::nullopt;
    if (path.starts_with("engine/")) path.remove_prefix(7);
    auto const slash = path.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    auto const name = path.substr(0, slash);
    for (auto const& floor : floors()) {
        if (floor.from == name) return floor.from;
    }
    return std::nullopt;
}

std::string_view without_extension(std::string_view path) {
    return path.substr(0, path.rfind('.'));
}

/// The exceptions that a table of floors cannot say.
bool may_see(std::string_view path, std::string_view header) {
    if (path.starts_with("engine/processes/")) {
        return without_extension(path) == without_extension(header) ||
               header.starts_with("engine/processes/common/");
    }
    return path.starts_with("analysis/") && header == "engine/io/hdf5.hpp";
}

/// Why `path` may not include `header`, or nothing.
std::optional<std::string> refusal(std::string_view path, std::string_view header, bool quoted) {
    for (auto const& party : third_parties()) {
        bool const is_it =
            party.name == "<random>" ? header == "random" : starts_with_any(header, party.headers);
        if (!is_it) continue;
        if (starts_with_any(path, party.anywhere_in)) return std::nullopt;
        if (path.ends_with(".cpp") && starts_with_any(path, party.cpp_in)) return std::nullopt;
        return std::string(party.name) + " has its home elsewhere";
    }
    if (!quoted) return std::nullopt;

    auto const from = floor_of(path);
    auto const to = floor_of(header);
    if (!from) return "the file is on no floor";
    if (!to) return "not a path from the repository root to a file on a floor";
    auto const floor =
        std::find_if(floors().begin(), floors().end(), [&](auto const& f) { return f.from == *from; });
    if (contains(floor->may_include, *to) || may_see(path, header)) return std::nullopt;
    if (*from == *to) return std::string(*from) + " may include its own header only";
    return std::string(*from) + " may not include " + std::string(*to);
}

/// The file named by an include line, and whether in quotes.
struct Include {
    std::string_view header;
    bool quoted;
};

/// The words after `#` on a line of code, or nothing when it is no directive.
std::optional<std::string_view> directive(std::string_view line) {
    line = trimmed(line);
    if (!line.starts_with('#')) return std::nullopt;
    return trimmed(line.substr(1));
}

std::optional<Include> include_on(std::string_view line) {
    auto words = directive(line);
    if (!words || !words->starts_with("include")) return std::nullopt;
    auto const rest = trimmed(words->substr(7));
    if (rest.size() < 2 || (rest.front() != '"' && rest.front() != '<')) return std::nullopt;
    bool const quoted = rest.front() == '"';
    auto const end = rest.find(quoted ? '"' : '>', 1);
    if (end == std::string_view::npos) return std::nullopt;
    return Include{rest.substr(1, end - 1), quoted};
}

/// Why the name `line[begin, end)` must not stand in `path`, or nothing.
std::optional<std::string> forbidden(std::string_view path, std::string_view line, std::size_t begin,
                                     std::size_t end) {
    auto const name = line.substr(begin, end - begin);
    auto const before = trimmed(line.substr(0, begin));
    auto const after = trimmed(line.substr(end));

    static std::array<std::string_view, 5> constexpr c_generators{"rand", "srand", "rand_r", "random_r",
                                                                  "drand48"};
    bool const is_call = after.starts_with('(');
    if (is_call && std::find(c_generators.begin(), c_generators.end(), name) != c_generators.end()) {
        return "random numbers have addresses (engine/core/random.hpp)";
    }
    if (name == "random_device") return "a run must be repeatable (engine/core/random.hpp)";
    bool const of_std =
        before.ends_with("::") && trimmed(before.substr(0, before.size() - 2)).ends_with("std");
    if (of_std && name.ends_with("_distribution"))
        return "std distributions differ between libraries; take Boost's";
    static std::array<std::string_view, 12> constexpr elementary{
        "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "pow", "cbrt", "tan", "tanh", "hypot"};
    if (of_std && path.starts_with("engine/") && contains({elementary.begin(), elementary.end()}, name))
        return "its bits differ between processors; take engine/core/elementary.hpp";
    if ((name.starts_with("omp_") || name == "_Pragma") && !starts_with_any(path, parallel_home)) {
        return "threads belong to engine/core/parallel";
    }
    if (name.starts_with("H5") && !starts_with_any(path, hdf5_home)) return "HDF5 belongs to engine/io/hdf5";
    return std::nullopt;
}

/// Blanks one comment, literal or plain character of `text` at a time into `out`.
class Blanker {
  public:
    explicit Blanker(std::string_view text) : text_(text), out_(text) {}

    std::string run() {
        while (at_ < text_.size()) step();
        return std::move(out_);
    }

  private:
    void step() {
        auto const rest = text_.substr(at_);
        if (rest.starts_with("//")) {
            blank_to(text_.find('\n', at_));
        } else if (rest.starts_with("/*")) {
            auto const end = text_.find("*/", at_ + 2);
            blank_to(end == std::string_view::npos ? end : end + 2);
        } else if (rest.front() == '"' && on_include_line()) {
            auto const end = text_.find('"', at_ + 1);
            at_ = end == std::string_view::npos ? text_.size() : end + 1;
        } else if (rest.front() == '"' && at_ > 0 && text_[at_ - 1] == 'R') {
            raw_string();
        } else if (rest.front() == '"' || (rest.front() == '\'' && !is_digit_separator())) {
            literal(rest.front());
        } else {
            ++at_;
        }
    }

    bool on_include_line() const {
        auto const newline = text_.rfind('\n', at_);
        auto const begin = newline == std::string_view::npos ? 0 : newline + 1;
        auto const words = directive(text_.substr(begin, at_ - begin));
        return words && trimmed(*words) == "include";
    }

    bool is_digit_separator() const { return at_ > 0 && is_name_character(text_[at_ - 1]); }

    void literal(char quote) {
        ++at_;
        while (at_ < text_.size() && text_[at_] != quote && text_[at_] != '\n') {
            blank_to(at_ + (text_[at_] == '\\' ? 2 : 1));
        }
        if (at_ < text_.size()) ++at_;
    }

    void raw_string() {
        auto const open = text_.find('(', at_);
        if (open == std::string_view::npos) return blank_to(open);
        auto const close = ")" + std::string(text_.substr(at_ + 1, open - at_ - 1)) + "\"";
        auto const end = text_.find(close, open);
        ++at_;
        if (end == std::string_view::npos) return blank_to(end);
        blank_to(end + close.size() - 1);
        ++at_;
    }

    /// Spaces over everything up to `end` that is not a newline.
    void blank_to(std::size_t end) {
        for (end = std::min(end, text_.size()); at_ < end; ++at_) {
            if (text_[at_] != '\n') out_[at_] = ' ';
        }
    }

    std::string_view text_;
    std::string out_;
    std::size_t at_ = 0;
};

}  // namespace

std::string code_only(std::string_view text) {
    return Blanker(text).run();
}

std::vector<Offence> offences(std::string_view path, std::string_view text) {
    std::vector<Offence> found;
    auto const code = code_only(text);
    std::string_view rest = code;
    for (int number = 1; !rest.empty(); ++number) {
        auto const newline = rest.find('\n');
        auto const line = rest.substr(0, newline);
        rest = newline == std::string_view::npos ? std::string_view{} : rest.substr(newline + 1);
        auto const report = [&](std::string_view what, std::string_view why) {
            found.push_back({std::string(path), number, std::string(what), std::string(why)});
        };

        if (auto const include = include_on(line)) {
            if (auto const why = refusal(path, include->header, include->quoted))
                report(include->header, *why);
            continue;
        }
        auto const words = directive(line);
        if (words && words->starts_with("pragma") && trimmed(words->substr(6)).starts_with("omp") &&
            !starts_with_any(path, parallel_home)) {
            report(trimmed(line), "threads belong to engine/core/parallel");
        }
        for (std::size_t at = 0; at < line.size();) {
            if (!is_name_character(line[at])) {
                ++at;
                continue;
            }
            auto const begin = at;
            while (at < line.size() && is_name_character(line[at])) ++at;
            if (auto const why = forbidden(path, line, begin, at))
                report(line.substr(begin, at - begin), *why);
        }
    }
    return found;
}

}  // namespace spil::layers
