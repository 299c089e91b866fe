#include "engine/processes/blocks.hpp"

#include <algorithm>

namespace spil {

namespace {

constexpr Cents none = 0;

struct Choice {
    double judged = 0;
    Venture venture;
};

}  // namespace

std::vector<Cents> unpromised(std::span<std::size_t const> pool, Pools const& pools, Labs const& labs,
                              Grants const& grants) {
    auto left = drawn_from(pool, pools.allotted.width, labs.host.now, labs.mission.now, grants);
    for (std::size_t k = 0; k < left.size(); ++k) left[k] = pools.allotted.now[k] - left[k];
    return left;
}

double allotment_share(std::uint32_t tick, int interval) {
    int const months_left = months_in_year - static_cast<int>(tick % months_in_year);
    return std::min(1.0, static_cast<double>(interval) / months_left);
}

void run_blocks(Step const& step, Regime const& r, BlockParameters const& p, IdeaParameters const& ideas,
                BudgetParameters const& budgets, FoundingParameters const& founding,
                HostParameters const& host_parameters, ReportParameters const& report,
                EmbeddingParameters const& embedding_parameters, In<&Nation::merit_mean> merit_mean,
                In<&Nation::merit_sd> merit_sd, In<&Missions::preparation> preparation,
                In<&Solutions::permission> permission, In<&Municipalities::population> population,
                In<&Municipalities::region> region, In<&Municipalities::challenge> challenge,
                In<&Municipalities::accepted_fit> accepted_fit, In<&Municipalities::viable_fit> viable_fit,
                In<&Municipalities::potential> potential, In<&Municipalities::judgement> judgement,
                In<&Municipalities::fte_free> fte_free, In<&Municipalities::role> role,
                In<&Municipalities::implemented> implemented,
                In<&Municipalities::programme_trust> programme_trust, Update<&Municipalities::idea> idea,
                Update<&Municipalities::idea_age> idea_age, Update<&Municipalities::block_fte> block_fte,
                Whole<Labs> labs, Whole<Programmes> programmes, Whole<Pools> pools, Whole<Grants> grants,
                SelectionPay pay) {
    if (!funding(r) || r.selection != Selection::formula) return;
    if (static_cast<int>(step.tick) < whole_months(r.setup_delay)) return;
    auto const n = step.dimensions.municipalities;
    auto const missions = step.dimensions.missions;
    auto const per_mission = step.dimensions.solutions_per_mission;
    auto const pool = pools_of(region, r.pooled);
    auto left = unpromised(pool, *pools, *labs, *grants);

    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t m = 0; m < missions; ++m) {
            if (pool[i] != i) continue;
            auto const k = i * missions + m;
            auto& revoked = pools->revoked.now[k];
            if (revoked > 0) {
                --revoked;
            } else if (step.draws(Purpose::block_revocation, i, m).chance(r.revocation_hazard)) {
                revoked = whole_months(p.revocation_months);
                ++programmes->revocations.now[m];
                pools->allotted.now[k] -= left[k];
                left[k] = none;
            }
        }

    // Reviews: labs that run and whose promised months are over.
    double const poor = merit_mean(0) + p.poor_below * merit_sd(0);
    double const rate = monthly_rate(r, founding);
    int const interval = whole_months(r.gate_interval);
    for (std::size_t l = 0, all = labs.rows(); l < all; ++l) {
        bool const due = grants->in_force.now[l] != 0 && grants->pending_months.now[l] == 0 &&
                         grants->months_left.now[l] == 0 && funded(labs->stage.now[l]);
        if (!due) continue;
        auto const i = static_cast<std::size_t>(labs->host.now[l]);
        auto const m = static_cast<std::size_t>(labs->mission.now[l]);
        auto const s = static_cast<std::size_t>(labs->solution.now[l]);
        auto const k = pool[i] * missions + m;
        auto const key = labs->key.now[l];
        if (running(labs->stage.now[l])) {
            double const own =
                own_potential(labs->exemption.now[l] == Exemption::granted, accepted_fit(i, s),
                              viable_fit(i, s), permission(s), potential(i, s), embedding_parameters);
            auto const learnt = std::span{labs->learning.now}.subspan(l * conditions, conditions);
            double const y = r.clairvoyant
                                 ? own
                                 : reported_embedding(own, mean_learning(learnt),
                                                      step.draws(Purpose::gate_signal, key).normal(), report);
            if (y < poor && !step.draws(Purpose::block_override, key).chance(r.stop_override)) continue;
        }
        Cents const amount = cents(rate * r.first_intensity * interval);
        if (pools->revoked.now[k] > 0 || amount > left[k]) continue;
        left[k] -= amount;
        promise(*grants, *programmes, l, m, amount);
        grants->rate.now[l] = rate;
        grants->intensity.now[l] = r.first_intensity;
        grants->months_left.now[l] = grants->stay_left.now[l] = interval;
    }

