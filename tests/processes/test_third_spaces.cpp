#include "engine/processes/third_spaces.hpp"

#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

ThirdSpaceParameters const p{};

/// `n` willing municipalities and money for one third space on each of two missions.
World willing(std::size_t n) {
    auto w = small_world(n, 2, 1);
    fill(w.municipalities.role, static_cast<int>(Role::facilitator));
    fill(w.municipalities.idea, 1);
    fill(w.municipalities.challenge, 0.5);
    fill(w.municipalities.aversion, 0.5);
    fill(w.municipalities.fte_free, 2);
    fill(w.municipalities.partner_trust, 0.4);
    fill(w.missions.third_space_paid, cents(0.5e6));
    return w;
}
void month(World& w, std::uint32_t tick = 0, ThirdSpaceParameters const& q = p) {
    run<&hold_third_spaces>(w, step_of(w, tick), q);
}
int members(World const& w, std::size_t m = 0) {
    int count = 0;
    for (std::size_t i = 0; i < w.dimensions.municipalities; ++i)
        count += w.municipalities.third_space.now[i * 2 + m] != 0 ? 1 : 0;
    return count;
}

}  // namespace

TEST_CASE("a third space begins when it is paid and enough municipalities are willing",
          "[processes][third_spaces]") {
    auto w = willing(6);
    w.missions.third_space_paid.now[1] -= 1;
    month(w);
    CHECK(rows(w.third_spaces) == 1);
    CHECK(members(w, 0) == 6);
    CHECK(members(w, 1) == 0);  // a cent short
    CHECK(w.missions.third_space_used.now == std::vector<Cents>{cents(0.5e6), 0});
    CHECK(w.third_spaces.members.now[0] == 6);
    CHECK(w.third_spaces.months_left.now[0] == 36);
    month(w, 1);
    CHECK(rows(w.third_spaces) == 1);  // the money is used

    auto few = willing(3);
    month(few);
    CHECK(rows(few.third_spaces) == 0);
    CHECK(few.missions.third_space_used.now[0] == 0);

    auto const without = [](auto change) {
        auto x = willing(6);
        change(x);
        month(x);
        return members(x);
    };
    CHECK(without([](World& x) { fill(x.municipalities.role, 0); }) == 0);
    CHECK(without([](World& x) { fill(x.municipalities.idea, 0); }) == 0);
    CHECK(without([](World& x) { fill(x.municipalities.fte_free, 0.2); }) == 0);
    CHECK(without([](World& x) { x.municipalities.role.now[0] = 0; }) == 5);
}

TEST_CASE("twelve at most - those who feel the challenge and dare", "[processes][third_spaces]") {
    auto w = willing(40);
    for (std::size_t i = 0; i < 12; ++i) w.municipalities.challenge.now[i * 2] = 0.9;
    for (std::size_t i = 12; i < 24; ++i) w.municipalities.aversion.now[i] = 0.1;
    auto quiet = p;
    quiet.choice_spread = 0;
    month(w, 0, quiet);
    CHECK(members(w) == 12);
    for (std::size_t i = 0; i < 40; ++i)  // 0.45 for the first two dozen; the lower index goes first
        CHECK((w.municipalities.third_space.now[i * 2] != 0) == (i < 12));
    CHECK(willingness_to_join(0.9, 0.5, 0, p) == Approx(0.45));
    CHECK(willingness_to_join(0.9, 0.5, -1, p) == Approx(0.25));
}

TEST_CASE("members know each other - and know each other when they meet again", "[processes][third_spaces]") {
    auto w = willing(4);
    w.municipalities.partner_trust.now = {0.2, 0.4, 0.6, 0.8};
    month(w);
    CHECK(rows(w.ties) == 6);  // the second mission brings the same four together
    for (std::size_t t = 0; t < 6; ++t) {
        CHECK(w.ties.kind.now[t] == Party::municipality);
        CHECK(w.ties.municipality.now[t] < w.ties.party.now[t]);
        CHECK(w.ties.labs.now[t] == 2);
    }
    CHECK(w.ties.trust.now[0] == Approx(0.3));
}

TEST_CASE("a third space ends with its term and another may begin", "[processes][third_spaces]") {
    auto w = willing(5);
    month(w, 0);
    REQUIRE(members(w) == 5);
    for (std::uint32_t t = 1; t < 36; ++t) month(w, t);
    CHECK(members(w) == 5);
    month(w, 36);
    CHECK(members(w) == 0);
    CHECK(w.third_spaces.months_left.now[0] == 0);
    fill(w.missions.third_space_paid, cents(1e6));
    month(w, 37);
    CHECK(members(w) == 5);
    CHECK(rows(w.third_spaces) == 4);
    CHECK(*std::max_element(w.municipalities.third_space.now.begin(),
                            w.municipalities.third_space.now.end()) == 4);
}

TEST_CASE("staff bound by one third space is not there for the next", "[processes][third_spaces]") {
    auto w = willing(5);
    fill(w.municipalities.fte_free, 0.5);
    month(w);
    CHECK(members(w, 0) == 5);
    CHECK(members(w, 1) == 0);
}
