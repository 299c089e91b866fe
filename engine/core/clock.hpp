#pragma once
/// \file clock.hpp  The time of day, for what is told beside results and never in them.

#include <string>

namespace spil {

/// "2026-11-26T21:04:00Z"
std::string utc_now();

}  // namespace spil
