#pragma once
/// \file lab_events.hpp  What happens to a lab: it starts, is evaluated, fails visibly, loses support, runs
/// out of money (SM10).
///
///     preparing -> active  when preparation is done
///     active -> bridging   when its funder goes on after the term
///     exemption            applied for while R_s < 0.5, decided after six months, granted with chance p h_R
///     visible failure      hazard x_0 nu_s (1 - mean L), nu_s = exp(-other labs on s so far / 3); halves
///     what was
///                          learnt on acceptance
///     support collapses    where opposition > 0.4, hazard 0.02: the lab ends with a loss
///     term over            -> post           stopped at a gate -> closed      stopped while forming -> dead
///     retention            z = z0 + z_u [strategy] + z_c min(1, CoP) + z_s skill + z_g [closed orderly]
///
/// Reads what funders signal, opposition, learning; writes stage, exemption, evaluation and the host's
/// visible failures. Source: no man's land after projects (Rathenau 2020); hazards are assumptions.

#include "engine/world/access.hpp"

namespace spil {

struct LabEventParameters {
    static constexpr std::string_view name = "lab_events";

    double exemption_chance = 0.4;
    double exemption_without_help = 0.3;
    double exemption_below = 0.5;
    double exemption_months = 6;
    double failure_hazard = 0.01;
    double collapse_opposition = 0.4;
    double collapse_hazard = 0.02;
    double retention_base = 0.1;
    double retention_strategy = 0.3;
    double retention_practice = 0.4;
    double retention_skill = 0.1;
    double retention_closed = 0.1;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = LabEventParameters;
        return f(field(&P::exemption_chance, "exemption_chance", "1", within(0, 1).likely(0.1, 0.8),
                       "chance that an exemption is granted with full legal support",
                       assumption("the Dutch energy experiments scheme was closed")),
                 field(&P::exemption_without_help, "exemption_without_help", "1", within(0, 1),
                       "share of that chance without government or intermediaries", assumption()),
                 field(&P::exemption_below, "exemption_below", "1", within(0, 1),
                       "permission below which one is applied for", assumption()),
                 field(&P::exemption_months, "exemption_months", "months", within(0, 60),
                       "months a decision takes", assumption()),
                 field(&P::failure_hazard, "failure_hazard", "1/month", within(0, 1).likely(0, 0.03),
                       "hazard of a visible failure, novel and without learning", assumption()),
                 field(&P::collapse_opposition, "collapse_opposition", "1", within(0, 1),
                       "opposition above which support may collapse", assumption()),
                 field(&P::collapse_hazard, "collapse_hazard", "1/month", within(0, 1),
                       "hazard of collapse then", assumption()),
                 field(&P::retention_base, "retention_base", "1", within(0, 1),
                       "share of decay always held off", assumption()),
                 field(&P::retention_strategy, "retention_strategy", "1", within(0, 1),
                       "added by an upscaling strategy", assumption("Rathenau: strategy up front")),
                 field(&P::retention_practice, "retention_practice", "1", within(0, 1),
                       "added by a community of practice", assumption()),
                 field(&P::retention_skill, "retention_skill", "1", within(0, 1),
                       "added by the host's full skill", assumption()),
                 field(&P::retention_closed, "retention_closed", "1", within(0, 1),
                       "added by closing in good order", assumption()));
    }
};

/// Novelty of a solution on which `labs` other labs had their coalition so far.
double novelty(int labs);
double knowledge_retention(bool strategy, double practice, double skill, bool closed,
                           LabEventParameters const& p);

void live(Step const&, LabEventParameters const&, In<&Labs::key> key, In<&Labs::host> host,
          In<&Labs::mission> mission, In<&Labs::solution> solution, In<&Labs::upscaling> upscaling,
          In<&Labs::formed> formed, In<&Labs::stop_signal> stop, In<&Labs::follow_on> follow_on,
          In<&Labs::public_partners> government, In<&Municipalities::opposition> opposition,
          In<&Municipalities::skill> skill, In<&Municipalities::third_space> third_space,
          In<&Missions::practice_strength> practice, In<&Missions::intermediary_strength> intermediaries,
          In<&Solutions::permission> permission, Update<&Labs::stage> stage,
          Update<&Labs::stage_months> months, Update<&Labs::preparation_left> preparation_left,
          Update<&Labs::learning> learning, Update<&Labs::exemption> exemption,
          Update<&Labs::exemption_months> exemption_months, Update<&Labs::end_month> end_month,
          Update<&Labs::death_month> death_month, Update<&Labs::retention> retention,
          Out<&Labs::evaluated> evaluated, Out<&Municipalities::failures> failures);

}  // namespace spil
