#include "engine/processes/coalition.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>
#include <vector>

#include "engine/processes/common/deferred_acceptance.hpp"
#include "engine/processes/common/firm_parties.hpp"
#include "engine/processes/common/organisation_map.hpp"
#include "engine/processes/common/ties.hpp"

namespace spil {

namespace {

using PerKind = std::array<int, partner_kinds>;

std::size_t index(Party kind) {
    return static_cast<std::size_t>(kind);
}

/// A forming lab in the month of its search.
struct Seeker {
    std::size_t lab = 0;
    Capabilities required, present;
    double trust = 0;                  ///< sum over members
    std::vector<std::size_t> members;  ///< organisations
    std::vector<std::size_t> firms;    ///< rows of the firms among the members
    int met = 0;
    double strength = 0;  ///< of intermediaries, here
};

/// Somebody a lab met who would take part, and whom it would take.
struct Candidate {
    std::size_t seeker = 0, party = 0;
    Party kind = Party::firm;
    Capabilities capabilities;
    double trust = 0;
};

/// The parties of the month: who is a member where, who is asked, who joins.
struct Search {
    Step const& step;
    Geography const& geography;
    CoalitionParameters const& p;
    In<&Organisations::municipality> home;
    In<&Organisations::capacity> places;
    In<&Organisations::affinity> affinity;
    In<&Organisations::capability> capability;
    In<&Municipalities::capacity> capacity;
    In<&Municipalities::partner_trust> reputation;
    In<&Municipalities::third_space> third_space;
    In<&Labs::key> key;
    In<&Labs::host> host;
    In<&Labs::mission> mission;
    In<&Labs::solution> solution;
    In<&Solutions::required> required;
    In<&Firms::age> firm_age;
    Whole<Members> members;
    Whole<Ties> ties;
    Update<&Organisations::load> load;
    OrganisationMap map;
    FirmParties firm_parties;
    std::vector<PerKind> counts;  ///< members of each lab that has money
    std::vector<Seeker> seekers;
    std::vector<Candidate> candidates;
    std::vector<Suit> suits;

    std::size_t host_of(std::size_t l) const { return static_cast<std::size_t>(host(l)); }
    std::size_t mission_of(std::size_t l) const { return static_cast<std::size_t>(mission(l)); }
    Capabilities known_by(std::size_t o) const { return capability_set(capability.row(o)); }
    bool joins_and_leaves(Party kind) const { return index(kind) < organisation_kinds; }

    /// Whether a member is a firm that ended: another has its row since.
    bool gone(std::size_t r) const {
        return members->kind.now[r] == Party::firm &&
               members->joined.now[r] <
                   began(step.tick, firm_age(static_cast<std::size_t>(members->party.now[r])));
    }
    /// A start-up is a stranger to those who knew the firm before it.
    void forget_ended_firms() {
        for (std::size_t t = 0, n = ties.rows(); t < n; ++t)
            if (ties->kind.now[t] == Party::firm &&
                began(step.tick, firm_age(static_cast<std::size_t>(ties->party.now[t]))) ==
                    static_cast<std::int64_t>(step.tick))
                ties->trust.now[t] = reputation(static_cast<std::size_t>(ties->municipality.now[t]));
    }

    /// Members whose lab or firm has ended leave; those whose lab is taken up again return if they have room.
    void call_the_roll(Update<&Labs::stage> const& stage) {
        counts.assign(stage.rows(), PerKind{});
        std::fill(load.begin(), load.end(), 0);
        auto& left = members->left.now;
        std::size_t const n = members.rows();
        auto const in_hand = [&](std::size_t r) {
            return funded(stage(static_cast<std::size_t>(members->lab.now[r])));
        };
        auto const join = [&](std::size_t r) {
            auto const kind = members->kind.now[r];
            ++counts[static_cast<std::size_t>(members->lab.now[r])][index(kind)];
            if (joins_and_leaves(kind)) ++load(static_cast<std::size_t>(members->party.now[r]));
        };
        for (std::size_t r = 0; r < n; ++r) {
            if (left[r] >= 0) continue;
            if (in_hand(r) && !gone(r))
                join(r);
            else
                left[r] = static_cast<std::int32_t>(step.tick);
        }
        for (std::size_t r = 0; r < n; ++r) {
            if (left[r] < 0 || !in_hand(r) || gone(r)) continue;
            auto const o = static_cast<std::size_t>(members->party.now[r]);
            if (joins_and_leaves(members->kind.now[r]) && load(o) >= places(o)) continue;
            left[r] = -1;
            join(r);
        }
    }

