#include "engine/processes/coalition.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "engine/processes/common/partner_search.hpp"

namespace spil {

bool valid_coalition(int knowledge, int civic, int firms, bool technical) {
    return knowledge + civic >= 1 && (!technical || firms >= 1);
}

double preparation_mean(double mission_months, double aversion, double skill) {
    return mission_months * (0.6 + 0.8 * aversion) * (1 - 0.2 * skill);
}

void form_coalitions(
    Step const& step, Geography const& geography, CoalitionParameters const& p, RoleParameters const& roles,
    HostParameters const& staff, JoiningParameters const& joining, FirmSupportParameters const& support,
    Pay<AccountClass::municipality> purse, In<&Organisations::kind> organisation_kind,
    In<&Organisations::municipality> organisation_home, In<&Organisations::capacity> places,
    In<&Organisations::affinity> affinity, In<&Organisations::capability> capability,
    In<&Missions::technical> technical, In<&Missions::preparation> preparation,
    In<&Missions::intermediary_strength> intermediaries, In<&Solutions::required> required,
    In<&Municipalities::region> region, In<&Municipalities::role> role,
    In<&Municipalities::aversion> aversion, In<&Municipalities::skill> skill,
    In<&Municipalities::capacity> capacity, In<&Municipalities::partner_trust> reputation,
    In<&Municipalities::yearly_free> yearly_free, In<&Municipalities::third_space> third_space,
    In<&Municipalities::households> households, In<&Missions::need_interval> need_interval,
    In<&Solutions::cost> cost, In<&Firms::municipality> firm_home, In<&Firms::capability> firm_capability,
    In<&Firms::age> firm_age, In<&Firms::mark_up> mark_up, In<&Firms::cost_factor> cost_factor,
    In<&Firms::expectation> expectation, In<&Labs::horizon> horizon, In<&Labs::key> key, In<&Labs::host> host,
    In<&Labs::mission> mission, In<&Labs::solution> solution, Whole<Members> members, Whole<Ties> ties,
    Update<&Organisations::load> load, Update<&Labs::stage> stage, Update<&Labs::stage_months> months,
    Update<&Labs::preparation_left> preparation_left, Update<&Labs::knowledge_partners> knowledge,
    Update<&Labs::intermediary_partners> intermediary, Update<&Labs::civic_partners> civic,
    Update<&Labs::public_partners> government, Update<&Labs::firm_partners> firms,
    Update<&Labs::lead_firm> lead_firm, Update<&Labs::knowledge_payee> knowledge_payee,
    Update<&Labs::intermediary_payee> intermediary_payee, Update<&Labs::civic_payee> civic_payee,
    Update<&Labs::candidates> candidates, Update<&Labs::acceptances> acceptances,
    Update<&Labs::formed> formed, Update<&Labs::coverage> coverage,
    Update<&Labs::coalition_trust> coalition_trust, Out<&Labs::search_fte> search_fte,
    Update<&Labs::end_month> end_month, Update<&Labs::death_month> death_month) {
    Membership membership{step.tick, places, firm_age, members, load};
    PartnerSearch search{
        .step = step,
        .geography = geography,
        .p = p,
        .home = organisation_home,
        .affinity = affinity,
        .capability = capability,
        .capacity = capacity,
        .reputation = reputation,
        .third_space = third_space,
        .key = key,
        .host = host,
        .mission = mission,
        .solution = solution,
        .required = required,
        .ties = ties,
        .membership = membership,
        .map = {organisation_kind, organisation_home, region, geography},
        .firm_parties = {joining, support, firm_home, firm_capability, mark_up, cost_factor, expectation,
                         cost, need_interval, households, horizon, CandidateFirms{region, firm_home}}};
    forget_ended_firms(step.tick, firm_age, reputation, ties);
    membership.call_the_roll(stage);
    search.find_seekers(stage);
    std::fill(search_fte.begin(), search_fte.end(), 0.0);

    // Ties are asked for of hosts that search and of their fellows in third spaces.
    std::vector<std::uint8_t> wanted(reputation.rows(), 0);
    for (auto const& s : search.seekers) {
        auto const i = search.host_of(s.lab);
        wanted[i] = 1;
        search.for_each_fellow(i, search.mission_of(s.lab), [&](std::size_t j) { wanted[j] = 1; });
    }
    TieBook book{ties, wanted};
    auto const payee = [&](Party kind, std::size_t l) -> std::int32_t& {
        return kind == Party::knowledge      ? knowledge_payee(l)
               : kind == Party::intermediary ? intermediary_payee(l)
                                             : civic_payee(l);
    };
    auto const role_search = roles.search();
    for (std::size_t n = 0; n < search.seekers.size(); ++n) {
        auto& s = search.seekers[n];
        auto const i = search.host_of(s.lab);
        auto const m = search.mission_of(s.lab);
        if (months(s.lab) == 0) search.usual_suppliers(s.lab, payee);
        s.strength =
            intermediaries(m) > 0 ? broker_strength(intermediaries(m), search.brokers_near(i, m), p) : 0.0;
        search.meet(
            book, n,
            static_cast<int>(std::lround((p.base_candidates + p.intermediary_candidates * s.strength) /
                                         role_search[role(i, m)])));
    }
    search.match(book);
    membership.take_turns(search.map, payee);

    for (std::size_t l = 0; l < stage.rows(); ++l) {
        if (!funded(stage(l))) continue;
        auto const& here = membership.counts[l];
        knowledge(l) = here[index_of(Party::knowledge)];
        intermediary(l) = here[index_of(Party::intermediary)];
        civic(l) = here[index_of(Party::civic)];
        government(l) = here[index_of(Party::authority)];
        firms(l) = here[index_of(Party::firm)];
    }
    membership.name_lead_firms(lead_firm);
    for (std::size_t n = 0; n < search.seekers.size(); ++n) {
        auto const& s = search.seekers[n];
        auto const l = s.lab;
        auto const i = search.host_of(l);
        auto const m = search.mission_of(l);
        Account const here{AccountClass::municipality, i};
        double const effort = s.met * (1 - p.intermediary_saving * s.strength);
        search_fte(l) = p.search_fte * effort;
        purse.post(Flow::partner_search, here, {AccountClass::household, i},
                   std::min(cents(p.search_cost * effort),
                            above_reserve(purse.balance(here), yearly_free(i), staff)));
        candidates(l) += s.met;
        acceptances(l) += s.accepting;

        auto const& all = membership.counts[l];
        int const partners = std::accumulate(all.begin(), all.end(), 0);
        months(l) += 1;
        coverage(l) = coverage_of(s.required, s.present);
        coalition_trust(l) = partners > 0 ? s.trust / partners : reputation(i);
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
