#pragma once
/// \file scenario.hpp  Reads a study file (TOML) into a tree of values that know their place.
///
/// A study may stand on another one: `base = "baseline.toml"`, a path relative to its own file, over any
/// number of levels. Tables are merged key by key, everything else is replaced: a list that is given anew
/// replaces the whole list. Overrides from the command line come last, the later one winning:
///
///     --set country.synthetic.municipalities=50
///     --set policies.portfolio.budget=2e8          an item of a list, by its name, title or number from 0
///
/// The only place that knows TOML. What the keys mean is decided elsewhere (run/study).

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/schema/node.hpp"

namespace spil {

/// A file that was read, and its fingerprint.
struct InputFile {
    std::string path;    ///< as the user or the file above named it
    std::string sha256;  ///< of its bytes
};

/// One more setting than the files hold: `toml` is a line of TOML, `label` what messages call it.
struct Override {
    std::string label;
    std::string toml;
};

/// "key=value" as given to `--set`.
Override set_override(std::string const& assignment);

struct Scenario {
    std::string path;              ///< of the study file, as the user gave it
    std::string text;              ///< of the study file, as it stands
    std::vector<InputFile> files;  ///< the study file, then its bases
    std::vector<Override> overrides;
    NodeTable root;  ///< everything merged; `base` is left out

    /// How near to the user a value was given: 0 an override, 1 the study file, 2 its base, ..., and beyond
    /// all of these what was read besides.
    std::size_t distance(Place const& place) const;
};

/// Reads a study and what it stands on. Overrides that cannot be used go to `problems`.
/// \throws InputError  a file cannot be read or is not TOML, or a base leads back to itself; `problems`
///                     included
Scenario read_scenario(std::filesystem::path const& path, std::span<Override const> overrides,
                       std::vector<Problem>& problems);

/// A study from its text alone, which stands on nothing else. \param label  what messages call it; without
/// a folder in it, paths in the text are relative to the current folder
Scenario scenario_of_text(std::string const& text, std::string const& label, std::vector<Problem>& problems);

/// A path written in a study is relative to the file it stands in; one of an override, to the current folder.
std::filesystem::path resolved(Place const& place, std::string const& path);

}  // namespace spil
