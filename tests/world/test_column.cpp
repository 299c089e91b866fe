#include "engine/world/column.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

using namespace spil;

namespace {

struct Small {
    Column<double> level, by_mission, by_pair;
    Fixed<std::int32_t> place;

    template <class F>
    static constexpr auto fields(F&& f) {
        using T = Small;
        return f(
            column(&T::level, "level", "1", within(0, 1), "one for each row"),
            column(&T::by_mission, "by_mission", "m", any_value(), "one for each mission", Axis::mission),
            column(&T::by_pair, "by_pair", "1", any_value(), "one for each solution and condition",
                   Axis::solution, Axis::condition),
            column(&T::place, "place", "1", at_least(0), "never changes"));
    }
};

Dimensions const dimensions{.municipalities = 7, .missions = 2, .solutions_per_mission = 3};

}  // namespace

TEST_CASE("Axes have the lengths of the world", "[world][column]") {
    CHECK(dimensions.solutions() == 6);
    CHECK(dimensions.beliefs() == 15);
    CHECK(dimensions.length(Axis::mission) == 2);
    CHECK(dimensions.length(Axis::solution) == 6);
    CHECK(dimensions.length(Axis::condition) == 3);
    CHECK(dimensions.length(Axis::context) == 4);
    CHECK(dimensions.length(Axis::appeal) == 3);
    CHECK(dimensions.length(Axis::opinion_bin) == 21);
    CHECK(dimensions.length(Axis::belief) == 15);
    CHECK(dimensions.length(Axis::belief_pair) == 225);
    CHECK(dimensions.length(Axis::mission_solution) == 3);
}

TEST_CASE("Resizing sets widths and both copies", "[world][column]") {
    Small table;
    resize(table, 4, dimensions);
    CHECK(rows(table) == 4);
    CHECK(table.level.width == 1);
    CHECK(table.level.now.size() == 4);
    CHECK(table.level.next.size() == 4);
    CHECK(table.by_mission.width == 2);
    CHECK(table.by_mission.now.size() == 8);
    CHECK(table.by_pair.width == 18);
    CHECK(table.by_pair.next.size() == 72);
    CHECK(table.place.now.size() == 4);
}

TEST_CASE("A row is added at the end: old values stay - new ones are zero", "[world][column]") {
    Small table;
    resize(table, 2, dimensions);
    table.by_mission.now = {1, 2, 3, 4};
    table.place.now = {8, 9};
    resize(table, 3, dimensions);
    CHECK(table.by_mission.now == std::vector<double>{1, 2, 3, 4, 0, 0});
    CHECK(table.place.now == std::vector<std::int32_t>{8, 9, 0});
    CHECK(rows(table) == 3);
}

TEST_CASE("Columns are visited in the order declared - with their rows", "[world][column]") {
    Small table;
    resize(table, 1, dimensions);
    std::vector<std::string> seen;
    for_each_column(table, [&](auto const& field, auto& c) {
        seen.push_back(std::string{field.name} + " " + std::string{field.unit} + " " +
                       std::to_string(c.width) + (std::remove_cvref_t<decltype(c)>::changes ? "" : " fixed"));
    });
    CHECK(seen == std::vector<std::string>{"level 1 1", "by_mission m 2", "by_pair 1 18", "place 1 1 fixed"});
}

TEST_CASE("Every table of the world has its columns under distinct names", "[world][column]") {
    auto const world = testing::small_world(3, 2, 2, 1);
    std::size_t tables = 0;
    for_each_table(world, [&](auto const& t) {
        ++tables;
        std::vector<std::string_view> names;
        for_each_column(t, [&](auto const& field, auto const& c) {
            CAPTURE(std::string{field.name});
            CHECK(std::find(names.begin(), names.end(), field.name) == names.end());
            names.push_back(field.name);
            CHECK(c.now.size() == rows(t) * c.width);
            CHECK_FALSE(field.meaning.empty());
            CHECK_FALSE(field.unit.empty());
        });
    });
    CHECK(tables == 16);
}
