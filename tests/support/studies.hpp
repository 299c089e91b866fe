#pragma once
/// \file studies.hpp  Studies from texts in a folder, and whether two results files are the same.

#include <string>
#include <vector>

#include "engine/run/study.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"

namespace spil::test {

/// The study with this text, as it stands in a folder.
inline Study study_in(Folder const& folder, std::string const& text,
                      std::vector<Override> const& overrides = {}) {
    auto const path = folder / "study.toml";
    store(path, text);
    return read_study(path, overrides);
}

/// Whether two results files of a folder have the same bits outside /runtime.
inline bool same_results(Folder const& folder, std::string const& a, std::string const& b) {
    auto const differ = shell("h5diff -q --exclude-path /runtime " + a + " " + b, folder);
    INFO(differ.out << differ.err);
    return differ.code == 0;
}

}  // namespace spil::test
