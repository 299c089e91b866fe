#pragma once
/// \file lab_learning.hpp  A living lab learns what makes its solution accepted, permitted and viable (SM10).
///
///     effort    e = [e_min + (1 - e_min)(1 - exp(-H / h_e))] [1 - mu S (1 - gate)] capacity
///               x 0.85 while the alderman who championed the mission has left
///     learning  L_k' = L_k + eta F e g h_k (1 + c m CoP)(1 - L_k)     F = (spending / full spending)^beta
///     partners  h_A = h0 + (1 - h0) min(1, civic / 2)
///               h_R = h0 + (1 - h0)(0.5 [government or third space] + 0.5 I_m)
///               h_V = h0 + (1 - h0) coverage [firm]
///     embedding E_A = L_A q_A (1 - 0.5 opposition)     E_V = L_V q_V     E = CES(E_A, E_R, E_V)
///               E_R = R (1 - (1 - R_s)(1 - L_R))       R = max(R_s, exemption)
///
/// H is the horizon of money its people count on, S the softness of its funding, gate = 1 when a gate comes
/// within a year, g the learning gain of the host's role. Short horizons demotivate; soft continuation breeds
/// slack. Legal learning matters only as far as rules bind. A lab starts from what its host already knew.
/// Reads money, horizon, partners, roles, champions, capacity, practice; writes effort, learning, embedding.
/// Source: concave returns (Fortin and Currie 2013); horizon and tolerance (Azoulay et al. 2011); soft
/// budgets (Dewatripont and Maskin 1995); rates are assumptions.

#include "engine/processes/common/embedding.hpp"
#include "engine/processes/common/practice_parameters.hpp"
#include "engine/processes/common/roles.hpp"
#include "engine/world/access.hpp"

namespace spil {

struct LearningParameters {
    static constexpr std::string_view name = "learning";

    double rate = 0.055;
    double spending_elasticity = 0.6;
    double without_partner = 0.3;
    double least_effort = 0.5;
    double horizon_scale = 6;
    double slack = 0.25;
    double without_champion = 0.85;
    double practice_boost = 0.5;
    double upscaling_drag = 0.03;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = LearningParameters;
        return f(
            field(&P::rate, "rate", "1/month", within(0, 1).likely(0.03, 0.1),
                  "learning at full spending, effort and partners", assumption()),
            field(&P::spending_elasticity, "spending_elasticity", "1", within(0, 2).likely(0.4, 0.9),
                  "elasticity to spending",
                  literature("Fortin and Currie 2013: impact decelerates with grant size")),
            field(&P::without_partner, "without_partner", "1", within(0, 1).likely(0.1, 0.6),
                  "learning without the partner that a condition needs",
                  literature("many labs lack co-creation (Rathenau)")),
            field(&P::least_effort, "least_effort", "1", within(0, 1).likely(0.3, 0.9),
                  "effort without any horizon", literature("Azoulay et al. 2011 give the direction")),
            field(&P::horizon_scale, "horizon_scale", "months", within(0.1, 120).likely(1, 18),
                  "horizon that lifts effort", assumption()),
            field(&P::slack, "slack", "1", within(0, 1).likely(0, 0.6),
                  "effort lost where money is sure to go on",
                  literature("Dewatripont and Maskin 1995 give the direction")),
            field(&P::without_champion, "without_champion", "1", within(0, 1).likely(0.6, 1),
                  "effort of a lab whose champion among the aldermen has left, relative to one that has one",
                  assumption()),
            field(&P::practice_boost, "practice_boost", "1", within(0, 5),
                  "part of the multiplier of communities of practice that works inside labs", assumption()),
            field(&P::upscaling_drag, "upscaling_drag", "1", within(0, 1),
                  "learning given up for an upscaling strategy", assumption()));
    }
};

double lab_effort(double horizon, double softness, bool gate_soon, double capacity,
                  LearningParameters const& p);
/// What partners add to learning of each condition: {accepted, permitted, viable}.
std::array<double, 3> partner_gain(int civic, bool government, double intermediaries, double coverage,
                                   bool firm, LearningParameters const& p);

void learn(LearningParameters const&, RoleParameters const&, PracticeParameters const&, In<&Labs::host> host,
           In<&Labs::mission> mission, In<&Labs::solution> solution, In<&Labs::stage> stage,
           In<&Labs::stage_months> months, In<&Labs::spending> spending,
           In<&Labs::reference_spending> reference, In<&Labs::horizon> horizon, In<&Labs::softness> softness,
           In<&Labs::gate_distance> gate, In<&Labs::upscaling> upscaling, In<&Labs::civic_partners> civic,
           In<&Labs::firm_partners> firms, In<&Labs::public_partners> government,
           In<&Labs::coverage> coverage, In<&Municipalities::role> role,
           In<&Municipalities::champion_gap> champion_gap, In<&Municipalities::capacity> capacity,
           In<&Municipalities::knowledge> knowledge, In<&Municipalities::carry_over> carry_over,
           In<&Municipalities::practice_member> member, In<&Municipalities::third_space> third_space,
           In<&Missions::practice_strength> practice, In<&Missions::intermediary_strength> intermediaries,
           Update<&Labs::learning> learning, Out<&Labs::effort> effort);

void embed(EmbeddingParameters const&, In<&Labs::host> host, In<&Labs::mission> mission,
           In<&Labs::solution> solution, In<&Labs::stage> stage, In<&Labs::exemption> exemption,
           In<&Labs::learning> learning, In<&Municipalities::accepted_fit> accepted_fit,
           In<&Municipalities::viable_fit> viable_fit, In<&Municipalities::opposition> opposition,
           In<&Solutions::permission> permission, Out<&Labs::embedding> embedding);

}  // namespace spil
