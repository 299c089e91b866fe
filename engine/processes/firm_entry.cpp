#include "engine/processes/firm_entry.hpp"

#include <algorithm>

#include "engine/core/elementary.hpp"

namespace spil {

std::vector<double> entry_chances(std::span<double const> reward, EntryParameters const& p) {
    constexpr double venture = 0.1;  // share of the mean reward that is expected where there is none yet
    double mean = 0;
    for (double const r : reward) mean += r / static_cast<double>(reward.size());
    std::vector<double> chance(reward.size(), 1.0);
    double sum = 0;
    for (std::size_t s = 0; s < reward.size(); ++s) {
        if (mean > 0) chance[s] = elementary::pow(reward[s] / mean + venture, p.reward_weight);
        sum += chance[s];
    }
    for (auto& c : chance) c /= sum;
    return chance;
}

void renew_firms(Step const& step, EntryParameters const& p, FirmParameters const& firms,
                 JoiningParameters const& joining, In<&Solutions::required> required,
                 In<&Solutions::base_cost> base_cost, In<&Labs::stage> lab_stage,
                 In<&Labs::solution> lab_solution, In<&Labs::lead_firm> lead_firm,
                 In<&Firms::capital_units> capital_units, In<&Firms::municipality> municipality,
                 Update<&Firms::sales_before> sales_before, Update<&Firms::offer> offer,
                 Update<&Firms::age> age, Update<&Firms::capability> capability,
                 Update<&Firms::ability> ability, Update<&Firms::expertise> expertise,
                 Update<&Firms::mark_up> mark_up, Update<&Firms::cost_factor> cost_factor,
                 Update<&Firms::sales_share> sales_share, Update<&Firms::expectation> expectation,
                 Update<&Firms::renewed> renewed, Pay<AccountClass::firm, AccountClass::household> pay) {
    std::size_t const solutions = required.rows();
    std::vector<double> reward(solutions, 0.0), usual(solutions, 0.0);
    std::vector<std::size_t> sellers(solutions, 0);
    for (std::size_t f = 0; f < offer.rows(); ++f) {
        ++age(f);
        if (offer(f) < 0) continue;
        auto const s = static_cast<std::size_t>(offer(f));
        ++sellers[s];
        usual[s] += mark_up(f);
        reward[s] += sales_before(f) * mark_up(f) / (1 + mark_up(f));
    }
    for (std::size_t s = 0; s < solutions; ++s) {
        double const n = std::max(1.0, static_cast<double>(sellers[s]));
        usual[s] /= n;
        reward[s] /= n;
    }
    auto const chances = entry_chances(reward, p);

    auto const household = [&](std::size_t f) {
        return Account{AccountClass::household, static_cast<std::size_t>(municipality(f))};
    };
    auto const begin = [&](std::size_t f, std::size_t s) {
        ++sellers[s];
        offer(f) = static_cast<std::int32_t>(s);
        mark_up(f) = usual[s];
        sales_before(f) = 0;
        sales_share(f) = 1 / static_cast<double>(sellers[s]);
        Account const account{AccountClass::firm, f};
        Cents const wanted = cents(capital_units(f) * base_cost(s)) - pay.balance(account);
        pay.post_up_to(Flow::founding, household(f), account, std::max(Cents{0}, wanted));
    };

    for (std::size_t l = 0; l < lab_stage.rows(); ++l) {
        if (lead_firm(l) == 0 || !running(lab_stage(l))) continue;
        auto const f = static_cast<std::size_t>(lead_firm(l) - 1);
        if (offer(f) >= 0) continue;
        renewed(f) = 2;
        begin(f, static_cast<std::size_t>(lab_solution(l)));
    }
    for (std::size_t f = 0; f < offer.rows(); ++f) {
        if (offer(f) < 0 || renewed(f) != 0) continue;
        auto s = static_cast<std::size_t>(offer(f));
        Account const account{AccountClass::firm, f};
        Cents const due = cents(p.running_costs * capital_units(f) * base_cost(s));
        if (pay.balance(account) >= due) {
            pay.post(Flow::wages, account, household(f), due);
            continue;
        }
        pay.post(Flow::liquidation, account, household(f), pay.balance(account));
        auto draws = step.draws(Purpose::firm_entry, f);
        if (sellers[s] > least_sellers) {
            double left = draws.uniform();
            std::size_t chosen = 0;
            while (chosen + 1 < solutions && (left -= chances[chosen]) >= 0) ++chosen;
            --sellers[s];
            s = chosen;
        } else {
            --sellers[s];
        }
        first_kene(draws, required.row(s), firms, {capability.row(f), ability.row(f), expertise.row(f)});
        cost_factor(f) = first_cost_factor(draws, firms);
        expectation(f) = joining.first_expectation;
        age(f) = 0;
        renewed(f) = 1;
        begin(f, s);
    }
}

}  // namespace spil
