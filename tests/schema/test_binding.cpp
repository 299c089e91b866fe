#include "engine/schema/binding.hpp"

#include <cmath>
#include <limits>

#include "tests/support/catch.hpp"

namespace {

enum class Shape : std::uint8_t { round, square, flat };

struct Thing {
    double size = 2;
    double shift = 0;
    double limit = 4;
    std::int64_t count = 3;
    bool open = true;
    std::string label = "x";
    Shape shape = Shape::square;

    template <class F>
    static constexpr auto fields(F&& f) {
        using namespace spil;
        using T = Thing;
        return f(field(&T::size, "size", "m", within(0, 5), "how large", assumption()),
                 field(&T::shift, "shift", "1", any_value(), "how far", assumption()),
                 field(&T::limit, "limit", "1", Range{-std::numeric_limits<double>::infinity(), 9}, "at most",
                       assumption()),
                 field(&T::count, "count", "1", at_least(1), "how many", assumption()),
                 field(&T::open, "open", "1", within(0, 1), "whether open", design()),
                 field(&T::label, "label", "what it is called", design()),
                 field(&T::shape, "shape", "its shape", design()));
    }
};

}  // namespace

template <>
struct spil::Words<Shape> {
    static constexpr std::array<std::string_view, 3> list{"round", "square", "flat"};
};

using namespace spil;

namespace {

Place const here{"thing.toml", 4, 2};

template <class T>
Node node(T value) {
    return {here, value};
}

Binding const& named(std::vector<Binding> const& bindings, std::string_view name) {
    for (auto const& b : bindings)
        if (b.name == name) return b;
    throw std::out_of_range(std::string{name});
}

/// What is said when `value` is assigned to the field of that name; nothing when it is accepted.
template <class T>
std::string said(Thing& thing, std::string_view name, T value) {
    std::vector<Problem> problems;
    named(bind(thing), name).assign(node(value), problems);
    if (problems.empty()) return "";
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].place == here);
    return problems[0].message;
}

}  // namespace

TEST_CASE("A binding shows its value as a user would write it", "[schema][binding]") {
    Thing thing;
    auto const bindings = bind(thing);
    REQUIRE(bindings.size() == 7);
    CHECK(named(bindings, "size").text() == "2.0");
    CHECK(named(bindings, "count").text() == "3");
    CHECK(named(bindings, "open").text() == "true");
    CHECK(named(bindings, "label").text() == "\"x\"");
    CHECK(named(bindings, "shape").text() == "\"square\"");
    thing.label = "say \"a\\b\"";
    CHECK(named(bindings, "label").text() == "\"say \\\"a\\\\b\\\"\"");

    CHECK(named(bindings, "size").number() == 2);
    CHECK(named(bindings, "count").number() == 3);
    CHECK(named(bindings, "open").number() == 1);
    CHECK(named(bindings, "shape").number() == 1);
    CHECK(std::isnan(named(bindings, "label").number()));
    thing.open = false;
    CHECK(named(bindings, "open").number() == 0);
    CHECK(named(bindings, "open").text() == "false");
}

TEST_CASE("A binding says what it admits", "[schema][binding]") {
    Thing thing;
    auto const bindings = bind(thing);
    CHECK(named(bindings, "size").allowed() == "0 to 5");
    CHECK(named(bindings, "shift").allowed() == "any number");
    CHECK(named(bindings, "limit").allowed() == "at most 9");
    CHECK(named(bindings, "count").allowed() == "at least 1");
    CHECK(named(bindings, "open").allowed() == "true or false");
    CHECK(named(bindings, "label").allowed() == "any text");
    CHECK(named(bindings, "shape").allowed() == "one of: round, square, flat");
}

TEST_CASE("Good values are taken", "[schema][binding]") {
    Thing thing;
    CHECK(said(thing, "size", 4.5).empty());
    CHECK(thing.size == 4.5);
    CHECK(said(thing, "size", std::int64_t{3}).empty());  // a whole number is a number
    CHECK(thing.size == 3.0);
    CHECK(said(thing, "size", 0.0).empty());
    CHECK(said(thing, "size", 5.0).empty());
    CHECK(said(thing, "count", std::int64_t{9}).empty());
    CHECK(thing.count == 9);
    CHECK(said(thing, "open", false).empty());
    CHECK_FALSE(thing.open);
    CHECK(said(thing, "label", std::string{"y"}).empty());
    CHECK(thing.label == "y");
    CHECK(said(thing, "shape", std::string{"flat"}).empty());
    CHECK(thing.shape == Shape::flat);
}

