#pragma once
/// \file human.hpp  Numbers and lines for people: few digits, thousands separators, words for large powers.
///
/// The locale of the machine plays no part: the same value gives the same text everywhere.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/summary.hpp"

namespace spil {

enum class Sign { only_minus, always };

/// Three significant digits: "12,300", "0.0123", "1.23 million"; scientific below 0.0001; "n/a" for NaN.
std::string human_number(double value, Sign sign = Sign::only_minus);

/// A difference and its interval with the same decimals and scale, so that they can be read together.
struct HumanDifference {
    std::string value;     ///< signed: "+1.23"
    std::string interval;  ///< "[0.81, 1.65]"; "" when there is none
    std::string scale;     ///< "million", ...; "" below a million
};

/// Three significant digits of the largest of the three numbers; up to three decimals more when an end of
/// the interval would otherwise pass for zero.
HumanDifference human_difference(double difference, Interval interval);

/// A share as a percentage without its sign: "73", one decimal when rounding would claim none or all.
std::string human_share(double share);

/// "73 % [70-76 %]".
std::string human_share(double share, Interval interval);

/// A signed percentage with two significant digits below 10: "+5.2 %", "-31 %". `percent` is in percent.
std::string human_percent(double percent);

/// How many times: one decimal below ten, whole above.
std::string human_ratio(double ratio);

/// "1,000".
std::string human_count(std::size_t count);

/// "1 world", "1,000 worlds".
std::string human_count(std::size_t count, std::string_view noun);

/// "120 kB", "35 MB", "1.2 GB".
std::string human_bytes(std::uint64_t bytes);

/// Columns taken on a terminal, counting code points of UTF-8.
std::size_t display_width(std::string_view text);

/// Filled with blanks to `width` columns.
std::string padded_right(std::string_view text, std::size_t width);
std::string padded_left(std::string_view text, std::size_t width);

/// At most `width` columns, the end replaced by an ellipsis when something had to go.
std::string clipped(std::string_view text, std::size_t width);

/// Breaks at blanks into lines of at most `width` columns, each after `indent` blanks. A blank inside square
/// brackets or before "%" is not broken at; a word longer than a line stays whole.
std::vector<std::string> wrapped(std::string_view text, std::size_t width, std::size_t indent);

}  // namespace spil
