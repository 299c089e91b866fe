#include "engine/core/random_lanes.hpp"

#include <vector>

#include "tests/support/catch.hpp"

using namespace spil;

namespace {
constexpr Address where{
    .seed = 0x1234'5678'9abc, .purpose = Purpose::test, .tick = 17, .alternative = 5, .replicate = 2};
}

TEST_CASE("four entities share a block, and each has its own word", "[random_lanes]") {
    for (std::uint32_t const entity : {0u, 1u, 2u, 3u, 4u, 63u, 64u, 4'000'000'003u}) {
        auto block = where;
        block.entity = entity / 4;
        Draws draws{block};
        for (std::uint32_t w = 0; w < entity % 4; ++w) draws();
        CHECK(word_of(where, entity) == draws());
    }
}

TEST_CASE("words drawn side by side are the words drawn alone", "[random_lanes]") {
    std::uint32_t words[word_lanes];
    for (std::uint32_t const first : {0u, 64u, 1'000'000u * 64u}) {
        draw_words(where, first, words);
        for (std::uint32_t l = 0; l < word_lanes; ++l) CHECK(words[l] == word_of(where, first + l));
    }
}

TEST_CASE("who is below a bound does not depend on where a loop begins", "[random_lanes]") {
    auto const bound = word_bound(0.3);
    std::vector<std::uint32_t> whole, parts;
    for_each_below(where, 3, 1003, bound, [&](std::uint32_t e, std::uint32_t word) {
        CHECK(word == word_of(where, e));
        whole.push_back(e);
    });
    for (std::uint32_t from : {3u, 4u, 64u, 65u, 700u}) {
        std::uint32_t const to = from == 3 ? 4 : from == 4 ? 64 : from == 64 ? 65 : from == 65 ? 700 : 1003;
        for_each_below(where, from, to, bound, [&](std::uint32_t e, std::uint32_t) { parts.push_back(e); });
    }
    CHECK(whole == parts);
    CHECK(static_cast<double>(whole.size()) == Approx(300).margin(45));
}

TEST_CASE("words kept from one piece to the next are those of each entity", "[random_lanes]") {
    LaneWords words{where};
    std::vector<std::uint32_t> met;
    auto const note = [&](std::uint32_t e, std::uint32_t word) {
        CHECK(word == word_of(where, e));
        met.push_back(e);
    };
    words.for_each_below(10, 20, word_bound(1), note);   // a block in part,
    words.for_each_below(20, 70, word_bound(1), note);   // its rest and some of the next,
    words.for_each_below(70, 71, word_bound(1), note);   // one entity of that,
    words.for_each_below(71, 300, word_bound(0), note);  // nobody,
    words.for_each_below(12, 14, word_bound(1), note);   // and back
    CHECK(met.size() == 63);
    CHECK(met.front() == 10);
    CHECK(met[60] == 70);
    CHECK(met.back() == 13);
}

TEST_CASE("bounds take in nobody, everybody, and what lies between", "[random_lanes]") {
    CHECK(word_bound(-1) == 0);
    CHECK(word_bound(0) == 0);
    CHECK(word_bound(0.5) == std::uint64_t{1} << 31);
    CHECK(word_bound(1) == std::uint64_t{1} << 32);
    CHECK(word_bound(7) == std::uint64_t{1} << 32);
    int all = 0;
    for_each_below(where, 0, 130, word_bound(1), [&](std::uint32_t, std::uint32_t) { ++all; });
    for_each_below(where, 0, 130, word_bound(0), [&](std::uint32_t, std::uint32_t) { ++all; });
    CHECK(all == 130);
    CHECK(pick(0, 7) == 0);
    CHECK(pick(0xffffffffu, 7) == 6);
}

TEST_CASE("short words are the halves of the blocks at one address", "[random_lanes]") {
    auto at = where;
    at.entity = 9;
    ShortWords shorts{at};
    std::vector<std::uint32_t> expected;
    for (std::uint32_t const b : {0u, 1u}) {
        at.replicate = b;
        Draws draws{at};
        for (int w = 0; w < 4; ++w) {
            auto const word = draws();
            expected.push_back(word >> 16);
            expected.push_back(word & 0xffff);
        }
    }
    // Back and forth: what is drawn does not depend on the order of asking.
    for (std::size_t const k : {11u, 3u, 0u, 8u, 15u, 7u, 1u}) CHECK(shorts(k) == expected[k]);
    CHECK(shorts.unit(5) == expected[5] / 65536.0);
    CHECK(shorts.pick(5, 8) == expected[5] * 8 / 65536);

    double sum = 0;
    for (std::uint32_t e = 0; e < 4000; ++e) {
        at.entity = e;
        double const u = ShortWords{at}.unit(2);
        CHECK((u >= 0 && u < 1));
        sum += u;
    }
    CHECK(sum / 4000 == Approx(0.5).margin(0.02));
}

TEST_CASE("the mask of a block tells each word", "[random_lanes]") {
    std::uint32_t words[word_lanes];
    draw_words(where, 64, words);
    words[3] = 0;
    words[40] = 0xffffffff;
    for (std::uint32_t const most : {0u, 1u, 0x7fffffffu, 0x80000000u, words[17], 0xfffffffeu, 0xffffffffu}) {
        auto const lanes = lanes_up_to(words, most);
        for (std::uint32_t l = 0; l < word_lanes; ++l) CHECK((lanes >> l & 1) == (words[l] <= most ? 1 : 0));
    }
}

TEST_CASE("the bound of short words is where their numbers pass a chance", "[random_lanes]") {
    for (double const p : {0.0, 1e-9, 0x1p-16, 0.3, 0.5, 1 - 0x1p-16, 1 - 1e-9, 1.0, 2.0})
        for (std::uint32_t const k : {0u, 1u, 19660u, 19661u, 32767u, 32768u, 65534u, 65535u})
            CHECK((k < short_bound(p)) == (k * 0x1p-16 < p));
}
