#pragma once
/// \file opinion.hpp  Opinions move towards those heard, with what residents live through, and down at a
/// visible failure (SM16b as a mean field).
///
/// At an occasion (rate 1/12 a month) a resident with opinion o meets somebody with opinion o' and then
/// weighs what was offered to them:
///
///     o += mu (o' - o)                            when |o' - o| < bound, else nothing
///     o += nu (E_A - burden (1 - part) / 2)       for the share that is offered something in the mission
///     o -= 0.1                                    for everybody, at each visible failure in the mission
///
/// E_A = L_A q_A (1 - opposition / 2) is how accepted the solutions on offer are, `part` how far residents
/// take part (civic partners of the lab, two for full), both averaged with the offers as weights; a solution
/// at work without a lab row counts with part 0. Failures are known by municipality only: each of M missions
/// gets 1/M of the shift.
///
/// Opinions stand in 21 bins. Mass that should land between two bins is split between them linearly, which
/// keeps mass and mean and blurs by at most half a bin; hence opinions never agree more closely than about
/// one bin. Mass that would leave -1..1 stays at the end.
///
/// Reads opinions, offers, learning, labs, failures; writes opinion.
/// Source: bounded confidence after Deffuant et al. (2000), in its density form (Ben-Naim, Krapivsky and
/// Redner 2003).

#include <array>
#include <utility>
#include <vector>

#include "engine/processes/common/contacts.hpp"
#include "engine/processes/common/lived.hpp"
#include "engine/world/access.hpp"

namespace spil {

using OpinionShares = std::array<double, opinion_bins>;

/// Histograms side by side, so that a processor takes several at once: entry [bin][lane].
inline constexpr std::size_t opinion_lanes = 8;
using OpinionBlock = std::array<std::array<double, opinion_lanes>, opinion_bins>;

/// One month of meetings as a matrix that is known in advance: for a mover in bin b and an other in bin b +
/// d, the share of the movers that lands in bin b + shift.
class Meetings {
  public:
    explicit Meetings(OpinionParameters const& p);

    /// `shares` after one month when the others' opinions are distributed as `heard` (both sum to 1).
    OpinionBlock after(OpinionBlock const& shares, OpinionBlock const& heard) const;

  private:
    struct Move {
        int shift = 0;
        std::vector<std::pair<int, double>> others;  ///< (d, share), d ascending; the rate is included
    };
    std::vector<Move> moves_;
};

/// Moves `share` (0..1) of the mass in every bin by `bins` bins, split linearly; what would leave stays at
/// the end.
void shift_opinions(OpinionShares& shares, double share, double bins);

void revise_opinions(Step const& step, OpinionParameters const& p, ContactParameters const& contacts,
                     In<&Municipalities::population> population,
                     In<&Municipalities::accepted_fit> accepted_fit,
                     In<&Municipalities::implemented> implemented, In<&Municipalities::learning> learning,
                     In<&Municipalities::offer> offer, In<&Municipalities::opposition> opposition,
                     In<&Municipalities::failures> failures, In<&Labs::stage> stage, In<&Labs::host> host,
                     In<&Labs::solution> solution, In<&Labs::learning> lab_learning,
                     In<&Labs::civic_partners> civic_partners, In<&Municipalities::opinion> opinion,
                     Out<&Municipalities::opinion> opinion_next);

}  // namespace spil
