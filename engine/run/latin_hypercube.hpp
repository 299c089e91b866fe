#pragma once
/// \file latin_hypercube.hpp  Latin hypercube sampling, one quantity at a time.
///
///     u_p = (s_p + e_s) / n          p = 0 .. n - 1;  s a random order of 0 .. n - 1;  e uniform on [0, 1)
///
/// Each of the n equal parts of [0, 1) holds exactly one of the n points, in every quantity. The order and
/// the place within a part are addressed by the master seed, the quantity's name and the part alone: another
/// quantity that joins the study or leaves it changes nothing here. Source: McKay, Beckman and Conover
/// (1979), Technometrics 21(2).

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace spil {

/// One value on [0, 1) for each point.
/// \param name    of the quantity, "section.parameter"
/// \param points  at most 2^20, what an address can tell apart
std::vector<double> latin_hypercube(std::uint64_t master_seed, std::string_view name, std::size_t points);

}  // namespace spil
