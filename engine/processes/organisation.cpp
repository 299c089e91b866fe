#include "engine/processes/organisation.hpp"

#include <algorithm>

#include "engine/core/elementary.hpp"

namespace spil {

double push_for_change(int labs, int third_spaces, bool member, OrganisationParameters const& p) {
    return 1 - elementary::exp(-(p.lab_push * labs + p.third_space_push * third_spaces +
                                 p.practice_push * (member ? 1 : 0)));
}

double next_aversion(double aversion, double anchor, double push, int failures,
                     OrganisationParameters const& p) {
    double const moved = aversion + p.spring_back_rate * (anchor - aversion) - p.push_rate * push * aversion +
                         p.failure_shock * failures * (1 - aversion);
    return std::clamp(moved, 0.02, 0.98);
}

double next_anchor(double anchor, double base, double push, OrganisationParameters const& p) {
    double const excess = std::max(0.0, push - p.anchor_push_threshold);
    double const moved =
        anchor - p.anchor_learning_rate * excess * anchor + p.anchor_return_rate * (base - anchor);
    return std::clamp(moved, 0.0, 1.0);
}

double next_skill(double skill, bool labs, OrganisationParameters const& p) {
    return skill + (labs ? p.skill_gain_rate * (1 - skill) : 0) - p.skill_loss_rate * skill;
}

void adapt_organisation(OrganisationParameters const& p, In<&Municipalities::labs_running> labs,
                        In<&Municipalities::failures> failures, In<&Municipalities::practice_member> member,
                        In<&Municipalities::third_space> third_space,
                        In<&Municipalities::aversion_anchor_base> base,
                        Update<&Municipalities::aversion> aversion,
                        Update<&Municipalities::aversion_anchor> anchor, Update<&Municipalities::skill> skill,
                        Out<&Municipalities::push> push) {
    for (std::size_t i = 0; i < push.rows(); ++i) {
        auto const memberships = member.row(i);
        bool const in_practice =
            std::any_of(memberships.begin(), memberships.end(), [](auto m) { return m != 0; });
        auto const spaces = third_space.row(i);
        auto const in_spaces =
            static_cast<int>(spaces.size()) - static_cast<int>(std::count(spaces.begin(), spaces.end(), 0));
        double const u = push_for_change(labs(i), in_spaces, in_practice, p);
        push(i) = u;
        aversion(i) = next_aversion(aversion(i), anchor(i), u, failures(i), p);
        anchor(i) = next_anchor(anchor(i), base(i), u, p);
        skill(i) = next_skill(skill(i), labs(i) > 0, p);
    }
}

}  // namespace spil
