#include "engine/processes/agent_opinion.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/clones.hpp"
#include "engine/core/random_lanes.hpp"
#include "engine/processes/common/embedding.hpp"
#include "engine/processes/common/luck_of_offers.hpp"
#include "engine/processes/common/network.hpp"
#include "engine/processes/common/pieces.hpp"

namespace spil {

namespace {

Address at_month(Step const& step, Purpose purpose, std::size_t alternative = 0) {
    return {.seed = step.seed,
            .purpose = purpose,
            .tick = step.tick,
            .alternative = static_cast<std::uint32_t>(alternative)};
}

/// An opinion in hundredths, rounded up with the chance of its fraction. \param luck  on [0, 1)
int rounded(double hundredths, double luck) {
    // Rounded towards zero where everything is positive, which is down. The smallest step that luck can take
    // is 2^-32: half of one keeps whole numbers where they are.
    return static_cast<int>(std::clamp(hundredths, -100.0, 100.0) + (201 - 0x1p-33 - luck)) - 200;
}

/// What a solution on offer does to the opinion of those it is offered to.
struct Exposure {
    std::size_t solution = 0;   ///< within its mission
    std::uint32_t reached = 0;  ///< luck of sixteen bits below which a resident is offered it
    double judgement = 0;
};

/// What one mission offers in one municipality.
struct Exposures {
    std::vector<Exposure> all;
    bool to_everybody = true;  ///< each of them to every resident
    double mean = 0;           ///< of all judgements; 0 when there is none
};

/// Counts as shares of n. Apart, so that the compiler can divide several at a time.
SPIL_CLONES void divide(std::int32_t const* counts, double n, std::size_t width, double* shares) {
    for (std::size_t b = 0; b < width; ++b) shares[b] = counts[b] / n;
}

}  // namespace

void revise_opinions_as_agents(
    Step const& step, OpinionParameters const& p, ContactParameters const& contacts,
    Geography const& geography, In<&Municipalities::accepted_fit> accepted_fit,
    In<&Municipalities::implemented> implemented, In<&Municipalities::learning> learning,
    In<&Municipalities::offer> offer, In<&Municipalities::opposition> opposition,
    In<&Municipalities::failures> failures, In<&Labs::stage> stage, In<&Labs::host> host,
    In<&Labs::solution> solution, In<&Labs::learning> lab_learning, In<&Labs::civic_partners> civic_partners,
    In<&Communities::first> first, In<&Communities::agents> agents, In<&Citizens::opinion> opinion,
    Update<&Citizens::opinion> opinion_next, Update<&Communities::opinions> counts,
    Out<&Municipalities::opinion> histogram) {
    std::size_t const missions = step.dimensions.missions;
    std::size_t const per_mission = step.dimensions.solutions_per_mission;
    std::size_t const solutions = missions * per_mission;
    Lived const lived{agents.rows(), solutions, accepted_fit, implemented,  learning,
                      stage,         host,      solution,     lab_learning, civic_partners};
    Network const network(step.seed, contacts, geography, first, agents);

    auto const find_exposures = [&](std::size_t i, std::size_t m, Exposures& here) {
        here.all.clear();
        here.to_everybody = true;
        double sum = 0;
        for (std::size_t s = m * per_mission; s < (m + 1) * per_mission; ++s) {
            if (!(offer(i, s) > 0)) continue;
            auto const known = lived.at(i * solutions + s);
            double const judged = judgement(p, known.accepted, known.part, opposition(i, m));
            here.all.push_back({s - m * per_mission, short_bound(offer(i, s)), judged});
            here.to_everybody = here.to_everybody && offer(i, s) >= 1;
            sum += judged;
        }
        here.mean = here.all.empty() ? 0 : sum / static_cast<double>(here.all.size());
    };
    /// Mean judgement over what agent c is offered; 0 when nothing.
    auto const experience = [&](Exposures const& exposures, std::uint32_t c, std::size_t m) {
        if (exposures.to_everybody) return exposures.mean;
        double sum = 0;
        int offered = 0;
        auto luck = luck_of_offers(step.seed, m, c);
        for (auto const& e : exposures.all) {
            bool const reached = luck(e.solution) < e.reached;
            sum += reached ? e.judgement : 0.0;  // no jump: which way it goes is a matter of luck
            offered += reached ? 1 : 0;
        }
        return offered == 0 ? 0.0 : sum / offered;
    };

    auto const pieces = pieces_of(first, agents);
    std::size_t const width = counts.width();
    std::vector<std::int32_t> changes(all_in_one_piece(pieces, agents) ? 0 : pieces.size() * width, 0);

    struct Shared {
        LaneWords occasions;
        std::vector<Exposures> exposures;  ///< by mission
    };
    auto const shared = [&] {
        return Shared{LaneWords{at_month(step, Purpose::opinion_occasion)}, {missions, Exposures{}}};
    };
    for_each_piece(pieces, shared, [&](std::size_t k, Piece const& piece, Shared& s) {
        auto const i = piece.municipality;
        auto const change =
            whole(piece, agents) ? counts.row(i) : std::span{changes}.subspan(k * width, width);
        auto& exposures = s.exposures;
        for (std::size_t m = 0; m < missions; ++m) find_exposures(i, m, exposures[m]);

        auto const move = [&](std::uint32_t c, std::size_t m, double to, double luck) {
            auto const before = opinion_bin(opinion_next(c, m));
            int const after = rounded(to, luck);
            opinion_next(c, m) = static_cast<std::int8_t>(after);
            --change[m * opinion_bins + before];
            ++change[m * opinion_bins + opinion_bin(after)];
        };
        auto const meeting = at_month(step, Purpose::opinion_meeting);
        // Half a thousandth on the safe side: a bound of 0.8 shuts out a gap of 80 hundredths.
        double const bound = 100 * p.confidence_bound - 0.05, pull = p.convergence;
        double const push = 100 * p.exposure_effect;
        s.occasions.for_each_below(
            piece.first, piece.last, word_bound(p.revision_rate), [&](std::uint32_t c, std::uint32_t) {
                // Which contact it meets, then how its opinion about each mission is rounded.
                auto at = meeting;
                at.entity = c;
                ShortWords luck{at};
                auto const other = network.contact(i, network.ring(i, c), c, luck.pick(0, network.slots()));
                for (std::size_t m = 0; m < missions; ++m) {
                    double const own = opinion(c, m);
                    double const gap = opinion(other, m) - own;
                    double const to = (std::abs(gap) < bound ? own + pull * gap : own) +
                                      push * experience(exposures[m], c, m);
                    if (to != own) move(c, m, to, luck.unit(1 + m));
                }
            });
        if (failures(i) == 0) return;
        double const fall = 100 * p.failure_shift * failures(i) / static_cast<double>(missions);
        for (std::size_t m = 0; m < missions; ++m)
            for_each_below(at_month(step, Purpose::failure_rounding, m), piece.first, piece.last,
                           word_bound(1), [&](std::uint32_t c, std::uint32_t word) {
                               move(c, m, opinion_next(c, m) - fall, unit(word));
                           });
    });

    for (std::size_t k = 0; k < pieces.size(); ++k) {
        if (whole(pieces[k], agents)) continue;
        auto* const here = counts.row(pieces[k].municipality).data();
        auto const* const change = &changes[k * width];
        for (std::size_t b = 0; b < width; ++b) here[b] += change[b];
    }
    for (std::size_t i = 0; i < agents.rows(); ++i)
        divide(counts.row(i).data(), agents(i), width, histogram.row(i).data());
}

}  // namespace spil
