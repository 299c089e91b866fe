#pragma once
/// \file grouped_rows.hpp  The rows of a table by a group that each belongs to: one list, cut into groups.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

namespace spil {

/// Groups that numbers from 0 on stand for: one more than the highest.
inline std::size_t groups_in(std::span<std::int32_t const> group) {
    return group.empty() ? 0 : static_cast<std::size_t>(std::ranges::max(group)) + 1;
}

class GroupedRows {
  public:
    /// \param group_of  the group of a row, below `groups`
    template <class GroupOf>
    GroupedRows(std::size_t groups, std::size_t rows, GroupOf group_of) : first_(groups + 1), rows_(rows) {
        for (std::size_t r = 0; r < rows; ++r) ++first_[group_of(r) + 1];
        std::partial_sum(first_.begin(), first_.end(), first_.begin());
        auto next = first_;
        for (std::size_t r = 0; r < rows; ++r) rows_[next[group_of(r)]++] = static_cast<std::uint32_t>(r);
    }

    /// Rows of a group, rising.
    std::span<std::uint32_t const> of(std::size_t group) const {
        return {rows_.data() + first_[group], first_[group + 1] - first_[group]};
    }

  private:
    std::vector<std::size_t> first_;  ///< of each group, and the end
    std::vector<std::uint32_t> rows_;
};

}  // namespace spil
