#include "engine/processes/research.hpp"

#include <algorithm>

#include "engine/core/elementary.hpp"

namespace spil {

namespace {

/// Working persons from which a firm counts as medium-sized and, without grants, as large (definition of the
/// European Union).
constexpr double medium_size = 50, large_size = 250;
constexpr double lowest_factor = 0.5, highest_factor = 2;
constexpr double reference_population = 18e6;  ///< of the country whose budget is given

std::size_t one_of(Draws& draws, std::size_t n) {
    return static_cast<std::size_t>((std::uint64_t{draws()} * n) >> 32);
}

}  // namespace

double success_chance(double research, double coverage, ResearchParameters const& p) {
    return 1 - elementary::exp(-p.access * coverage * research / p.reference);
}

void keep_mean_cost(std::span<std::vector<std::uint32_t> const> sellers, std::span<double> cost_factor) {
    for (auto const& all : sellers) {
        double sum = 0;
        for (auto const f : all) sum += cost_factor[f];
        for (auto const f : all)
            cost_factor[f] = std::clamp(cost_factor[f] * static_cast<double>(all.size()) / sum, lowest_factor,
                                        highest_factor);
    }
}

std::vector<JointProject> grant_projects(std::vector<JointProject> asked, Cents budget) {
    std::sort(asked.begin(), asked.end(), [](auto const& a, auto const& b) {
        return a.rank != b.rank ? a.rank > b.rank : a.first < b.first;
    });
    std::vector<std::size_t> busy;
    std::vector<JointProject> granted;
    auto const is_busy = [&](std::size_t f) { return std::find(busy.begin(), busy.end(), f) != busy.end(); };
    for (auto const& project : asked) {
        if (project.amount > budget || is_busy(project.first) || is_busy(project.second)) continue;
        budget -= project.amount;
        busy.push_back(project.first);
        busy.push_back(project.second);
        granted.push_back(project);
    }
    return granted;
}

void run_research(Step const& step, ResearchParameters const& p, FirmSupportParameters const& support,
                  In<&Municipalities::population> population, In<&Solutions::mission> mission,
                  In<&Solutions::required> required, In<&Solutions::base_cost> base_cost,
                  In<&Firms::weight> weight, In<&Firms::size> size, In<&Firms::capital_units> capital_units,
                  In<&Firms::municipality> municipality, In<&Firms::age> age, In<&Firms::sales> sales,
                  Update<&Firms::lab_work> lab_work, Update<&Firms::research> research,
                  Update<&Firms::cost_factor> cost_factor, Update<&Firms::offer> offer,
                  Update<&Firms::renewed> renewed, Update<&Firms::capability> capability,
                  Update<&Firms::ability> ability, Update<&Firms::expertise> expertise,
                  Pay<AccountClass::firm, AccountClass::treasury> pay) {
    std::size_t const n = offer.rows();
    Account const treasury{AccountClass::treasury};
    auto const solution = [&](std::size_t f) { return static_cast<std::size_t>(offer(f)); };
    auto const does_research = [&](std::size_t f, Cents amount) {
        pay.post(Flow::research, {AccountClass::firm, f},
                 {AccountClass::household, static_cast<std::size_t>(municipality(f))}, amount);
        research(f) += euro(amount);
    };

    // Own research and the credit on it, for each of the firms that do it.
    std::vector<double> researchers(n), credit(n, 0.0);
    double credits = 0, part = 1;
    for (std::size_t f = 0; f < n; ++f) {
        researchers[f] = std::max(1.0, weight(f) * p.innovating_share);
        research(f) = 0;
        renewed(f) = 0;
        if (offer(f) >= 0) {
            double const wanted = p.share_of_sales * sales(f) + p.share_of_lab_work * lab_work(f);
            does_research(f, std::min(cents(wanted), pay.balance({AccountClass::firm, f})));
            credit[f] = researchers[f] * research_credit(research(f) / researchers[f],
                                                         static_cast<double>(age(f)) < support.starter_years,
                                                         support);
            credits += credit[f];
        }
        lab_work(f) = 0;
    }
    if (credits > support.credit_cap) part = support.credit_cap / credits;
    for (std::size_t f = 0; f < n; ++f)
        pay.post(Flow::research_credit, treasury, {AccountClass::firm, f}, cents(part * credit[f]));

    // Joint projects.
    auto sellers = sellers_of(offer, required.rows());
    std::vector<Capabilities> needs(required.rows());
    for (std::size_t s = 0; s < needs.size(); ++s) needs[s] = capability_set(required.row(s));
    std::vector<std::vector<std::size_t>> eligible;  // of each mission
    for (std::size_t f = 0; f < n; ++f) {
        if (offer(f) < 0 || size(f) >= large_size) continue;
        auto const m = static_cast<std::size_t>(mission(solution(f)));
        if (eligible.size() <= m) eligible.resize(m + 1);
        eligible[m].push_back(f);
    }
    std::vector<JointProject> asked;
    for (auto const& those : eligible)
        for (auto const f : those) {
            if (research(f) <= 0) continue;
            auto draws = step.draws(Purpose::innovation_pair, f);
            auto const other = those[one_of(draws, those.size())];
            if (other == f) continue;
            double const cost = research(f) / researchers[f] + research(other) / researchers[other];
            bool const both_small = size(f) < medium_size && size(other) < medium_size;
            Cents const amount = cents(joint_grant(cost, both_small, support));
            if (amount == 0) continue;
            auto const a = capability_set(capability.row(f)), b = capability_set(capability.row(other));
            asked.push_back({f, other,
                             coverage_of(needs[solution(f)], a | b) + cognitive_fit(kene_overlap(a, b)),
                             amount});
        }
    double persons = 0;
    for (double const inhabitants : population) persons += inhabitants;
    for (auto const& project :
         grant_projects(std::move(asked), cents(support.grant_budget * persons / reference_population))) {
        Cents const half = project.amount / 2;
        for (auto const& [f, amount] :
             {std::pair{project.first, project.amount - half}, {project.second, half}}) {
            pay.post(Flow::innovation_grant, treasury, {AccountClass::firm, f}, amount);
            does_research(f, amount);
        }
    }

    // What comes of it.
    for (std::size_t f = 0; f < n; ++f) {
        if (offer(f) < 0) continue;
        auto const s = solution(f);
        Kene const kene{capability.row(f), ability.row(f), expertise.row(f)};
        auto draws = step.draws(Purpose::firm_research, f);
        practise(needs[s], kene);
        double const covers = coverage_of(needs[s], capability_set(kene.capability));
        if (!draws.chance(success_chance(research(f), covers, p))) continue;
        double const money = euro(pay.balance({AccountClass::firm, f}));
        if (money >= p.short_of_money * capital_units(f) * base_cost(s)) {
            cost_factor(f) *= 1 - p.largest_step * draws.beta(3, 3);
            research_incremental(draws, needs[s], kene);
            continue;
        }
        auto const field = one_of(draws, needs.size());
        research_radical(draws, needs[field], kene);
        auto const now = capability_set(kene.capability);
        if (sellers[s].size() > least_sellers &&
            coverage_of(needs[field], now) > coverage_of(needs[s], now)) {
            std::erase(sellers[s], static_cast<std::uint32_t>(f));
            sellers[field].push_back(static_cast<std::uint32_t>(f));
            offer(f) = static_cast<std::int32_t>(field);
            renewed(f) = 2;
        }
    }
    keep_mean_cost(sellers_of(offer, required.rows()), cost_factor);
}

}  // namespace spil
