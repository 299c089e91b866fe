#include "engine/run/describe_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace spil::describe_text {

std::string escaped(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == '|') out += '\\';
        out += c;
    }
    return out;
}

std::string wrapped(std::string_view text, std::string_view start, std::size_t width) {
    std::string out, line{start};
    bool empty = true;
    for (std::size_t at = 0; at < text.size();) {
        auto const end = std::min(text.find(' ', at), text.size());
        auto const word = text.substr(at, end - at);
        if (!empty && line.size() + 1 + word.size() > width) {
            out += line + '\n';
            line = start;
            empty = true;
        }
        if (!empty) line += ' ';
        line += word;
        empty = false;
        at = end + 1;
    }
    return out + line + '\n';
}

std::string listed(std::vector<std::string> const& names, std::string_view if_none) {
    return names.empty() ? std::string{if_none} : fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace spil::describe_text
