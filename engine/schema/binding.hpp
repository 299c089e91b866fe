#pragma once
/// \file binding.hpp  Declared fields of one object, with their types erased: what readers and writers of any
/// format use.
///
/// `bind(object)` gives one Binding for each declared field: its row, and a pointer to the live value.
/// Assigning from a Node checks type, range and words, and says all that is wrong.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/schema/field.hpp"
#include "engine/schema/node.hpp"

namespace spil {

/// An enum member seen as one word among a list.
struct WordTarget {
    void* member = nullptr;
    std::span<std::string_view const> words;
    std::size_t (*get)(void const*) = nullptr;
    void (*set)(void*, std::size_t) = nullptr;
};

struct Binding {
    std::string_view name, unit;
    Range range;
    std::string_view meaning;
    Source source;
    std::variant<double*, std::int64_t*, bool*, std::string*, WordTarget> target;

    /// The value now, as a user would write it in a TOML file ("0.055", "true", "\"score\"").
    std::string text() const;
    /// The value as a number, words by their index; NaN for free text.
    double number() const;
    /// "0 to 1", "at least 0", "any number", "one of: none, score".
    std::string allowed() const;
    /// Sets the value; appends what is wrong to `problems` and leaves the value alone then.
    void assign(Node const& node, std::vector<Problem>& problems) const;
};

/// A number as short as it can be written without losing a bit; always with a point or exponent when `real`.
std::string number_text(double value, bool real);

template <class T>
std::vector<Binding> bind(T& object) {
    std::vector<Binding> bindings;
    for_each_field<T>([&](auto const& row) {
        using Value = std::remove_cvref_t<decltype(object.*(row.member))>;
        Binding b{row.name, row.unit, row.range, row.meaning, row.source, {}};
        if constexpr (std::is_enum_v<Value>) {
            b.target = WordTarget{
                &(object.*(row.member)), Words<Value>::list,
                [](void const* p) { return static_cast<std::size_t>(*static_cast<Value const*>(p)); },
                [](void* p, std::size_t word) { *static_cast<Value*>(p) = static_cast<Value>(word); }};
        } else {
            b.target = &(object.*(row.member));
        }
        bindings.push_back(std::move(b));
    });
    return bindings;
}

/// Assigns every entry of a table to the binding of its name. Unknown keys are errors, with the nearest known
/// one. \param skip  keys that somebody else reads
void assign(NodeTable const& table, std::span<Binding const> bindings, std::string_view where,
            std::vector<Problem>& problems, std::span<std::string_view const> skip = {});

/// "unknown key 'x' in [where]; did you mean 'y'?" for a key that nobody declared.
Problem unknown_key(Place const& place, std::string_view key, std::string_view where,
                    std::vector<std::string> const& known);

}  // namespace spil
