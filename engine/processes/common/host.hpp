#pragma once
/// \file host.hpp  What a municipality's staff costs and the money it never touches.

#include <algorithm>

#include "engine/schema/field.hpp"
#include "engine/world/ledger.hpp"

namespace spil {

struct HostParameters {
    static constexpr std::string_view name = "host";

    double fte_cost = 95000;
    double reserve_floor = 0.05;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = HostParameters;
        return f(field(&P::fte_cost, "fte_cost", "EUR/year", within(1e4, 1e6).likely(80e3, 120e3),
                       "cost of a full-time post", assumption()),
                 field(&P::reserve_floor, "reserve_floor", "1", within(0, 1).likely(0.02, 0.10),
                       "reserve a municipality keeps, share of the money it may freely steer in a year",
                       assumption()));
    }
};

/// What a municipality may spend of its own accord without touching its reserve. \param yearly_free  EUR
inline Cents above_reserve(Cents balance, double yearly_free, HostParameters const& p) {
    return std::max(Cents{0}, balance - cents(p.reserve_floor * yearly_free));
}

}  // namespace spil
