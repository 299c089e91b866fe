#include "engine/processes/agent_trust.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "engine/core/random_lanes.hpp"
#include "engine/processes/common/pieces.hpp"

namespace spil {

namespace {

/// Where each value of trust goes: to `below`, or to the next with the chance of a word below `bound`.
struct Moves {
    std::array<std::uint8_t, 256> below{};
    std::array<std::uint64_t, 256> bound{};

    template <class F>
    explicit Moves(F const& to) {
        for (std::size_t t = 0; t < 256; ++t) {
            double const x = std::clamp(255 * to(static_cast<double>(t) / 255), 0.0, 255.0);
            // Rounding of the way to 0..1 and back is no move.
            double const near = std::abs(x - std::round(x)) < 1e-9 ? std::round(x) : x;
            below[t] = static_cast<std::uint8_t>(std::floor(near));
            bound[t] = word_bound(near - std::floor(near));
        }
    }
    std::uint8_t operator()(std::uint8_t t, std::uint32_t word) const {
        return static_cast<std::uint8_t>(below[t] + (word < bound[t] ? 1 : 0));
    }
};

}  // namespace

void trust_as_agents(Step const& step, AttitudeParameters const& p, OpinionParameters const& opinions,
                     In<&Municipalities::failures> failures, In<&Municipalities::reports_kept> kept,
                     In<&Municipalities::promises_broken> broken, In<&Communities::first> first,
                     In<&Communities::agents> agents, Update<&Citizens::trust> trust,
                     Update<&Communities::trust> sums, Out<&Municipalities::local_trust> local_trust) {
    double const part =
        opinions.revision_rate > 0 ? std::min(1.0, p.trust_return_rate / opinions.revision_rate) : 0;
    Moves const back([&](double t) { return t + part * (p.trust_baseline - t); });
    Address luck{.seed = step.seed, .purpose = Purpose::trust_rounding, .tick = step.tick};
    Address const occasions{.seed = step.seed, .purpose = Purpose::opinion_occasion, .tick = step.tick};
    auto luck_back = luck;
    luck_back.alternative = 1;

    // One table for all municipalities where the same happened.
    using Events = std::array<int, 3>;
    auto const events_at = [&](std::size_t i) { return Events{kept(i), failures(i), broken(i)}; };
    std::map<Events, Moves> tables;
    for (std::size_t i = 0; i < agents.rows(); ++i)
        if (auto const e = events_at(i); e != Events{})
            tables.try_emplace(e, [&](double t) { return trust_after(t, e[0], e[1], e[2], p); });

    auto const pieces = pieces_of(first, agents);
    std::vector<std::int64_t> change(pieces.size(), 0);
    auto const words = [&] { return LaneWords{occasions}; };
    for_each_piece(pieces, words, [&](std::size_t k, Piece const& piece, LaneWords& occasion) {
        auto const i = piece.municipality;
        std::int64_t sum = 0;
        auto const move = [&](std::uint32_t c, std::uint8_t to) {
            sum += to - trust(c);
            trust(c) = to;
        };
        if (auto const e = events_at(i); e != Events{}) {
            auto const& events = tables.at(e);
            for_each_below(luck, piece.first, piece.last, word_bound(1),
                           [&](std::uint32_t c, std::uint32_t word) { move(c, events(trust(c), word)); });
        }
        if (part > 0)
            occasion.for_each_below(
                piece.first, piece.last, word_bound(opinions.revision_rate),
                [&](std::uint32_t c, std::uint32_t) { move(c, back(trust(c), word_of(luck_back, c))); });
        change[k] = sum;
    });
    for (std::size_t k = 0; k < pieces.size(); ++k) sums(pieces[k].municipality) += change[k];
    for (std::size_t i = 0; i < agents.rows(); ++i)
        local_trust(i) = static_cast<double>(sums(i)) / (255.0 * agents(i));
}

}  // namespace spil
