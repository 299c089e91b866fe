#pragma once
/// \file described.hpp  A declared quantity with its value, as plain data: what references, `spil describe`
/// and the results file are written from.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/schema/binding.hpp"

namespace spil {

struct Described {
    std::string group;  ///< section of a scenario: "embedding", "missions", ...
    std::string name;
    std::string text;   ///< the value as a TOML file has it
    double number = 0;  ///< a word by its index, true as 1; NaN for a free text
    bool free_text = false;
    bool truth = false;  ///< true or false
    std::string unit;
    std::string allowed;  ///< "0 to 1", "one of: none, score, set"
    Range range;
    Source source;
    std::string meaning;

    /// "section.name"
    std::string path() const { return group + "." + name; }
    /// "4 to 48", or nothing when nobody has said where the value plausibly lies.
    std::string likely() const;
    /// "literature: PAW", "assumption"
    std::string origin() const;
};

std::vector<Described> described(std::string_view group, std::span<Binding const> bindings);

/// A text as TOML writes it, with its quotes.
std::string toml_quoted(std::string_view text);

}  // namespace spil
