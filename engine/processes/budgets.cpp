#include "engine/processes/budgets.hpp"

#include <algorithm>
#include <numeric>

#include "engine/processes/common/organisation_map.hpp"

namespace spil {

namespace {

using BudgetPay = Pay<AccountClass::treasury, AccountClass::programme>;

Account programme(std::size_t m) {
    return {AccountClass::programme, m};
}

void pay_households(BudgetPay const& pay, Flow flow, std::size_t m, Cents amount,
                    std::span<double const> population) {
    if (amount <= 0) return;
    auto const parts = split_cents(amount, population);
    for (std::size_t i = 0; i < parts.size(); ++i)
        pay.post(flow, programme(m), {AccountClass::household, i}, parts[i]);
}

void pay_intermediaries(BudgetPay const& pay, Flow flow, std::size_t m, Cents amount,
                        std::span<double const> weights) {
    if (amount <= 0) return;
    auto const parts = split_cents(amount, weights);
    for (std::size_t k = 0; k < parts.size(); ++k)
        pay.post(flow, programme(m), {AccountClass::intermediary, k}, parts[k]);
}

}  // namespace

std::vector<double> regulation_split(std::span<int const> blocked, std::span<double const> permission,
                                     double blocked_below) {
    std::vector<double> split(blocked.begin(), blocked.end());
    double sum = std::accumulate(split.begin(), split.end(), 0.0);
    if (sum == 0)
        for (std::size_t s = 0; s < split.size(); ++s)
            if (permission[s] < blocked_below) split[s] = 1, sum += 1;
    if (sum == 0) {
        std::fill(split.begin(), split.end(), 1.0);
        sum = static_cast<double>(split.size());
    }
    for (auto& part : split) part /= sum;
    return split;
}

void run_budgets(Step const& step, Regime const& r, BudgetParameters const& p, In<&Labs::mission> lab_mission,
                 In<&Labs::host> lab_host, In<&Labs::solution> lab_solution, In<&Labs::stage> lab_stage,
                 In<&Grants::in_force> in_force, In<&Programmes::committed> committed,
                 In<&Municipalities::population> population,
                 In<&Municipalities::programme_trust> programme_trust, In<&Solutions::permission> permission,
                 In<&Organisations::kind> organisation_kind, In<&Organisations::affinity> affinity,
                 Update<&Solutions::regulatory_work> regulatory_work,
                 Update<&Missions::practice_spending> practice_spending,
                 Update<&Missions::intermediary_strength> intermediary_strength,
                 Update<&Missions::third_space_paid> third_space_paid,
                 Update<&Programmes::coordination_due> coordination_due,
                 Update<&Programmes::reviews_due> reviews_due,
                 Update<&Programmes::follow_on_pot> follow_on_pot, BudgetPay pay) {
    double const budget = funding(r) ? r.budget : 0;
    auto const missions = step.dimensions.missions;
    auto const per_mission = step.dimensions.solutions_per_mission;
    int const month = static_cast<int>(step.tick % months_in_year);

    std::vector<double> labs(missions), trust(missions);
    std::vector<int> blocked(step.dimensions.solutions());
    for (std::size_t l = 0; l < in_force.size(); ++l) {
        auto const m = static_cast<std::size_t>(lab_mission(l));
        auto const s = static_cast<std::size_t>(lab_solution(l));
        if (in_force(l) != 0) {
            labs[m] += 1;
            trust[m] += programme_trust(static_cast<std::size_t>(lab_host(l)), m);
        }
        bool const concerned =
            lab_stage(l) == Stage::preparing || running(lab_stage(l)) || lab_stage(l) == Stage::post;
        if (concerned && permission(s) < p.blocked_below) ++blocked[s];
    }

    for (std::size_t m = 0; m < missions; ++m) {
        if (month == 0) {
            pay.post(Flow::programme_budget, {AccountClass::treasury}, programme(m), cents(budget));
            double const kept = follows_on(r) ? r.follow_on_share * budget : 0.0;
            follow_on_pot(m) =
                std::min(follow_on_pot(m) + cents(kept), cents(kept * r.follow_on_months / months_in_year));
        }
        double const mean_trust = labs[m] > 0 ? trust[m] / labs[m] : 0;
        coordination_due(m) +=
            cents((funding(r) ? fixed_overhead(r) : 0) + coordination_overhead(labs[m], mean_trust, r, p));
        if (month % months_in_quarter != months_in_quarter - 1) continue;

        auto const free = [&] {
            return std::max(Cents{0}, pay.balance(programme(m)) - committed(m) - follow_on_pot(m));
        };
        Cents const overhead = std::min(coordination_due(m), free());
        pay_households(pay, Flow::overhead, m, overhead, population);
        coordination_due(m) -= overhead;

        Cents const fee = review_fee(r, p);
        auto const reviews = fee > 0 ? std::min<Cents>(reviews_due(m), free() / fee) : reviews_due(m);
        pay_households(pay, Flow::review, m, reviews * fee, population);
        reviews_due(m) -= static_cast<std::int32_t>(reviews);

        int const months =
            std::clamp(static_cast<int>(step.tick) + 1 - whole_months(r.setup_delay), 0, months_in_quarter);
        auto const earmark = [&](double share) {
            return std::min(cents(share * budget / months_in_year * months), free());
        };
        Cents const legal = earmark(r.regulation_share);
        pay_households(pay, Flow::regulatory_work, m, legal, population);
        if (legal > 0) {
            auto const first = m * per_mission;
            auto const split = regulation_split(std::span{blocked}.subspan(first, per_mission),
                                                permission.subspan(first, per_mission), p.blocked_below);
            for (std::size_t k = 0; k < per_mission; ++k)
                regulatory_work(first + k) += euro(legal) * split[k];
        }
        auto const weights = account_weights(organisation_kind, affinity, Party::intermediary, m, missions,
                                             pay.accounts(AccountClass::intermediary));
        Cents const practice = earmark(r.practice_share);
        pay_intermediaries(pay, Flow::community_of_practice, m, practice, weights);
        practice_spending(m) = euro(practice) * months_in_year / months_in_quarter;
        Cents const intermediation = earmark(r.intermediary_share);
        pay_intermediaries(pay, Flow::intermediation, m, intermediation, weights);
        intermediary_strength(m) =
            std::min(1.0, euro(intermediation) * months_in_year / months_in_quarter / p.intermediary_unit);
        Cents const meeting = earmark(r.third_space_share);
        pay_intermediaries(pay, Flow::third_space, m, meeting, weights);
        third_space_paid(m) += meeting;
    }
}

}  // namespace spil
