#pragma once
/// \file prefetch.hpp  Asking for memory some steps before it is needed.
///
/// A world is larger than a core's cache, and what belongs to a lab or an order lies anywhere in it: without
/// asking ahead a loop waits for each of them in turn. It changes no result, and where a compiler knows no
/// such instruction it does nothing.

#include <cstddef>
#include <span>

namespace spil {

/// Steps that it pays to ask ahead: more than one wait, less than what a cache would throw out again.
inline constexpr std::size_t ahead = 8;

inline void fetch([[maybe_unused]] void const* address) {
#if defined(__GNUC__)
    __builtin_prefetch(address);
#endif
}

/// All of a row.
template <class T>
void fetch_all(std::span<T> row) {
    constexpr std::size_t line = 64 / sizeof(T);
    for (std::size_t k = 0; k < row.size(); k += line) fetch(&row[k]);
}

}  // namespace spil
