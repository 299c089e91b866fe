#include "engine/processes/common/programme_money.hpp"

#include <algorithm>

#include "engine/core/elementary.hpp"

namespace spil {

bool selection_month(std::uint32_t tick, Regime const& r) {
    int const since = static_cast<int>(tick) - whole_months(r.setup_delay);
    return since >= 0 && since % std::max(1, whole_months(r.interval)) == 0;
}

double earmark_share(Regime const& r) {
    return r.regulation_share + r.practice_share + r.intermediary_share + r.third_space_share;
}

double fixed_overhead(Regime const& r) {
    return r.overhead_share * r.budget / months_in_year;
}

double coordination_overhead(double labs, double trust, Regime const& r, BudgetParameters const& p) {
    if (labs <= 0 || r.coordination_cost <= 0) return 0;
    return r.coordination_cost * r.reference_grant * elementary::pow(labs, 1 + r.coordination_curvature) *
           (1 - p.trust_relief * trust) *
           elementary::pow(r.ministries / p.reference_ministries, p.ministries_exponent);
}

Cents review_fee(Regime const& r, BudgetParameters const& p) {
    return cents(p.review_cost * r.reference_grant);
}

int earmark_months_left(std::uint32_t tick, int setup) {
    int const month = static_cast<int>(tick % months_in_year);
    int const first_unpaid =
        static_cast<int>(tick) - month + months_in_quarter * ((month + 1) / months_in_quarter);
    int const next_budget = static_cast<int>(tick) - month + months_in_year;
    return std::max(0, next_budget - std::max(first_unpaid, setup));
}

double kept_back(Load const& load, Regime const& r, BudgetParameters const& p, std::uint32_t tick) {
    int const months = months_in_year - 1 - static_cast<int>(tick % months_in_year);
    double const rounding = 1;  // of sums that are paid month by month, to the cent each
    return rounding + (fixed_overhead(r) + coordination_overhead(load.labs, load.trust, r, p)) * months +
           earmark_share(r) * r.budget / months_in_year *
               earmark_months_left(tick, whole_months(r.setup_delay)) +
           load.renewals;
}

Cents free_to_promise(Cents balance, Cents committed, Cents coordination_due, int reviews_due,
                      Load const& load, Regime const& r, BudgetParameters const& p, std::uint32_t tick) {
    return balance - committed - coordination_due - reviews_due * review_fee(r, p) -
           cents(kept_back(load, r, p, tick));
}

Cents free_to_promise(Cents balance, Programmes const& programmes, std::size_t m, Cents in_pools,
                      Load const& load, Regime const& r, BudgetParameters const& p, std::uint32_t tick) {
    return free_to_promise(balance, programmes.committed.now[m] + programmes.follow_on_pot.now[m] + in_pools,
                           programmes.coordination_due.now[m], programmes.reviews_due.now[m], load, r, p,
                           tick);
}

std::vector<Load> loads(std::span<std::int32_t const> lab_mission, std::span<std::int32_t const> lab_host,
                        std::span<Stage const> lab_stage, Grants const& grants,
                        std::span<double const> programme_trust, std::span<double const> stop_rate,
                        Regime const& r, std::uint32_t tick) {
    auto const missions = stop_rate.size();
    std::vector<Load> found(missions);
    int const months = months_in_year - 1 - static_cast<int>(tick % months_in_year);
    for (std::size_t l = 0; l < lab_mission.size(); ++l) {
        if (grants.in_force.now[l] == 0) continue;
        auto const m = static_cast<std::size_t>(lab_mission[l]);
        found[m].labs += 1;
        found[m].trust += programme_trust[static_cast<std::size_t>(lab_host[l]) * missions + m];
        if (!passes_gates(r, grants, l) || grants.pending_months.now[l] > 0) continue;
        int const due = running(lab_stage[l]) ? std::min(grants.gate_in.now[l], grants.months_left.now[l])
                                              : grants.months_left.now[l];
        if (due > months || grants.stay_left.now[l] <= due) continue;
        found[m].renewals += (1 - stop_rate[m]) * r.low_intensity * grants.rate.now[l] *
                             std::min(whole_months(r.gate_interval), grants.stay_left.now[l] - due);
    }
    for (auto& load : found)
        if (load.labs > 0) load.trust /= load.labs;
    return found;
}

}  // namespace spil
