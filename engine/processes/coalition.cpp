#include "engine/processes/coalition.hpp"

#include <algorithm>
#include <cmath>

#include "engine/processes/common/candidate_firms.hpp"
#include "engine/processes/common/embedding.hpp"

namespace spil {

double partner_willingness(double trust, double capacity, CoalitionParameters const& p) {
    return clip01(p.willingness * (0.5 + trust) * (0.5 + 0.5 * capacity));
}

bool valid_coalition(int knowledge, int civic, int firms, bool technical) {
    return knowledge + civic >= 1 && (!technical || firms >= 1);
}

double capability_coverage(int partners, CoalitionParameters const& p) {
    return 1 - std::pow(1 - p.coverage_per_partner, partners);
}

double preparation_mean(double mission_months, double aversion, double skill) {
    return mission_months * (0.6 + 0.8 * aversion) * (1 - 0.2 * skill);
}

std::array<double, 3> partner_reach(double urbanity, CoalitionParameters const& p) {
    double const knowledge = std::clamp(p.knowledge_share + p.urban_gradient * urbanity, 0.0, 1.0);
    double const rest = (1 - knowledge) / std::max(1e-9, 1 - p.knowledge_share);
    double const scale =
        std::min(1.0, (1 - p.knowledge_share) / std::max(1e-9, p.firm_share + p.civic_share));
    return {knowledge, p.firm_share * rest * scale, p.civic_share * rest * scale};
}

void offer_partners(CoalitionParameters const& p, In<&Municipalities::partner_trust> trust,
                    In<&Municipalities::capacity> capacity, Out<&Coalitions::willingness> willingness) {
    for (std::size_t i = 0; i < willingness.rows(); ++i)
        willingness(i) = partner_willingness(trust(i), capacity(i), p);
}

void form_coalitions(Step const& step, CoalitionParameters const& p, RoleParameters const& roles,
                     HostParameters const& staff, JoiningParameters const& joining,
                     FirmSupportParameters const& support, Pay<AccountClass::municipality> purse,
                     In<&Coalitions::willingness> willingness,
                     In<&Coalitions::knowledge_reach> knowledge_reach, In<&Coalitions::firm_reach> firm_reach,
                     In<&Coalitions::civic_reach> civic_reach, In<&Missions::technical> technical,
                     In<&Missions::preparation> preparation,
                     In<&Missions::intermediary_strength> intermediaries, In<&Municipalities::role> role,
                     In<&Municipalities::aversion> aversion, In<&Municipalities::skill> skill,
                     In<&Municipalities::partner_trust> trust, In<&Municipalities::yearly_free> yearly_free,
                     In<&Municipalities::region> region, In<&Municipalities::households> households,
                     In<&Missions::need_interval> need_interval, In<&Solutions::cost> cost,
                     In<&Solutions::required> required, In<&Firms::municipality> firm_municipality,
                     In<&Firms::mark_up> mark_up, In<&Firms::cost_factor> cost_factor,
                     In<&Firms::capability> capability, In<&Firms::expectation> expectation,
                     In<&Labs::key> key, In<&Labs::host> host, In<&Labs::mission> mission,
                     In<&Labs::solution> solution, In<&Labs::horizon> horizon, Update<&Labs::stage> stage,
                     Update<&Labs::stage_months> months, Update<&Labs::preparation_left> preparation_left,
                     Update<&Labs::knowledge_partners> knowledge, Update<&Labs::firm_partners> firms,
                     Update<&Labs::lead_firm> lead_firm, Update<&Labs::civic_partners> civic,
                     Update<&Labs::public_partners> government, Update<&Labs::formed> formed,
                     Update<&Labs::coverage> coverage, Update<&Labs::coalition_trust> coalition_trust,
                     Update<&Labs::end_month> end_month, Update<&Labs::death_month> death_month) {
    auto const search = roles.search();
    CandidateFirms const candidate_firms{region, firm_municipality};
    for (std::size_t l = 0; l < stage.rows(); ++l) {
        if (stage(l) != Stage::forming) continue;
        auto const i = static_cast<std::size_t>(host(l));
        auto const m = static_cast<std::size_t>(mission(l));
        double const strength = intermediaries(m);
        double const role_search = search[role(i, m)];
        auto const candidates = static_cast<int>(
            std::lround((p.base_candidates + p.intermediary_candidates * strength) / role_search));

        int partners = knowledge(l) + firms(l) + civic(l) + government(l);
        int met = 0;
        for (; met < candidates && partners < static_cast<int>(p.largest); ++met) {
            auto draws = step.draws(Purpose::coalition_search, key(l), static_cast<std::size_t>(met));
            double const kind = draws.uniform();
            if (!draws.chance(willingness(i))) continue;
            bool const is_firm = kind >= knowledge_reach(i) && kind < knowledge_reach(i) + firm_reach(i);
            if (is_firm) {
                auto const f = candidate_firms.one_near(draws, i);
                auto const s = static_cast<std::size_t>(solution(l));
                LabProspect const prospect{.expectation = expectation(f),
                                           .horizon = horizon(l),
                                           .coverage = coverage_of(capability_set(required.row(s)),
                                                                   capability_set(capability.row(f))),
                                           .market = households(i) * 12 / need_interval(m),
                                           .margin = mark_up(f) * cost_factor(f) * cost(s)};
                if (!firm_joins(prospect, support.credit_rate, joining)) continue;
                if (lead_firm(l) == 0) lead_firm(l) = static_cast<std::int32_t>(f) + 1;
            }
            ++partners;
            if (kind < knowledge_reach(i))
                ++knowledge(l);
            else if (is_firm)
                ++firms(l);
            else if (kind < knowledge_reach(i) + firm_reach(i) + civic_reach(i))
                ++civic(l);
            else
                ++government(l);
        }
        Account const here{AccountClass::municipality, i};
        Cents const spent = cents(met * p.search_cost * (1 - p.intermediary_saving * strength));
        purse.post(Flow::partner_search, here, {AccountClass::household, i},
                   std::min(spent, above_reserve(purse.balance(here), yearly_free(i), staff)));

        months(l) += 1;
        coverage(l) = capability_coverage(partners, p);
        coalition_trust(l) = trust(i);
        if (valid_coalition(knowledge(l), civic(l), firms(l), technical(m) != 0)) {
            double const mean = preparation_mean(preparation(m), aversion(i), skill(i));
            stage(l) = Stage::preparing;
            formed(l) = 1;
            months(l) = 0;
            preparation_left(l) =
                mean > 0 ? step.lasting_draws(Purpose::preparation_time, key(l)).gamma(3.0, mean / 3.0) : 0.0;
        } else if (months(l) >= p.forming_months) {
            stage(l) = Stage::dead;
            months(l) = 0;
            end_month(l) = static_cast<std::int32_t>(step.tick);
            death_month(l) = static_cast<std::int32_t>(step.tick);
        }
    }
}

}  // namespace spil
