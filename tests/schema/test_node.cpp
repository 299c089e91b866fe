#include "engine/schema/node.hpp"

#include "tests/support/catch.hpp"

using namespace spil;

TEST_CASE("A node says what kind of value it is", "[schema][node]") {
    CHECK(Node{{}, true}.kind() == "true or false");
    CHECK(Node{{}, std::int64_t{3}}.kind() == "a whole number");
    CHECK(Node{{}, 3.5}.kind() == "a number with a fraction");
    CHECK(Node{{}, std::string{"x"}}.kind() == "a text");
    CHECK(Node{{}, NodeArray{}}.kind() == "a list");
    CHECK(Node{{}, NodeTable{}}.kind() == "a table");
}

TEST_CASE("A node gives what it holds and nothing else", "[schema][node]") {
    Node const text{{"a.toml", 1, 1}, std::string{"word"}};
    REQUIRE(text.text() != nullptr);
    CHECK(*text.text() == "word");
    CHECK(text.table() == nullptr);
    CHECK(text.array() == nullptr);

    Node const list{{}, NodeArray{{text, text}}};
    REQUIRE(list.array() != nullptr);
    CHECK(list.array()->items.size() == 2);
    CHECK(list.array()->items[1].place == Place{"a.toml", 1, 1});
    CHECK(list.text() == nullptr);
}

TEST_CASE("A table finds its keys - the first of equals", "[schema][node]") {
    NodeTable const table{
        {{"a", {{"f", 1, 1}, 1.0}}, {"b", {{"f", 2, 1}, NodeTable{}}}, {"a", {{"f", 3, 1}, 2.0}}}};
    REQUIRE(table.find("a") != nullptr);
    CHECK(table.find("a")->place.line == 1);
    REQUIRE(table.find("b") != nullptr);
    CHECK(table.find("b")->table() != nullptr);
    CHECK(table.find("c") == nullptr);
    CHECK(table.find("") == nullptr);
    CHECK(NodeTable{}.find("a") == nullptr);
}
