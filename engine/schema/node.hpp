#pragma once
/// \file node.hpp  A user's input as a tree of values that know where they were written.
///
/// Neutral ground between a file format (TOML, read in io) and what is declared (parameters, knobs): formats
/// stay in their one place, and every complaint can name file, line and column.

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/core/error.hpp"

namespace spil {

struct Node;
struct NodeEntry;

struct NodeTable {
    std::vector<NodeEntry> entries;  ///< in the order written

    Node const* find(std::string_view key) const;
};

struct NodeArray {
    std::vector<Node> items;
};

/// One value of the input, with the place of its key (or of itself, inside an array).
struct Node {
    Place place;
    std::variant<bool, std::int64_t, double, std::string, NodeArray, NodeTable> value;

    /// "a whole number", "a text", ...: how messages call this kind of value.
    std::string kind() const;
    NodeTable const* table() const { return std::get_if<NodeTable>(&value); }
    NodeArray const* array() const { return std::get_if<NodeArray>(&value); }
    std::string const* text() const { return std::get_if<std::string>(&value); }
};

struct NodeEntry {
    std::string key;
    Node node;
};

}  // namespace spil
