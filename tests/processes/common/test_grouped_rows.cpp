#include "engine/processes/common/grouped_rows.hpp"

#include <vector>

#include "tests/support/catch.hpp"

using namespace spil;

TEST_CASE("every row stands once, in its group, in order", "[grouped_rows]") {
    std::vector<std::size_t> const group{2, 0, 2, 2, 0, 3};
    GroupedRows const rows(5, group.size(), [&](std::size_t r) { return group[r]; });
    auto const of = [&](std::size_t g) { return std::vector(rows.of(g).begin(), rows.of(g).end()); };
    CHECK(of(0) == std::vector<std::uint32_t>{1, 4});
    CHECK(of(1).empty());
    CHECK(of(2) == std::vector<std::uint32_t>{0, 2, 3});
    CHECK(of(3) == std::vector<std::uint32_t>{5});
    CHECK(of(4).empty());
}

TEST_CASE("groups are counted from 0 to the highest", "[grouped_rows]") {
    CHECK(groups_in({}) == 0);
    CHECK(groups_in(std::vector<std::int32_t>{0, 0}) == 1);
    CHECK(groups_in(std::vector<std::int32_t>{2, 7, 0}) == 8);
}

TEST_CASE("no rows make empty groups", "[grouped_rows]") {
    GroupedRows const rows(2, 0, [](std::size_t) { return std::size_t{0}; });
    CHECK(rows.of(0).empty());
    CHECK(rows.of(1).empty());
}
