#pragma once
/// \file idea_parameters.hpp  How ideas come up and how a solution is chosen among those judged: read where
/// ideas come up by themselves (ideas.hpp) and where offered money asks for a plan (plans.hpp).

#include "engine/schema/field.hpp"

namespace spil {

struct IdeaParameters {
    static constexpr std::string_view name = "ideas";

    double arrival_rate = 0.3;
    double size_exponent = 0.8;
    double without_role = 0.25;
    double choice_temperature = 0.3;
    double misjudgement = 0.8;
    double idea_life = 24;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = IdeaParameters;
        return f(field(&P::arrival_rate, "arrival_rate", "1/year", within(0, 12).likely(0.1, 1),
                       "ideas for a mission in a municipality of 50 000", assumption()),
                 field(&P::size_exponent, "size_exponent", "1", within(0, 2),
                       "how ideas grow with population", assumption()),
                 field(&P::without_role, "without_role", "1", within(0, 5),
                       "idea rate without a role; a role adds its reach", assumption()),
                 field(&P::choice_temperature, "choice_temperature", "merit sd",
                       within(0.01, 10).likely(0.1, 1), "noise in choosing a solution", assumption()),
                 field(&P::misjudgement, "misjudgement", "merit sd", within(0, 5).likely(0.3, 1.5),
                       "spread of a municipality's own error on merit", assumption()),
                 field(&P::idea_life, "idea_life", "months", within(1, 360),
                       "months before an idea in hand is dropped", assumption()));
    }
};

}  // namespace spil
