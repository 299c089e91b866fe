#include "engine/processes/lab_learning.hpp"

#include <algorithm>
#include <vector>

#include "engine/core/elementary.hpp"
#include "engine/core/prefetch.hpp"
#include "engine/processes/common/carry_over.hpp"

namespace spil {

double lab_effort(double horizon, double softness, bool gate_soon, double capacity,
                  LearningParameters const& p) {
    double const motivated =
        p.least_effort + (1 - p.least_effort) * -elementary::expm1(-horizon / p.horizon_scale);
    return motivated * (1 - p.slack * softness * (gate_soon ? 0 : 1)) * capacity;
}

std::array<double, 3> partner_gain(int civic, bool government, double intermediaries, double coverage,
                                   bool firm, LearningParameters const& p) {
    double const h0 = p.without_partner;
    return {h0 + (1 - h0) * std::min(1.0, civic / 2.0),
            h0 + (1 - h0) * (0.5 * (government ? 1 : 0) + 0.5 * intermediaries),
            h0 + (1 - h0) * (firm ? coverage : 0)};
}

void learn(LearningParameters const& p, RoleParameters const& roles, PracticeParameters const& practices,
           In<&Labs::host> host, In<&Labs::mission> mission, In<&Labs::solution> solution,
           In<&Labs::stage> stage, In<&Labs::stage_months> months, In<&Labs::spending> spending,
           In<&Labs::reference_spending> reference, In<&Labs::horizon> horizon, In<&Labs::softness> softness,
           In<&Labs::gate_distance> gate, In<&Labs::upscaling> upscaling, In<&Labs::civic_partners> civic,
           In<&Labs::firm_partners> firms, In<&Labs::public_partners> government,
           In<&Labs::coverage> coverage, In<&Municipalities::role> role,
           In<&Municipalities::champion_gap> champion_gap, In<&Municipalities::capacity> capacity,
           In<&Municipalities::knowledge> knowledge, In<&Municipalities::carry_over> carry_over,
           In<&Municipalities::practice_member> member, In<&Municipalities::third_space> third_space,
           In<&Missions::practice_strength> practice, In<&Missions::intermediary_strength> intermediaries,
           Update<&Labs::learning> learning, Out<&Labs::effort> effort) {
    auto const gain = roles.learning();
    for (std::size_t l = 0; l < stage.rows(); ++l) {
        effort(l) = 0;
        if (!running(stage(l))) continue;
        auto const i = static_cast<std::size_t>(host(l));
        auto const m = static_cast<std::size_t>(mission(l));
        auto const s = static_cast<std::size_t>(solution(l));
        if (months(l) == 0)  // the first active month starts from what the host already knew
            for (std::size_t k = 0; k < conditions; ++k)
                learning(l, k) = std::max(
                    learning(l, k), starting_learning(knowledge(i, s * conditions + k), carry_over(i, s)));

        bool const gate_soon = gate(l) > 0 && gate(l) <= 12;
        effort(l) = lab_effort(horizon(l), softness(l), gate_soon, capacity(i), p) *
                    (champion_gap(i, m) > 0 ? p.without_champion : 1);
        double const money =
            reference(l) > 0 && spending(l) > 0  // an elasticity of 0 makes 1 of no money at all
                ? elementary::pow(spending(l) / reference(l), p.spending_elasticity)
                : 0.0;
        double const speed =
            p.rate * (upscaling(l) != 0 ? 1 - p.upscaling_drag : 1) * money * effort(l) * gain[role(i, m)] *
            (1 + (member(i, m) != 0 ? p.practice_boost * practices.multiplier * practice(m) : 0));
        auto const partners = partner_gain(civic(l), government(l) > 0 || third_space(i, m) != 0,
                                           intermediaries(m), coverage(l), firms(l) > 0, p);
        for (std::size_t k = 0; k < conditions; ++k)
            learning(l, k) += std::min(1.0, speed * partners[k]) * (1 - learning(l, k));
    }
}

void embed(EmbeddingParameters const& e, In<&Labs::host> host, In<&Labs::mission> mission,
           In<&Labs::solution> solution, In<&Labs::stage> stage, In<&Labs::exemption> exemption,
           In<&Labs::learning> learning, In<&Municipalities::accepted_fit> accepted_fit,
           In<&Municipalities::viable_fit> viable_fit, In<&Municipalities::opposition> opposition,
           In<&Solutions::permission> permission, Out<&Labs::embedding> embedding) {
    auto const embeds = [&](std::size_t l) {
        return stage(l) != Stage::dead && stage(l) != Stage::forming && stage(l) != Stage::preparing;
    };
    std::vector<std::size_t> which;
    std::vector<double> a, r, v;  // of those, so that their roots can be taken side by side
    for (std::size_t l = 0, labs = stage.rows(); l < labs; ++l) {
        if (auto const next = l + ahead; next < labs && embeds(next)) {
            auto const i = static_cast<std::size_t>(host(next));
            auto const s = static_cast<std::size_t>(solution(next));
            fetch(&accepted_fit(i, s));
            fetch(&viable_fit(i, s));
        }
        embedding(l) = 0;
        if (!embeds(l)) continue;
        auto const i = static_cast<std::size_t>(host(l));
        auto const s = static_cast<std::size_t>(solution(l));
        auto const c = lab_conditions(learning.row(l), accepted_fit(i, s), viable_fit(i, s), permission(s),
                                      exemption(l) == Exemption::granted,
                                      opposition(i, static_cast<std::size_t>(mission(l))), e);
        which.push_back(l);
        a.push_back(c.accepted);
        r.push_back(c.permitted);
        v.push_back(c.viable);
    }
    std::vector<double> together(which.size());
    embeddings(a, r, v, e, together);
    for (std::size_t k = 0; k < which.size(); ++k) embedding(which[k]) = together[k];
}

}  // namespace spil
