#pragma once
/// \file candidate_firms.hpp  The firms that a lab's search for partners may come across: those of its
/// region, each alike; all firms where the region has none.

#include <algorithm>
#include <cstdint>
#include <vector>

#include "engine/processes/common/kene.hpp"
#include "engine/world/access.hpp"

namespace spil {

class CandidateFirms {
  public:
    /// \param region  of each municipality \param municipality  of each firm; there is at least one
    CandidateFirms(std::span<std::int32_t const> region, std::span<std::int32_t const> municipality)
        : region_(region), firms_(municipality.size()) {
        std::int32_t last = 0;
        for (auto const r : region) last = std::max(last, r);
        by_region_.resize(static_cast<std::size_t>(last) + 1);
        for (std::size_t f = 0; f < municipality.size(); ++f)
            by_region_[of(static_cast<std::size_t>(municipality[f]))].push_back(f);
    }

    /// Row of a firm of the region of municipality i.
    std::size_t one_near(Draws& draws, std::size_t i) const {
        auto const& near = by_region_[of(i)];
        auto const drawn = [&](std::size_t n) {
            return static_cast<std::size_t>((std::uint64_t{draws()} * n) >> 32);
        };
        return near.empty() ? drawn(firms_) : near[drawn(near.size())];
    }

  private:
    std::size_t of(std::size_t i) const { return static_cast<std::size_t>(region_[i]); }

    std::span<std::int32_t const> region_;
    std::size_t firms_;
    std::vector<std::vector<std::size_t>> by_region_;
};

}  // namespace spil
