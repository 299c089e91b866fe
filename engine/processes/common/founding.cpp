#include "engine/processes/common/founding.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace spil {

namespace {

double mean_learning(Labs const& labs, std::size_t l) {
    auto const* k = &labs.learning.now[l * conditions];
    return (k[accepted] + k[permitted] + k[viable]) / 3;
}

}  // namespace

LabHistory::LabHistory(Labs const& labs, Grants const& grants, Dimensions const& d,
                       FoundingParameters const& p)
    : missions_(d.missions),
      keys_(labs.key.now),
      busy_(d.municipalities * d.missions),
      tried_(d.solutions()),
      there_(d.municipalities * d.solutions()),
      resumable_(d.municipalities * d.solutions(), -1) {
    for (std::size_t l = 0; l < labs.host.now.size(); ++l) {
        auto const i = static_cast<std::size_t>(labs.host.now[l]);
        auto const m = static_cast<std::size_t>(labs.mission.now[l]);
        auto const s = static_cast<std::size_t>(labs.solution.now[l]);
        auto const place = i * tried_.size() + s;
        ++tried_[s];
        ++there_[place];
        if (funded(labs.stage.now[l]) || grants.in_force.now[l] != 0)
            set_busy(i, m);
        else if (in_no_mans_land(labs.stage.now[l]) && mean_learning(labs, l) > p.resume_learning)
            resumable_[place] = static_cast<std::int32_t>(l);
    }
}

std::optional<std::size_t> LabHistory::resumable(std::size_t i, std::size_t s) const {
    auto const row = resumable_[i * tried_.size() + s];
    if (row < 0) return std::nullopt;
    return static_cast<std::size_t>(row);
}

double monthly_rate(Regime const& r, FoundingParameters const& p) {
    return r.reference_grant / r.duration * (1 + (r.upscaling_required ? p.upscaling_cost : 0));
}

double full_spending(double rate, double co_financing, Regime const& r, FoundingParameters const& p) {
    double const extra = std::max(0.0, rate - monthly_rate(r, p));
    return p.full_spending * (1 + (r.upscaling_required ? p.upscaling_cost : 0)) + extra / (1 - co_financing);
}

Venture venture(Step const& step, Regime const& r, FoundingParameters const& p, LabHistory const& past,
                double preparation, std::size_t host, std::size_t solution) {
    Venture v;
    v.host = host;
    v.solution = solution;
    v.mission = solution / step.dimensions.solutions_per_mission;
    v.resumes = past.resumable(host, solution);
    if (v.resumes) {
        v.key = past.key(*v.resumes);
    } else {
        v.key = lab_key(step.dimensions, host, solution,
                        static_cast<std::size_t>(past.labs_there(host, solution)));
    }
    v.upscaling =
        r.upscaling_required || step.lasting_draws(Purpose::upscaling_plan, v.key).chance(p.upscaling_chance);
    v.months = whole_months(r.duration);
    if (open_ended(r)) {
        int const wait = v.resumes ? 0 : static_cast<int>(std::ceil(preparation));
        v.months = whole_months(r.gate_interval) + wait;
        if (gated(r)) v.months = std::min(v.months, whole_months(r.longest_stay));
    }
    double const stage = r.first_intensity * v.months;
    double const resume = v.resumes ? p.resume_cost * r.reference_grant / stage : 0;
    v.rate = monthly_rate(r, p) + resume;
    v.promised = cents(v.rate * stage);
    return v;
}

double co_financing_rate(Regime const& r, double reserves) {
    return r.co_financing_by_capacity ? r.co_financing_rate * std::clamp(reserves, 0.0, 1.0)
                                      : r.co_financing_rate;
}

std::vector<double> relative_reserves(std::span<double const> population, std::span<double const> balance) {
    std::vector<double> per_head(population.size());
    for (std::size_t i = 0; i < per_head.size(); ++i) per_head[i] = balance[i] / population[i];
    double const mean = std::accumulate(per_head.begin(), per_head.end(), 0.0) /
                        static_cast<double>(std::max<std::size_t>(1, per_head.size()));
    for (auto& r : per_head) r = mean > 0 ? r / mean : 1.0;
    return per_head;
}

std::size_t found_lab(Step const& step, Regime const& r, FoundingParameters const& p, Venture const& v,
                      double judgement, double co_financing, Whole<Labs> const& labs,
                      Whole<Programmes> const& programmes, Whole<Grants> const& grants,
                      SelectionPay const& pay) {
    std::size_t row = v.resumes.value_or(0);
    if (!v.resumes) {
        row = add_lab(step, {v.key, v.host, v.mission, v.solution, p.routine_chance}, labs, pay);
        auto const grant = grants.add_row();
        SPIL_ENSURE(grant == row, "a lab and its grant share a row");
    }
    int const stay = gated(r) ? whole_months(r.longest_stay) : v.months;
    int const gate = gated(r) ? whole_months(r.gate_interval) : 0;
    int const lag = whole_months(r.decision_lag);
    labs->stage.now[row] = v.resumes ? Stage::preparing : Stage::forming;
    labs->stage_months.now[row] = 0;
    labs->preparation_left.now[row] = 0;
    labs->end_month.now[row] = -1;
    labs->stop_signal.now[row] = 0;
    labs->retention.now[row] = 0;
    labs->evaluated.now[row] = 0;
    labs->unbacked.now[row] = 0;    // it is the municipality that applies
    labs->own_budget.now[row] = 0;  // a lab taken up again may have been its host's own before
    if (v.upscaling) labs->upscaling.now[row] = 1;
    labs->follow_on.now[row] = 0;
    labs->horizon.now[row] = v.months + months_beyond(r, v.months, stay, programmes->stop_rate.now[v.mission],
                                                      programmes->follow_on_rate.now[v.mission], false);
    labs->softness.now[row] = softness(r);
    labs->gate_distance.now[row] = gate;
    labs->reference_spending.now[row] = full_spending(v.rate, co_financing, r, p);
    labs->expected_embedding.now[row] = judgement + p.optimism;

    grants->in_force.now[row] = 1;
    grants->gated.now[row] = gated(r) ? 1 : 0;
    grants->months_left.now[row] = v.months;
    grants->stay_left.now[row] = stay;
    grants->gate_in.now[row] = gate;
    grants->pending_months.now[row] = lag;
    grants->instalment_in.now[row] = 0;
    grants->intensity.now[row] = lag > 0 ? 0 : r.first_intensity;
    grants->next_intensity.now[row] = r.first_intensity;
    grants->rate.now[row] = grants->next_rate.now[row] = v.rate;
    grants->co_financing.now[row] = co_financing;
    promise(*grants, *programmes, row, v.mission, v.promised);
    ++programmes->awards.now[v.mission];
    return row;
}

}  // namespace spil
