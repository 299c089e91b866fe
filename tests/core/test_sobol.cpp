#include "engine/core/sobol.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/points.hpp"

using namespace spil;
using spil::test::Points;
using spil::test::quantity_names;

namespace {

/// The sequence after Joe and Kuo's own account of it and the first rows of new-joe-kuo-6: degree s, the
/// inner coefficients a of the polynomial, and m_1, ..., m_s.
std::uint32_t by_the_book(std::uint32_t point, std::size_t dimension) {
    struct Row {
        unsigned s, a;
        std::vector<std::uint32_t> m;
    };
    static std::vector<Row> const rows{
        {1, 0, {1}},          {2, 1, {1, 3}},        {3, 1, {1, 3, 1}},       {3, 2, {1, 1, 1}},
        {4, 1, {1, 1, 3, 3}}, {4, 4, {1, 3, 5, 13}}, {5, 2, {1, 1, 5, 5, 17}}};
    std::vector<std::uint32_t> v(32);
    for (unsigned i = 0; i < 32; ++i) {
        if (dimension == 0) {
            v[i] = std::uint32_t{1} << (31 - i);
            continue;
        }
        auto const& [s, a, m] = rows.at(dimension - 1);
        if (i < s) {
            v[i] = m[i] << (31 - i);
            continue;
        }
        v[i] = v[i - s] ^ (v[i - s] >> s);
        for (unsigned k = 1; k < s; ++k) v[i] ^= ((a >> (s - 1 - k)) & 1u) * v[i - k];
    }
    std::uint32_t const gray = point ^ (point >> 1);
    std::uint32_t x = 0;
    for (unsigned i = 0; i < 32; ++i)
        if ((gray >> i) & 1u) x ^= v[i];
    return x;
}

/// Whether every box of 2^a by 2^(m - a) parts of two quantities holds one of the 2^m points.
bool one_in_each_box(Points const& points, std::size_t first, std::size_t second, unsigned a, unsigned m) {
    std::set<std::pair<unsigned, unsigned>> boxes;
    for (auto const& x : points)
        boxes.emplace(static_cast<unsigned>(std::ldexp(x[first], static_cast<int>(a))),
                      static_cast<unsigned>(std::ldexp(x[second], static_cast<int>(m - a))));
    return boxes.size() == points.size();
}

}  // namespace

TEST_CASE("unscrambled Sobol' points are the published ones", "[core][designs]") {
    // The first ten points in three dimensions, as Joe and Kuo print them beside their program.
    Points const published{{0, 0, 0},
                           {0.5, 0.5, 0.5},
                           {0.75, 0.25, 0.25},
                           {0.25, 0.75, 0.75},
                           {0.375, 0.375, 0.625},
                           {0.875, 0.875, 0.125},
                           {0.625, 0.125, 0.875},
                           {0.125, 0.625, 0.375},
                           {0.1875, 0.3125, 0.9375},
                           {0.6875, 0.8125, 0.4375}};
    CHECK(sobol_points(10, quantity_names(3), 1, false) == published);
    auto const all = sobol_fractions(4096, 8);
    for (std::uint32_t p = 0; p < 4096; ++p)
        for (std::size_t k = 0; k < 8; ++k) REQUIRE(all[p][k] == by_the_book(p, k));
    CHECK(most_sobol_dimensions == 3667);
    CHECK(sobol_fractions(2, most_sobol_dimensions)[1].back() == 0x80000000u);
    CHECK_THROWS_AS(sobol_fractions(2, most_sobol_dimensions + 1), ContractError);
    CHECK_THROWS_AS(sobol_fractions(most_sobol_points + 1, 1), ContractError);
}

TEST_CASE("scrambled Sobol' points fill every elementary interval", "[core][designs]") {
    for (bool const scramble : {false, true})
        for (unsigned const m : {0u, 1u, 5u, 10u}) {
            INFO(scramble << " " << m);
            auto const points = sobol_points(std::size_t{1} << m, quantity_names(12), 7, scramble);
            // By itself each quantity has one point in each of the 2^m parts.
            for (std::size_t k = 0; k < 12; ++k) CHECK(one_in_each_box(points, k, k == 0 ? 1 : 0, m, m));
            // The first two are a (0, m, 2)-net: so has every box of the same area.
            for (unsigned a = 0; a <= m; ++a) CHECK(one_in_each_box(points, 0, 1, a, m));
            for (auto const& x : points)
                for (double const u : x) CHECK((u >= 0 && u < 1));
        }
}

TEST_CASE("scrambling swaps halves of intervals and nothing else", "[core][designs]") {
    auto const bits = [](double u) { return static_cast<std::uint64_t>(std::ldexp(u, 53)); };
    auto const x = sobol_fractions(1024, 1);
    for (std::size_t i = 0; i < 1024; i += 7)
        for (std::size_t j = i + 1; j < 1024; j += 5) {
            // As many leading bits are common before and after: up to the 20 that have coins.
            auto const before = x[i][0] ^ x[j][0];
            auto const after = bits(owen_scrambled(x[i][0], 3, "a")) ^ bits(owen_scrambled(x[j][0], 3, "a"));
            REQUIRE(__builtin_clz(before) == __builtin_clzll(after) - 11);
        }
    CHECK(owen_scrambled(5u << 20, 3, "a") == owen_scrambled(5u << 20, 3, "a"));
    CHECK(owen_scrambled(5u << 20, 3, "a") != owen_scrambled(5u << 20, 4, "a"));
    CHECK(owen_scrambled(5u << 20, 3, "a") != owen_scrambled(5u << 20, 3, "b"));
    // One point by itself is uniform: over 6400 seeds each of 64 parts has 100 +- 10; chi-squared with 63
    // degrees of freedom is above 117 once in 20000.
    for (std::uint32_t const fraction : {0u, 0x80000000u, 0xFFFFFFFFu}) {
        std::vector<int> parts(64);
        for (std::uint64_t seed = 0; seed < 6400; ++seed)
            ++parts[static_cast<std::size_t>(owen_scrambled(fraction, seed, "calls.panel_noise") * 64)];
        double chi = 0;
        for (int const n : parts) chi += (n - 100.0) * (n - 100.0) / 100;
        CHECK(chi < 117);
    }
    // The coins of the two halves and the one above are independent: 8 outcomes, 1000 +- 30 of each.
    std::map<int, int> outcomes;
    for (std::uint64_t seed = 0; seed < 8000; ++seed) {
        auto const a = bits(owen_scrambled(0, seed, "a")) >> 51;            // halves 00..
        auto const b = bits(owen_scrambled(0x80000000u, seed, "a")) >> 51;  // and 10..
        ++outcomes[static_cast<int>((a >> 1) * 4 + (a & 1) * 2 + (b & 1))];
    }
    CHECK(outcomes.size() == 8);
    for (auto const& [outcome, count] : outcomes) CHECK(std::abs(count - 1000) < 150);
}

TEST_CASE("more Sobol' points leave the first ones as they are", "[core][designs]") {
    auto const few = sobol_points(100, quantity_names(5), 1, true);
    auto const many = sobol_points(300, quantity_names(5), 1, true);
    CHECK(std::equal(few.begin(), few.end(), many.begin()));
    // A quantity at the end leaves those before it alone.
    auto const wide = sobol_points(100, quantity_names(6), 1, true);
    for (std::size_t p = 0; p < 100; ++p) CHECK(std::equal(few[p].begin(), few[p].end(), wide[p].begin()));
}