TEST_CASE("Wrong types and ranges are refused - and the value stays", "[schema][binding]") {
    Thing thing;
    CHECK(said(thing, "size", 5.5) == "'size' = 5.5 is out of range; allowed: 0 to 5 m");
    CHECK(said(thing, "size", std::int64_t{-1}) == "'size' = -1 is out of range; allowed: 0 to 5 m");
    CHECK(said(thing, "limit", 9.5) == "'limit' = 9.5 is out of range; allowed: at most 9");
    CHECK(said(thing, "count", std::int64_t{0}) == "'count' = 0 is out of range; allowed: at least 1");
    CHECK(said(thing, "size", std::string{"2"}) == "'size' must be a number, not a text; allowed: 0 to 5");
    CHECK(said(thing, "size", true) == "'size' must be a number, not true or false; allowed: 0 to 5");
    CHECK(said(thing, "count", 2.0) ==
          "'count' must be a whole number, not a number with a fraction; allowed: at least 1");
    CHECK(said(thing, "open", std::int64_t{1}) ==
          "'open' must be true or false, not a whole number; allowed: true or false");
    CHECK(said(thing, "label", NodeArray{}) == "'label' must be a text, not a list; allowed: any text");
    CHECK(said(thing, "shape", NodeTable{}) ==
          "'shape' must be a word, not a table; allowed: one of: round, square, flat");

    Thing const fresh;
    CHECK(thing.size == fresh.size);
    CHECK(thing.limit == fresh.limit);
    CHECK(thing.count == fresh.count);
    CHECK(thing.open == fresh.open);
    CHECK(thing.label == fresh.label);
    CHECK(thing.shape == fresh.shape);
}

TEST_CASE("TOML's inf and nan are no values of a quantity", "[schema][binding]") {
    Thing thing;
    constexpr double inf = std::numeric_limits<double>::infinity();
    CHECK(said(thing, "shift", inf) == "'shift' = inf is out of range; allowed: any number");
    CHECK(said(thing, "shift", -inf) == "'shift' = -inf is out of range; allowed: any number");
    CHECK(said(thing, "shift", std::nan("")) == "'shift' = nan is out of range; allowed: any number");
    CHECK(thing.shift == 0);
}

TEST_CASE("Words are checked - near misses get a suggestion", "[schema][binding]") {
    Thing thing;
    CHECK(said(thing, "shape", std::string{"squar"}) ==
          "'shape' = \"squar\" is not known; allowed: one of: round, square, flat; did you mean \"square\"?");
    CHECK(said(thing, "shape", std::string{"Round"}) ==
          "'shape' = \"Round\" is not known; allowed: one of: round, square, flat; did you mean \"round\"?");
    CHECK(said(thing, "shape", std::string{"triangular"}) ==
          "'shape' = \"triangular\" is not known; allowed: one of: round, square, flat");
    CHECK(thing.shape == Shape::square);
}

TEST_CASE("A table is assigned as a whole - everything wrong is said", "[schema][binding]") {
    Thing thing;
    auto const bindings = bind(thing);
    NodeTable const table{{
        {"size", {{"t.toml", 1, 1}, 4.0}},
        {"shepe", {{"t.toml", 2, 1}, std::string{"flat"}}},
        {"count", {{"t.toml", 3, 1}, 1.5}},
        {"weather", {{"t.toml", 4, 1}, 1.0}},
        {"mission", {{"t.toml", 5, 1}, NodeTable{}}},
        {"open", {{"t.toml", 6, 1}, false}},
    }};
    std::vector<Problem> problems;
    std::string_view const skip[] = {"mission"};
    assign(table, bindings, "[thing]", problems, skip);

    CHECK(thing.size == 4);
    CHECK_FALSE(thing.open);
    REQUIRE(problems.size() == 3);
    CHECK(problems[0] == Problem{{"t.toml", 2, 1}, "unknown key 'shepe' in [thing]; did you mean 'shape'?"});
    CHECK(problems[1] ==
          Problem{{"t.toml", 3, 1},
                  "'count' must be a whole number, not a number with a fraction; allowed: at least 1"});
    CHECK(problems[2] ==
          Problem{{"t.toml", 4, 1},
                  "unknown key 'weather' in [thing]; known: mission, size, shift, limit, count, "
                  "open, label, shape"});

    problems.clear();
    NodeTable const skipped{{{"mision", {here, 1.0}}}};
    assign(skipped, bindings, "[thing]", problems, skip);
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].message == "unknown key 'mision' in [thing]; did you mean 'mission'?");
}

TEST_CASE("Numbers are written without losing a bit", "[schema][binding]") {
    CHECK(number_text(0.055, true) == "0.055");
    CHECK(number_text(2, true) == "2.0");
    CHECK(number_text(2, false) == "2");
    CHECK(number_text(1e16, true) == "1e+16");
    CHECK(number_text(-3, true) == "-3.0");
    CHECK(number_text(0.1 + 0.2, true) == "0.30000000000000004");
    for (double const x : {1.0 / 3, 1e-300, 4.0e6, -0.7, 123456789.123})
        CHECK(std::stod(number_text(x, true)) == x);
}
