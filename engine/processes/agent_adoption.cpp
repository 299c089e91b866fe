#include "engine/processes/agent_adoption.hpp"

#include <algorithm>
#include <numeric>

#include "engine/core/random_lanes.hpp"
#include "engine/processes/common/citizen_cells.hpp"
#include "engine/processes/common/logistic_bounds.hpp"
#include "engine/processes/common/luck_of_offers.hpp"
#include "engine/processes/common/network.hpp"
#include "engine/processes/common/pieces.hpp"

namespace spil {

namespace {

Address at_month(Step const& step, Purpose purpose, std::size_t alternative) {
    return {.seed = step.seed,
            .purpose = purpose,
            .tick = step.tick,
            .alternative = static_cast<std::uint32_t>(alternative)};
}

/// Agents of one piece: more or fewer that use each solution, and those that began to.
struct Changes {
    std::span<std::int32_t> users, begun;
};

}  // namespace

void adopt_as_agents(Step const& step, AdoptionParameters const& p, ContactParameters const& contacts,
                     CitizenParameters const& citizens, Geography const& geography,
                     In<&Municipalities::population> population, In<&Municipalities::households> households,
                     In<&Municipalities::household_income> household_income,
                     In<&Municipalities::values> values, In<&Municipalities::offer> offer,
                     In<&Municipalities::embedding> embedding, In<&Municipalities::price> price,
                     In<&Missions::need_interval> need_interval, In<&Missions::need_running_saving> saving,
                     In<&Solutions::appeal> appeal, In<&Communities::first> first,
                     In<&Communities::agents> agents, In<&Citizens::threshold> threshold,
                     In<&Citizens::income> income, In<&Citizens::opinion> opinion, In<&Citizens::trust> trust,
                     In<&Citizens::adopted> adopted, In<&Municipalities::adoption> adoption,
                     Update<&Citizens::adopted> adopted_next, Update<&Communities::users> users,
                     Out<&Municipalities::served> served_next, Out<&Municipalities::adoption> adoption_next,
                     Update<&Municipalities::orders> orders, Update<&Solutions::experience> experience) {
    std::size_t const missions = step.dimensions.missions;
    std::size_t const per_mission = step.dimensions.solutions_per_mission;
    std::size_t const solutions = missions * per_mission;
    auto const national = national_shares(population, adoption);
    Circumstances const at{values,   offer,       embedding,
                           price,    saving,      appeal,
                           national, per_mission, annuity(p.discount_rate, p.lifetime)};
    Network const network(step.seed, contacts, geography, first, agents);
    double const per_contact = 1.0 / network.slots();
    auto const& multiples = incomes_of_agents(citizens.income_gini);
    auto const& chances = LogisticBounds::table();

    auto const pieces = pieces_of(first, agents);
    std::vector<std::int32_t> begun(agents.rows() * solutions, 0);
    std::vector<std::int32_t> of_pieces(all_in_one_piece(pieces, agents) ? 0 : 2 * pieces.size() * solutions,
                                        0);
    auto const changes_of = [&](std::size_t k) {
        auto const i = pieces[k].municipality;
        if (whole(pieces[k], agents))
            return Changes{users.row(i), std::span{begun}.subspan(i * solutions, solutions)};
        auto const own = std::span{of_pieces}.subspan(2 * k * solutions, 2 * solutions);
        return Changes{own.first(solutions), own.last(solutions)};
    };

    auto const give_up = [&](Piece const& piece, std::size_t m, Changes const& change) {
        auto const i = piece.municipality;
        std::size_t const begin = m * per_mission;
        bool any = false;
        auto const embedded = embedding.row(i).subspan(begin, per_mission);
        auto const used_by = users.row(i).subspan(begin, per_mission);
        for (std::size_t s = 0; s < per_mission; ++s)
            any = (embedded[s] < p.give_up_level && used_by[s] > 0) || any;
        if (!any) return;
        for_each_below(at_month(step, Purpose::give_up, m), piece.first, piece.last,
                       word_bound(p.give_up_rate), [&](std::uint32_t c, std::uint32_t) {
                           std::size_t const used = adopted(c, m);
                           if (used == 0 || embedding(i, begin + used - 1) >= p.give_up_level) return;
                           adopted_next(c, m) = 0;
                           --change.users[begin + used - 1];
                       });
    };

    auto const consider = [&](Piece const& piece, std::size_t m, Offers const& offers, Changes const& change,
                              LaneWords& occasions) {
        auto const i = piece.municipality;
        double const need = 1 / need_interval(m);
        auto const by_need = word_bound(need);
        double const price_weight = p.price_weight / household_income(i);
        auto const take_up_luck = at_month(step, Purpose::take_up, m);
        // Most draws are too high whatever somebody thinks: they are told by a bound before all else.
        double const hopeless = chances.upper(most_value(p, offers, price_weight / multiples.front()));
        auto const one = [&](std::uint32_t c, std::uint32_t word) {
            if (adopted(c, m) != 0) return;
            double const draw = unit(word_of(take_up_luck, c));
            if (draw >= hopeless) return;
            double const burden = price_weight / multiples[income(c)];
            double best = 0;
            std::size_t chosen = offers.size();
            auto luck = luck_of_offers(step.seed, m, c);
            for (std::size_t o = 0; o < offers.size(); ++o) {
                if (offers.offer[o] < 1 && luck.unit(offers.solution[o] - m * per_mission) >= offers.offer[o])
                    continue;
                double const value = offers.worth[o] - burden * offers.yearly[o];
                if (chosen < offers.size() && value <= best) continue;
                best = value;
                chosen = o;
            }
            if (chosen == offers.size()) return;
            double const own = mood(p, std::max(0, -opinion(c, m)) / 100.0, trust(c) / 255.0) + best;
            if (draw >= chances.upper(own + p.threshold_weight)) return;  // whatever contacts do
            bool const pulled =
                p.threshold_weight != 0 && draw >= chances.lower(own);  // or it takes it anyway
            double served = 0;
            if (word >= by_need || pulled) {
                std::uint32_t using_it = 0;
                network.for_each_contact(i, c,
                                         [&](std::uint32_t other) { using_it += adopted(other, m) != 0; });
                served = using_it * per_contact;
            }
            if (word >= by_need && unit(word) >= need + p.contact_rate * served) return;
            double const value =
                pulled ? own + p.threshold_weight * pull(served, threshold(c) / 255.0, p.threshold_noise)
                       : own;
            if (!chances.happens(draw, value)) return;
            auto const s = offers.solution[chosen];
            adopted_next(c, m) = static_cast<std::uint8_t>(s - m * per_mission + 1);
            ++change.users[s];
            ++change.begun[s];
        };
        occasions.for_each_below(piece.first, piece.last, word_bound(need + p.contact_rate), one);
    };

    struct Shared {
        std::vector<LaneWords> occasions;  ///< by mission
        Offers offers;
    };
    auto const shared = [&] {
        Shared s;
        for (std::size_t m = 0; m < missions; ++m)
            s.occasions.emplace_back(at_month(step, Purpose::consideration, m));
        return s;
    };
    for_each_piece(pieces, shared, [&](std::size_t k, Piece const& piece, Shared& s) {
        auto const change = changes_of(k);
        for (std::size_t m = 0; m < missions; ++m) {
            give_up(piece, m, change);
            find_offers(p, at, piece.municipality, m, s.offers);
            if (s.offers.size() > 0) consider(piece, m, s.offers, change, s.occasions[m]);
        }
    });

    for (std::size_t k = 0; k < pieces.size(); ++k) {
        if (whole(pieces[k], agents)) continue;
        auto const i = pieces[k].municipality;
        auto const change = changes_of(k);
        for (std::size_t s = 0; s < solutions; ++s) {
            users(i, s) += change.users[s];
            begun[i * solutions + s] += change.begun[s];
        }
    }
    for (std::size_t i = 0; i < agents.rows(); ++i) {
        double const n = agents(i);
        auto const* const here = users.row(i).data();
        auto* const shares = adoption_next.row(i).data();
        for (std::size_t s = 0; s < solutions; ++s) shares[s] = here[s] / n;
        for (std::size_t m = 0; m < missions; ++m)
            served_next(i, m) = std::accumulate(here + m * per_mission, here + (m + 1) * per_mission, 0) / n;
        auto* const ordered = orders.row(i).data();
        for (std::size_t s = 0; s < solutions; ++s) {
            ordered[s] -= static_cast<double>(static_cast<std::int64_t>(ordered[s]));  // the units delivered
            if (begun[i * solutions + s] == 0) continue;
            double const moved_in = begun[i * solutions + s] * households(i) / n;
            ordered[s] += moved_in;
            experience(s) += moved_in;
        }
    }
}

}  // namespace spil
