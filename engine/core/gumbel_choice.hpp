#pragma once
/// \file gumbel_choice.hpp  The best of some alternatives, each with a Gumbel error of its own.
///
/// The two logarithms of an error are worked out only for alternatives that could still win: the word drawn
/// tells at once, by a table, how large the error can be at most. The outcome is that of working out all.

#include <array>
#include <cstddef>

#include "engine/core/random.hpp"

namespace spil {

/// The Gumbel error at a uniform number on [0, 1): -ln(-ln u).
double gumbel_of(double uniform);

class GumbelChoice {
  public:
    /// \param scale  of the errors, at least 0
    explicit GumbelChoice(double scale);

    /// One more alternative. Among equals the one of the lowest number wins, in whatever order they come.
    void consider(std::size_t alternative, double utility, Draws draws) {
        double const luck = draws.uniform();
        // Rounding never turns the order round: what is below with the bound is below with the error.
        if (utility + scale_ * (*bounds_)[static_cast<std::size_t>(luck * bins)] < best_) return;
        double const with_error = utility + scale_ * gumbel_of(luck);
        if (with_error > best_ || (with_error == best_ && alternative < chosen_)) {
            best_ = with_error;
            chosen_ = alternative;
        }
    }
    /// The number of the best.
    std::size_t chosen() const { return chosen_; }

  private:
    static constexpr std::size_t bins = 1024;
    using Bounds = std::array<double, bins>;
    /// An upper bound of the errors at [k, k + 1) / bins.
    static Bounds const& bounds();

    double scale_;
    Bounds const* bounds_;
    double best_;
    std::size_t chosen_ = 0;
};

}  // namespace spil
