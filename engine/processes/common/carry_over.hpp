#pragma once
/// \file carry_over.hpp  What knowledge from elsewhere is worth when a municipality starts by itself (SM12).
///
///     L_k^0 = K_jsk * c_js
///
/// c_js (municipalities.carry_over) is the mean over the sources of exp(-h_c |x_i - x_j|^2 / 2 l^2), each
/// source weighed by what was taken up from it: knowledge forgets where it came from, so one mean stands for
/// all its conditions.

namespace spil {

/// Learning on one condition at the start; both arguments in [0, 1].
constexpr double starting_learning(double knowledge, double carry_over) {
    return knowledge * carry_over;
}

}  // namespace spil
