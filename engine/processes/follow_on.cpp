#include "engine/processes/follow_on.hpp"

#include <algorithm>
#include <vector>

namespace spil {

namespace {

struct Ending {
    std::size_t row = 0, mission = 0;
    std::uint32_t key = 0;
    double report = 0;
};

}  // namespace

void hold_follow_ons(Step const& step, Regime const& r, FollowOnParameters const& p,
                     ReportParameters const& report, FoundingParameters const& founding,
                     EmbeddingParameters const& embedding_parameters, In<&Solutions::permission> permission,
                     In<&Municipalities::accepted_fit> accepted_fit,
                     In<&Municipalities::viable_fit> viable_fit, In<&Municipalities::potential> potential,
                     In<&Labs::key> key, In<&Labs::host> host, In<&Labs::mission> mission,
                     In<&Labs::solution> solution, In<&Labs::stage> stage, In<&Labs::learning> learning,
                     In<&Labs::exemption> exemption, Update<&Labs::follow_on> follow_on,
                     Whole<Programmes> programmes, Whole<Grants> grants, Pay<AccountClass::programme> pay) {
    if (!funding(r) || !follows_on(r)) return;
    std::vector<Ending> endings;
    for (std::size_t l = 0; l < stage.rows(); ++l) {
        bool const term_over = grants->in_force.now[l] != 0 && grants->pending_months.now[l] == 0 &&
                               grants->months_left.now[l] == 0;
        if (!term_over || !running(stage(l)) || follow_on(l) != 0) continue;
        auto const i = static_cast<std::size_t>(host(l));
        auto const s = static_cast<std::size_t>(solution(l));
        double const own =
            own_potential(exemption(l) == Exemption::granted, accepted_fit(i, s), viable_fit(i, s),
                          permission(s), potential(i, s), embedding_parameters);
        double const y = r.clairvoyant
                             ? own
                             : reported_embedding(own, mean_learning(learning.row(l)),
                                                  step.draws(Purpose::gate_signal, key(l)).normal(), report);
        endings.push_back({l, static_cast<std::size_t>(mission(l)), key(l), y});
    }
    std::sort(endings.begin(), endings.end(), [](auto const& a, auto const& b) {
        return a.report != b.report ? a.report > b.report : a.key < b.key;
    });

    double const rate = monthly_rate(r, founding);
    int const months = whole_months(r.follow_on_months);
    Cents const amount = cents(rate * r.follow_on_intensity * months);
    // The bar is what was usual before this month: a lab is not judged against itself.
    std::vector<double> const bar(programmes->report_mean.now);
    for (auto const& e : endings) {
        auto const m = e.mission;
        bool const wanted =
            e.report >= bar[m] || step.draws(Purpose::follow_on_override, e.key).chance(r.stop_override);
        auto& pot = programmes->follow_on_pot.now[m];
        Cents const uncommitted = pay.balance({AccountClass::programme, m}) - programmes->committed.now[m];
        bool const granted = wanted && amount <= std::min(pot, uncommitted);
        programmes->report_mean.now[m] += p.memory * (e.report - programmes->report_mean.now[m]);
        auto& expected = programmes->follow_on_rate.now[m];
        expected += p.memory * ((granted ? 1.0 : 0.0) - expected);
        if (!granted) continue;
        pot -= amount;
        promise(*grants, *programmes, e.row, m, amount);
        grants->rate.now[e.row] = rate;
        grants->intensity.now[e.row] = grants->next_intensity.now[e.row] = r.follow_on_intensity;
        grants->months_left.now[e.row] = grants->stay_left.now[e.row] = months;
        follow_on(e.row) = 1;
        ++programmes->follow_ons.now[m];
    }
}

}  // namespace spil
