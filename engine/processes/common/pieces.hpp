#pragma once
/// \file pieces.hpp  The agents of the country cut into pieces for parallel loops, each within a
/// municipality.
///
/// Sizes depend on the municipalities alone, so that results never depend on threads.

#include <algorithm>
#include <cstdint>
#include <vector>

#include "engine/core/parallel.hpp"
#include "engine/world/access.hpp"

namespace spil {

/// Agents `first`..`last` - 1 of a municipality.
struct Piece {
    std::size_t municipality = 0;
    std::uint32_t first = 0, last = 0;
};

inline std::vector<Piece> pieces_of(In<&Communities::first> const& first,
                                    In<&Communities::agents> const& agents) {
    constexpr std::uint32_t most = 16384;
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i < first.rows(); ++i)
        for (std::uint32_t done = 0; done < agents(i); done += most)
            pieces.push_back({i, first(i) + done, first(i) + std::min(agents(i), done + most)});
    return pieces;
}

/// Whether a piece is all of its municipality: what is counted of its agents can then be counted where the
/// municipality's counts stand, and no two pieces meet there.
inline bool whole(Piece const& piece, In<&Communities::agents> const& agents) {
    return piece.last - piece.first == agents(piece.municipality);
}
inline bool all_in_one_piece(std::vector<Piece> const& pieces, In<&Communities::agents> const& agents) {
    return std::all_of(pieces.begin(), pieces.end(), [&](Piece const& p) { return whole(p, agents); });
}

/// body(p, piece, state) for each piece, in parallel: large pieces one by one, small ones by the dozen, which
/// then share what `make` returns.
template <class Make, class Body>
void for_each_piece(std::vector<Piece> const& pieces, Make&& make, Body&& body) {
    std::size_t agents = 0;
    for (auto const& p : pieces) agents += p.last - p.first;
    std::size_t const mean = agents / std::max<std::size_t>(1, pieces.size());
    for_each_chunk(
        pieces.size(),
        [&](std::size_t, std::size_t first, std::size_t last) {
            auto state = make();
            for (auto p = first; p < last; ++p) body(p, pieces[p], state);
        },
        Grain{std::clamp<std::size_t>(16384 / (mean + 1), 1, 64)});
}

/// body(p, piece) for each piece.
template <class Body>
void for_each_piece(std::vector<Piece> const& pieces, Body&& body) {
    for_each_piece(
        pieces, [] { return 0; }, [&](std::size_t p, Piece const& piece, int) { body(p, piece); });
}

}  // namespace spil
