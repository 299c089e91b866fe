#pragma once
/// \file deferred_acceptance.hpp  Who teams up with whom, when both sides choose and places are few: deferred
/// acceptance.
///
///     proposers propose to those they like best and have not asked yet, as long as they have places left;
///     receivers hold the best they were offered, up to their own places, and turn the others away
///
/// The outcome is stable: no two that are not matched would both rather be, in a free place or in that of
/// another. With strict preferences it is the best stable outcome for every proposer, and does not depend on
/// the order in which they propose.
/// Source: Gale and Shapley (1962); many to many with one's places filled one by one as in Roth (1984).

#include <cstddef>
#include <vector>

namespace spil {

/// One proposer and one receiver that would accept each other, and how much they like that.
struct Suit {
    std::size_t proposer = 0, receiver = 0;
    double to_proposer = 0;  ///< how much the proposer likes the receiver
    double to_receiver = 0;  ///< and the other way round
};

/// Which of the suits come about: their indices, rising. Equals are ordered by the index of the other side,
/// the lower first; a pair stands in one suit at most.
/// \param proposer_places, receiver_places  how many each takes
std::vector<std::size_t> deferred_acceptance(std::vector<Suit> const& suits,
                                             std::vector<int> const& proposer_places,
                                             std::vector<int> const& receiver_places);

}  // namespace spil
