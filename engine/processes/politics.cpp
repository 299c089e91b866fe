#include "engine/processes/politics.hpp"

#include <algorithm>

#include "engine/core/elementary.hpp"

namespace spil {

namespace {

constexpr std::size_t middle_bin = opinion_bins / 2;  ///< the bin of opinion 0

void normalise(std::vector<double>& shares) {
    double sum = 0;
    for (double const s : shares) sum += s;
    for (auto& s : shares) s /= sum;
}

}  // namespace

bool election_due(std::uint32_t tick, PoliticsParameters const& p) {
    int const since = static_cast<int>(tick) - whole_months(p.first_election);
    return since >= 0 && since % whole_months(p.election_interval) == 0;
}

double salience(std::span<double const> opinion) {
    double sum = 0;
    for (std::size_t b = 0; b < opinion_bins; ++b) {
        auto const bins_off = static_cast<double>(b > middle_bin ? b - middle_bin : middle_bin - b);
        sum += opinion[b] * bins_off / static_cast<double>(middle_bin);
    }
    return sum;
}

std::vector<double> drawn_priorities(std::span<double const> salience, std::span<double const> luck,
                                     PoliticsParameters const& p) {
    std::vector<double> drawn(salience.size());
    for (std::size_t m = 0; m < drawn.size(); ++m)
        drawn[m] = elementary::exp(p.salience_weight * salience[m] + p.priority_noise * luck[m]);
    normalise(drawn);
    return drawn;
}

std::vector<double> mission_appeal(std::span<double const> solution_appeal, std::size_t missions) {
    std::vector<double> mean(missions * appeal_parts, 0.0);
    std::size_t const per_mission = solution_appeal.size() / mean.size();
    for (std::size_t k = 0; k < solution_appeal.size(); ++k) {
        std::size_t const m = k / appeal_parts / per_mission;
        mean[m * appeal_parts + k % appeal_parts] += solution_appeal[k] / static_cast<double>(per_mission);
    }
    return mean;
}

std::vector<double> asked_by_residents(std::span<double const> values,
                                       std::span<double const> mission_appeal) {
    std::vector<double> asked(mission_appeal.size() / appeal_parts, 0.0);
    for (std::size_t m = 0; m < asked.size(); ++m) {
        for (std::size_t d = 0; d < appeal_parts; ++d)
            asked[m] += values[d] * mission_appeal[m * appeal_parts + d];
        asked[m] = std::max(0.0, asked[m]);
    }
    if (std::all_of(asked.begin(), asked.end(), [](double a) { return a == 0; }))
        std::fill(asked.begin(), asked.end(), 1.0);
    normalise(asked);
    return asked;
}

double aversion_after_vote(double aversion, double anchor, double weight, double luck,
                           PoliticsParameters const& p) {
    double const swing = (1 - p.election_memory) * (anchor - aversion) + p.aversion_noise * luck;
    return std::clamp(aversion + weight * swing, 0.02, 0.98);
}

double backing_loss_chance(double support, double weight, PoliticsParameters const& p) {
    return weight * p.backing_loss * (1 - support);
}

void form_colleges(Step const& step, PoliticsParameters const& p, In<&Labs::key> key, In<&Labs::host> host,
                   In<&Labs::mission> mission, In<&Labs::stage> stage, In<&Municipalities::values> values,
                   In<&Solutions::appeal> appeal, In<&Municipalities::opinion> opinion,
                   In<&Municipalities::support> support, In<&Municipalities::role> role,
                   In<&Municipalities::aversion_anchor> anchor, Update<&Municipalities::aversion> aversion,
                   Update<&Municipalities::priority> priority, Update<&Labs::unbacked> unbacked,
                   Out<&Municipalities::promises_broken> broken, Out<&Municipalities::college_fell> fell,
                   Out<&Municipalities::college_new> college_new) {
    std::size_t const missions = priority.width();
    bool const election = election_due(step.tick, p);
    double const weight = election ? 1 : p.break_weight;
    double const break_chance = -elementary::expm1(-p.break_hazard);
    auto const appeals = mission_appeal(appeal, missions);
    std::vector<double> strength(missions), luck(missions);

    for (std::size_t i = 0; i < priority.rows(); ++i) {
        broken(i) = 0;
        // Where everybody votes this month no old college is left to break.
        fell(i) = !election && step.draws(Purpose::college_break, i).chance(break_chance) ? 1 : 0;
        college_new(i) = election || fell(i) != 0 ? 1 : 0;
        if (college_new(i) == 0) continue;

        for (std::size_t m = 0; m < missions; ++m) {
            strength[m] = salience(opinion.row(i).subspan(m * opinion_bins, opinion_bins));
            luck[m] = step.draws(Purpose::college_priority, i, m).normal();
        }
        auto const drawn = drawn_priorities(strength, luck, p);
        auto const roles = role.row(i);
        bool const at_work = std::any_of(roles.begin(), roles.end(), [](auto r) {
            return r >= static_cast<std::uint8_t>(Role::facilitator);
        });
        bool const say = at_work && step.lasting_draws(Purpose::participation, i).chance(p.participation);
        double const agenda = say ? p.agenda_weight : 0;
        auto const asked = asked_by_residents(values.row(i), appeals);
        for (std::size_t m = 0; m < missions; ++m)
            priority(i, m) += weight * ((1 - agenda) * drawn[m] + agenda * asked[m] - priority(i, m));
        aversion(i) = aversion_after_vote(aversion(i), anchor(i), weight,
                                          step.draws(Purpose::college_aversion, i).normal(), p);
    }

    for (std::size_t l = 0; l < unbacked.rows(); ++l) {
        auto const i = static_cast<std::size_t>(host(l));
        if (college_new(i) == 0) continue;
        if (!funded(stage(l)) && !in_no_mans_land(stage(l))) continue;
        double const liked = support(i, static_cast<std::size_t>(mission(l)));
        auto draws = step.draws(Purpose::municipal_backing, key(l));
        if (unbacked(l) != 0) {
            if (draws.chance(liked)) unbacked(l) = 0;
        } else if (draws.chance(backing_loss_chance(liked, weight, p))) {
            unbacked(l) = 1;
            ++broken(i);
        }
    }
}

void change_aldermen(Step const& step, PoliticsParameters const& p,
                     Update<&Municipalities::champion_gap> gap) {
    double const chance = -elementary::expm1(-p.alderman_hazard);
    for (std::size_t i = 0; i < gap.rows(); ++i)
        for (std::size_t m = 0; m < gap.width(); ++m) {
            gap(i, m) = std::max(0.0, gap(i, m) - 1);
            if (step.draws(Purpose::alderman_exit, i, m).chance(chance)) gap(i, m) = p.champion_months;
        }
}

}  // namespace spil
