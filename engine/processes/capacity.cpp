#include "engine/processes/capacity.hpp"

#include <algorithm>

#include "engine/core/elementary.hpp"

namespace spil {

double structural_staff(double population, CapacityParameters const& p) {
    return p.structural_fte * elementary::pow(population / 50000.0, p.structural_exponent);
}

double coordination_staff(int partners, double trust, CapacityParameters const& p) {
    double const n = partners;
    return p.member_coordination * n + p.pair_coordination * n * (n - 1) / 2 * (1 - trust);
}

double effective_staff(double staff, double skill) {
    return staff * (0.6 + 0.8 * skill);
}

void plan_capacity(
    Step const& step, CapacityParameters const& p, HostParameters const& staff, RoleParameters const& roles,
    ThirdSpaceParameters const& spaces, In<&Labs::host> host, In<&Labs::mission> mission,
    In<&Labs::stage> stage, In<&Labs::start_month> start, In<&Labs::spending> spending,
    In<&Labs::knowledge_partners> knowledge, In<&Labs::intermediary_partners> intermediary,
    In<&Labs::civic_partners> civic, In<&Labs::firm_partners> firms, In<&Labs::public_partners> government,
    In<&Labs::coalition_trust> trust, In<&Labs::search_fte> search, In<&Municipalities::role> role,
    In<&Municipalities::skill> skill, In<&Municipalities::fte_structural> structural,
    In<&Municipalities::application_fte> application, In<&Municipalities::accountability_fte> accountability,
    In<&Municipalities::block_fte> block, In<&Municipalities::practice_member> member,
    In<&Municipalities::third_space> third_space, Out<&Municipalities::fte_temporary> temporary,
    Out<&Municipalities::fte_required> required, Out<&Municipalities::fte_free> free,
    Out<&Municipalities::capacity> capacity, Out<&Municipalities::labs_running> running_labs) {
    auto const role_fte = roles.fte();
    double const least = role_fte[static_cast<std::size_t>(Role::facilitator)];
    for (std::size_t i = 0; i < capacity.rows(); ++i) {
        auto const memberships = member.row(i);
        auto const rooms = third_space.row(i);
        temporary(i) = 0;
        running_labs(i) = 0;
        required(i) =
            application(i) + accountability(i) +
            p.practice_fte * static_cast<double>(std::count(memberships.begin(), memberships.end(), 1)) +
            spaces.member_fte *
                static_cast<double>(std::count_if(rooms.begin(), rooms.end(), [](auto r) { return r != 0; }));
    }
    // Labs add to their hosts in the order of their rows: one thread, one order.
    for (std::size_t l = 0; l < stage.rows(); ++l) {
        if (!funded(stage(l))) continue;
        auto const i = static_cast<std::size_t>(host(l));
        auto const m = static_cast<std::size_t>(mission(l));
        int const partners = knowledge(l) + intermediary(l) + civic(l) + firms(l) + government(l);
        required(i) +=
            std::max(role_fte[role(i, m)], least) + coordination_staff(partners, trust(l), p) + search(l);
        if (stage(l) != Stage::forming) ++running_labs(i);
        if (static_cast<double>(step.tick) - start(l) >= p.hire_lag)
            temporary(i) += spending(l) * 12 * p.wage_share * p.project_staff_share / staff.fte_cost;
    }
    for (std::size_t i = 0; i < capacity.rows(); ++i) {
        double const effective = effective_staff(structural(i) + block(i) + temporary(i), skill(i));
        free(i) = std::max(0.0, effective - required(i));
        capacity(i) = required(i) > 0 ? std::min(1.0, effective / required(i)) : 1.0;
    }
}

}  // namespace spil
