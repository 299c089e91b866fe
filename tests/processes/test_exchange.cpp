#include "engine/processes/exchange.hpp"

#include "engine/processes/common/kene.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

/// Three organisations that know one thing each; the first two are in the one lab there is.
World one_lab() {
    auto w = small_world(1, 1, 1, 1);
    resize(w.organisations, 3, w.dimensions);
    resize(w.members, 2, w.dimensions);
    fill(w.members.left, -1);
    w.members.party.now = {0, 1};
    for (std::size_t o = 0; o < 3; ++o) {
        w.organisations.capability.now[o * kene_length] = static_cast<std::uint8_t>(10 + o);
        w.organisations.ability.now[o * kene_length] = 3;
        w.organisations.expertise.now[o * kene_length] = 6;
    }
    w.labs.evaluated.now = {1};
    return w;
}
Capabilities known(World const& w, std::size_t o) {
    return capability_set(std::span{w.organisations.capability.now}.subspan(o * kene_length, kene_length));
}

}  // namespace

TEST_CASE("members of a lab that is evaluated learn one thing from each other", "[processes][exchange]") {
    auto w = one_lab();
    run<&exchange_knowledge>(w, step_of(w));
    CHECK(known(w, 0).test(11));
    CHECK(known(w, 1).test(10));
    CHECK(known(w, 0).count() == 2);
    CHECK(known(w, 2).count() == 1);
    CHECK(w.organisations.expertise.now[1] == 5);
    CHECK(w.organisations.ability.now[1] == 3);
    // Nothing is left to learn.
    auto const before = digest(w);
    run<&exchange_knowledge>(w, step_of(w, 12));
    CHECK(digest(w) == before);
}

TEST_CASE("who is alone - has left or is not evaluated learns nothing", "[processes][exchange]") {
    for (int const why : {0, 1, 2}) {
        auto w = one_lab();
        if (why == 0) w.labs.evaluated.now = {0};
        if (why == 1) w.members.left.now[1] = 5;
        if (why == 2) resize(w.members, 1, w.dimensions);
        run<&exchange_knowledge>(w, step_of(w));
        for (std::size_t o = 0; o < 3; ++o) CHECK(known(w, o).count() == 1);
    }
}

TEST_CASE("firms and organisations learn from each other", "[processes][exchange][firms]") {
    auto w = one_lab();
    resize(w.firms, 2, w.dimensions);
    w.firms.capability.now[kene_length] = 40;
    w.firms.ability.now[kene_length] = 7;
    w.firms.expertise.now[kene_length] = 9;
    w.members.kind.now[1] = Party::firm;
    run<&exchange_knowledge>(w, step_of(w));
    auto const of_firm = std::span{w.firms.capability.now}.subspan(kene_length, kene_length);
    CHECK(known(w, 0).test(40));
    CHECK(w.organisations.ability.now[1] == 7);
    CHECK(w.organisations.expertise.now[1] == 8);
    CHECK(capability_set(of_firm).test(10));
    CHECK(w.firms.expertise.now[kene_length + 1] == 5);
    CHECK(known(w, 1).count() == 1);  // organisation 1 shares its row number only
    CHECK(capability_set(std::span{w.firms.capability.now}.first(kene_length)).none());
}

TEST_CASE("a teacher passes on what it knew before", "[processes][exchange]") {
    auto w = one_lab();
    resize(w.members, 3, w.dimensions);
    w.members.party.now = {0, 1, 2};
    fill(w.members.left, -1);
    run<&exchange_knowledge>(w, step_of(w));
    for (std::size_t o = 0; o < 3; ++o) {
        CHECK(known(w, o).count() == 2);
        CHECK(w.organisations.expertise.now[o * kene_length + 1] == 5);
    }
}
