#pragma once
/// \file candidate_firms.hpp  The firms that a lab's search for partners may come across: those of its
/// region, each alike; all firms where the region has none.

#include <algorithm>
#include <cstdint>
#include <span>

#include "engine/processes/common/grouped_rows.hpp"
#include "engine/processes/common/kene.hpp"
#include "engine/world/access.hpp"

namespace spil {

class CandidateFirms {
  public:
    /// \param region  of each municipality \param municipality  of each firm; there is at least one
    CandidateFirms(std::span<std::int32_t const> region, std::span<std::int32_t const> municipality)
        : region_(region),
          by_region_(groups_in(region), municipality.size(),
                     [&](std::size_t f) { return of(static_cast<std::size_t>(municipality[f])); }),
          firms_(municipality.size()) {}

    /// Row of a firm of the region of municipality i.
    std::size_t one_near(Draws& draws, std::size_t i) const {
        auto const near = by_region_.of(of(i));
        auto const drawn = [&](std::size_t n) {
            return static_cast<std::size_t>((std::uint64_t{draws()} * n) >> 32);
        };
        return near.empty() ? drawn(firms_) : near[drawn(near.size())];
    }

  private:
    std::size_t of(std::size_t i) const { return static_cast<std::size_t>(region_[i]); }

    std::span<std::int32_t const> region_;
    GroupedRows by_region_;
    std::size_t firms_;
};

}  // namespace spil
