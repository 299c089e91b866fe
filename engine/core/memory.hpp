#pragma once
/// \file memory.hpp  How much memory this process has held at most.

#include <cstdint>

namespace spil {

/// Largest resident memory of this process so far, bytes.
std::uint64_t peak_memory();

}  // namespace spil
