#pragma once
/// \file logistic_bounds.hpp  Whether something of chance logistic(v) happens, mostly without an exponential.
///
/// A table tells between which two numbers the chance lies; most draws fall outside them. The outcome is that
/// of working out the chance.

#include <algorithm>
#include <array>
#include <cstddef>

#include "engine/processes/common/embedding.hpp"

namespace spil {

class LogisticBounds {
  public:
    static LogisticBounds const& table() {
        static LogisticBounds const bounds;
        return bounds;
    }
    /// Numbers that logistic(value) lies between, however it is rounded.
    double lower(double value) const { return lower_[cell(value)]; }
    double upper(double value) const { return upper_[cell(value)]; }

    /// draw < logistic(value)
    bool happens(double draw, double value) const {
        auto const k = cell(value);
        if (draw >= upper_[k]) return false;
        return draw < lower_[k] || draw < logistic(value);
    }

  private:
    static constexpr std::size_t reach = 12;  ///< the first and the last cell have no end
    static constexpr std::size_t per_unit = 16, cells = 2 * reach * per_unit;

    LogisticBounds() {
        constexpr double rounding = 1e-12;
        for (std::size_t k = 0; k < cells; ++k) {
            double const from = static_cast<double>(k) / per_unit - double{reach};
            lower_[k] = k == 0 ? 0 : logistic(from) - rounding;
            upper_[k] = k + 1 == cells ? 1 : logistic(from + 1.0 / per_unit) + rounding;
        }
    }
    static std::size_t cell(double value) {
        return static_cast<std::size_t>(std::clamp((value + reach) * per_unit, 0.0, cells - 1.0));
    }

    std::array<double, cells> lower_{}, upper_{};
};

}  // namespace spil