    /// The member of each kind from whom a lab buys this month: they take turns. `payee(kind, lab)` is where
    /// its account is noted.
    template <class Payee>
    void take_turns(Payee const& payee) {
        std::vector<PerKind> seen(counts.size(), PerKind{});
        for (std::size_t r = 0, n = members.rows(); r < n; ++r) {
            auto const kind = members->kind.now[r];
            if (members->left.now[r] >= 0 || kind > Party::civic) continue;
            auto const l = static_cast<std::size_t>(members->lab.now[r]);
            auto const turn = static_cast<int>(step.tick) % counts[l][index(kind)];
            if (seen[l][index(kind)]++ == turn)
                payee(kind, l) = members->party.now[r] - static_cast<std::int32_t>(map.first(kind));
        }
    }
    /// A lab without a member of the kind buys from one near its host, always the same.
    template <class Payee>
    void usual_suppliers(std::size_t l, Payee const& payee) {
        for (auto const kind : {Party::knowledge, Party::intermediary, Party::civic}) {
            auto draws = step.lasting_draws(Purpose::usual_supplier, key(l), index(kind));
            if (auto const o = map.draw(draws, kind, host_of(l), false))
                payee(kind, l) = static_cast<std::int32_t>(*o - map.first(kind));
        }
    }

    void find_seekers(Update<&Labs::stage> const& stage) {
        std::vector<std::size_t> seeker_of(stage.rows(), TieBook::none);
        for (std::size_t l = 0; l < stage.rows(); ++l) {
            if (stage(l) != Stage::forming) continue;
            seeker_of[l] = seekers.size();
            seekers.push_back({l,
                               capability_set(required.row(static_cast<std::size_t>(solution(l)))),
                               {},
                               0,
                               {},
                               {},
                               0,
                               0});
        }
        if (seekers.empty()) return;
        for (std::size_t r = 0, n = members.rows(); r < n; ++r) {
            auto const l = static_cast<std::size_t>(members->lab.now[r]);
            if (seeker_of[l] == TieBook::none || members->left.now[r] >= 0) continue;
            auto& s = seekers[seeker_of[l]];
            auto const o = static_cast<std::size_t>(members->party.now[r]);
            s.trust += ties->trust.now[static_cast<std::size_t>(members->tie.now[r])];
            if (members->kind.now[r] == Party::firm) {
                auto const firm = static_cast<std::size_t>(members->party.now[r]);
                s.present |= firm_parties.known_by(firm);
                s.firms.push_back(firm);
            } else {
                s.present |= known_by(o);
                s.members.push_back(o);
            }
        }
    }

    double brokers_near(std::size_t i, std::size_t m) const {
        double near = 0;
        for (auto o = map.first(Party::intermediary); o < map.end(Party::intermediary); ++o)
            if (load(o) < places(o))
                near +=
                    geography.at(geography.proximity, i, static_cast<std::size_t>(home(o))) * affinity(o, m);
        return near;
    }

    /// Other municipalities in the third space that i is in for mission m.
    template <class Visit>
    void for_each_fellow(std::size_t i, std::size_t m, Visit visit) const {
        if (third_space(i, m) == 0) return;
        for (std::size_t j = 0, n = third_space.rows(); j < n; ++j)
            if (j != i && third_space(j, m) == third_space(i, m)) visit(j);
    }

    double trust_in(TieBook const& book, std::size_t i, std::size_t m, Party kind, std::size_t party) const {
        if (auto const t = book.find(i, kind, party); t != TieBook::none) return ties->trust.now[t];
        double trust = reputation(i);
        for_each_fellow(i, m, [&](std::size_t j) {
            auto const known = book.find(j, kind, party);
            auto const between = book.find(std::min(i, j), Party::municipality, std::max(i, j));
            if (known != TieBook::none && between != TieBook::none)
                trust = std::max(trust, recommended_trust(ties->trust.now[between], ties->trust.now[known],
                                                          reputation(i)));
        });
        return trust;
    }

