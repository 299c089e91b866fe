#pragma once
/// \file third_space_parameters.hpp  What a third space is: how many take part, for how long, at what cost.

#include "engine/schema/field.hpp"

namespace spil {

struct ThirdSpaceParameters {
    static constexpr std::string_view name = "third_spaces";

    double fewest_members = 4;
    double most_members = 12;
    double term = 36;
    double cost = 0.5e6;
    double member_fte = 0.3;
    double choice_spread = 0.2;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = ThirdSpaceParameters;
        return f(field(&P::fewest_members, "fewest_members", "1", within(2, 100).likely(3, 6),
                       "municipalities that must be willing before a third space begins",
                       literature("City Deals count four to a dozen municipalities")),
                 field(&P::most_members, "most_members", "1", within(2, 100).likely(8, 16),
                       "most municipalities in one",
                       literature("City Deals count four to a dozen municipalities")),
                 field(&P::term, "term", "months", within(1, 360).likely(24, 60), "months it lasts",
                       literature("City Deals last three years")),
                 field(&P::cost, "cost", "EUR", within(1e4, 1e8).likely(0.2e6, 2e6),
                       "money a programme must have paid before one begins",
                       literature("City Deals: about EUR 0.5 M each")),
                 field(&P::member_fte, "member_fte", "FTE", within(0, 5).likely(0.1, 0.6),
                       "staff that taking part binds in a municipality", assumption()),
                 field(&P::choice_spread, "choice_spread", "1", within(0, 5).likely(0.05, 0.5),
                       "spread of what else decides who takes part", assumption()));
    }
};

}  // namespace spil
