#include "engine/core/clock.hpp"

#include <fmt/chrono.h>

#include <ctime>

namespace spil {

std::string utc_now() {
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
}

}  // namespace spil
