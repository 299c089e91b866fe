#include "engine/model/populate.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/elementary.hpp"
#include "engine/core/error.hpp"
#include "engine/model/populate_citizens.hpp"
#include "engine/model/populate_firms.hpp"
#include "engine/model/populate_organisations.hpp"
#include "engine/processes/capacity.hpp"
#include "engine/processes/coalition.hpp"
#include "engine/processes/common/kene.hpp"
#include "engine/processes/market.hpp"

namespace spil {

namespace {

/// One world in the making: what the parts below share.
struct Making {
    World& w;
    Country const& country;
    Parameters const& p;
    std::uint64_t seed;

    Draws draws(Purpose purpose, std::size_t entity, std::size_t alternative = 0) const {
        return Draws{Address{.seed = seed,
                             .purpose = purpose,
                             .entity = static_cast<std::uint32_t>(entity),
                             .alternative = static_cast<std::uint32_t>(alternative)}};
    }
    std::size_t n() const { return w.dimensions.municipalities; }
    std::size_t M() const { return w.dimensions.missions; }
    std::size_t S() const { return w.dimensions.solutions(); }
};

double near(double mean, double sd, Draws draws, double low, double high) {
    return std::clamp(mean + sd * draws.normal(), low, high);
}

void size_tables(Making const& m) {
    for_each_table(m.w, [&](auto& t) {
        using T = std::remove_cvref_t<decltype(t)>;
        std::size_t rows = 0;
        if constexpr (std::is_same_v<T, Nation>) rows = 1;
        if constexpr (std::is_same_v<T, Missions> || std::is_same_v<T, Programmes>) rows = m.M();
        if constexpr (std::is_same_v<T, Solutions>) rows = m.S();
        if constexpr (std::is_same_v<T, Firms>) rows = firm_agents(m.country, m.p, m.S());
        if constexpr (std::is_same_v<T, Municipalities> || std::is_same_v<T, Pools> ||
                      std::is_same_v<T, Communities>)
            rows = m.n();
        if constexpr (std::is_same_v<T, CitizenCells>) rows = m.n() * cells_of_citizens;
        resize(t, rows, m.w.dimensions);
    });
}

void fill_missions(Making const& m) {
    auto& t = m.w.missions;
    for (std::size_t k = 0; k < m.M(); ++k) {
        auto const& mission = m.p.missions[k];
        t.preparation.now[k] = mission.preparation;
        t.need_interval.now[k] = mission.need_interval;
        t.need_running_saving.now[k] = mission.running_saving;
        t.technical.now[k] = mission.technical ? 1 : 0;
    }
}

void fill_solutions(Making const& m) {
    auto const& p = m.p.get<SolutionParameters>();
    auto const& market = m.p.get<MarketParameters>();
    auto& t = m.w.solutions;
    for (std::size_t s = 0; s < m.S(); ++s) {
        auto const mission = s / m.w.dimensions.solutions_per_mission;
        t.mission.now[s] = static_cast<std::int32_t>(mission);
        auto draws = m.draws(Purpose::solution_market, s);
        t.base_cost.now[s] = m.p.missions[mission].cost * elementary::exp(p.cost_spread * draws.normal());
        t.cost.now[s] = t.base_cost.now[s];
        t.experience.now[s] = market.starting_experience;
        // The mission's own dimension of well-being gets the mean effect; on others the sign may conflict.
        for (std::size_t d = 0; d < appeal_parts; ++d) {
            bool const own = d == mission % appeal_parts;
            double const sign = !own && draws.chance(p.appeal_conflict) ? -1 : 1;
            double const size = own ? p.appeal_mean + p.appeal_spread * draws.normal()
                                    : sign * std::abs(0.5 * p.appeal_spread * draws.normal());
            t.appeal.now[s * appeal_parts + d] = size;
        }
        draw_required(m.seed, mission, s,
                      std::span{t.required.now}.subspan(s * requirement_length, requirement_length));
        bool const blocked = m.draws(Purpose::solution_rule, s, 1).chance(p.blocked_share);
        t.permission.now[s] = blocked ? p.blocked_permission : p.free_permission;
    }
    draw_law_needs(m.p.get<RegulationParameters>(), m.seed, t.needs_law.now);
}

/// Who each municipality is: figures from the country, the fourth part of the context drawn.
void fill_identity(Making const& m) {
    auto const& c = m.country;
    auto const& start = m.p.get<InitialParameters>();
    auto const& treasury = m.p.get<TreasuryParameters>();
    auto& t = m.w.municipalities;
    for (std::size_t i = 0; i < m.n(); ++i) {
        t.population.now[i] = static_cast<double>(c.population[i]);
        t.households.now[i] = static_cast<double>(c.households[i]);
        t.establishments.now[i] = static_cast<double>(c.establishments[i]);
        t.household_income.now[i] = c.household_income_eur[i];
        t.region.now[i] = c.region[i];
        t.province.now[i] = c.province[i];
        t.yearly_fund.now[i] = yearly_grant(t.population.now[i], treasury);
        t.yearly_free.now[i] = treasury.free_share * t.yearly_fund.now[i];
        auto* x = &t.context.now[i * context_parts];
        std::copy(c.context[i].begin(), c.context[i].end(), x);
        x[3] = m.draws(Purpose::administrative_context, i).normal();
        // Values lean to the social or the economic side with the administrative-political context.
        auto draws = m.draws(Purpose::administrative_context, i, 1);
        std::array<double, appeal_parts> lean{x[3], -x[3], 0};
        double sum = 0;
        for (auto& v : lean) sum += v = elementary::exp(start.values_spread * (0.5 * v + draws.normal()));
        for (std::size_t d = 0; d < appeal_parts; ++d) t.values.now[i * appeal_parts + d] = lean[d] / sum;
    }
}

/// True fit of every solution in every municipality; nobody in the model ever reads it but nature.
void fill_fit(Making const& m) {
    auto const& p = m.p.get<SolutionParameters>();
    double const generic = std::sqrt(std::max(0.0, 1 - p.context_share - p.idiosyncratic_share));
    double const contextual = std::sqrt(p.context_share);
    double const own = std::sqrt(p.idiosyncratic_share);
    auto& t = m.w.municipalities;
    for (std::size_t s = 0; s < m.S(); ++s) {
        std::array<double, 2> common{};
        std::array<std::array<double, context_parts>, 2> direction{};
        for (std::size_t k = 0; k < 2; ++k) {
            common[k] = m.draws(Purpose::solution_generic_fit, s, k).normal();
            auto draws = m.draws(Purpose::solution_direction, s, k);
            double norm = 0;
            for (auto& d : direction[k]) {
                d = draws.normal();
                norm += d * d;
            }
            for (auto& d : direction[k]) d /= std::sqrt(norm);
        }
        for (std::size_t i = 0; i < m.n(); ++i) {
            std::array<double, 2> z{p.accepted_mean, p.viable_mean};
            for (std::size_t k = 0; k < 2; ++k) {
                double along = 0;
                for (std::size_t d = 0; d < context_parts; ++d)
                    along += direction[k][d] * t.context.now[i * context_parts + d];
                double const error = m.draws(Purpose::fit_idiosyncratic, i, s * 2 + k).normal();
                z[k] += p.fit_spread * (generic * common[k] + contextual * along + own * error);
            }
            t.accepted_fit.now[i * m.S() + s] = logistic(z[0]);
            t.unviable_odds.now[i * m.S() + s] = elementary::exp(-z[1]);
            t.judgement_error.now[i * m.S() + s] = m.draws(Purpose::local_judgement, i, s).normal();
        }
    }
}

void fill_organisation(Making const& m) {
    auto const& organisation = m.p.get<OrganisationParameters>();
    auto const& capacity = m.p.get<CapacityParameters>();
    auto const& start = m.p.get<InitialParameters>();
    auto& t = m.w.municipalities;
    for (std::size_t i = 0; i < m.n(); ++i) {
        double const anchor = near(organisation.anchor_mean, organisation.anchor_sd,
                                   m.draws(Purpose::aversion_anchor, i), 0.02, 0.98);
        t.aversion_anchor_base.now[i] = t.aversion_anchor.now[i] = t.aversion.now[i] = anchor;
        t.skill.now[i] =
            near(organisation.initial_skill, start.skill_sd, m.draws(Purpose::skill_initial, i), 0.0, 1.0);
        t.fte_structural.now[i] = structural_staff(t.population.now[i], capacity);
        t.fte_free.now[i] = effective_staff(t.fte_structural.now[i], t.skill.now[i]);
        t.capacity.now[i] = 1;
        t.partner_trust.now[i] =
            near(start.trust, start.trust_sd, m.draws(Purpose::trust_initial, i), 0.0, 1.0);
        for (std::size_t k = 0; k < m.M(); ++k)
            t.programme_trust.now[i * m.M() + k] =
                near(start.trust, start.trust_sd, m.draws(Purpose::trust_initial, i, k + 1), 0.0, 1.0);
    }
}

/// Challenges, and priorities that follow them with noise: prio ~ exp(4 P + noise), normalised.
void fill_challenges(Making const& m) {
    auto& t = m.w.municipalities;
    std::vector<double> levels;
    for (auto const& mission : m.p.missions) levels.push_back(mission.level);
    draw_challenges(m.p.get<ChallengeParameters>(), m.seed, m.w.dimensions, levels, t.region.now,
                    t.context.now, t.challenge_base.now);
    t.challenge.now = t.challenge_base.now;
    double const noise = m.p.get<InitialParameters>().priority_noise;
    for (std::size_t i = 0; i < m.n(); ++i) {
        double sum = 0;
        for (std::size_t k = 0; k < m.M(); ++k) {
            auto& priority = t.priority.now[i * m.M() + k];
            priority = elementary::exp(4 * t.challenge.now[i * m.M() + k] +
                                       noise * m.draws(Purpose::priority_initial, i, k).normal());
            sum += priority;
        }
        for (std::size_t k = 0; k < m.M(); ++k) t.priority.now[i * m.M() + k] /= sum;
    }
}

/// Starting prices and merit; the first belief is the mean of all solutions, and nobody knows more.
void fill_merit(Making const& m) {
    auto& w = m.w;
    auto& t = w.municipalities;
    set_prices(m.p.get<MarketParameters>(), m.p.get<EmbeddingParameters>(),
               In<&Municipalities::households>{w}, In<&Municipalities::adoption>{w},
               In<&Municipalities::accepted_fit>{w}, In<&Municipalities::unviable_odds>{w},
               In<&Solutions::base_cost>{w}, In<&Solutions::cost>{w}, In<&Solutions::permission>{w},
               In<&Municipalities::price_level>{w}, Out<&Municipalities::price>{w},
               Out<&Municipalities::viable_fit>{w}, Out<&Municipalities::potential>{w});
    t.price.now = t.price.next;
    t.viable_fit.now = t.viable_fit.next;
    t.potential.now = t.potential.next;
    double sum = 0;
    double squares = 0;
    for (double const v : t.potential.now) sum += v;
    double const mean = sum / static_cast<double>(t.potential.now.size());
    for (double const v : t.potential.now) squares += (v - mean) * (v - mean);
    w.nation.merit_mean.now[0] = mean;
    w.nation.merit_sd.now[0] =
        std::max(1e-6, std::sqrt(squares / static_cast<double>(t.potential.now.size())));
    auto const& ideas = m.p.get<IdeaParameters>();
    for (std::size_t k = 0; k < t.judgement.now.size(); ++k) {
        t.belief.now[k] = mean;
        t.belief_weight.now[k] = m.p.get<InitialParameters>().belief_weight;
        t.judgement.now[k] = judged(0, t.judgement_error.now[k], mean, mean, w.nation.merit_sd.now[0], ideas);
    }
}

/// What each programme believes before it has funded anything. The same under every regime.
void start_programmes(Making const& m) {
    auto const& p = m.p.get<BeliefParameters>();
    auto& t = m.w.programmes;
    auto const S = m.w.dimensions.solutions_per_mission;
    for (std::size_t k = 0; k < m.M(); ++k) {
        auto const bias = std::span{t.manager_bias.now}.subspan(k * S, S);
        for (std::size_t s = 0; s < S; ++s) bias[s] = first_bias(m.seed, k, s, p);
        prior_belief(std::span{t.belief_mean.now}.subspan(k * t.belief_mean.width, t.belief_mean.width),
                     std::span{t.belief_covariance.now}.subspan(k * t.belief_covariance.width,
                                                                t.belief_covariance.width),
                     bias, m.w.nation.merit_mean.now[0], m.w.nation.merit_sd.now[0], p);
        t.rotation_left.now[k] = first_rotation(m.seed, k, p);
        t.success_rate.now[k] = m.p.get<InitialParameters>().success_rate;
        t.stop_rate.now[k] = m.p.get<InitialParameters>().stop_rate;
        t.follow_on_rate.now[k] = m.p.get<InitialParameters>().follow_on_rate;
        t.report_mean.now[k] = m.w.nation.merit_mean.now[0];
    }
}

void open_accounts(Making const& m) {
    std::array<std::size_t, account_classes> sizes{};
    auto const of = [&](AccountClass c) -> std::size_t& { return sizes[static_cast<std::size_t>(c)]; };
    for (auto const c : {AccountClass::treasury, AccountClass::external}) of(c) = 1;
    // A kind without organisations keeps one account, so that what is paid to the kind has a payee.
    auto const counts = organisation_counts(m.country, m.p.get<PartyParameters>());
    auto const accounts = [&](Party kind) {
        return std::max<std::size_t>(1, counts[static_cast<std::size_t>(kind)]);
    };
    of(AccountClass::knowledge) = accounts(Party::knowledge);
    of(AccountClass::intermediary) = accounts(Party::intermediary);
    of(AccountClass::civic) = accounts(Party::civic);
    of(AccountClass::programme) = m.M();
    of(AccountClass::municipality) = of(AccountClass::household) = m.n();
    of(AccountClass::firm) = spil::rows(m.w.firms);
    auto& ledger = m.w.ledger = Ledger{sizes};

    auto const& start = m.p.get<InitialParameters>();
    for (std::size_t i = 0; i < m.n(); ++i) {
        ledger.open({AccountClass::municipality, i},
                    cents(start.reserve_years * m.w.municipalities.yearly_free.now[i]));
        double const wealth = std::max(0.0, m.country.household_wealth_eur[i]);
        ledger.open({AccountClass::household, i},
                    cents(wealth * static_cast<double>(m.country.households[i])));
    }
    // Firms of all ages: their money is that of a start-up on average, between a quarter and seven quarters.
    auto const& firms = m.w.firms;
    for (std::size_t f = 0; f < spil::rows(firms); ++f)
        if (firms.offer.now[f] >= 0)
            ledger.open({AccountClass::firm, f},
                        cents((0.25 + 1.5 * m.draws(Purpose::firm_start, f, 2).uniform()) *
                              firms.capital_units.now[f] *
                              m.w.solutions.base_cost.now[static_cast<std::size_t>(firms.offer.now[f])]));
}

}  // namespace

World populate(Country const& country, Parameters const& parameters, std::size_t solutions_per_mission,
               std::uint64_t seed) {
    SPIL_EXPECT(country.size() > 0 && !parameters.missions.empty() && solutions_per_mission > 0,
                "a world needs municipalities, missions and solutions");
    SPIL_EXPECT(country.context.size() == country.size(), "the country's context is filled first");
    World world;
    world.dimensions = {country.size(), parameters.missions.size(), solutions_per_mission};
    Making const m{world, country, parameters, seed};
    size_tables(m);
    fill_missions(m);
    fill_solutions(m);
    fill_identity(m);
    fill_fit(m);
    fill_organisation(m);
    populate_organisations(world, country, parameters.get<PartyParameters>(), seed);
    fill_challenges(m);
    populate_citizens(world, parameters, seed);
    world.geography =
        make_geography(country, world.municipalities.context.now, parameters.get<GeographyParameters>(),
                       parameters.get<SolutionParameters>().context_share);
    if (parameters.get<CitizenParameters>().form == CitizenForm::agents)
        add_far_contacts(world.geography, country, parameters.get<ContactParameters>().distance);
    fill_firms(world, country, parameters, seed);
    fill_merit(m);
    start_programmes(m);
    open_accounts(m);
    return world;
}

}  // namespace spil
