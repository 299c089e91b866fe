#include "engine/processes/lab_events.hpp"

#include <algorithm>
#include <vector>

#include "engine/core/elementary.hpp"
#include "engine/processes/common/embedding.hpp"

namespace spil {

double novelty(int labs) {
    return elementary::exp(-labs / 3.0);
}

double knowledge_retention(bool strategy, double practice, double skill, bool closed,
                           LabEventParameters const& p) {
    return clip01(p.retention_base + (strategy ? p.retention_strategy : 0) +
                  p.retention_practice * std::min(1.0, practice) + p.retention_skill * skill +
                  (closed ? p.retention_closed : 0));
}

void live(Step const& step, LabEventParameters const& p, In<&Labs::key> key, In<&Labs::host> host,
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
          Out<&Labs::evaluated> evaluated, Out<&Municipalities::failures> failures) {
    std::fill(failures.begin(), failures.end(), 0);
    std::vector<int> labs_on(permission.rows(), 0);
    for (std::size_t l = 0; l < stage.rows(); ++l)
        labs_on[static_cast<std::size_t>(solution(l))] += formed(l);

    for (std::size_t l = 0; l < stage.rows(); ++l) {
        evaluated(l) = 0;
        if (stage(l) == Stage::forming) {
            if (stop(l) == 0) continue;
            stage(l) = Stage::dead;  // nothing was learnt that could fade
            months(l) = 0;
            end_month(l) = death_month(l) = static_cast<std::int32_t>(step.tick);
            continue;
        }
        if (!funded(stage(l))) {
            if (stage(l) != Stage::dead) months(l) += 1;
            continue;
        }
        auto const i = static_cast<std::size_t>(host(l));
        auto const m = static_cast<std::size_t>(mission(l));
        auto const s = static_cast<std::size_t>(solution(l));
        months(l) += 1;

        auto const end = [&](Stage to, bool closed) {
            stage(l) = to;
            months(l) = 0;
            end_month(l) = static_cast<std::int32_t>(step.tick);
            evaluated(l) = 2;
            retention(l) = knowledge_retention(upscaling(l) != 0, practice(m), skill(i), closed, p);
        };

        if (stop(l) != 0) {
            end(stop(l) == 2 ? Stage::closed : Stage::post, stop(l) == 2);
            continue;
        }
        if (stage(l) == Stage::preparing) {
            preparation_left(l) -= 1;
            if (preparation_left(l) <= 0) {
                stage(l) = Stage::active;
                months(l) = 0;
            }
            continue;
        }

        if (follow_on(l) != 0) stage(l) = Stage::bridging;

        if (static_cast<int>(months(l)) % 12 == 0) evaluated(l) = 1;
        if (exemption(l) == Exemption::none && permission(s) < p.exemption_below)
            exemption(l) = Exemption::applied;
        if (exemption(l) == Exemption::applied && (exemption_months(l) += 1) >= p.exemption_months) {
            double const legal =
                0.5 * (government(l) > 0 || third_space(i, m) != 0 ? 1 : 0) + 0.5 * intermediaries(m);
            double const help = p.exemption_without_help + (1 - p.exemption_without_help) * legal;
            bool const granted =
                step.lasting_draws(Purpose::exemption, key(l)).chance(p.exemption_chance * help);
            exemption(l) = granted ? Exemption::granted : Exemption::refused;
        }
        double const mean = (learning(l, 0) + learning(l, 1) + learning(l, 2)) / 3;
        if (step.draws(Purpose::visible_failure, key(l))
                .chance(p.failure_hazard * novelty(labs_on[s] - formed(l)) * (1 - mean))) {
            ++failures(i);
            learning(l, accepted) *= 0.5;
        }
        if (opposition(i, m) > p.collapse_opposition &&
            step.draws(Purpose::support_collapse, key(l)).chance(p.collapse_hazard)) {
            ++failures(i);
            end(Stage::post, false);
        }
    }
}

}  // namespace spil
