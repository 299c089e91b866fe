#pragma once
/// \file describe_text.hpp  Small helpers for the texts of engine/run/describe*.cpp.

#include <string>
#include <string_view>
#include <vector>

namespace spil::describe_text {

/// For a cell of a Markdown table.
std::string escaped(std::string_view text);
/// Words broken into lines of at most `width` bytes that begin with `start`; ends with a line break.
std::string wrapped(std::string_view text, std::string_view start, std::size_t width);
/// "a, b, c"
std::string listed(std::vector<std::string> const& names, std::string_view if_none);

}  // namespace spil::describe_text
