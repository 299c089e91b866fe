#include "engine/processes/common/kene.hpp"

#include <array>

#include "tests/support/catch.hpp"

using namespace spil;

namespace {

/// A kene that owns its triples.
struct Own {
    std::array<std::uint8_t, kene_length> capability{}, ability{}, expertise{};

    Kene kene() { return {capability, ability, expertise}; }
    Capabilities set() const { return capability_set(capability); }
};

Draws draws_of(std::uint32_t entity) {
    return Draws{Address{.seed = 3, .entity = entity}};
}

bool sound(Own const& k) {
    std::size_t filled = 0;
    for (std::size_t t = 0; t < kene_length; ++t) {
        filled += k.capability[t] != 0 ? 1 : 0;
        if (k.capability[t] > capability_kinds || k.ability[t] > highest_ability ||
            k.expertise[t] > highest_expertise)
            return false;
        if (k.capability[t] == 0 && (k.ability[t] != 0 || k.expertise[t] != 0)) return false;
        if (k.capability[t] != 0 && k.expertise[t] == 0) return false;
    }
    return k.set().count() == filled;  // no capability twice
}

}  // namespace

TEST_CASE("overlap, cognitive fit and coverage", "[kene]") {
    auto const set = [](std::initializer_list<std::uint8_t> c) {
        return capability_set(std::vector<std::uint8_t>{c});
    };
    CHECK(kene_overlap(set({1, 2, 3, 4}), set({3, 4, 5})) == Approx(2.0 / 3));
    CHECK(kene_overlap(set({1, 2}), set({1, 2})) == 1);
    CHECK(kene_overlap(set({1}), set({2})) == 0);
    CHECK(kene_overlap(set({0}), set({2})) == 0);
    CHECK(cognitive_fit(0) == 0);
    CHECK(cognitive_fit(0.5) == 1);
    CHECK(cognitive_fit(1) == 0);
    CHECK(coverage_of(set({1, 2, 3, 4}), set({2, 4, 9})) == 0.5);
    CHECK(coverage_of(set({}), set({})) == 1);
    CHECK(coverage_of(set({100}), set({})) == 0);
}

TEST_CASE("solutions of a mission ask for capabilities of one neighbourhood", "[kene]") {
    double inside = 0, across = 0;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        std::array<std::array<std::uint8_t, requirement_length>, 3> r{};
        draw_required(seed, 0, 0, r[0]);
        draw_required(seed, 0, 1, r[1]);
        draw_required(seed, 1, 2, r[2]);
        for (auto const& one : r) CHECK(capability_set(one).count() == requirement_length);
        inside += kene_overlap(capability_set(r[0]), capability_set(r[1]));
        across += kene_overlap(capability_set(r[0]), capability_set(r[2]));
    }
    CHECK(inside / 200 == Approx(requirement_length / 30.0).margin(0.03));
    CHECK(across < 0.7 * inside);
}

TEST_CASE("a drawn kene knows what it was told to know", "[kene]") {
    std::array<std::uint8_t, 4> const required{7, 9, 20, 90};
    for (std::uint32_t n = 0; n < 100; ++n) {
        Own k;
        auto draws = draws_of(n);
        draw_kene(draws, required, 3, 8, k.kene());
        CHECK(sound(k));
        CHECK(k.set().count() == 8);
        CHECK((k.set().test(7) && k.set().test(9) && k.set().test(20)));
    }
}

TEST_CASE("learning takes the teacher's best missing capability with one less expertise", "[kene]") {
    Own mine, teacher;
    mine.capability = {5};
    mine.ability = {1};
    mine.expertise = {9};
    teacher.capability = {5, 6, 7, 8};
    teacher.ability = {9, 2, 4, 3};
    teacher.expertise = {10, 3, 6, 1};
    CHECK(learn_triple(mine.kene(), teacher.kene()));
    CHECK(mine.capability[1] == 7);
    CHECK(mine.ability[1] == 4);
    CHECK(mine.expertise[1] == 5);
    CHECK(learn_triple(mine.kene(), teacher.kene()));
    CHECK(mine.capability[2] == 6);
    CHECK_FALSE(learn_triple(mine.kene(), teacher.kene()));  // what is left is hardly mastered
    CHECK_FALSE(learn_triple(mine.kene(), mine.kene()));

    // A full kene lets go of what it masters least, but only for something better.
    Own full;
    for (std::size_t k = 0; k < kene_length; ++k) {
        full.capability[k] = static_cast<std::uint8_t>(20 + k);
        full.expertise[k] = 5;
    }
    full.expertise[3] = 4;
    CHECK(learn_triple(full.kene(), teacher.kene()));
    CHECK(full.capability[3] == 5);
    CHECK(full.expertise[3] == 9);
    full.expertise.fill(8);
    CHECK_FALSE(learn_triple(full.kene(), teacher.kene()));
}

TEST_CASE("kenes keep their bounds through any life", "[kene][property]") {
    std::array<std::uint8_t, 6> const required{1, 2, 3, 98, 99, 100};
    auto const wanted = capability_set(required);
    int broken = 0;
    for (std::uint32_t n = 0; n < 50; ++n) {
        Own k, other;
        auto draws = draws_of(n);
        draw_kene(draws, required, 2, 10, k.kene());
        draw_kene(draws, required, 6, 10, other.kene());
        for (int year = 0; year < 100; ++year) {
            research_incremental(draws, wanted, k.kene());
            if (year % 7 == 0) research_radical(draws, wanted, k.kene());
            if (year % 3 == 0) learn_triple(k.kene(), other.kene());
            practise(wanted, k.kene());
            if (!sound(k)) ++broken;
        }
        CHECK(coverage_of(wanted, k.set()) == 1);  // in the end it masters what it works with
    }
    CHECK(broken == 0);
}

TEST_CASE("radical research brings something new - what is wanted first", "[kene]") {
    Own k;
    auto draws = draws_of(1);
    draw_kene(draws, {}, 0, 10, k.kene());
    auto const before = k.set();
    Capabilities wanted;
    for (std::size_t c = 1; c <= 100 && wanted.none(); ++c)
        if (!before.test(c)) wanted.set(c);
    research_radical(draws, wanted, k.kene());
    CHECK((k.set() & wanted) == wanted);
    CHECK((k.set() & ~before).count() == 1);
    research_radical(draws, {}, k.kene());
    CHECK(sound(k));
}
