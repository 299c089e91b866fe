#pragma once
/// \file contacts.hpp  Whom a resident hears: mostly people of the same municipality, now and then somebody
/// from anywhere (SM17). Agents have contacts one by one (common/network.hpp); this is their mean field.
///
///     heard = w own municipality + (1 - w) country,        w = (1 - p) + p h
///
/// Of `contacts` acquaintances each is a neighbour with 1 - p; a tie that reaches further stays within the
/// municipality with h and else ends anywhere in the country. The mean field forgets who knows whom: ties
/// among one's own contacts, which slow the spread from person to person, are not represented.
/// Source: small-world networks of Watts and Strogatz (1998), averaged.

#include <cstdint>

#include "engine/schema/field.hpp"

namespace spil {

struct ContactParameters {
    static constexpr std::string_view name = "contacts";

    std::int64_t number = 8;
    double rewiring = 0.1;
    double own_municipality = 0.8;
    double distance = 30;
    std::int64_t block = 1000;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = ContactParameters;
        return f(
            field(&P::number, "number", "1", within(1, 32).likely(4, 16), "contacts a resident looks at",
                  assumption()),
            field(&P::rewiring, "rewiring", "1", within(0, 1).likely(0.01, 0.5),
                  "chance that a contact lives outside the neighbourhood",
                  assumption("peer effects in Dutch solar adoption are local")),
            field(&P::own_municipality, "own_municipality", "1", within(0, 1).likely(0.5, 0.95),
                  "chance that such a contact lives in the same municipality all the same",
                  assumption("homophily")),
            field(&P::distance, "distance", "km", within(1, 1e4).likely(15, 80),
                  "distance over which contacts in other municipalities thin out; of agents only",
                  assumption("peer effects in Dutch solar adoption are local")),
            field(&P::block, "block", "agents", within(2, 1e5).likely(200, 5000),
                  "size of a neighbourhood within which contacts form a ring; of agents only", assumption()));
    }
};

/// Weight of the own municipality among one's contacts, 0..1.
inline double own_weight(ContactParameters const& p) {
    return (1 - p.rewiring) + p.rewiring * p.own_municipality;
}

}  // namespace spil
