#pragma once
/// \file kene.hpp  What an organisation or a firm can do: its kene, a short list of triples (SM15, SM9).
///
///     triple      capability C in 1..100 (0: an empty place), ability A in 0..9, expertise E in 0..10
///     overlap     o = #(C_a and C_b) / min(#C_a, #C_b)           cognitive fit  4 o (1 - o)
///     coverage    chi = #(C_required and C_present) / #C_required
///     learning    the teacher's best capability that one lacks, with the teacher's ability and E - 1; it
///                 takes an empty place, else that of the least expertise, if it brings more
///     research    incremental: a used triple's ability moves by 1; radical: a triple gets another capability
///     use         expertise of what is used grows by 1, the rest loses 1; at 0 it is forgotten
///
/// Kenes live in three columns of kene_length bytes a row (world/column.hpp, Axis::kene). A mission's
/// solutions ask for capabilities of one neighbourhood of the hundred, so that those who serve a mission
/// understand each other more or less. Nothing here knows firms or organisations.
/// Source: kenes as in SKIN (Gilbert, Ahrweiler and Pyka; Gilbert 1997), written anew; best collaboration at
/// middling cognitive distance (Nooteboom et al. 2007).

#include <bitset>
#include <cstdint>
#include <span>

#include "engine/core/random.hpp"
#include "engine/world/column.hpp"

namespace spil {

inline constexpr int capability_kinds = 100;
inline constexpr int highest_ability = 9;
inline constexpr int highest_expertise = 10;

/// A set of capabilities: bit C for capability C; bit 0 is never set.
using Capabilities = std::bitset<capability_kinds + 1>;

/// One row of the three columns; the spans have the same length.
struct KeneView {
    std::span<std::uint8_t const> capability, ability, expertise;
};
struct Kene {
    std::span<std::uint8_t> capability, ability, expertise;

    operator KeneView() const { return {capability, ability, expertise}; }
};

/// The capabilities in a list; 0 is no capability.
Capabilities capability_set(std::span<std::uint8_t const> capabilities);

/// Shared capabilities over those of the smaller set; 0 when one of them is empty.
double kene_overlap(Capabilities const& a, Capabilities const& b);
/// How fruitful working together is: 0 for strangers and for twins, 1 half way.
constexpr double cognitive_fit(double overlap) {
    return 4 * overlap * (1 - overlap);
}
/// Share of what is required that is present; 1 when nothing is required.
double coverage_of(Capabilities const& required, Capabilities const& present);

/// The capabilities that a solution takes: distinct, from the neighbourhood of its mission.
void draw_required(std::uint64_t seed, std::size_t mission, std::size_t solution,
                   std::span<std::uint8_t> required);

/// A kene of `triples` distinct capabilities (at most its length, the rest stays empty): the first `known` of
/// them from `required`, the others from all hundred.
void draw_kene(Draws& draws, std::span<std::uint8_t const> required, int known, int triples, Kene kene);

/// Learns one missing capability from a teacher, by the rule above. False when there is nothing to learn:
/// what the teacher hardly masters (E < 2) cannot be passed on.
bool learn_triple(Kene mine, KeneView teacher);

/// Ability of one triple that serves `required` moves up or down by 1 within its bounds; nothing happens
/// where no triple serves.
void research_incremental(Draws& draws, Capabilities const& required, Kene kene);
/// The triple of least expertise gets a capability that the kene lacks: one of `wanted` where there is one,
/// else any.
void research_radical(Draws& draws, Capabilities const& wanted, Kene kene);

/// Expertise after a year in which `used` was used.
void practise(Capabilities const& used, Kene kene);

}  // namespace spil
