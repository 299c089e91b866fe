#include "engine/world/world.hpp"

#include <bit>
#include <cstring>
#include <set>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

using namespace spil;

namespace {

/// Turns the lowest bit of entry `k` of a column.
template <class C>
void flip(C& column, std::size_t k) {
    unsigned char byte = 0;
    std::memcpy(&byte, &column.now[k], 1);
    byte ^= 1u;
    std::memcpy(&column.now[k], &byte, 1);
}

World full_world() {
    auto world = testing::small_world(3, 2, 2, 2);
    resize(world.grants, 2, world.dimensions);
    resize(world.citizens, 2, world.dimensions);
    resize(world.organisations, 2, world.dimensions);
    resize(world.members, 2, world.dimensions);
    resize(world.ties, 2, world.dimensions);
    resize(world.third_spaces, 2, world.dimensions);
    return world;
}

}  // namespace

TEST_CASE("The digest notices one bit in any entry of any column", "[world][digest]") {
    auto world = full_world();
    auto const before = digest(world);
    CHECK(digest(world) == before);
    std::size_t columns = 0;
    for_each_table(world, [&](auto& t) {
        for_each_column(t, [&](auto const& field, auto& c) {
            CAPTURE(std::string{std::remove_cvref_t<decltype(t)>::name}, std::string{field.name});
            ++columns;
            REQUIRE_FALSE(c.now.empty());
            for (std::size_t k : {std::size_t{0}, c.now.size() / 2, c.now.size() - 1}) {
                flip(c, k);
                CHECK(digest(world) != before);
                flip(c, k);
                CHECK(digest(world) == before);
            }
        });
    });
    CHECK(columns > 100);
}

TEST_CASE("The digest notices money - and who has it", "[world][digest]") {
    auto world = full_world();
    std::set<std::uint64_t> digests{digest(world)};
    world.ledger.open({AccountClass::municipality, 0}, 100);
    digests.insert(digest(world));
    world.ledger.post(Flow::regular_services, {AccountClass::municipality, 0}, {AccountClass::household, 1},
                      40);
    digests.insert(digest(world));
    world.ledger.post(Flow::regular_services, {AccountClass::municipality, 0}, {AccountClass::household, 2},
                      40);
    digests.insert(digest(world));
    CHECK(digests.size() == 4);
}

TEST_CASE("The digest leaves out the table it is told to - and only that", "[world][digest]") {
    auto world = full_world();
    auto const before = digest(world, "programmes");
    CHECK(before != digest(world));
    flip(world.programmes.success_rate, 0);
    CHECK(digest(world, "programmes") == before);
    flip(world.grants.rate, 0);
    CHECK(digest(world, "programmes") != before);
}

TEST_CASE("What a phase prepares is not yet part of the state", "[world][digest]") {
    auto world = full_world();
    auto const before = digest(world);
    world.municipalities.aversion.next[0] = 0.5;
    CHECK(digest(world) == before);
    testing::publish(world.municipalities.aversion);
    CHECK(digest(world) != before);
}

TEST_CASE("Tables are found by their type", "[world]") {
    auto world = full_world();
    CHECK(&table<Nation>(world) == &world.nation);
    CHECK(&table<Missions>(world) == &world.missions);
    CHECK(&table<Solutions>(world) == &world.solutions);
    CHECK(&table<Municipalities>(world) == &world.municipalities);
    CHECK(&table<CitizenCells>(world) == &world.citizen_cells);
    CHECK(&table<Citizens>(world) == &world.citizens);
    CHECK(&table<Communities>(world) == &world.communities);
    CHECK(&table<Firms>(world) == &world.firms);
    CHECK(&table<Organisations>(world) == &world.organisations);
    CHECK(&table<Members>(world) == &world.members);
    CHECK(&table<Ties>(world) == &world.ties);
    CHECK(&table<ThirdSpaces>(world) == &world.third_spaces);
    CHECK(&table<Labs>(world) == &world.labs);
    CHECK(&table<Programmes>(world) == &world.programmes);
    CHECK(&table<Grants>(world) == &world.grants);
    auto const& fixed = world;
    CHECK(&table<Labs>(fixed) == &world.labs);
}
