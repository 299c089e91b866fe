#pragma once
/// \file carry_over.hpp  What knowledge from elsewhere is worth when a municipality starts by itself (SM12).
///
///     L_k^0 = K_jsk * c_js
///
/// c_js (municipalities.carry_over) is the mean over the sources of exp(-h_c |x_i - x_j|^2 / 2 l^2), each
/// source weighed by what was taken up from it: knowledge forgets where it came from, so one mean stands for
/// all its conditions.
/// When knowledge k grows by g that is worth w under the conditions here (w = g for what was learnt here):
///
///     c' = (k c + w) / (k + g)

namespace spil {

/// Learning on one condition at the start; both arguments in [0, 1].
constexpr double starting_learning(double knowledge, double carry_over) {
    return knowledge * carry_over;
}

/// c_js after knowledge `held` (mean over conditions) grew by `gained`, of which `worth` holds here.
constexpr double mixed_carry_over(double held, double carry_over, double gained, double worth) {
    return held + gained > 0 ? (held * carry_over + worth) / (held + gained) : carry_over;
}

}  // namespace spil
