#pragma once
/// \file capacity.hpp  Staff: what the work in hand asks, what there is, what is left (SM3).
///
///     permanent staff  f_0 (population / 50 000)^0.85 + what block grants pay for
///     project staff    wages of labs that pay for it, after the lag of hiring; gone when the money stops
///     effective        (permanent + project) (0.6 + 0.8 skill)
///     required         sum over labs of max(role, facilitator) + k1 n + k2 n (n-1)/2 (1 - trust), search,
///     proposals, reports, practice, third spaces
///     capacity         min(1, effective / required)         free = effective - required,
///     at least 0
///
/// Reads labs, roles, skill, the burdens programmes put on; writes temporary, required and free staff,
/// capacity and the number of running labs. Source: our own accounting; the figures are assumptions.

#include "engine/processes/common/host.hpp"
#include "engine/processes/common/roles.hpp"
#include "engine/processes/common/third_space_parameters.hpp"
#include "engine/world/access.hpp"

namespace spil {

struct CapacityParameters {
    static constexpr std::string_view name = "capacity";

    double structural_fte = 3;
    double structural_exponent = 0.85;
    double hire_lag = 4;
    double wage_share = 0.45;
    double project_staff_share = 0.3;
    double member_coordination = 0.02;
    double pair_coordination = 0.01;
    double practice_fte = 0.05;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = CapacityParameters;
        return f(field(&P::structural_fte, "structural_fte", "FTE", within(0, 200).likely(1, 8),
                       "permanent staff for innovation in a municipality of 50 000", assumption()),
                 field(&P::structural_exponent, "structural_exponent", "1", within(0, 2),
                       "how that staff grows with population", assumption()),
                 field(&P::hire_lag, "hire_lag", "months", within(0, 36).likely(2, 9),
                       "months before project staff arrives", assumption()),
                 field(&P::wage_share, "wage_share", "1", within(0, 1),
                       "share of a lab's spending that is wages", assumption()),
                 field(&P::project_staff_share, "project_staff_share", "1", within(0, 1),
                       "share of those wages that relieves the host's own staff", assumption()),
                 field(&P::member_coordination, "member_coordination", "FTE", within(0, 1).likely(0.01, 0.05),
                       "coordination per partner", assumption()),
                 field(&P::pair_coordination, "pair_coordination", "FTE", within(0, 1).likely(0, 0.03),
                       "coordination per pair of partners without trust", assumption()),
                 field(&P::practice_fte, "practice_fte", "FTE", within(0, 2),
                       "staff a membership in a community of practice takes", assumption()));
    }
};

double structural_staff(double population, CapacityParameters const& p);
/// Staff that holding a coalition of `partners` together takes.
double coordination_staff(int partners, double trust, CapacityParameters const& p);
double effective_staff(double staff, double skill);

void plan_capacity(Step const&, CapacityParameters const&, HostParameters const&, RoleParameters const&,
                   ThirdSpaceParameters const&, In<&Labs::host> host, In<&Labs::mission> mission,
                   In<&Labs::stage> stage, In<&Labs::start_month> start, In<&Labs::spending> spending,
                   In<&Labs::knowledge_partners> knowledge, In<&Labs::intermediary_partners> intermediary,
                   In<&Labs::civic_partners> civic, In<&Labs::firm_partners> firms,
                   In<&Labs::public_partners> government, In<&Labs::coalition_trust> trust,
                   In<&Labs::search_fte> search, In<&Municipalities::role> role,
                   In<&Municipalities::skill> skill, In<&Municipalities::fte_structural> structural,
                   In<&Municipalities::application_fte> application,
                   In<&Municipalities::accountability_fte> accountability,
                   In<&Municipalities::block_fte> block, In<&Municipalities::practice_member> member,
                   In<&Municipalities::third_space> third_space,
                   Out<&Municipalities::fte_temporary> temporary, Out<&Municipalities::fte_required> required,
                   Out<&Municipalities::fte_free> free, Out<&Municipalities::capacity> capacity,
                   Out<&Municipalities::labs_running> running_labs);

}  // namespace spil
