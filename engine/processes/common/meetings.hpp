#pragma once
/// \file meetings.hpp  How municipalities meet, for circulation (SM12): readers of what hosts tell, side by
/// side.
///
/// Readers come in blocks, one lane of a vector each, so that what they gather from a host is one vector
/// operation. Every reader's own sums keep their order: the bits do not depend on the block.

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/processes/common/circulation_parameters.hpp"
#include "engine/world/access.hpp"
#include "engine/world/geography.hpp"

namespace spil {

/// Readers handled together.
constexpr std::size_t readers_abreast = 16;
/// A number for each of them.
using Lane = std::array<double, readers_abreast>;

/// How near readers are to one host: contact without a community of practice, true and perceived likeness.
struct Nearness {
    Lane contact, like, seen;
};

/// Readers in one mission: 1 in the community and 0 outside, and the strength of the hub for each.
struct Joined {
    Lane joined{}, hub{};
};

/// W_ij. \param trust  T_ij  \param practice  strength, 0 unless both are members
double contact_strength(double proximity, bool same_region, double trust, double practice,
                        CirculationParameters const& p);

/// Municipalities that have worked together, each seen from both sides.
class Acquaintances {
  public:
    struct With {
        std::size_t other;
        double trust;
    };
    /// \param n  municipalities
    Acquaintances(std::size_t n, In<&Ties::municipality> const& municipality, In<&Ties::party> const& party,
                  In<&Ties::kind> const& kind, In<&Ties::trust> const& trust);
    std::span<With const> of(std::size_t municipality) const { return of_[municipality]; }

  private:
    std::vector<std::vector<With>> of_;
};

/// Who meets whom.
struct HostContacts {
    Geography const& geography;
    CirculationParameters const& p;
    In<&Municipalities::region> region;
    In<&Municipalities::partner_trust> trust;
    Acquaintances const& acquaintances;
    In<&Municipalities::practice_member> member;
    In<&Missions::practice_strength> practice;
    In<&Missions::hub_strength> hub;

    /// Strength of the community of practice as municipality i has it.
    double community(std::size_t i, std::size_t m) const { return member(i, m) != 0 ? practice(m) : 0.0; }

    /// Whether mission m has a community that counts: in all other missions people meet alike.
    bool has_community(std::size_t m) const { return practice(m) > 0 || hub(m) > 0; }

    /// How near readers [first, last) are to hosts.
    /// \return  one for each municipality; only those of hosts are set: zeros for the rest would cost more
    std::unique_ptr<Nearness[]> nearness(std::span<std::size_t const> hosts, std::size_t first,
                                         std::size_t last) const;

    /// Which of readers [first, last) are in the community of mission m.
    Joined joined(std::size_t m, std::size_t first, std::size_t last) const;
};

}  // namespace spil
