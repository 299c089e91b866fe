#pragma once
/// \file distribution.hpp  How a quantity that nobody knows exactly is spread: its value at a share.
///
/// A design of points gives shares u on [0, 1]; the value is the quantile, the inverse of the distribution
/// function. So every design goes with every distribution:
///
///     uniform       low + u (high - low)
///     log_uniform   low (high / low)^u                   the logarithm is uniform; low > 0
///     normal        mean + sd Phi^-1(a + u (b - a))      cut off: a and b are Phi at low and at high
///     triangular    low + sqrt(u (high - low)(mode - low)) up to the mode, as much from above beyond it
///     integer       low + floor(u (high - low + 1))      each whole number equally likely
///     categorical   the first value whose weight, with all before it, is more than u of the whole
///
/// u = 1, which designs on a grid have, is the upper end. A normal distribution that is cut off is the normal
/// one given that the value lies within: nothing heaps up at the ends. Source: Boost.Math for Phi and the
/// triangle.

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "engine/schema/field.hpp"

namespace spil {

enum class DistributionKind : std::uint8_t { uniform, log_uniform, normal, triangular, integer, categorical };
template <>
struct Words<DistributionKind> {
    static constexpr std::array<std::string_view, 6> list{"uniform",    "log_uniform", "normal",
                                                          "triangular", "integer",     "categorical"};
};

/// The declared part of a distribution; units are those of its quantity. NaN: not given.
struct DistributionSettings {
    static constexpr double not_given = std::numeric_limits<double>::quiet_NaN();

    DistributionKind distribution = DistributionKind::uniform;
    double low = not_given;
    double high = not_given;
    double mean = not_given;
    double sd = not_given;
    double mode = not_given;
    std::int64_t levels = 0;

    template <class F>
    static constexpr auto fields(F&& f) {
        using D = DistributionSettings;
        return f(field(&D::distribution, "distribution",
                       "how the quantity is spread; categorical when only values are given", design()),
                 field(&D::low, "low", "1", any_value(),
                       "lower end, in the quantity's unit; the plausible one when left out, for normal the "
                       "lowest value allowed",
                       design()),
                 field(&D::high, "high", "1", any_value(), "upper end, likewise", design()),
                 field(&D::mean, "mean", "1", any_value(), "normal: mean before it is cut off at the ends",
                       design()),
                 field(&D::sd, "sd", "1", at_least(0), "normal: standard deviation before it is cut off",
                       design()),
                 field(&D::mode, "mode", "1", any_value(), "triangular: the most likely value", design()),
                 field(&D::levels, "levels", "1", within(0, 1000),
                       "full factorial: levels of this quantity; 0: those of the design", design()));
    }
};

struct Distribution {
    DistributionSettings settings;
    std::vector<double> values;   ///< categorical: true as 1, a word by its place among those allowed
    std::vector<double> weights;  ///< categorical: one for each value; none when all are as likely
};

/// The keys that a kind of distribution reads, besides `distribution`.
std::span<std::string_view const> keys_of(DistributionKind kind);

/// The value at a share. \param share  on [0, 1]
double quantile(Distribution const& d, double share);

/// What a normal distribution keeps of itself between `low` and `high`, as a share.
double kept_between(DistributionSettings const& normal);

}  // namespace spil
