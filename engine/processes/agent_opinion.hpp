#pragma once
/// \file agent_opinion.hpp  Opinions of agents move towards a contact's, with what they live through, and
/// down at a visible failure (SM16b).
///
/// At an occasion (rate 1/12 a month) an agent with opinion o meets one of its contacts, with opinions o',
/// and then weighs what is offered to itself; mission by mission:
///
///     o += mu (o' - o)            when |o' - o| < bound
///     o += nu judgement           mean over the solutions it is offered (common/lived.hpp)
///     o -= 0.1                    for every agent of the municipality, at each visible failure
///
/// An occasion serves all missions at once. Failures are known by municipality only: each of M missions gets
/// 1/M of the shift. Opinions are kept in hundredths and rounded up or down by chance, so that small moves
/// are right on average; those that would leave -1..1 stay at the end. A bin of the municipality's histogram
/// holds the opinions nearest to its middle.
///
/// Reads opinions, offers, learning, labs, failures; writes agents' opinions, their counts and the
/// municipality's histogram.
/// Source: bounded confidence after Deffuant et al. (2000).

#include <array>
#include <cstdint>

#include "engine/processes/common/contacts.hpp"
#include "engine/processes/common/lived.hpp"
#include "engine/world/access.hpp"

namespace spil {

/// The bins of opinions -100..100. Outside the function, or it would lie on the stack anew at every call.
inline constexpr auto bins_of_opinions = [] {
    std::array<std::uint8_t, 201> bin{};
    for (int place = 0; place <= 200; ++place) {
        int const below = place / 10, rest = place % 10;
        bool const up = rest > 5 || (rest == 5 && below % 2 == 1);
        bin[static_cast<std::size_t>(place)] = static_cast<std::uint8_t>(up ? below + 1 : below);
    }
    return bin;
}();

/// The bin that an opinion in hundredths counts in. One on a boundary goes to the even bin, so that the
/// histogram is right on average.
constexpr std::size_t opinion_bin(int hundredths) {
    return bins_of_opinions[static_cast<unsigned>(hundredths + 100)];
}

void revise_opinions_as_agents(
    Step const& step, OpinionParameters const& p, ContactParameters const& contacts,
    Geography const& geography, In<&Municipalities::accepted_fit> accepted_fit,
    In<&Municipalities::implemented> implemented, In<&Municipalities::learning> learning,
    In<&Municipalities::offer> offer, In<&Municipalities::opposition> opposition,
    In<&Municipalities::failures> failures, In<&Labs::stage> stage, In<&Labs::host> host,
    In<&Labs::solution> solution, In<&Labs::learning> lab_learning, In<&Labs::civic_partners> civic_partners,
    In<&Communities::first> first, In<&Communities::agents> agents, In<&Citizens::opinion> opinion,
    Update<&Citizens::opinion> opinion_next, Update<&Communities::opinions> counts,
    Out<&Municipalities::opinion> histogram);

}  // namespace spil
