#pragma once
/// \file careful.hpp  What may crash or never end is tried in another process first.
///
/// Over some broken structures HDF5 1.10 reads beyond its memory, or goes in circles. A damaged file must not
/// take the command with it.

#include <cstdint>
#include <functional>
#include <string>

namespace spil {

/// Bytes of a file; 0 when nobody can tell.
std::uintmax_t bytes_of(std::string const& path);

/// Seconds of processor time that reading some bytes may take at most: fifty times what it takes, and five.
long patience(std::uintmax_t bytes);

/// Ends this process when it takes more processor time than that from now on.
void end_after(long seconds);

/// What `action` answers (0, 2 .. 255) when a child process does it, 2 when it throws; -1 when that crashes
/// or takes longer than `seconds` of processor time. (A sanitizer turns a crash into exit code 1.)
int in_child(long seconds, std::function<int()> const& action);

}  // namespace spil
