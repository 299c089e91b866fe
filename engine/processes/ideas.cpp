#include "engine/processes/ideas.hpp"

#include "engine/core/elementary.hpp"
#include "engine/core/gumbel_choice.hpp"

namespace spil {

double judged(double knowledge, double error, double belief, double mean, double sd,
              IdeaParameters const& p) {
    return (1 - knowledge) * (mean + p.misjudgement * sd * error) + knowledge * belief;
}

namespace {

/// The part of the rate of ideas that is a matter of size alone: the same for all missions.
double rate_of_size(double population, IdeaParameters const& p) {
    return p.arrival_rate * elementary::pow(population / 50000.0, p.size_exponent);
}

double rate_for_mission(double of_size, double challenge, double aversion, double reach,
                        IdeaParameters const& p) {
    return of_size * (0.5 + challenge) * (1 - 0.5 * aversion) * (p.without_role + reach);
}

/// Whether something that comes up `rate` times a month comes up this month.
bool comes_up(double rate, Draws draws) {
    double const luck = draws.uniform();
    // The chance is below the rate: most draws need no exponential (the rest of the factor is for rounding).
    if (luck > rate * 1.000001) return false;
    return luck < -elementary::expm1(-rate);
}

}  // namespace

double idea_rate(double population, double challenge, double aversion, double reach,
                 IdeaParameters const& p) {
    return rate_for_mission(rate_of_size(population, p), challenge, aversion, reach, p);
}

void judge_solutions(IdeaParameters const& p, In<&Nation::merit_mean> mean, In<&Nation::merit_sd> sd,
                     In<&Municipalities::judgement_error> error, In<&Municipalities::knowledge> knowledge,
                     In<&Municipalities::belief> belief, Out<&Municipalities::judgement> judgement) {
    for (std::size_t k = 0; k < judgement.size(); ++k) {
        double const known =
            (knowledge[k * conditions] + knowledge[k * conditions + 1] + knowledge[k * conditions + 2]) / 3;
        judgement[k] = judged(known, error[k], belief[k], mean(0), sd(0), p);
    }
}

void have_ideas(Step const& step, IdeaParameters const& p, RoleParameters const& roles,
                In<&Nation::merit_sd> sd, In<&Municipalities::population> population,
                In<&Municipalities::challenge> challenge, In<&Municipalities::aversion> aversion,
                In<&Municipalities::role> role, In<&Municipalities::judgement> judgement,
                In<&Municipalities::implemented> implemented, Update<&Municipalities::idea> idea,
                Update<&Municipalities::idea_age> age) {
    auto const reach = roles.reach();
    auto const S = step.dimensions.solutions_per_mission;
    for (std::size_t i = 0; i < idea.rows(); ++i) {
        double const of_size = rate_of_size(population(i), p);
        for (std::size_t m = 0; m < idea.width(); ++m) {
            if (idea(i, m) > 0 && ++age(i, m) > static_cast<int>(p.idea_life)) idea(i, m) = 0;
            double const rate = rate_for_mission(of_size, challenge(i, m), aversion(i), reach[role(i, m)], p);
            if (!comes_up(rate / 12, step.draws(Purpose::idea_arrival, i, m))) continue;
            GumbelChoice choice{1};
            bool any = false;
            for (std::size_t s = 0; s < S; ++s) {
                auto const solution = m * S + s;
                if (implemented(i, solution) != 0) continue;  // it is already done here
                choice.consider(s, judgement(i, solution) / (p.choice_temperature * sd(0)),
                                step.draws(Purpose::idea_solution, i, solution));
                any = true;
            }
            if (!any) continue;
            auto const found = choice.chosen();
            auto const in_hand = static_cast<std::size_t>(idea(i, m));
            if (in_hand > 0 && implemented(i, m * S + in_hand - 1) == 0 &&
                judgement(i, m * S + found) <= judgement(i, m * S + in_hand - 1))
                continue;
            idea(i, m) = static_cast<std::int32_t>(found) + 1;
            age(i, m) = 0;
        }
    }
}

}  // namespace spil
