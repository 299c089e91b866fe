#include "engine/core/gumbel_choice.hpp"

#include <cmath>
#include <limits>

#include "tests/support/catch.hpp"

using namespace spil;

namespace {

constexpr std::size_t alternatives = 6;

Draws draws_of(std::uint32_t chooser, std::size_t alternative) {
    return Draws{
        Address{.seed = 11, .entity = chooser, .alternative = static_cast<std::uint32_t>(alternative)}};
}

/// Every error worked out, in order.
std::size_t best_of_all(std::uint32_t chooser, double const (&utility)[alternatives], double scale) {
    double best = -std::numeric_limits<double>::infinity();
    std::size_t chosen = 0;
    for (std::size_t a = 0; a < alternatives; ++a) {
        double const with_error = utility[a] + scale * draws_of(chooser, a).gumbel();
        if (with_error > best) best = with_error, chosen = a;
    }
    return chosen;
}

}  // namespace

TEST_CASE("a choice that skips logarithms is the choice of all of them", "[gumbel_choice]") {
    std::size_t times[alternatives] = {};
    for (std::uint32_t chooser = 0; chooser < 20'000; ++chooser) {
        double utility[alternatives];
        for (std::size_t a = 0; a < alternatives; ++a)
            utility[a] =
                3 * Draws{Address{.seed = 12, .entity = chooser + 100'000 * static_cast<std::uint32_t>(a)}}
                        .uniform();
        double const scale = chooser % 3 == 0 ? 0.1 : chooser % 3 == 1 ? 1.0 : 5.0;
        GumbelChoice choice{scale};
        std::size_t const first = chooser % alternatives;  // in whatever order they come
        for (std::size_t k = 0; k < alternatives; ++k) {
            auto const a = (first + k) % alternatives;
            choice.consider(a, utility[a], draws_of(chooser, a));
        }
        if (choice.chosen() != best_of_all(chooser, utility, scale)) FAIL("chooser " << chooser);
        ++times[choice.chosen()];
    }
    for (auto const n : times) CHECK(n > 2000);
}

TEST_CASE("without noise the best wins, and among equals the lowest number", "[gumbel_choice]") {
    for (std::uint32_t chooser = 0; chooser < 100; ++chooser) {
        GumbelChoice choice{0};
        for (std::size_t const a : {4u, 2u, 5u, 3u})
            choice.consider(a, a == 5 ? 0.5 : 1.0, draws_of(chooser, a));
        CHECK(choice.chosen() == 2);
    }
}

TEST_CASE("the Gumbel error exists at both ends", "[gumbel_choice]") {
    CHECK(gumbel_of(0) == Approx(-std::log(54 * std::log(2.0))));
    CHECK(gumbel_of(1) == Approx(53 * std::log(2.0)));
    CHECK(gumbel_of(std::exp(-1.0)) == Approx(0).margin(1e-12));
}
