#pragma once
/// \file organisation.hpp  A municipality's DNA: risk aversion springs back unless it is pushed, skill grows
/// by doing (SM3).
///
///     a' = a + k_a (a* - a) - p_a u a + x_F F (1 - a)          kept in [0.02, 0.98]
///     u  = 1 - exp(-(0.3 labs + 0.5 third spaces + 0.2 [in a community of practice]))
///     a*' = a* - psi [u - u*]+ a* + psi_b (a*_0 - a*), in [0, 1]; it moves only under sustained push
///     skill' = skill + eta [labs > 0] (1 - skill) - delta skill
///
/// After a push ends, aversion returns to its anchor with half-life ln 2 / k_a (23 months at 0.03).
/// Reads labs running, failures, memberships; writes push, aversion, anchor, skill.
/// Source: "anti-innovation DNA" of public organisations; direction only, the rates are assumptions.

#include "engine/world/access.hpp"

namespace spil {

struct OrganisationParameters {
    static constexpr std::string_view name = "organisation";

    double spring_back_rate = 0.03;
    double push_rate = 0.04;
    double failure_shock = 0.08;
    double anchor_learning_rate = 0.003;
    double anchor_push_threshold = 0.5;
    double anchor_return_rate = 0.001;
    double anchor_mean = 0.6;
    double anchor_sd = 0.15;
    double lab_push = 0.3;
    double practice_push = 0.2;
    double third_space_push = 0.5;
    double skill_gain_rate = 0.02;
    double skill_loss_rate = 0.01;
    double initial_skill = 0.4;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = OrganisationParameters;
        return f(
            field(&P::spring_back_rate, "spring_back_rate", "1/month", within(0, 1).likely(0.005, 0.1),
                  "speed at which aversion returns to its anchor", assumption()),
            field(&P::push_rate, "push_rate", "1/month", within(0, 1).likely(0.005, 0.1),
                  "effect of full push on aversion", assumption()),
            field(&P::failure_shock, "failure_shock", "1", within(0, 1).likely(0, 0.25),
                  "rise of aversion at a visible failure", assumption()),
            field(&P::anchor_learning_rate, "anchor_learning_rate", "1/month", within(0, 1).likely(0, 0.01),
                  "speed at which sustained push lowers the anchor", assumption()),
            field(&P::anchor_push_threshold, "anchor_push_threshold", "1", within(0, 1).likely(0.3, 0.8),
                  "push above which the anchor moves", assumption()),
            field(&P::anchor_return_rate, "anchor_return_rate", "1/month", within(0, 1).likely(0, 0.005),
                  "speed at which the anchor itself returns", assumption()),
            field(&P::anchor_mean, "anchor_mean", "1", within(0.02, 0.98).likely(0.4, 0.8),
                  "mean anchor at the start", assumption()),
            field(&P::anchor_sd, "anchor_sd", "1", within(0, 0.5), "spread of anchors between municipalities",
                  assumption()),
            field(&P::lab_push, "lab_push", "1", within(0, 5), "push of one running lab", assumption()),
            field(&P::practice_push, "practice_push", "1", within(0, 5),
                  "push of membership in communities of practice", assumption()),
            field(&P::third_space_push, "third_space_push", "1", within(0, 5).likely(0, 1),
                  "push of one third space",
                  assumption("the system springs back unless pushed from outside; De Zeeuw doubts it")),
            field(&P::skill_gain_rate, "skill_gain_rate", "1/month", within(0, 1).likely(0.005, 0.05),
                  "growth of skill while labs run", assumption()),
            field(&P::skill_loss_rate, "skill_loss_rate", "1/month", within(0, 1).likely(0.005, 0.03),
                  "loss of skill by turnover", assumption("12 % of staff a year")),
            field(&P::initial_skill, "initial_skill", "1", within(0, 1), "mean skill at the start",
                  assumption()));
    }
};

double push_for_change(int labs, int third_spaces, bool member, OrganisationParameters const& p);
double next_aversion(double aversion, double anchor, double push, int failures,
                     OrganisationParameters const& p);
double next_anchor(double anchor, double base, double push, OrganisationParameters const& p);
double next_skill(double skill, bool labs, OrganisationParameters const& p);

void adapt_organisation(OrganisationParameters const&, In<&Municipalities::labs_running> labs,
                        In<&Municipalities::failures> failures, In<&Municipalities::practice_member> member,
                        In<&Municipalities::third_space> third_space,
                        In<&Municipalities::aversion_anchor_base> base,
                        Update<&Municipalities::aversion> aversion,
                        Update<&Municipalities::aversion_anchor> anchor, Update<&Municipalities::skill> skill,
                        Out<&Municipalities::push> push);

}  // namespace spil
