#pragma once
/// \file text.hpp  Small helpers for words: splitting, trimming, and the nearest known word to a misspelt
/// one.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace spil {

/// The parts of `text` between separators; always one more part than there are separators.
std::vector<std::string> split(std::string_view text, char separator);

/// `text` without blanks (space, tab, carriage return, newline) at either end.
std::string_view trim(std::string_view text);

/// `text` as a finite decimal number, blanks around it allowed; nothing when any other character is left
/// over.
std::optional<double> parse_number(std::string_view text);

/// Steps between two words: insert, delete or replace one byte, or swap two neighbours (optimal string
/// alignment). Source: Damerau (1964), Communications of the ACM 7(3).
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate that is most likely meant by `word`: the fewest edit steps, upper and lower case (ASCII)
/// taken as equal, at most one step for every three bytes of the word (at least one). The first candidate
/// wins a tie. Nothing when no candidate is that near.
std::optional<std::string> nearest(std::string_view word, std::span<std::string const> candidates);

/// Offset of the first byte that is not plain text: a control character other than tab, newline and the
/// carriage return before a newline, or a byte that is not valid UTF-8. Nothing when all is text.
std::optional<std::size_t> first_non_text(std::string_view bytes);

}  // namespace spil