    /// Previous partners of the host and its fellows, of one kind.
    std::vector<std::size_t> previous(TieBook const& book, std::size_t i, std::size_t m, Party kind) const {
        std::vector<std::size_t> found;
        auto const add = [&](std::size_t j) {
            for (auto const t : book.of(j))
                if (ties->kind.now[t] == kind) found.push_back(static_cast<std::size_t>(ties->party.now[t]));
        };
        add(i);
        for_each_fellow(i, m, add);
        return found;
    }

    std::optional<std::size_t> draw_organisation(Draws& draws, TieBook const& book, std::size_t i,
                                                 std::size_t m, Party kind) const {
        if (draws.chance(p.previous_share)) {
            auto const known = previous(book, i, m, kind);
            if (!known.empty())
                return known[std::min(
                    known.size() - 1,
                    static_cast<std::size_t>(draws.uniform() * static_cast<double>(known.size())))];
        }
        if (draws.chance(p.regional_share))
            if (auto const o = map.draw(draws, kind, i, true)) return o;
        return map.draw(draws, kind, i, false);
    }

    void meet(TieBook const& book, std::size_t number, int slots) {
        auto& s = seekers[number];
        auto const l = s.lab;
        auto const i = host_of(l);
        auto const m = mission_of(l);
        auto const odds = p.shares();
        double const all = std::accumulate(odds.begin(), odds.end(), 0.0);
        std::vector<std::size_t> known = s.members;
        std::vector<std::size_t> known_firms = s.firms;
        for (int slot = 0; slot < slots; ++slot) {
            auto draws = step.draws(Purpose::coalition_search, key(l), static_cast<std::size_t>(slot));
            double left = draws.uniform() * all;
            std::size_t k = 0;
            while (k + 1 < partner_kinds && (left -= odds[k]) >= 0) ++k;
            auto const kind = static_cast<Party>(k);
            if (kind == Party::firm) {
                auto const f =
                    firm_parties.candidate(draws, l, i, m, static_cast<std::size_t>(solution(l)), s.required);
                if (std::find(known_firms.begin(), known_firms.end(), f.party) != known_firms.end()) continue;
                known_firms.push_back(f.party);
                ++s.met;
                if (!f.willing) continue;
                weigh(number, {number, f.party, kind, f.capabilities, trust_in(book, i, m, kind, f.party)},
                      {f.municipality, f.affinity, f.load}, slot);
                continue;
            }
            auto const o = draw_organisation(draws, book, i, m, kind);
            if (!o || std::find(known.begin(), known.end(), *o) != known.end()) continue;
            known.push_back(*o);
            ++s.met;
            double const busy = places(*o) > 0 ? static_cast<double>(load(*o)) / places(*o) : 1.0;
            weigh(number, {number, *o, kind, known_by(*o), trust_in(book, i, m, kind, *o)},
                  {static_cast<std::size_t>(home(*o)), affinity(*o, m), busy}, slot);
        }
    }

    struct Side {
        std::size_t at = 0;
        double affinity = 0, load = 0;
    };
    /// Both sides look at each other; when both accept they go on to the matching.
    void weigh(std::size_t number, Candidate const& c, Side const& side, int slot) {
        auto const& s = seekers[number];
        auto const i = host_of(s.lab);
        Appeal seen{c.trust, kene_overlap(s.required | s.present, c.capabilities),
                    side.at == i ? 1.0 : geography.at(geography.proximity, i, side.at), side.affinity,
                    side.load};
        auto draws = step.draws(Purpose::partner_choice, key(s.lab), static_cast<std::size_t>(slot));
        double const to_lab = attractiveness(seen, p) + p.choice_spread * draws.normal();
        seen.load = 1 - capacity(i);
        double const to_party = attractiveness(seen, p) + p.choice_spread * draws.normal();
        if (to_party > p.threshold()) ++accepting[number];
        if (to_lab <= p.threshold() || to_party <= p.threshold()) return;
        // A firm has room for every lab: each candidacy is a receiver of its own with one place.
        // Organisations come first in the order of their rows.
        auto const receiver =
            c.kind == Party::firm ? load.rows() + candidates.size() : static_cast<std::size_t>(c.party);
        suits.push_back({number, receiver, to_lab, to_party});
        candidates.push_back(c);
    }
    std::vector<int> accepting;  ///< candidates of each seeker that wanted to take part

