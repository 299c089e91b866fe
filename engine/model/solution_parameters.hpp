#pragma once
/// \file solution_parameters.hpp  What makes solutions differ, from each other and from place to place (SM2).
///
///     z_sik = mean_k + s_z (sqrt(1 - h_c - h_e) u_sk + sqrt(h_c) (phi_sk . x_i) + sqrt(h_e) e_sik)      k =
///     A, V q_siA = logistic(z_siA);  z_siV enters economic fit (market)
///
/// h_c is the ruggedness of the landscape: 0 is one size fits all, 0.7 is everything is local. phi is a
/// random unit vector, u and e are standard normals. A share of solutions is blocked by rules at the start.
/// Source: search on rugged landscapes (Kauffman; Avin 2018 on funding); PAW evaluation ("not one-to-one to
/// copy").

#include "engine/schema/field.hpp"

namespace spil {

struct SolutionParameters {
    static constexpr std::string_view name = "solutions";

    double accepted_mean = -0.2;
    double viable_mean = -0.2;
    double fit_spread = 1.3;
    double context_share = 0.35;
    double idiosyncratic_share = 0.15;
    double blocked_share = 0.5;
    double blocked_permission = 0.25;
    double free_permission = 0.9;
    double cost_spread = 0.25;
    double appeal_mean = 0.5;
    double appeal_spread = 0.4;
    double appeal_conflict = 0.3;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = SolutionParameters;
        return f(field(&P::accepted_mean, "accepted_mean", "logit", within(-5, 5).likely(-1, 1),
                       "mean log-fit with users and citizens", assumption()),
                 field(&P::viable_mean, "viable_mean", "logit", within(-5, 5).likely(-1, 1),
                       "mean economic log-fit at the start", assumption()),
                 field(&P::fit_spread, "fit_spread", "logit", within(0, 5).likely(0.8, 2),
                       "spread of log-fit", assumption()),
                 field(&P::context_share, "context_share", "1", within(0, 0.9).likely(0, 0.75),
                       "share of that variance that context explains (ruggedness)",
                       assumption("PAW evaluation: not one-to-one to copy")),
                 field(&P::idiosyncratic_share, "idiosyncratic_share", "1", within(0, 0.9).likely(0.05, 0.25),
                       "share of the variance that nothing explains", assumption()),
                 field(&P::blocked_share, "blocked_share", "1", within(0, 1),
                       "chance that rules block a solution at the start",
                       assumption("PAW evaluation: rules hinder scaling")),
                 field(&P::blocked_permission, "blocked_permission", "1", within(0, 1).likely(0.1, 0.4),
                       "permission then", assumption()),
                 field(&P::free_permission, "free_permission", "1", within(0, 1), "permission otherwise",
                       assumption()),
                 field(&P::cost_spread, "cost_spread", "ln EUR", within(0, 2),
                       "spread of costs among a mission's solutions", assumption()),
                 field(&P::appeal_mean, "appeal_mean", "1", within(-5, 5),
                       "mean effect on the mission's own dimension of well-being", assumption()),
                 field(&P::appeal_spread, "appeal_spread", "1", within(0, 5),
                       "spread of effects on well-being", assumption()),
                 field(&P::appeal_conflict, "appeal_conflict", "1", within(0, 1).likely(0, 0.6),
                       "chance that the effect on another dimension is negative",
                       assumption("trade-offs between economy and well-being")));
    }
};

/// What a municipality is like at the start, where no data tell.
struct InitialParameters {
    static constexpr std::string_view name = "initial";

    double trust = 0.5;
    double trust_sd = 0.1;
    double skill_sd = 0.1;
    double values_spread = 0.5;
    double priority_noise = 0.5;
    double reserve_years = 1;
    double belief_weight = 0.5;
    double firm_capital = 100;
    double success_rate = 0.3;
    double stop_rate = 0.2;
    double follow_on_rate = 0.3;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = InitialParameters;
        return f(
            field(&P::trust, "trust", "1", within(0, 1),
                  "mean trust of partners and between municipality and programmes", assumption()),
            field(&P::trust_sd, "trust_sd", "1", within(0, 0.5), "spread of that trust", assumption()),
            field(&P::skill_sd, "skill_sd", "1", within(0, 0.5), "spread of skill", assumption()),
            field(&P::values_spread, "values_spread", "1", within(0, 5),
                  "how far residents' values differ between municipalities", assumption()),
            field(&P::priority_noise, "priority_noise", "1", within(0, 5),
                  "how far political priorities stray from challenges", assumption()),
            field(&P::reserve_years, "reserve_years", "years", within(0, 50),
                  "free money at the start, in years of the free share of the general grant", assumption()),
            field(&P::belief_weight, "belief_weight", "1", within(0, 100),
                  "weight of the first belief, in reports: the mean of all solutions", assumption()),
            field(&P::firm_capital, "firm_capital", "units", within(0, 1e6),
                  "opening money of all who sell a solution at the start, in units at the starting cost",
                  assumption()),
            field(&P::success_rate, "success_rate", "1", within(0, 1),
                  "share of applications won that applicants expect at first",
                  measured("PAW and Regio Deal rounds: 14 to 36 %")),
            field(&P::follow_on_rate, "follow_on_rate", "1", within(0, 1),
                  "share of labs that go on after their term, as labs expect it at first", assumption()),
            field(&P::stop_rate, "stop_rate", "1", within(0, 1),
                  "share of labs stopped at gates that labs expect at first", assumption()));
    }
};

}  // namespace spil
