#include "engine/schema/described.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>

namespace spil {

std::string Described::likely() const {
    if (std::isnan(range.likely_low)) return {};
    return fmt::format("{} to {}", range.likely_low, range.likely_high);
}

std::string Described::origin() const {
    std::string const basis{to_string(source.basis)};
    return source.reference.empty() ? basis : fmt::format("{}: {}", basis, source.reference);
}

std::vector<Described> described(std::string_view group, std::span<Binding const> bindings) {
    std::vector<Described> all;
    for (auto const& b : bindings) {
        Described d;
        d.group = group;
        d.name = b.name;
        auto const* text = std::get_if<std::string*>(&b.target);
        d.text = text != nullptr ? toml_quoted(**text) : b.text();
        d.number = b.number();
        d.free_text = text != nullptr;
        d.truth = std::holds_alternative<bool*>(b.target);
        d.unit = b.unit;
        d.allowed = b.allowed();
        d.range = b.range;
        d.source = b.source;
        d.meaning = b.meaning;
        all.push_back(std::move(d));
    }
    return all;
}

std::string toml_quoted(std::string_view text) {
    std::string out = "\"";
    for (char const c : text) {
        auto const code = static_cast<unsigned>(static_cast<unsigned char>(c));
        if (c == '"' || c == '\\')
            out += {'\\', c};
        else if (c == '\n')
            out += "\\n";
        else if (c == '\t')
            out += "\\t";
        else if (code < 0x20 || code == 0x7F)
            out += fmt::format("\\u{:04X}", code);
        else
            out += c;
    }
    return out + '"';
}

}  // namespace spil
