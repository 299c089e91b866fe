#include "engine/core/random.hpp"

#include <cmath>
#include <numbers>
#include <set>
#include <utility>
#include <vector>

#include "engine/core/error.hpp"
#include "tests/support/catch.hpp"

using namespace spil;

namespace {

using Block = std::array<std::uint32_t, 4>;

Block block_of(Address const& address) {
    Draws draws{address};
    return {draws(), draws(), draws(), draws()};
}

struct Moments {
    double mean, variance, skewness;
};

/// Moments of one draw each from many addresses, as the model draws.
template <class Draw>
Moments moments(Draw&& draw, std::uint32_t n = 200000) {
    std::vector<double> x(n);
    double sum = 0;
    for (std::uint32_t i = 0; i < n; ++i) {
        Draws draws{Address{.seed = 11, .purpose = Purpose::test, .tick = i % 360, .entity = i}};
        x[i] = draw(draws);
        sum += x[i];
    }
    double const mean = sum / n;
    double second = 0, third = 0;
    for (double const v : x) second += (v - mean) * (v - mean), third += std::pow(v - mean, 3);
    double const variance = second / n;
    return {mean, variance, third / n / std::pow(variance, 1.5)};
}

}  // namespace

TEST_CASE("Philox gives the published known answers", "[core][random]") {
    // kat_vectors of Random123 1.14, philox4x32 with ten rounds.
    CHECK(philox({0, 0, 0, 0}, {0, 0}) == Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
    CHECK(philox({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}) ==
          Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
    CHECK(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
          Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
    static_assert(philox({0, 0, 0, 0}, {0, 0})[0] == 0x6627e8d5);
}

TEST_CASE("The layout of an address is pinned", "[core][random]") {
    // Worked out by a Philox written apart in Python from the layout in the header: key = seed, low word
    // first; counter = (alternative << 12 | block, tick << 16 | purpose, entity, replicate).
    Address const address{.seed = 0x0123456789abcdef,
                          .purpose = Purpose::test,
                          .tick = 359,
                          .entity = 341,
                          .alternative = 29,
                          .replicate = 7};
    Draws words{address};
    for (std::uint32_t const expected : {0x5a1b9f9du, 0xc0e3c1bcu, 0x10d0c4cbu, 0x08893aa5u, 0xc7ab96adu,
                                         0x6b130098u, 0x7e1d86b8u, 0xffff019eu})
        CHECK(words() == expected);
    Draws uniforms{address};
    CHECK(uniforms.uniform() == 0.35198399985935747);
    CHECK(uniforms.uniform() == 0.06568555558729128);
    CHECK(uniforms.uniform() == 0.7799619839955769);
    CHECK(uniforms.uniform() == 0.49263803660858296);
}

TEST_CASE("The same address gives the same numbers - whatever was drawn elsewhere", "[core][random]") {
    Address const address{.seed = 5, .purpose = Purpose::landscape, .tick = 3, .entity = 2};
    auto const first = block_of(address);
    Draws other{Address{.seed = 5, .purpose = Purpose::cabinet}};
    for (int i = 0; i < 100; ++i) other.normal();
    CHECK(block_of(address) == first);

    // Two distributions from one address do not remember each other's draws.
    Draws a{address}, b{address};
    CHECK(a.normal() == b.normal());
    CHECK(a.normal() == b.normal());
}

TEST_CASE("Every part of an address matters", "[core][random]") {
    Address const base{
        .seed = 1, .purpose = Purpose::test, .tick = 1, .entity = 1, .alternative = 1, .replicate = 1};
    auto const changed = [&](auto&& change) {
        auto address = base;
        change(address);
        return block_of(address);
    };
    std::set<Block> blocks{block_of(base)};
    blocks.insert(changed([](Address& a) { a.seed = 2; }));
    blocks.insert(changed([](Address& a) { a.seed = 1 + (std::uint64_t{1} << 32); }));
    blocks.insert(changed([](Address& a) { a.purpose = Purpose::world_seed; }));
    blocks.insert(changed([](Address& a) { a.tick = 2; }));
    blocks.insert(changed([](Address& a) { a.entity = 2; }));
    blocks.insert(changed([](Address& a) { a.alternative = 2; }));
    blocks.insert(changed([](Address& a) { a.replicate = 2; }));
    CHECK(blocks.size() == 8);
}

TEST_CASE("Neighbouring addresses never share a block", "[core][random]") {
    // The last block of an alternative must not be the first of the next.
    auto const last_of = [](std::uint32_t alternative) {
        Draws draws{Address{.seed = 1, .alternative = alternative}};
        Block block{};
        for (int b = 0; b < 4096; ++b) block = {draws(), draws(), draws(), draws()};
        return block;
    };
    CHECK(last_of(3) != block_of({.seed = 1, .alternative = 4}));
    CHECK(last_of(3) != block_of({.seed = 1, .alternative = 3}));
    CHECK(block_of({.seed = 1, .tick = 1}) != block_of({.seed = 1, .entity = 1}));
}

TEST_CASE("Addresses out of range are broken contracts", "[core][random]") {
    CHECK_NOTHROW(Draws{Address{.tick = 65535}});
    CHECK_THROWS_AS(Draws{Address{.tick = 65536}}, ContractError);
    CHECK_NOTHROW(Draws{Address{.alternative = (1u << 20) - 1}});
    CHECK_THROWS_AS(Draws{Address{.alternative = 1u << 20}}, ContractError);

    Draws draws{Address{}};
    for (int i = 0; i < 4 * 4096; ++i) draws();
    CHECK_THROWS_AS(draws(), ContractError);
}

TEST_CASE("Uniform numbers and chances", "[core][random]") {
    auto const m = moments([](Draws& d) { return d.uniform(); });
    CHECK(m.mean == Approx(0.5).margin(0.003));
    CHECK(m.variance == Approx(1.0 / 12).margin(0.001));

    for (std::uint32_t i = 0; i < 1000; ++i) {
        CHECK_FALSE(Draws{Address{.entity = i}}.chance(0));
        CHECK_FALSE(Draws{Address{.entity = i}}.chance(-1));
        CHECK(Draws{Address{.entity = i}}.chance(1));
    }
    auto const hit = moments([](Draws& d) { return d.chance(0.3) ? 1.0 : 0.0; });
    CHECK(hit.mean == Approx(0.3).margin(0.005));
}

TEST_CASE("Moments of the distributions", "[core][random]") {
    // Margins are about five standard errors of 200 000 draws.
    SECTION("normal") {
        auto const m = moments([](Draws& d) { return d.normal(); });
        CHECK(m.mean == Approx(0).margin(0.012));
        CHECK(m.variance == Approx(1).margin(0.016));
        CHECK(m.skewness == Approx(0).margin(0.03));
    }
    SECTION("Gumbel: Euler's constant, pi^2 / 6, skewness 1.13955") {
        auto const m = moments([](Draws& d) { return d.gumbel(); });
        CHECK(m.mean == Approx(std::numbers::egamma).margin(0.015));
        CHECK(m.variance == Approx(std::numbers::pi * std::numbers::pi / 6).margin(0.04));
        CHECK(m.skewness == Approx(1.13955).margin(0.08));
    }
    SECTION("gamma: mean shape scale, variance shape scale^2, skewness 2 / sqrt shape") {
        auto const m = moments([](Draws& d) { return d.gamma(3, 4); });
        CHECK(m.mean == Approx(12).margin(0.08));
        CHECK(m.variance == Approx(48).margin(1.1));
        CHECK(m.skewness == Approx(2 / std::sqrt(3)).margin(0.08));
        auto const small = moments([](Draws& d) { return d.gamma(0.5, 2); });
        CHECK(small.mean == Approx(1).margin(0.016));
        CHECK(small.variance == Approx(2).margin(0.1));
    }
    SECTION("beta: mean a / (a + b)") {
        auto const m = moments([](Draws& d) { return d.beta(2, 4); });
        CHECK(m.mean == Approx(1.0 / 3).margin(0.002));
        CHECK(m.variance == Approx(8.0 / (36 * 7)).margin(0.0008));
        CHECK(m.skewness == Approx(2 * 2 * std::sqrt(7.0) / (8 * std::sqrt(8.0))).margin(0.03));
    }
}

TEST_CASE("The highest Gumbel wins with the softmax of the utilities", "[core][random]") {
    std::array<double, 3> const utility{0, 0.7, -0.4};
    std::array<int, 3> wins{};
    constexpr std::uint32_t n = 100000;
    for (std::uint32_t i = 0; i < n; ++i) {
        std::size_t best = 0;
        double highest = -1e300;
        for (std::uint32_t a = 0; a < 3; ++a) {
            double const u = utility[a] + Draws{Address{.seed = 3, .entity = i, .alternative = a}}.gumbel();
            if (u > highest) highest = u, best = a;
        }
        ++wins[best];
    }
    double const sum = std::exp(0) + std::exp(0.7) + std::exp(-0.4);
    for (std::size_t a = 0; a < 3; ++a)
        CHECK(wins[a] / double{n} == Approx(std::exp(utility[a]) / sum).margin(0.008));
}

TEST_CASE("Worlds have seeds of their own", "[core][random]") {
    std::set<std::uint64_t> seeds;
    for (std::uint32_t world = 0; world < 20000; ++world) {
        seeds.insert(world_seed(1, world));
        seeds.insert(world_seed(2, world));
    }
    CHECK(seeds.size() == 40000);
    CHECK(world_seed(1, 0) == world_seed(1, 0));
    CHECK(world_seed(42, 5) == 0xcc32a1208f02c382);
}

TEST_CASE("The numbers of the purposes are frozen", "[core][random]") {
    // Part of every address: a number that changes changes every result. New purposes go at the end.
    std::vector<std::pair<Purpose, int>> const frozen{
        {Purpose::test, 1},
        {Purpose::world_seed, 2},
        {Purpose::synthetic_country, 3},
        {Purpose::administrative_context, 4},
        {Purpose::challenge_region, 5},
        {Purpose::challenge_local, 6},
        {Purpose::landscape, 7},
        {Purpose::solution_generic_fit, 8},
        {Purpose::solution_direction, 9},
        {Purpose::fit_idiosyncratic, 10},
        {Purpose::aversion_anchor, 11},
        {Purpose::local_judgement, 12},
        {Purpose::idea_arrival, 13},
        {Purpose::idea_solution, 14},
        {Purpose::role_choice, 15},
        {Purpose::application_choice, 16},
        {Purpose::proposal_signal, 17},
        {Purpose::panel_noise, 18},
        {Purpose::quit_after_rejection, 19},
        {Purpose::recruitment, 20},
        {Purpose::willingness, 21},
        {Purpose::manager_bias, 22},
        {Purpose::gate_signal, 23},
        {Purpose::gate_override, 24},
        {Purpose::preparation_time, 25},
        {Purpose::upscaling_plan, 26},
        {Purpose::routine_fit, 27},
        {Purpose::coalition_search, 28},
        {Purpose::exemption, 29},
        {Purpose::visible_failure, 30},
        {Purpose::support_collapse, 31},
        {Purpose::report_noise, 32},
        {Purpose::institutionalisation, 33},
        {Purpose::replication, 34},
        {Purpose::rule_start, 35},
        {Purpose::rule_duration, 36},
        {Purpose::rule_outcome, 37},
        {Purpose::cabinet, 38},
        {Purpose::solution_rule, 39},
        {Purpose::solution_market, 40},
        {Purpose::trust_initial, 41},
        {Purpose::skill_initial, 42},
        {Purpose::manager_rotation, 43},
        {Purpose::priority_initial, 44},
        {Purpose::own_lab, 45},
        {Purpose::college_break, 46},
        {Purpose::college_priority, 47},
        {Purpose::college_aversion, 48},
        {Purpose::municipal_backing, 49},
        {Purpose::alderman_exit, 50},
        {Purpose::participation, 51},
        {Purpose::lot, 53},
        {Purpose::follow_on_override, 54},
        {Purpose::block_revocation, 55},
        {Purpose::block_override, 56},
        {Purpose::random_knob, 57},
        {Purpose::offered_plan, 58},
        {Purpose::uncertainty, 60},
        {Purpose::required_capabilities, 90},
        {Purpose::firm_kene, 91},
        {Purpose::firm_start, 92},
        {Purpose::seller_sample, 93},
        {Purpose::firm_research, 94},
        {Purpose::firm_entry, 96},
        {Purpose::firm_move, 97},
        {Purpose::innovation_pair, 98},
        {Purpose::organisation_place, 110},
        {Purpose::organisation_kene, 111},
        {Purpose::organisation_affinity, 112},
        {Purpose::partner_choice, 115},
        {Purpose::usual_supplier, 117},
        {Purpose::knowledge_exchange, 118},
        {Purpose::third_space, 119},
        {Purpose::owen_scrambling, 130},
        {Purpose::trajectory, 131},
    };
    for (auto const& [purpose, number] : frozen) CHECK(static_cast<int>(purpose) == number);
}
