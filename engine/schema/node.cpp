#include "engine/schema/node.hpp"

#include <array>

namespace spil {

Node const* NodeTable::find(std::string_view key) const {
    for (auto const& [name, node] : entries)
        if (name == key) return &node;
    return nullptr;
}

std::string Node::kind() const {
    static constexpr std::array<char const*, 6> names{
        "true or false", "a whole number", "a number with a fraction", "a text", "a list", "a table"};
    return names[value.index()];
}

}  // namespace spil
