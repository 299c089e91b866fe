#pragma once
/// \file layers.hpp  The floors of the house, read from the text of its source files.
///
/// A file lies on the floor its folder names (engine/world/column.hpp on `world`). The checks look at one
/// file at a time, as (path, text), so that they can be tried on wrong files that exist nowhere else.

#include <string>
#include <string_view>
#include <vector>

namespace spil::layers {

/// Something a file must not do.
struct Offence {
    std::string path;  ///< from the repository root
    int line;          ///< from 1
    std::string what;  ///< the include or the name that stands there
    std::string why;   ///< the rule it breaks

    friend bool operator==(Offence const&, Offence const&) = default;
};

/// What is wrong with the file `path` (from the repository root: engine/core/text.cpp) holding `text`:
/// includes the table forbids, third-party headers outside their home, names that belong to another place.
std::vector<Offence> offences(std::string_view path, std::string_view text);

/// `text` with comments blanked and the insides of string and character literals too; newlines stay, so that
/// lines keep their numbers. Include lines keep their file names.
std::string code_only(std::string_view text);

}  // namespace spil::layers
