#pragma once
/// \file parties_world.hpp  A small world with organisations to work with.

#include "engine/processes/common/kene.hpp"
#include "tests/support/small_world.hpp"

namespace spil::testing {

/// Adds organisations, `each` of every kind in every municipality, all alike: room for `places` labs,
/// affinity 1, and half of what solutions take among what they can do; a new ledger has their accounts.
/// Solutions take the capabilities 1..6; every pair of municipalities is at proximity `near`.
inline void add_organisations(World& w, std::size_t each, int places, double near = 0.5) {
    auto const n = w.dimensions.municipalities;
    auto& t = w.organisations;
    resize(t, organisation_kinds * each * n, w.dimensions);
    std::size_t o = 0;
    for (std::size_t kind = 0; kind < organisation_kinds; ++kind)
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t k = 0; k < each; ++k, ++o) {
                t.kind.now[o] = static_cast<Party>(kind);
                t.municipality.now[o] = static_cast<std::int32_t>(i);
                for (std::size_t c = 0; c < kene_length; ++c) {
                    t.capability.now[o * kene_length + c] = static_cast<std::uint8_t>(c < 3 ? c + 1 : c + 50);
                    t.expertise.now[o * kene_length + c] = 5;
                }
            }
    fill(t.capacity, places);
    fill(t.affinity, 1);
    for (std::size_t k = 0; k < w.solutions.required.now.size(); ++k)
        w.solutions.required.now[k] = static_cast<std::uint8_t>(1 + k % requirement_length);
    w.geography.proximity.assign(w.geography.proximity.size(), near);
    auto const accounts = each * n;
    w.ledger = Ledger{{1, w.dimensions.missions, n, n, w.dimensions.solutions(), rows(w.labs), accounts,
                       accounts, accounts, 1}};
}

}  // namespace spil::testing
