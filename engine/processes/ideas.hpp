#pragma once
/// \file ideas.hpp  What a municipality thinks of each solution, and the ideas that come up (SM2).
///
///     judgement  v_is = (1 - K_is)(m + s_own sd N_is) + K_is Y_is    K mean knowledge, Y belief from reports
///     arrivals   L_im = L_0 (pop / 50 000)^0.8 (0.5 + P_im)(1 - 0.5 a_i) i_role                    per year
///     which      argmax_s v_is / (t_s sd) + Gumbel                           the softmax of the judgements
///
/// Nobody sees true fit: the prior misjudgement N_is is drawn once and fades as knowledge grows. A new idea
/// replaces the one in hand when it is judged better (or that one stands already), so that many ideas do not
/// keep a municipality from acting on one; an idea nobody funds is dropped after `idea_life`.
/// Reads challenge, aversion, roles, knowledge, belief; writes judgement, idea, idea_age.
/// Source: local urgency and ties as the seed of ideas; the rates are assumptions.

#include "engine/processes/common/idea_parameters.hpp"
#include "engine/processes/common/roles.hpp"
#include "engine/world/access.hpp"

namespace spil {

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
