#include "engine/schema/binding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/core/text.hpp"

namespace spil {

namespace {

template <class... F>
struct Overload : F... {
    using F::operator()...;
};
template <class... F>
Overload(F...) -> Overload<F...>;

std::string quoted(std::string const& text) {
    std::string out = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

std::string list_of(std::span<std::string_view const> words) {
    return fmt::format("{}", fmt::join(words, ", "));
}

}  // namespace

std::string number_text(double value, bool real) {
    auto text = fmt::format("{}", value);
    if (real && std::isfinite(value) && text.find_first_of(".e") == std::string::npos) text += ".0";
    return text;
}

std::string Binding::text() const {
    return std::visit(
        Overload{[](double const* p) { return number_text(*p, true); },
                 [](std::int64_t const* p) { return fmt::format("{}", *p); },
                 [](bool const* p) { return std::string{*p ? "true" : "false"}; },
                 [](std::string const* p) { return quoted(*p); },
                 [](WordTarget const& w) { return quoted(std::string{w.words[w.get(w.member)]}); }},
        target);
}

double Binding::number() const {
    return std::visit(Overload{[](double const* p) { return *p; },
                               [](std::int64_t const* p) { return static_cast<double>(*p); },
                               [](bool const* p) { return *p ? 1.0 : 0.0; },
                               [](std::string const*) { return std::nan(""); },
                               [](WordTarget const& w) { return static_cast<double>(w.get(w.member)); }},
                      target);
}

std::string Binding::allowed() const {
    if (auto const* word = std::get_if<WordTarget>(&target)) return "one of: " + list_of(word->words);
    if (std::holds_alternative<bool*>(target)) return "true or false";
    if (std::holds_alternative<std::string*>(target)) return "any text";
    bool const low = std::isfinite(range.low);
    bool const high = std::isfinite(range.high);
    if (low && high) return fmt::format("{} to {}", range.low, range.high);
    if (low) return fmt::format("at least {}", range.low);
    if (high) return fmt::format("at most {}", range.high);
    return "any number";
}

void Binding::assign(Node const& node, std::vector<Problem>& problems) const {
    auto const complain = [&](std::string const& what) { problems.push_back({node.place, what}); };
    auto const wrong_type = [&](std::string_view wanted) {
        complain(fmt::format("'{}' must be {}, not {}; allowed: {}", name, wanted, node.kind(), allowed()));
    };
    auto const in_range = [&](double value) {
        // An open range ends before infinity: TOML's inf is no quantity.
        if (std::isfinite(value) && range.admits(value)) return true;
        complain(fmt::format("'{}' = {} is out of range; allowed: {} {}", name, value, allowed(),
                             unit == "1" ? std::string_view{} : unit));
        auto& message = problems.back().message;
        message.erase(message.find_last_not_of(' ') + 1);
        return false;
    };
    std::visit(Overload{[&](double* p) {
                            double value = 0;
                            if (auto const* d = std::get_if<double>(&node.value))
                                value = *d;
                            else if (auto const* i = std::get_if<std::int64_t>(&node.value))
                                value = static_cast<double>(*i);
                            else
                                return wrong_type("a number");
                            if (in_range(value)) *p = value;
                        },
                        [&](std::int64_t* p) {
                            auto const* i = std::get_if<std::int64_t>(&node.value);
                            if (i == nullptr) return wrong_type("a whole number");
                            if (in_range(static_cast<double>(*i))) *p = *i;
                        },
                        [&](bool* p) {
                            auto const* b = std::get_if<bool>(&node.value);
                            if (b == nullptr) return wrong_type("true or false");
                            *p = *b;
                        },
                        [&](std::string* p) {
                            auto const* s = node.text();
                            if (s == nullptr) return wrong_type("a text");
                            *p = *s;
                        },
                        [&](WordTarget const& w) {
                            auto const* s = node.text();
                            if (s == nullptr) return wrong_type("a word");
                            auto const found = std::find(w.words.begin(), w.words.end(), *s);
                            if (found != w.words.end())
                                return w.set(w.member, std::size_t(found - w.words.begin()));
                            auto message =
                                fmt::format("'{}' = \"{}\" is not known; allowed: {}", name, *s, allowed());
                            std::vector<std::string> const words(w.words.begin(), w.words.end());
                            if (auto const near = nearest(*s, words))
                                message += fmt::format("; did you mean \"{}\"?", *near);
                            complain(message);
                        }},
               target);
}

Problem unknown_key(Place const& place, std::string_view key, std::string_view where,
                    std::vector<std::string> const& known) {
    auto message = fmt::format("unknown key '{}' in {}", key, where);
    if (auto const near = nearest(key, known))
        message += fmt::format("; did you mean '{}'?", *near);
    else
        message += fmt::format("; known: {}", fmt::join(known, ", "));
    return {place, message};
}

void assign(NodeTable const& table, std::span<Binding const> bindings, std::string_view where,
            std::vector<Problem>& problems, std::span<std::string_view const> skip) {
    for (auto const& entry : table.entries) {
        auto const& key = entry.key;
        auto const& node = entry.node;
        if (std::find(skip.begin(), skip.end(), key) != skip.end()) continue;
        auto const found =
            std::find_if(bindings.begin(), bindings.end(), [&](auto const& b) { return b.name == key; });
        if (found != bindings.end()) {
            found->assign(node, problems);
            continue;
        }
        std::vector<std::string> known(skip.begin(), skip.end());
        for (auto const& b : bindings) known.emplace_back(b.name);
        problems.push_back(unknown_key(node.place, key, where, known));
    }
}

}  // namespace spil
