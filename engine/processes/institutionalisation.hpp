#pragma once
/// \file institutionalisation.hpp  A host makes a lab's solution part of the organisation; others copy it
/// (SM13).
///
///     host    h = h0 sigma((Y - E*) / s)^w 2 (1 - a) min(1, fte / 0.5)(1 + psi_u u)(1 + psi_r r)
///             sigma(4 (supp - 0.4))
///     others  h = h_r K sigma((Y - E*) / s)(1 - a) [R_s > 0.5] min(1, fte) [money for the introduction]
///
/// with Y the belief from reports, u an upscaling strategy, r a lab built into a routine, K mean knowledge. A
/// host decides while its lab runs or is without money (post), not once it was stopped at a gate, nor while
/// its college does not back the lab. Others are
/// those without a lab of their own on it that is forming, at work or waiting for that decision, with money
/// above their reserve. Evidence counts, weakly; routine fit is the largest predictor. A copy starts from
/// what knowledge carries over to this context. Reads belief, knowledge, aversion, staff, support,
/// permission; writes implemented, learning, stage; pays introductions. Source: DellaVigna, Kim and Linos
/// 2024 (27 % of tested treatments adopted; evidence barely matters, routine fit does); scaling routes after
/// Rathenau 2020.

#include "engine/processes/common/host.hpp"
#include "engine/world/access.hpp"

namespace spil {

struct InstitutionParameters {
    static constexpr std::string_view name = "institutionalisation";

    double host_hazard = 0.011;
    double evidence_threshold = 0.45;
    double evidence_softness = 0.06;
    double evidence_weight = 0.5;
    double strategy_bonus = 0.5;
    double routine_bonus = 2;
    double copy_hazard = 0.006;
    double copy_permission = 0.5;
    double copy_cost = 150000;
    double copy_cost_exponent = 0.5;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = InstitutionParameters;
        return f(field(&P::host_hazard, "host_hazard", "1/month", within(0, 1).likely(0.004, 0.04),
                       "hazard that a host institutionalises its lab",
                       literature("DellaVigna et al. 2024; ENoLL membership")),
                 field(&P::evidence_threshold, "evidence_threshold", "1", within(0, 1).likely(0.35, 0.55),
                       "reported embedding at which evidence convinces half", assumption()),
                 field(&P::evidence_softness, "evidence_softness", "1", within(0.001, 1).likely(0.03, 0.12),
                       "softness of that threshold", assumption()),
                 field(&P::evidence_weight, "evidence_weight", "1", within(0, 5).likely(0, 1),
                       "weight of evidence for the host",
                       literature("DellaVigna et al. 2024: evidence barely matters")),
                 field(&P::strategy_bonus, "strategy_bonus", "1", within(0, 10).likely(0, 1),
                       "bonus of an upscaling strategy", literature("Rathenau 2020 gives the direction")),
                 field(&P::routine_bonus, "routine_bonus", "1", within(0, 20).likely(1, 5),
                       "bonus of a lab built into a routine",
                       literature("DellaVigna et al. 2024: the largest predictor")),
                 field(&P::copy_hazard, "copy_hazard", "1/month", within(0, 1).likely(0.003, 0.015),
                       "hazard of copying with full knowledge", assumption()),
                 field(&P::copy_permission, "copy_permission", "1", within(0, 1), "permission a copy needs",
                       assumption()),
                 field(&P::copy_cost, "copy_cost", "EUR", within(0, 1e8),
                       "introduction in a municipality of 50 000", assumption()),
                 field(&P::copy_cost_exponent, "copy_cost_exponent", "1", within(0, 2),
                       "how that cost grows with population", assumption()));
    }
};

double host_hazard(double belief, double aversion, double free_staff, bool strategy, bool routine,
                   double support, InstitutionParameters const& p);
/// No host has a higher hazard, whatever it believes.
double most_host_hazard(bool strategy, bool routine, InstitutionParameters const& p);
double copy_hazard(double knowledge, double belief, double aversion, double permission, double free_staff,
                   InstitutionParameters const& p);
double copy_cost(double population, InstitutionParameters const& p);

void institutionalise(Step const&, InstitutionParameters const&, In<&Labs::key> key, In<&Labs::host> host,
                      In<&Labs::mission> mission, In<&Labs::solution> solution,
                      In<&Labs::upscaling> upscaling, In<&Labs::routine> routine,
                      In<&Labs::unbacked> unbacked, In<&Labs::learning> lab_learning,
                      In<&Municipalities::belief> belief, In<&Municipalities::aversion> aversion,
                      In<&Municipalities::fte_free> fte_free, In<&Municipalities::support> support,
                      Update<&Labs::stage> stage, Update<&Labs::stage_months> months,
                      Update<&Labs::end_month> end_month, Update<&Labs::embedded_month> embedded_month,
                      Update<&Municipalities::implemented> implemented,
                      Update<&Municipalities::learning> learning, Out<&Municipalities::reports_kept> kept);

void copy_solutions(Step const&, InstitutionParameters const&, HostParameters const&,
                    Pay<AccountClass::municipality> purse, In<&Labs::host> host, In<&Labs::solution> solution,
                    In<&Labs::stage> stage, In<&Municipalities::population> population,
                    In<&Municipalities::yearly_free> yearly_free, In<&Municipalities::knowledge> knowledge,
                    In<&Municipalities::carry_over> carry_over, In<&Municipalities::belief> belief,
                    In<&Municipalities::aversion> aversion, In<&Municipalities::fte_free> fte_free,
                    In<&Solutions::permission> permission, Update<&Municipalities::implemented> implemented,
                    Update<&Municipalities::learning> learning);

}  // namespace spil
