#pragma once
/// \file version.hpp  Which Spil this is, down to the commit: every output carries it.
///
/// The definition is written by cmake/version.cmake at every build, so that it is true of the build and not
/// of the day CMake was run.

#include <string_view>

namespace spil {

/// What is needed to build the same program again. The texts live as long as the program.
struct Version {
    std::string_view number;  ///< release, "major.minor.patch"
    std::string_view commit;  ///< 40 hexadecimal digits; "unknown" outside a git checkout
    bool dirty;               ///< the checkout had edits or new source files; false when `commit` is unknown
    std::string_view compiler;    ///< name and version, such as "GNU 12.2.0"
    std::string_view build_type;  ///< CMake's, such as "Release"
};

/// The version of this build.
Version const& version();

}  // namespace spil
