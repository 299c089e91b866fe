#pragma once
/// \file membership.hpp  Who is a member of which lab this month: the roll of members, as labs and firms
/// begin and end.
///
/// Members leave when their lab ends, and return when it is taken up again and they have room. A firm that
/// ended has left for good: the start-up in its row is another firm (common/firm_parties, began).

#include <algorithm>
#include <array>
#include <vector>

#include "engine/processes/common/firm_parties.hpp"
#include "engine/processes/common/organisation_map.hpp"
#include "engine/world/access.hpp"

namespace spil {

using PerKind = std::array<int, partner_kinds>;

inline std::size_t index_of(Party kind) {
    return static_cast<std::size_t>(kind);
}
/// Whether a kind is one of organisations, which have a limited number of places; firms have room for all.
inline bool has_places(Party kind) {
    return index_of(kind) < organisation_kinds;
}

struct Membership {
    std::uint32_t tick;
    In<&Organisations::capacity> places;
    In<&Firms::age> firm_age;
    Whole<Members> members;
    Update<&Organisations::load> load;
    std::vector<PerKind> counts = {};       ///< members of each lab that has money
    std::vector<std::size_t> present = {};  ///< rows of those members, rising

    /// Whether a member is a firm that ended: another has its row since.
    bool gone(std::size_t r) const;

    /// Marks who left and who returned; counts members and loads.
    void call_the_roll(Update<&Labs::stage> const& stage);

    /// A party of a kind joins a lab, with a tie to its host.
    void join(std::size_t lab, Party kind, std::size_t party, std::size_t tie);

    /// The firm that joined first, of those that still are, works for the lab.
    void name_lead_firms(Update<&Labs::lead_firm> const& lead_firm) const;

    /// The member of each kind from whom a lab buys this month: they take turns. `payee(kind, lab)` is where
    /// the number of its account among its kind is noted.
    template <class Payee>
    void take_turns(OrganisationMap const& map, Payee const& payee) {
        std::vector<PerKind> seen(counts.size(), PerKind{});
        for (auto const r : present) {
            auto const kind = members->kind.now[r];
            if (kind > Party::civic) continue;
            auto const l = static_cast<std::size_t>(members->lab.now[r]);
            auto const turn = static_cast<int>(tick) % counts[l][index_of(kind)];
            if (seen[l][index_of(kind)]++ == turn)
                payee(kind, l) = members->party.now[r] - static_cast<std::int32_t>(map.first(kind));
        }
    }
};

/// A start-up is a stranger to those who knew the firm before it: trust in it is what they think of anybody.
void forget_ended_firms(std::uint32_t tick, In<&Firms::age> const& firm_age,
                        In<&Municipalities::partner_trust> const& reputation, Whole<Ties> const& ties);

}  // namespace spil
