#pragma once
/// \file ties.hpp  Finding the ties of a municipality, and beginning new ones.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/world/access.hpp"

namespace spil {

/// The ties of some municipalities, each in the order of their rows. New ones can be added while it is in
/// use.
class TieBook {
  public:
    /// \param wanted  not 0 for the municipalities whose ties will be asked for; others seem to have none
    TieBook(Whole<Ties> ties, std::span<std::uint8_t const> wanted) : ties_(ties), rows_(wanted.size()) {
        for (std::size_t t = 0, n = ties.rows(); t < n; ++t) {
            auto const i = static_cast<std::size_t>(ties->municipality.now[t]);
            if (wanted[i] != 0) rows_[i].push_back(t);
        }
    }

    std::span<std::size_t const> of(std::size_t municipality) const { return rows_[municipality]; }

    static constexpr std::size_t none = static_cast<std::size_t>(-1);
    /// Row of the tie, or none.
    std::size_t find(std::size_t municipality, Party kind, std::size_t party) const {
        for (auto const t : rows_[municipality])
            if (ties_->party.now[t] == static_cast<std::int32_t>(party) && ties_->kind.now[t] == kind)
                return t;
        return none;
    }
    /// They work together once more: the tie is begun with `trust` when it is the first time.
    std::size_t meet(std::size_t municipality, Party kind, std::size_t party, double trust) {
        auto row = find(municipality, kind, party);
        if (row == none) {
            row = ties_.add_row();
            ties_->municipality.now[row] = static_cast<std::int32_t>(municipality);
            ties_->party.now[row] = static_cast<std::int32_t>(party);
            ties_->kind.now[row] = kind;
            ties_->trust.now[row] = trust;
            rows_[municipality].push_back(row);
        }
        ++ties_->labs.now[row];
        ties_->months_apart.now[row] = 0;
        return row;
    }

  private:
    Whole<Ties> ties_;
    std::vector<std::vector<std::size_t>> rows_;
};

}  // namespace spil
