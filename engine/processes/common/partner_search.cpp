#include "engine/processes/common/partner_search.hpp"

#include <algorithm>
#include <numeric>

namespace spil {

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

void PartnerSearch::find_seekers(Update<&Labs::stage> const& stage) {
    std::vector<std::size_t> seeker_of(stage.rows(), TieBook::none);
    for (std::size_t l = 0; l < stage.rows(); ++l) {
        if (stage(l) != Stage::forming) continue;
        seeker_of[l] = seekers.size();
        seekers.push_back({});
        seekers.back().lab = l;
        seekers.back().required = capability_set(required.row(static_cast<std::size_t>(solution(l))));
    }
    if (seekers.empty()) return;
    auto const& members = membership.members;
    for (auto const r : membership.present) {
        auto const l = static_cast<std::size_t>(members->lab.now[r]);
        if (seeker_of[l] == TieBook::none) continue;
        auto& s = seekers[seeker_of[l]];
        auto const party = static_cast<std::size_t>(members->party.now[r]);
        bool const firm = members->kind.now[r] == Party::firm;
        s.trust += ties->trust.now[static_cast<std::size_t>(members->tie.now[r])];
        s.present |= firm ? firm_parties.known_by(party) : known_by(party);
        (firm ? s.firms : s.members).push_back(party);
    }
}

double PartnerSearch::brokers_near(std::size_t i, std::size_t m) const {
    double near = 0;
    for (auto o = map.first(Party::intermediary); o < map.end(Party::intermediary); ++o)
        if (membership.load(o) < membership.places(o))
            near += geography.at(geography.proximity, i, static_cast<std::size_t>(home(o))) * affinity(o, m);
    return near;
}

double PartnerSearch::trust_in(TieBook const& book, std::size_t i, std::size_t m, Party kind,
                               std::size_t party) const {
    if (auto const t = book.find(i, kind, party); t != TieBook::none) return ties->trust.now[t];
    double trust = reputation(i);
    for_each_fellow(i, m, [&](std::size_t j) {
        auto const known = book.find(j, kind, party);
        auto const between = book.find(std::min(i, j), Party::municipality, std::max(i, j));
        if (known != TieBook::none && between != TieBook::none)
            trust = std::max(
                trust, recommended_trust(ties->trust.now[between], ties->trust.now[known], reputation(i)));
    });
    return trust;
}

/// Previous partners of the host and its fellows, of one kind.
std::vector<std::size_t> PartnerSearch::previous(TieBook const& book, std::size_t i, std::size_t m,
                                                 Party kind) const {
    std::vector<std::size_t> found;
    auto const add = [&](std::size_t j) {
        for (auto const t : book.of(j))
            if (ties->kind.now[t] == kind) found.push_back(static_cast<std::size_t>(ties->party.now[t]));
    };
    add(i);
    for_each_fellow(i, m, add);
    return found;
}

std::optional<std::size_t> PartnerSearch::draw_organisation(Draws& draws, TieBook const& book, std::size_t i,
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

void PartnerSearch::meet(TieBook const& book, std::size_t number, int slots) {
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
        double const busy = membership.places(*o) > 0
                                ? static_cast<double>(membership.load(*o)) / membership.places(*o)
                                : 1.0;
        weigh(number, {number, *o, kind, known_by(*o), trust_in(book, i, m, kind, *o)},
              {static_cast<std::size_t>(home(*o)), affinity(*o, m), busy}, slot);
    }
}

/// Both sides look at each other; when both accept they go on to the matching.
void PartnerSearch::weigh(std::size_t number, Candidate const& c, Side const& side, int slot) {
    auto& s = seekers[number];
    auto const i = host_of(s.lab);
    Appeal seen{c.trust, kene_overlap(s.required | s.present, c.capabilities),
                side.at == i ? 1.0 : geography.at(geography.proximity, i, side.at), side.affinity, side.load};
    auto draws = step.draws(Purpose::partner_choice, key(s.lab), static_cast<std::size_t>(slot));
    double const to_lab = attractiveness(seen, p) + p.choice_spread * draws.normal();
    seen.load = 1 - capacity(i);
    double const to_party = attractiveness(seen, p) + p.choice_spread * draws.normal();
    if (to_party > p.threshold()) ++s.accepting;
    if (to_lab <= p.threshold() || to_party <= p.threshold()) return;
    // A firm has room for every lab: each candidacy is a receiver of its own with one place.
    // Organisations come first in the order of their rows.
    auto const receiver = c.kind == Party::firm ? membership.load.rows() + candidates.size()
                                                : static_cast<std::size_t>(c.party);
    suits.push_back({number, receiver, to_lab, to_party});
    candidates.push_back(c);
}

void PartnerSearch::match(TieBook& book) {
    std::vector<int> wanted, offered(membership.load.rows() + candidates.size(), 1);
    for (auto const& s : seekers) {
        auto const& c = membership.counts[s.lab];
        wanted.push_back(static_cast<int>(p.largest) - std::accumulate(c.begin(), c.end(), 0));
    }
    for (std::size_t o = 0; o < membership.load.rows(); ++o)
        offered[o] = membership.places(o) - membership.load(o);
    for (auto const k : deferred_acceptance(suits, wanted, offered)) {
        auto const& c = candidates[k];
        auto& s = seekers[c.seeker];
        auto const tie = book.meet(host_of(s.lab), c.kind, c.party, c.trust);
        membership.join(s.lab, c.kind, c.party, tie);
        s.present |= c.capabilities;
        s.trust += ties->trust.now[tie];
    }
}

}  // namespace spil
