#pragma once
/// \file pools.hpp  Who shares a pool of money by formula, and what labs have drawn on it (SM7).

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/world/programmes.hpp"

namespace spil {

/// The pool of each municipality: itself, or the first municipality of its region.
std::vector<std::size_t> pools_of(std::span<std::int32_t const> region, bool pooled);

/// EUR 0.01 that labs of each pool hold or have spent, one value for each municipality and mission.
/// \param host, mission  of each lab
std::vector<Cents> drawn_from(std::span<std::size_t const> pool, std::size_t missions,
                              std::span<std::int32_t const> host, std::span<std::int32_t const> mission,
                              Grants const& grants);

}  // namespace spil