    if (!selection_month(step.tick, r)) return;
    std::vector<double> balance(n);
    for (std::size_t i = 0; i < n; ++i) balance[i] = euro(pay.balance({AccountClass::municipality, i}));
    auto const reserves = relative_reserves(population, balance);
    auto const load = loads(labs->mission.now, labs->host.now, labs->stage.now, *grants, programme_trust,
                            programmes->stop_rate.now, r, step.tick);
    LabHistory past(*labs, *grants, step.dimensions, founding);
    std::fill(block_fte.begin(), block_fte.end(), 0.0);

    for (std::size_t m = 0; m < missions; ++m) {
        Account const programme{AccountClass::programme, m};
        Cents in_pools = 0;
        for (std::size_t i = 0; i < n; ++i) in_pools += left[i * missions + m];
        Cents const free =
            free_to_promise(pay.balance(programme), *programmes, m, in_pools, load[m], r, budgets, step.tick);
        std::vector<double> weight(n, 0.0);
        for (std::size_t i = 0; i < n; ++i)
            if (pools->revoked.now[pool[i] * missions + m] == 0)
                weight[i] = population(i) * (0.5 + challenge(i, m));
        double const share = allotment_share(step.tick, whole_months(r.interval));
        if (free > 0 && *std::max_element(weight.begin(), weight.end()) > 0) {
            auto const parts = split_cents(std::min(free, cents(share * euro(free))), weight);
            for (std::size_t i = 0; i < n; ++i) {
                Account const here{AccountClass::municipality, i};
                Account const residents{AccountClass::household, i};
                Cents const leak = cents(r.block_leak * euro(parts[i]));
                Cents const staff = std::min(parts[i] - leak, cents(r.block_staff_share * euro(parts[i])));
                pay.post(Flow::block_grant, programme, here, leak + staff);
                pay.post(Flow::regular_services, here, residents, leak);
                pay.post(Flow::structural_staff, here, residents, staff);
                block_fte(i) +=
                    euro(staff) * months_in_year / std::max(1.0, r.interval) / host_parameters.fte_cost;
                auto const k = pool[i] * missions + m;
                pools->allotted.now[k] += parts[i] - leak - staff;
                left[k] += parts[i] - leak - staff;
            }
        }

        std::vector<Choice> choices;
        for (std::size_t i = 0; i < n; ++i) {
            if (past.busy(i, m) || role(i, m) == static_cast<std::uint8_t>(Role::none) ||
                fte_free(i) < p.minimum_staff || pools->revoked.now[pool[i] * missions + m] > 0)
                continue;
            auto const plan =
                plan_for_offer(step, ideas, merit_sd(0), i, m, idea(i, m), judgement, implemented);
            if (!plan) continue;
            auto const s = m * per_mission + *plan;
            if (!past.may_found(i, s) || implemented(i, s) != 0) continue;
            choices.push_back({r.clairvoyant ? potential(i, s) : judgement(i, s),
                               venture(step, r, founding, past, preparation(m), i, s)});
        }
        programmes->applications.now[m] += static_cast<std::int32_t>(choices.size());
        std::sort(choices.begin(), choices.end(), [](auto const& a, auto const& b) {
            return a.judged != b.judged ? a.judged > b.judged : a.venture.host < b.venture.host;
        });
        for (auto const& c : choices) {
            auto const& v = c.venture;
            auto const k = pool[v.host] * missions + m;
            if (v.promised > left[k]) continue;
            left[k] -= v.promised;
            found_lab(step, r, founding, v, judgement(v.host, v.solution),
                      co_financing_rate(r, reserves[v.host]), labs, programmes, grants, pay);
            idea(v.host, m) = 0;
            idea_age(v.host, m) = 0;
        }
    }
}

}  // namespace spil
