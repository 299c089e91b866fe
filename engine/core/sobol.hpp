#pragma once
/// \file sobol.hpp  Sobol' points, and Owen's scrambling of them.
///
/// The first 2^m points of the sequence put one point into each of the 2^m equal parts of every quantity's
/// range, and as evenly into boxes over several quantities. The zero point is the first: without it (as in
/// boost::random::sobol) that no longer holds. The order is that of the Gray code.
///
/// Nested uniform scrambling takes every interval of half the length, quarter, ... and swaps its two halves
/// or not, by a coin of its own: the even spread stays, and each point by itself becomes uniform on [0, 1).
/// A coin is addressed by master seed, name of the quantity and interval. What lies below 2^-20, where no
/// two points of a design share an interval, is drawn anew for each.
///
/// The quantities take the dimensions in their order: when one joins or leaves, those after it change their
/// points. More points leave the first ones as they are.
///
/// Source: Sobol' (1967); direction numbers of Joe and Kuo (2008), SIAM J. Sci. Comput. 30, new-joe-kuo-6,
/// from Boost.Random; Owen (1995), scrambling; Owen (2022), arXiv:2008.08051, on the zero point.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace spil {

/// How many dimensions there are direction numbers for.
extern std::size_t const most_sobol_dimensions;
/// The most points: beyond, two of them would share an interval of 2^-20.
constexpr std::size_t most_sobol_points = std::size_t{1} << 20;

/// The unscrambled points as 32-bit fractions, point by dimension; the zero point first.
std::vector<std::vector<std::uint32_t>> sobol_fractions(std::size_t points, std::size_t dimensions);

/// A fraction, scrambled for a quantity; on [0, 1).
double owen_scrambled(std::uint32_t fraction, std::uint64_t master_seed, std::string_view name);

/// Shares on [0, 1), point by name; each name is a dimension of its own.
std::vector<std::vector<double>> sobol_points(std::size_t points, std::span<std::string const> names,
                                              std::uint64_t master_seed, bool scramble);

}  // namespace spil
