#pragma once
/// \file firms_world.hpp  A small world with any number of firms.

#include "tests/support/small_world.hpp"

namespace spil::testing {

/// One mission; firm f sells solution f modulo their number, sits in municipality f modulo theirs, has one
/// working person, unit cost 1, mark-up 0.25 and opening money of 10 units at EUR 1000.
inline World firms_world(std::size_t municipalities, std::size_t solutions, std::size_t firms) {
    auto w = small_world(municipalities, 1, solutions);
    resize(w.firms, firms, w.dimensions);
    w.ledger = Ledger{{1, 1, municipalities, municipalities, firms, 0, 1, 1, municipalities, 1}};
    fill(w.solutions.base_cost, 1000);
    fill(w.solutions.cost, 1000);
    fill(w.firms.mark_up, 0.25);
    fill(w.firms.cost_factor, 1);
    fill(w.firms.size, 1);
    fill(w.firms.weight, 1);
    fill(w.firms.capital_units, 10);
    fill(w.firms.expectation, 0.3);
    for (std::size_t s = 0; s < solutions; ++s)
        for (std::size_t k = 0; k < requirement_length; ++k)
            w.solutions.required.now[s * requirement_length + k] =
                static_cast<std::uint8_t>(1 + s * requirement_length + k);
    for (std::size_t f = 0; f < firms; ++f) {
        w.firms.offer.now[f] = static_cast<std::int32_t>(f % solutions);
        w.firms.municipality.now[f] = static_cast<std::int32_t>(f % municipalities);
        // It can do all that its solution takes, middlingly.
        for (std::size_t k = 0; k < requirement_length; ++k) {
            auto const place = f * kene_length + k;
            w.firms.capability.now[place] = w.solutions.required.now[f % solutions * requirement_length + k];
            w.firms.ability.now[place] = 5;
            w.firms.expertise.now[place] = 5;
        }
    }
    return w;
}

}  // namespace spil::testing
