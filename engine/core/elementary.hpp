#pragma once
/// \file elementary.hpp  Exponentials, logarithms and powers that give the same bits on every processor.
///
/// A mathematical library may choose another way of working out std::exp for a processor with fused
/// multiplication, and its next version another one still: a batch that is resumed on another machine would
/// no longer be the batch it was. These are sums and products of doubles alone, in a fixed order, which IEEE
/// 754 settles to the last bit. All but `pow` and `log1p` hold no branches and no calls, so that loops of
/// them become vectors.
///
/// Right to within 2.5 units in the last place over the ranges given, `pow` to 2 (1 + |y ln x|) of them
/// (tests compare with long double). Sources: range reduction in two parts of ln 2 by Cody and Waite (1980);
/// logarithms by the series of atanh as in Tang (1990); polynomials fitted at Chebyshev nodes (error below
/// 0.15 units).

#include <bit>
#include <cstdint>
#include <limits>

namespace spil::elementary {

namespace detail {

inline constexpr double infinity = std::numeric_limits<double>::infinity();
/// ln 2 in two parts: whole numbers up to 2^11 times the first are exact.
inline constexpr double ln2_high = 0x1.62e42fefa3800p-1, ln2_low = 0x1.ef35793c76730p-45;
/// Below the first e^x counts as 0, above the second it would be infinite soon.
inline constexpr double least_exponent = -708, most_exponent = 709;

/// e^x = scale (1 + more), least_exponent <= x <= most_exponent.
struct Exponential {
    double scale, more;
};

inline Exponential exponential(double x) {
    constexpr double to_whole = 0x1.8p52;  // adding it leaves no bits for a fraction
    double const shifted = x * 0x1.71547652b82fep+0 + to_whole;
    double const k = shifted - to_whole;
    double const r = (x - k * ln2_high) - k * ln2_low;
    double const r2 = r * r, r4 = r2 * r2;
    double const q01 = 0.5 + r * 0x1.5555555555556p-3;
    double const q23 = 0x1.5555555553d4fp-5 + r * 0x1.11111111109adp-7;
    double const q45 = 0x1.6c16c17893833p-10 + r * 0x1.a01a01a7c8d47p-13;
    double const q67 = 0x1.a019b8ef67c6cp-16 + r * 0x1.71de0d9c145d0p-19;
    double const q89 = 0x1.2891a8c1d838dp-22 + r * 0x1.af38d53857513p-26;
    double const q = (q01 + r2 * q23) + r4 * ((q45 + r2 * q67) + r4 * q89);
    auto const exponent = std::bit_cast<std::uint64_t>(shifted) + 1023;  // k stands in its lowest bits
    return {std::bit_cast<double>(exponent << 52), r + r2 * q};
}

inline double within_exponents(double x) {
    double const low = x < least_exponent ? least_exponent : x;
    return low > most_exponent ? most_exponent : low;
}

}  // namespace detail

/// e^x; 0 below x = -708, infinity above 709.
inline double exp(double x) {
    auto const [scale, more] = detail::exponential(detail::within_exponents(x));
    double const value = scale + scale * more;
    double const bounded = x < detail::least_exponent ? 0.0 : value;
    return x > detail::most_exponent ? detail::infinity : bounded;
}

/// e^x - 1, exact for small x too; -1 below x = -708, infinity above 709.
inline double expm1(double x) {
    auto const [scale, more] = detail::exponential(detail::within_exponents(x));
    double const value = scale * more + (scale - 1);
    return x > detail::most_exponent ? detail::infinity : value;
}

/// Natural logarithm; -infinity at 0, no number below. Numbers too small for a full mantissa count as 0.
inline double log(double x) {
    constexpr std::uint64_t root_of_half = 0x3fe6a09e667f3bcd;
    auto const bits = std::bit_cast<std::uint64_t>(x);
    // x = 2^k m with m between the roots of 1/2 and of 2. The exponent becomes a double by way of the lowest
    // bits of 2^52: vectors have no conversion for it.
    auto const exponent = (bits - root_of_half + (std::uint64_t{1023} << 52)) >> 52;
    double const k = std::bit_cast<double>(exponent | 0x4330000000000000) - (0x1p52 + 1023);
    double const m = std::bit_cast<double>(bits - ((exponent - 1023) << 52));
    double const f = m - 1;
    double const s = f / (2 + f);
    double const z = s * s, z2 = z * z;
    double const p01 = 0x1.5555555555558p-1 + z * 0x1.99999999952abp-2;
    double const p23 = 0x1.2492492df7663p-2 + z * 0x1.c71c62ddb431bp-3;
    double const p45 = 0x1.7462b6e311a89p-3 + z * 0x1.39fe16ad885a7p-3;
    double const tail = z * (p01 + z2 * (p23 + z2 * (p45 + z2 * 0x1.2b5bd9a316a24p-3)));
    double const half_square = 0.5 * f * f;
    double const value =
        k * detail::ln2_high + (f - (half_square - (s * (half_square + tail) + k * detail::ln2_low)));
    double const positive = x < std::numeric_limits<double>::min() ? -detail::infinity : value;
    double const finite = x < detail::infinity ? positive : x;  // also where x is no number
    return x < 0 ? std::numeric_limits<double>::quiet_NaN() : finite;
}

/// ln(1 + x), exact for small x too; x >= -1.
inline double log1p(double x) {
    double const sum = 1 + x;
    // What rounding took from the sum is given back in proportion (Kahan).
    double const part = sum == 1 || !(sum < detail::infinity) ? 1.0 : x / (sum - 1);
    return sum == 1 ? x : log(sum) * part;
}

/// x^y, x >= 0; exact for y = 0 and 1.
inline double pow(double x, double y) {
    if (y == 0) return 1;
    if (y == 1) return x;
    return exp(y * log(x));
}

/// x^(-1/3), x > 0 (1e-290 to 1e290): Newton's method of the third order, without a division.
inline double inverse_cube_root(double x) {
    // A third of the exponent, and of the mantissa, as one whole number (of the upper half): right to 4 %.
    auto const third = (std::bit_cast<std::uint64_t>(x) >> 32) * 0x55555556 >> 32;
    double y = std::bit_cast<double>((0x553ef0ff - third) << 32);
    for (int k = 0; k < 3; ++k) {
        double const h = 1 - x * y * (y * y);
        y += y * h * (1.0 / 3 + h * (2.0 / 9));
    }
    return y;
}

/// x without the bits that a library's own functions may give otherwise elsewhere (to 24 bits of mantissa).
inline double to_single(double x) {
    return static_cast<double>(static_cast<float>(x));
}

}  // namespace spil::elementary
