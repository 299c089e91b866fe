#include "engine/processes/calls.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/core/elementary.hpp"
#include "engine/processes/common/grouped_rows.hpp"
#include "engine/processes/common/set_choice.hpp"

namespace spil {

namespace {

constexpr double reference_population = 32000;
constexpr double novelty_scale = 3;
constexpr int wins_that_count = 3;

struct Entry {
    std::size_t host = 0;
    double score = 0;
    bool passed = true;
    Venture venture;
};

/// Awards of each region so far, and its share of the population.
struct Regions {
    std::vector<double> awards, share;
    double awards_in_all = 0;

    Regions(std::span<std::int32_t const> region, std::span<double const> population,
            std::span<std::int32_t const> lab_host, std::span<Cents const> awarded) {
        std::size_t const n = groups_in(region);
        awards.assign(n, 0.0);
        share.assign(n, 0.0);
        double const total = std::accumulate(population.begin(), population.end(), 0.0);
        for (std::size_t i = 0; i < region.size(); ++i)
            share[static_cast<std::size_t>(region[i])] += population[i] / total;
        for (std::size_t l = 0; l < lab_host.size(); ++l) {
            if (awarded[l] == 0) continue;  // started by its host alone
            awards[static_cast<std::size_t>(region[static_cast<std::size_t>(lab_host[l])])] += 1;
            awards_in_all += 1;
        }
    }
    double balance(std::size_t g) const { return regional_balance(awards[g], awards_in_all, share[g]); }
};

double apparent_merit(Proposal const& q, CallParameters const& p) {
    double const rho = p.signal_validity;
    return rho * q.merit + std::sqrt(1 - rho * rho) * q.signal;
}

}  // namespace

double application_utility(Applicant const& a, Regime const& r, CallParameters const& p,
                           ApplicationParameters const& application, HostParameters const& host) {
    double const grant = r.reference_grant / p.money_unit;
    double const cost = application_cost(r, application) / p.money_unit;
    // A municipality without anybody free still has a tenth of a post to borrow.
    double const staff = application_staff(r, application, host) / std::max(0.1, a.staff_free);
    return a.success_rate * grant * a.judgement - cost - p.staff_weight * staff - p.risk_weight * a.aversion +
           p.trust_weight * (a.trust - 0.5) + p.wins_weight * std::min(a.wins, wins_that_count);
}

double proposal_score(Proposal const& q, Regime const& r, CallParameters const& p) {
    if (r.clairvoyant) return q.merit;
    return apparent_merit(q, p) + p.panel_noise * q.noise -
           r.novelty_penalty * elementary::exp(-q.tried / novelty_scale) +
           r.track_record_bonus * std::min(q.wins, wins_that_count) +
           p.size_bonus * elementary::log(q.population / reference_population) +
           p.upscaling_bonus * (q.upscaling ? 1.0 : 0.0) + p.regional_bonus * q.balance;
}

double screened_merit(Proposal const& q, Regime const& r, CallParameters const& p) {
    if (r.clairvoyant) return q.merit;
    return apparent_merit(q, p) + r.screening_noise * p.panel_noise * q.noise;
}

double regional_balance(double awards_of_region, double awards_in_all, double population_share) {
    double const expected = awards_in_all * population_share;
    return std::clamp((expected - awards_of_region) / std::max(1.0, expected), -1.0, 1.0);
}

void hold_calls(Step const& step, Regime const& r, CallParameters const& p,
                ApplicationParameters const& application, HostParameters const& host_parameters,
                IdeaParameters const& ideas, FoundingParameters const& founding,
                BudgetParameters const& budgets, BeliefParameters const& belief,
                ReportParameters const& report, In<&Nation::merit_mean> merit_mean,
                In<&Nation::merit_sd> merit_sd, In<&Missions::preparation> preparation,
                In<&Municipalities::population> population, In<&Municipalities::region> region,
                In<&Municipalities::context> context, In<&Municipalities::yearly_free> yearly_free,
                In<&Municipalities::challenge> challenge, In<&Municipalities::potential> potential,
                In<&Municipalities::judgement> judgement, In<&Municipalities::aversion> aversion,
                In<&Municipalities::fte_free> fte_free, In<&Municipalities::role> role,
                In<&Municipalities::implemented> implemented, Update<&Municipalities::idea> idea,
                Update<&Municipalities::idea_age> idea_age, Update<&Municipalities::knowledge> knowledge,
                Update<&Municipalities::carry_over> carry_over,
                Update<&Municipalities::application_fte> application_fte,
                Update<&Municipalities::awards_won> awards_won,
                Update<&Municipalities::discouraged> discouraged,
                Update<&Municipalities::programme_trust> programme_trust, Whole<Labs> labs,
                Whole<Programmes> programmes, Whole<Grants> grants, SelectionPay pay) {
    for (auto& staff : application_fte) staff *= 1 - 1 / application.staff_months;
    if (!funding(r)) return;
    bool const by_lot = r.selection == Selection::lot;
    if ((r.selection != Selection::score && !by_lot) || !selection_month(step.tick, r)) return;

    auto const n = step.dimensions.municipalities;
    auto const per_mission = step.dimensions.solutions_per_mission;
    LabHistory past(*labs, *grants, step.dimensions, founding);
    std::vector<double> balance(n);
    for (std::size_t i = 0; i < n; ++i) balance[i] = euro(pay.balance({AccountClass::municipality, i}));
    auto const reserves = relative_reserves(population, balance);
    Regions const regions(region, population, labs->host.now, grants->awarded.now);

    for (std::size_t m = 0; m < step.dimensions.missions; ++m) {
        std::vector<Entry> entries;
        for (std::size_t i = 0; i < n; ++i) {
            bool const skips = discouraged(i, m) != 0;
            discouraged(i, m) = 0;
            if (skips || past.busy(i, m) || role(i, m) == static_cast<std::uint8_t>(Role::none)) continue;
            auto const plan =
                plan_for_offer(step, ideas, merit_sd(0), i, m, idea(i, m), judgement, implemented);
            if (!plan) continue;
            auto const s = m * per_mission + *plan;
            if (!past.may_found(i, s) || implemented(i, s) != 0) continue;
            Applicant const applicant{.success_rate = programmes->success_rate.now[m],
                                      .judgement = judgement(i, s),
                                      .staff_free = fte_free(i),
                                      .aversion = aversion(i),
                                      .trust = programme_trust(i, m),
                                      .wins = awards_won(i, m)};
            double const stay = step.draws(Purpose::application_choice, i, 2 * m).gumbel();
            double const go = step.draws(Purpose::application_choice, i, 2 * m + 1).gumbel();
            if (application_utility(applicant, r, p, application, host_parameters) + go <= stay) continue;

            Entry entry{.host = i, .venture = venture(step, r, founding, past, preparation(m), i, s)};
            Proposal const proposal{
                .merit = merit_sd(0) > 0 ? (potential(i, s) - merit_mean(0)) / merit_sd(0) : 0,
                .signal = step.draws(Purpose::proposal_signal, i, s).normal(),
                .noise = step.draws(Purpose::panel_noise, i, s).normal(),
                .tried = past.tried(s),
                .wins = awards_won(i, m),
                .population = population(i),
                .upscaling = entry.venture.upscaling,
                .balance = regions.balance(static_cast<std::size_t>(region(i)))};
            entry.passed = !by_lot || screened_merit(proposal, r, p) >= r.screen;
            entry.score = by_lot ? step.draws(Purpose::lot, i, m).uniform() : proposal_score(proposal, r, p);
            entries.push_back(entry);

            Account const account{AccountClass::municipality, i};
            pay.post(Flow::application, account, {AccountClass::household, i},
                     application_cash(pay.balance(account), yearly_free(i), r, application, host_parameters));
            application_fte(i) += application_staff(r, application, host_parameters);
            keep_salvage(knowledge.row(i).subspan(s * conditions, conditions), carry_over(i, s), r,
                         application);
        }
        programmes->applications.now[m] += static_cast<std::int32_t>(entries.size());
        programmes->reviews_due.now[m] += static_cast<std::int32_t>(entries.size());
        std::sort(entries.begin(), entries.end(), [](auto const& a, auto const& b) {
            if (a.passed != b.passed) return a.passed;
            return a.score != b.score ? a.score > b.score : a.host < b.host;
        });

        auto const load = loads(labs->mission.now, labs->host.now, labs->stage.now, *grants, programme_trust,
                                programmes->stop_rate.now, r, step.tick);
        Cents free = free_to_promise(pay.balance({AccountClass::programme, m}), *programmes, m, 0, load[m], r,
                                     budgets, step.tick);
        std::size_t won = 0;
        for (; won < entries.size() && entries[won].passed && entries[won].venture.promised <= free; ++won) {
            auto const& v = entries[won].venture;
            found_lab(step, r, founding, v, judgement(v.host, v.solution),
                      co_financing_rate(r, reserves[v.host]), labs, programmes, grants, pay);
            free -= v.promised;
            past.set_busy(v.host, m);
            ++awards_won(v.host, m);
            idea(v.host, m) = 0;  // a plan made for the call leaves none either
            idea_age(v.host, m) = 0;
        }
        double challenger = 0;
        auto const width = programmes->belief_mean.width;
        for (auto k = won; k < entries.size(); ++k) {
            auto const i = entries[k].host;
            auto& trust = programme_trust(i, m);
            trust = trust_after_rejection(trust, r, application);
            if (step.draws(Purpose::quit_after_rejection, i, m).chance(p.quit_chance)) discouraged(i, m) = 1;
            if (!gated(r)) continue;
            auto const& v = entries[k].venture;
            SetWeights const weights{r.risk_weight, r.information_weight,
                                     assumed_noise_variance(report.noise)};
            double const index = lab_index(
                Arm(v.solution % per_mission, context.row(i)),
                host_value(challenge(i, m), population(i), belief),
                std::span{programmes->belief_mean.now}.subspan(m * width, width),
                std::span{programmes->belief_covariance.now}.subspan(m * width * width, width * width),
                weights, v.promised, r.clairvoyant ? std::optional{potential(i, v.solution)} : std::nullopt);
            challenger = std::max(challenger, index);
        }
        programmes->challenger.now[m] = challenger;
        if (!entries.empty()) {
            auto& rate = programmes->success_rate.now[m];
            rate +=
                p.success_memory * (static_cast<double>(won) / static_cast<double>(entries.size()) - rate);
        }
    }
}

}  // namespace spil
