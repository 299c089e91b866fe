#pragma once
/// \file measures.hpp  Small pure measures of a world, out of which the results are made.

#include <span>

#include "engine/world/world.hpp"

namespace spil {

/// Mean of a municipal column weighted by inhabitants, at one offset of its row.
double per_inhabitant(World const& world, std::vector<double> const& values, std::size_t width,
                      std::size_t offset);
/// Plain mean of a column.
double plain_mean(std::span<double const> values);
/// Share of residents served, mean over missions, in municipality i.
double served_here(World const& world, std::size_t i);
/// The same for the country, per inhabitant.
double served_everywhere(World const& world);
/// Theil index of served_here between municipalities, weighted by inhabitants: 0 when all are equal, and when
/// nobody is served.
double theil_of_service(World const& world);

/// How labs ended: those whose money stopped at least `window` months before `month`.
struct Endings {
    int ended = 0;
    int embedded = 0;          ///< of these, institutionalised within the window
    double spent = 0;          ///< EUR, all labs
    double spent_on_lost = 0;  ///< EUR, labs lost within the window
};
Endings endings(World const& world, int month, double window);

}  // namespace spil
