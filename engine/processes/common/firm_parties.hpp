#pragma once
/// \file firm_parties.hpp  Firms as candidates for partner in a lab: the one place where the search for
/// partners meets firms.
///
/// A candidate is a firm of the lab's region, each alike (candidate_firms); `party` is its row. It is willing
/// when it expects to earn by joining (joining); its capabilities are those of its kene.

#include "engine/processes/common/candidate_firms.hpp"
#include "engine/processes/common/firm_support.hpp"
#include "engine/processes/common/joining.hpp"
#include "engine/processes/common/kene.hpp"
#include "engine/world/access.hpp"

namespace spil {

/// Month in which a firm of this age began, at or before month `tick`: the turn of a year, when firms end and
/// start-ups take their rows. Negative before the run.
inline std::int64_t began(std::uint32_t tick, std::int32_t age) {
    constexpr std::int64_t months = 12;
    std::int64_t const months_since_turn = (static_cast<std::int64_t>(tick) + 1) % months;
    return tick - months_since_turn - months * age;
}

struct FirmCandidate {
    std::size_t party = 0;         ///< row of the firm: what the tie is with
    std::size_t municipality = 0;  ///< where it is at home
    Capabilities capabilities;
    double affinity = 0.5;  ///< how much it cares for the mission
    double load = 0;        ///< share of its places that are taken
    bool willing = true;    ///< false when it expects to lose by taking part
};

/// What the search for partners sees of firms and of what they would earn.
struct FirmParties {
    JoiningParameters const& joining;
    FirmSupportParameters const& support;
    In<&Firms::municipality> municipality;
    In<&Firms::capability> capability;
    In<&Firms::mark_up> mark_up;
    In<&Firms::cost_factor> cost_factor;
    In<&Firms::expectation> expectation;
    In<&Solutions::cost> cost;
    In<&Missions::need_interval> need_interval;
    In<&Municipalities::households> households;
    In<&Labs::horizon> horizon;
    CandidateFirms near;

    Capabilities known_by(std::size_t f) const { return capability_set(capability.row(f)); }

    /// A firm that lab l of solution s and mission m in municipality i meets.
    FirmCandidate candidate(Draws& draws, std::size_t l, std::size_t i, std::size_t m, std::size_t s,
                            Capabilities const& required) const {
        auto const f = near.one_near(draws, i);
        auto const known = known_by(f);
        LabProspect const prospect{.expectation = expectation(f),
                                   .horizon = horizon(l),
                                   .coverage = coverage_of(required, known),
                                   .market = households(i) * 12 / need_interval(m),
                                   .margin = mark_up(f) * cost_factor(f) * cost(s)};
        return {.party = f,
                .municipality = static_cast<std::size_t>(municipality(f)),
                .capabilities = known,
                .willing = firm_joins(prospect, support.credit_rate, joining)};
    }
};

}  // namespace spil
