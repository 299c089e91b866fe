#pragma once
/// \file plans.hpp  What a municipality proposes when money is offered: its idea in hand, or a plan made for
/// the occasion.
///
///     which      argmax_s v_is / (t_s sd) + Gumbel         as ideas come up (ideas.hpp), solutions that
///     stand left out
///
/// Money that is offered makes plans of its own: the number of proposals is not bounded by the ideas that
/// would have come up without. A plan that wins nothing is dropped. Source: "money looks for a plan", as
/// auditors of Dutch regional envelopes put it.

#include <optional>

#include "engine/core/gumbel_choice.hpp"
#include "engine/processes/common/idea_parameters.hpp"
#include "engine/world/access.hpp"

namespace spil {

/// The solution within mission m, or none when all of them stand already. \param idea  in hand + 1; 0 when
/// none
template <class Judgement, class Implemented>
std::optional<std::size_t> plan_for_offer(Step const& step, IdeaParameters const& p, double sd, std::size_t i,
                                          std::size_t m, int idea, Judgement const& judgement,
                                          Implemented const& implemented) {
    if (idea > 0) return static_cast<std::size_t>(idea) - 1;
    auto const S = step.dimensions.solutions_per_mission;
    GumbelChoice choice{1};
    bool any = false;
    for (std::size_t s = 0; s < S; ++s) {
        auto const solution = m * S + s;
        if (implemented(i, solution) != 0) continue;
        choice.consider(s, judgement(i, solution) / (p.choice_temperature * sd),
                        step.draws(Purpose::offered_plan, i, solution));
        any = true;
    }
    return any ? std::optional{choice.chosen()} : std::nullopt;
}

}  // namespace spil
