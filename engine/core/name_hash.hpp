#pragma once
/// \file name_hash.hpp  A name as a number, for the addresses of draws (random.hpp).
///
/// Source: Fowler, Noll and Vo, FNV-1a.

#include <cstdint>
#include <string_view>

namespace spil {

/// FNV-1a with 64 bits: the same number for a name on every machine and in every version.
constexpr std::uint64_t name_hash(std::string_view name) {
    std::uint64_t hash = 0xCBF29CE484222325u;
    for (char const c : name) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 0x100000001B3u;
    }
    return hash;
}

}  // namespace spil
