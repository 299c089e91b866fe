#pragma once
/// \file organisation_map.hpp  Where organisations are: ranges of a kind, draws among those near a place,
/// accounts.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/core/random.hpp"
#include "engine/processes/common/grouped_rows.hpp"
#include "engine/world/geography.hpp"
#include "engine/world/parties.hpp"

namespace spil {

/// Organisations of one kind lie together; the n-th of a kind has the n-th account of its class.
class OrganisationMap {
  public:
    /// \param home  municipality of each organisation \param region  of each municipality
    OrganisationMap(std::span<Party const> kind, std::span<std::int32_t const> home,
                    std::span<std::int32_t const> region, Geography const& geography);

    std::size_t first(Party kind) const { return first_[static_cast<std::size_t>(kind)]; }
    std::size_t end(Party kind) const { return first_[static_cast<std::size_t>(kind) + 1]; }

    /// One of a kind, the nearer to `host` the likelier; nothing when there is none.
    /// \param own_region  look among those in the host's region only
    std::optional<std::size_t> draw(Draws& draws, Party kind, std::size_t host, bool own_region) const;

  private:
    /// Organisations of a kind in a region are a group.
    std::size_t group(std::size_t kind, std::int32_t region) const {
        return kind * regions_ + static_cast<std::size_t>(region);
    }

    std::array<std::size_t, organisation_kinds + 1> first_{};
    std::span<std::int32_t const> home_, region_;
    std::size_t regions_;
    GroupedRows near_;
    Geography const* geography_;
};

/// Weights by which the accounts of a kind share what is paid to the kind for a mission: affinity; all alike
/// where organisations and accounts do not correspond.
/// \param affinity  one value for each organisation and mission
std::vector<double> account_weights(std::span<Party const> kind, std::span<double const> affinity, Party of,
                                    std::size_t mission, std::size_t missions, std::size_t accounts);

}  // namespace spil