    void match(TieBook& book) {
        std::vector<int> wanted, offered(load.rows() + candidates.size(), 1);
        for (auto const& s : seekers) {
            auto const& c = counts[s.lab];
            wanted.push_back(static_cast<int>(p.largest) - std::accumulate(c.begin(), c.end(), 0));
        }
        for (std::size_t o = 0; o < load.rows(); ++o) offered[o] = places(o) - load(o);
        for (auto const k : deferred_acceptance(suits, wanted, offered)) {
            auto const& c = candidates[k];
            auto& s = seekers[c.seeker];
            auto const row = members.add_row();
            auto const tie = book.meet(host_of(s.lab), c.kind, c.party, c.trust);
            members->lab.now[row] = static_cast<std::int32_t>(s.lab);
            members->party.now[row] = static_cast<std::int32_t>(c.party);
            members->kind.now[row] = c.kind;
            members->tie.now[row] = static_cast<std::int32_t>(tie);
            members->joined.now[row] = static_cast<std::int32_t>(step.tick);
            members->left.now[row] = -1;
            if (joins_and_leaves(c.kind)) ++load(c.party);
            s.present |= c.capabilities;
            s.trust += ties->trust.now[tie];
            ++counts[s.lab][index(c.kind)];
        }
    }
};

}  // namespace

double attractiveness(Appeal const& seen, CoalitionParameters const& p) {
    return p.trust_weight * seen.trust + p.fit_weight * cognitive_fit(seen.overlap) +
           p.proximity_weight * seen.proximity + p.affinity_weight * seen.affinity -
           p.load_weight * seen.load;
}

double recommended_trust(double in_fellow, double of_fellow, double reputation) {
    return in_fellow * of_fellow + (1 - in_fellow) * reputation;
}

double broker_strength(double strength, double near, CoalitionParameters const& p) {
    return strength * std::min(1.0, near / p.intermediary_reach);
}

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
    Search search{step,
                  geography,
                  p,
                  organisation_home,
                  places,
                  affinity,
                  capability,
                  capacity,
                  reputation,
                  third_space,
                  key,
                  host,
                  mission,
                  solution,
                  required,
                  firm_age,
                  members,
                  ties,
                  load,
                  OrganisationMap{organisation_kind, organisation_home, region, geography},
                  FirmParties{joining, support, firm_home, firm_capability, mark_up, cost_factor, expectation,
                              cost, need_interval, households, horizon, CandidateFirms{region, firm_home}},
                  {},
                  {},
                  {},
                  {},
                  {}};
    search.forget_ended_firms();
    search.call_the_roll(stage);
    search.find_seekers(stage);
    search.accepting.assign(search.seekers.size(), 0);
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
    search.take_turns(payee);

    for (std::size_t l = 0; l < stage.rows(); ++l) {
        if (!funded(stage(l))) continue;
        auto const& here = search.counts[l];
        knowledge(l) = here[index(Party::knowledge)];
        intermediary(l) = here[index(Party::intermediary)];
        civic(l) = here[index(Party::civic)];
        government(l) = here[index(Party::authority)];
        firms(l) = here[index(Party::firm)];
    }
    // The firm that joined first, of those that still are, works for the lab.
    std::fill(lead_firm.begin(), lead_firm.end(), 0);
    for (std::size_t r = 0, n = members.rows(); r < n; ++r) {
        if (members->kind.now[r] != Party::firm || search.gone(r)) continue;
        auto& lead = lead_firm(static_cast<std::size_t>(members->lab.now[r]));
        if (lead == 0) lead = members->party.now[r] + 1;
    }
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
        acceptances(l) += search.accepting[n];

        auto const& all = search.counts[l];
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
