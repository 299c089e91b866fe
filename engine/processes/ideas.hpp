#pragma once
/// \file ideas.hpp  What a municipality thinks of each solution, and the ideas that come up (SM2).
///
///     judgement  v_is = (1 - K_is)(m + s_own sd N_is) + K_is Y_is    K mean knowledge, Y belief from reports
///     arrivals   L_im = L_0 (pop / 50 000)^0.8 (0.5 + P_im)(1 - 0.5 a_i) i_role                    per year
///     which      argmax_s v_is / (t_s sd) + Gumbel                           the softmax of the judgements
///
/// Nobody sees true fit: the prior misjudgement N_is is drawn once and fades as knowledge grows. A new idea
/// replaces the one in hand; an idea nobody funds is dropped after `idea_life`.
/// Reads challenge, aversion, roles, knowledge, belief; writes judgement, idea, idea_age.
/// Source: local urgency and ties as the seed of ideas; the rates are assumptions.

#include "engine/processes/common/roles.hpp"
#include "engine/world/access.hpp"

namespace spil {

struct IdeaParameters {
    static constexpr std::string_view name = "ideas";

    double arrival_rate = 0.3;
    double size_exponent = 0.8;
    double without_role = 0.25;
    double choice_temperature = 0.3;
    double misjudgement = 0.8;
    double idea_life = 24;

    static constexpr auto fields() {
        using P = IdeaParameters;
        return std::tuple{
            field(&P::arrival_rate, "arrival_rate", "1/year", within(0, 12).likely(0.1, 1),
                  "ideas for a mission in a municipality of 50 000", assumption()),
            field(&P::size_exponent, "size_exponent", "1", within(0, 2), "how ideas grow with population",
                  assumption()),
            field(&P::without_role, "without_role", "1", within(0, 5),
                  "idea rate without a role; a role adds its reach", assumption()),
            field(&P::choice_temperature, "choice_temperature", "merit sd", within(0.01, 10).likely(0.1, 1),
                  "noise in choosing a solution", assumption()),
            field(&P::misjudgement, "misjudgement", "merit sd", within(0, 5).likely(0.3, 1.5),
                  "spread of a municipality's own error on merit", assumption()),
            field(&P::idea_life, "idea_life", "months", within(1, 360),
                  "months before an idea in hand is dropped", assumption()),
        };
    }
};
static_assert(fully_declared<IdeaParameters>);

/// Merit as seen: prior error fades as knowledge K (0..1) grows.
double judged(double knowledge, double error, double belief, double mean, double sd, IdeaParameters const& p);
/// Ideas per year.
double idea_rate(double population, double challenge, double aversion, double reach, IdeaParameters const& p);

void judge_solutions(IdeaParameters const&, In<&Nation::merit_mean> mean, In<&Nation::merit_sd> sd,
                     In<&Municipalities::judgement_error> error, In<&Municipalities::knowledge> knowledge,
                     In<&Municipalities::belief> belief, Out<&Municipalities::judgement> judgement);

void have_ideas(Step const&, IdeaParameters const&, RoleParameters const&, In<&Nation::merit_sd> sd,
                In<&Municipalities::population> population, In<&Municipalities::challenge> challenge,
                In<&Municipalities::aversion> aversion, In<&Municipalities::role> role,
                In<&Municipalities::judgement> judgement, In<&Municipalities::implemented> implemented,
                Update<&Municipalities::idea> idea, Update<&Municipalities::idea_age> age);

}  // namespace spil
