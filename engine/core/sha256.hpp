#pragma once
/// \file sha256.hpp  The fingerprint of an input: SHA-256 as 64 lower-case hexadecimal digits.
///
/// Results name the exact study and tables they came from, so that `sha256sum` can tell whether a file at
/// hand is the one that was read. Source: NIST FIPS 180-4.

#include <string>
#include <string_view>

namespace spil {

std::string sha256(std::string_view bytes);

}  // namespace spil
