#include "engine/processes/intake.hpp"

#include <algorithm>

#include "engine/processes/common/set_choice.hpp"

namespace spil {

std::vector<std::size_t> recruited(Step const& step, std::size_t m, std::size_t recruits) {
    struct Ticket {
        double number;
        std::size_t i;
        bool operator<(Ticket const& other) const {
            return number != other.number ? number < other.number : i < other.i;
        }
    };
    auto const n = step.dimensions.municipalities;
    std::vector<Ticket> tickets(n);
    for (std::size_t i = 0; i < n; ++i) tickets[i] = {step.draws(Purpose::recruitment, i, m).uniform(), i};
    auto const count = std::min(n, recruits);
    std::nth_element(tickets.begin(), tickets.begin() + static_cast<std::ptrdiff_t>(count), tickets.end());
    std::vector<std::size_t> found(count);
    for (std::size_t k = 0; k < count; ++k) found[k] = tickets[k].i;
    std::sort(found.begin(), found.end());
    return found;
}

void hold_intake(Step const& step, Regime const& r, IntakeParameters const& p,
                 ApplicationParameters const& application, HostParameters const& host_parameters,
                 FoundingParameters const& founding, BudgetParameters const& budgets,
                 BeliefParameters const& belief, ReportParameters const& report,
                 In<&Missions::preparation> preparation, In<&Municipalities::population> population,
                 In<&Municipalities::context> context, In<&Municipalities::yearly_free> yearly_free,
                 In<&Municipalities::challenge> challenge, In<&Municipalities::potential> potential,
                 In<&Municipalities::judgement> judgement, In<&Municipalities::aversion> aversion,
                 In<&Municipalities::fte_free> fte_free, In<&Municipalities::role> role,
                 In<&Municipalities::implemented> implemented, Update<&Municipalities::idea> idea,
                 Update<&Municipalities::idea_age> idea_age, Update<&Municipalities::knowledge> knowledge,
                 Update<&Municipalities::carry_over> carry_over,
                 Update<&Municipalities::application_fte> application_fte,
                 Update<&Municipalities::awards_won> awards_won,
                 Update<&Municipalities::programme_trust> programme_trust, Whole<Labs> labs,
                 Whole<Programmes> programmes, Whole<Grants> grants, SelectionPay pay) {
    if (!funding(r) || r.selection != Selection::set || !selection_month(step.tick, r)) return;
    auto const n = step.dimensions.municipalities;
    auto const per_mission = step.dimensions.solutions_per_mission;
    LabHistory past(*labs, *grants, step.dimensions, founding);
    std::vector<double> balance(n);
    for (std::size_t i = 0; i < n; ++i) balance[i] = euro(pay.balance({AccountClass::municipality, i}));
    auto const reserves = relative_reserves(population, balance);
    auto const width = programmes->belief_mean.width;
    auto const load = loads(labs->mission.now, labs->host.now, labs->stage.now, *grants, programme_trust,
                            programmes->stop_rate.now, r, step.tick);
    double const noise_variance = assumed_noise_variance(report.noise);
    SetWeights const weights = r.clairvoyant
                                   ? SetWeights{0, 0, noise_variance}
                                   : SetWeights{r.risk_weight, r.information_weight, noise_variance};

    for (std::size_t m = 0; m < step.dimensions.missions; ++m) {
        std::vector<SetCandidate> candidates, held;
        std::vector<Venture> ventures;
        std::vector<std::size_t> talked;
        for (auto const i : recruited(step, m, static_cast<std::size_t>(p.recruits))) {
            if (past.busy(i, m) || fte_free(i) < p.minimum_staff) continue;
            if (role(i, m) == static_cast<std::uint8_t>(Role::none)) continue;
            if (!step.draws(Purpose::willingness, i, m).chance(1 - aversion(i))) continue;
            talked.push_back(i);
            double const value = host_value(challenge(i, m), population(i), belief);
            for (std::size_t k = 0; k < per_mission; ++k) {
                auto const s = m * per_mission + k;
                if (!past.may_found(i, s) || implemented(i, s) != 0) continue;
                ventures.push_back(venture(step, r, founding, past, preparation(m), i, s));
                candidates.push_back({Arm(k, context.row(i)), i, value, ventures.back().promised,
                                      r.clairvoyant ? std::optional{potential(i, s)} : std::nullopt});
            }
        }
        for (std::size_t l = 0; l < labs->host.now.size(); ++l) {
            if (grants->in_force.now[l] == 0 || static_cast<std::size_t>(labs->mission.now[l]) != m) continue;
            auto const i = static_cast<std::size_t>(labs->host.now[l]);
            held.push_back(
                {Arm(static_cast<std::size_t>(labs->solution.now[l]) % per_mission, context.row(i)), i,
                 host_value(challenge(i, m), population(i), belief), 1, std::nullopt});
        }
        programmes->applications.now[m] += static_cast<std::int32_t>(talked.size());

        Cents const free = free_to_promise(pay.balance({AccountClass::programme, m}), *programmes, m, 0,
                                           load[m], r, budgets, step.tick);
        auto const choice =
            choose_set(candidates, held, std::span{programmes->belief_mean.now}.subspan(m * width, width),
                       std::span{programmes->belief_covariance.now}.subspan(m * width * width, width * width),
                       weights, free);
        programmes->challenger.now[m] = choice.challenger;

        std::vector<char> won(n, 0);
        for (auto const a : choice.chosen) {
            auto const& v = ventures[a];
            found_lab(step, r, founding, v, judgement(v.host, v.solution),
                      co_financing_rate(r, reserves[v.host]), labs, programmes, grants, pay);
            won[v.host] = 1;
            ++awards_won(v.host, m);
            if (static_cast<std::size_t>(idea(v.host, m)) == v.solution % per_mission + 1) {
                idea(v.host, m) = 0;
                idea_age(v.host, m) = 0;
            }
            keep_salvage(knowledge.row(v.host).subspan(v.solution * conditions, conditions),
                         carry_over(v.host, v.solution), r, application);
        }
        for (auto const i : talked) {
            Account const account{AccountClass::municipality, i};
            pay.post(Flow::application, account, {AccountClass::household, i},
                     application_cash(pay.balance(account), yearly_free(i), r, application, host_parameters));
            application_fte(i) += application_staff(r, application, host_parameters);
            if (won[i] != 0) continue;
            auto& trust = programme_trust(i, m);
            trust = trust_after_rejection(trust, r, application);
        }
    }
}

}  // namespace spil
