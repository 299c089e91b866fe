#pragma once
/// \file roles.hpp  What each role of a municipality costs and brings: five roles from nothing to driving.
///
/// The roles are those of the literature on decentral governments as drivers, facilitators, stimulators and
/// financiers of transitions; the figures are assumptions. "None" costs and brings nothing.

#include <array>

#include "engine/schema/field.hpp"
#include "engine/world/municipalities.hpp"

namespace spil {

struct RoleParameters {
    static constexpr std::string_view name = "roles";

    double facilitator_fte = 0.3, stimulator_fte = 0.5, financier_fte = 0.6, driver_fte = 1.5;
    double facilitator_cash = 0, stimulator_cash = 0.25, financier_cash = 1, driver_cash = 1;
    double facilitator_risk = 0.1, stimulator_risk = 0.3, financier_risk = 0.6, driver_risk = 1;
    double facilitator_reach = 0.35, stimulator_reach = 0.5, financier_reach = 0.6, driver_reach = 1;
    double facilitator_search = 0.8, stimulator_search = 0.9, financier_search = 1, driver_search = 0.6;
    double facilitator_learning = 1.05, stimulator_learning = 1.05, financier_learning = 1,
           driver_learning = 1.15;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = RoleParameters;
        constexpr auto fte = "staff a lab takes from a municipality in this role";
        constexpr auto cash = "share of the host's co-financing that it pays in this role";
        constexpr auto risk = "exposure to a lab's risk in this role";
        constexpr auto reach = "how much of the challenge the role addresses";
        constexpr auto search = "cost of finding a partner, relative to none";
        constexpr auto learning = "speed of learning in its labs, relative to none";
        return f(
            field(&P::facilitator_fte, "facilitator_fte", "FTE", within(0, 20), fte, assumption()),
            field(&P::stimulator_fte, "stimulator_fte", "FTE", within(0, 20), fte, assumption()),
            field(&P::financier_fte, "financier_fte", "FTE", within(0, 20), fte, assumption()),
            field(&P::driver_fte, "driver_fte", "FTE", within(0, 20), fte, assumption()),
            field(&P::facilitator_cash, "facilitator_cash", "1", within(0, 1), cash, assumption()),
            field(&P::stimulator_cash, "stimulator_cash", "1", within(0, 1), cash, assumption()),
            field(&P::financier_cash, "financier_cash", "1", within(0, 1), cash, assumption()),
            field(&P::driver_cash, "driver_cash", "1", within(0, 1), cash, assumption()),
            field(&P::facilitator_risk, "facilitator_risk", "1", within(0, 5), risk, assumption()),
            field(&P::stimulator_risk, "stimulator_risk", "1", within(0, 5), risk, assumption()),
            field(&P::financier_risk, "financier_risk", "1", within(0, 5), risk, assumption()),
            field(&P::driver_risk, "driver_risk", "1", within(0, 5), risk, assumption()),
            field(&P::facilitator_reach, "facilitator_reach", "1", within(0, 5), reach, assumption()),
            field(&P::stimulator_reach, "stimulator_reach", "1", within(0, 5), reach, assumption()),
            field(&P::financier_reach, "financier_reach", "1", within(0, 5), reach, assumption()),
            field(&P::driver_reach, "driver_reach", "1", within(0, 5), reach, assumption()),
            field(&P::facilitator_search, "facilitator_search", "1", within(0.1, 5), search, assumption()),
            field(&P::stimulator_search, "stimulator_search", "1", within(0.1, 5), search, assumption()),
            field(&P::financier_search, "financier_search", "1", within(0.1, 5), search, assumption()),
            field(&P::driver_search, "driver_search", "1", within(0.1, 5), search, assumption()),
            field(&P::facilitator_learning, "facilitator_learning", "1", within(0.1, 5), learning,
                  assumption()),
            field(&P::stimulator_learning, "stimulator_learning", "1", within(0.1, 5), learning,
                  assumption()),
            field(&P::financier_learning, "financier_learning", "1", within(0.1, 5), learning, assumption()),
            field(&P::driver_learning, "driver_learning", "1", within(0.1, 5), learning, assumption()));
    }

    using PerRole = std::array<double, role_count>;
    PerRole fte() const { return {0, facilitator_fte, stimulator_fte, financier_fte, driver_fte}; }
    PerRole cash() const { return {0, facilitator_cash, stimulator_cash, financier_cash, driver_cash}; }
    PerRole risk() const { return {0, facilitator_risk, stimulator_risk, financier_risk, driver_risk}; }
    PerRole reach() const { return {0, facilitator_reach, stimulator_reach, financier_reach, driver_reach}; }
    PerRole search() const {
        return {1, facilitator_search, stimulator_search, financier_search, driver_search};
    }
    PerRole learning() const {
        return {1, facilitator_learning, stimulator_learning, financier_learning, driver_learning};
    }
};

}  // namespace spil
