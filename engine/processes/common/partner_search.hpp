#pragma once
/// \file partner_search.hpp  A month of looking for partners: who searches, whom they meet, who chooses whom.
/// The equations are in coalition.hpp.

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/processes/common/coalition_parameters.hpp"
#include "engine/processes/common/deferred_acceptance.hpp"
#include "engine/processes/common/membership.hpp"
#include "engine/processes/common/ties.hpp"

namespace spil {

/// What one side sees in the other.
struct Appeal {
    double trust = 0, overlap = 0, proximity = 0, affinity = 0, load = 0;
};
double attractiveness(Appeal const& seen, CoalitionParameters const& p);
/// Trust in a host of whom a fellow tells: `in_fellow` between the two municipalities, `of_fellow` between
/// fellow and candidate.
double recommended_trust(double in_fellow, double of_fellow, double reputation);
/// Strength of intermediaries at one place. \param near  sum of proximity x affinity of those with room
double broker_strength(double strength, double near, CoalitionParameters const& p);

/// A forming lab in the month of its search.
struct Seeker {
    std::size_t lab = 0;
    Capabilities required, present;
    double trust = 0;                  ///< sum over members
    std::vector<std::size_t> members;  ///< organisations
    std::vector<std::size_t> firms;    ///< rows of the firms among the members
    int met = 0;                       ///< candidates
    int accepting = 0;                 ///< of those, who wanted to take part
    double strength = 0;               ///< of intermediaries, here
};

/// Somebody a lab met who would take part, and whom it would take.
struct Candidate {
    std::size_t seeker = 0, party = 0;
    Party kind = Party::firm;
    Capabilities capabilities;
    double trust = 0;
};

/// What a lab sees of a candidate besides trust and capabilities.
struct Side {
    std::size_t at = 0;
    double affinity = 0, load = 0;
};

struct PartnerSearch {
    Step const& step;
    Geography const& geography;
    CoalitionParameters const& p;
    In<&Organisations::municipality> home;
    In<&Organisations::affinity> affinity;
    In<&Organisations::capability> capability;
    In<&Municipalities::capacity> capacity;
    In<&Municipalities::partner_trust> reputation;
    In<&Municipalities::third_space> third_space;
    In<&Labs::key> key;
    In<&Labs::host> host;
    In<&Labs::mission> mission;
    In<&Labs::solution> solution;
    In<&Solutions::required> required;
    Whole<Ties> ties;
    Membership& membership;
    OrganisationMap map;
    FirmParties firm_parties;
    std::vector<Seeker> seekers = {};
    std::vector<Candidate> candidates = {};  ///< where both sides accept
    std::vector<Suit> suits = {};            ///< one for each of them

    std::size_t host_of(std::size_t l) const { return static_cast<std::size_t>(host(l)); }
    std::size_t mission_of(std::size_t l) const { return static_cast<std::size_t>(mission(l)); }

    /// Sets `seekers`: the forming labs, with the members they have.
    void find_seekers(Update<&Labs::stage> const& stage);

    /// Proximity times affinity of the intermediaries with room, as municipality i has them for mission m.
    double brokers_near(std::size_t i, std::size_t m) const;

    /// visit(j) for the other municipalities in the third space that i is in for mission m.
    template <class Visit>
    void for_each_fellow(std::size_t i, std::size_t m, Visit visit) const {
        if (third_space(i, m) == 0) return;
        for (std::size_t j = 0, n = third_space.rows(); j < n; ++j)
            if (j != i && third_space(j, m) == third_space(i, m)) visit(j);
    }

    /// A lab without a member of the kind buys from one near its host, always the same.
    template <class Payee>
    void usual_suppliers(std::size_t l, Payee const& payee) {
        for (auto const kind : {Party::knowledge, Party::intermediary, Party::civic}) {
            auto draws = step.lasting_draws(Purpose::usual_supplier, key(l), index_of(kind));
            if (auto const o = map.draw(draws, kind, host_of(l), false))
                payee(kind, l) = static_cast<std::int32_t>(*o - map.first(kind));
        }
    }

    /// Seeker `number` meets as many candidates as it has slots; those where both sides accept are noted.
    void meet(TieBook const& book, std::size_t number, int slots);

    /// Those who accept each other choose; the chosen become members, with a tie to the host.
    void match(TieBook& book);

    Capabilities known_by(std::size_t o) const { return capability_set(capability.row(o)); }
    double trust_in(TieBook const& book, std::size_t i, std::size_t m, Party kind, std::size_t party) const;
    std::vector<std::size_t> previous(TieBook const& book, std::size_t i, std::size_t m, Party kind) const;
    std::optional<std::size_t> draw_organisation(Draws& draws, TieBook const& book, std::size_t i,
                                                 std::size_t m, Party kind) const;
    void weigh(std::size_t number, Candidate const& c, Side const& side, int slot);
};

}  // namespace spil
