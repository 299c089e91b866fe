#include "engine/processes/ideas.hpp"

#include <cmath>

#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

IdeaParameters const p{};
RoleParameters const roles{};

/// Many municipalities alike, one mission, three solutions.
World many(std::size_t n) {
    auto w = small_world(n, 1, 3);
    fill(w.nation.merit_mean, 0.4);
    fill(w.nation.merit_sd, 0.1);
    fill(w.municipalities.population, 50000);
    fill(w.municipalities.challenge, 0.5);
    fill(w.municipalities.aversion, 0.6);
    fill(w.municipalities.role, 4);
    for (std::size_t i = 0; i < n; ++i) {
        w.municipalities.judgement.now[3 * i] = 0.40;
        w.municipalities.judgement.now[3 * i + 1] = 0.43;
        w.municipalities.judgement.now[3 * i + 2] = 0.39;
    }
    return w;
}

IdeaParameters certain() {
    auto q = p;
    q.arrival_rate = 1e9;
    return q;
}

}  // namespace

TEST_CASE("prior error fades as knowledge grows", "[processes][ideas]") {
    // (1 - 0.25)(0.4 + 0.8 * 0.1 * 1.5) + 0.25 * 0.7
    CHECK(judged(0.25, 1.5, 0.7, 0.4, 0.1, p) == Approx(0.75 * 0.52 + 0.175));
    CHECK(judged(0, 1.5, 0.7, 0.4, 0.1, p) == Approx(0.52));  // nothing known: belief plays no part
    CHECK(judged(1, 1.5, 0.7, 0.4, 0.1, p) == Approx(0.7));   // all known: error plays no part
    double last = 1e9;
    for (double known = 0; known <= 1; known += 0.125) {
        double const spread = judged(known, 1, 0.5, 0.4, 0.1, p) - judged(known, -1, 0.5, 0.4, 0.1, p);
        CHECK(spread == Approx((1 - known) * 0.16).margin(1e-12));
        CHECK(spread < last);
        last = spread;
    }
}

TEST_CASE("judgements use the mean knowledge of a solution's three conditions", "[processes][ideas]") {
    auto w = small_world(2, 1, 2);
    fill(w.nation.merit_mean, 0.4);
    fill(w.nation.merit_sd, 0.1);
    w.municipalities.judgement_error.now = {0, 1, 2, -1};
    w.municipalities.belief.now = {0.5, 0.6, 0.7, 0.8};
    w.municipalities.knowledge.now = {0, 0, 0, 0.3, 0.6, 0, 1, 1, 1, 0, 0, 0.75};
    run<&judge_solutions>(w, step_of(w), p);
    auto const& v = w.municipalities.judgement.now;
    CHECK(v[0] == Approx(0.4));
    CHECK(v[1] == Approx(0.7 * 0.48 + 0.3 * 0.6));
    CHECK(v[2] == Approx(0.7));
    CHECK(v[3] == Approx(0.75 * 0.32 + 0.25 * 0.8));
}

TEST_CASE("ideas come at the rate of the equation", "[processes][ideas]") {
    CHECK(idea_rate(50000, 0.5, 0.6, 1, p) == Approx(0.3 * 1 * 0.7 * 1.25));
    CHECK(idea_rate(100000, 0, 0, 0, p) == Approx(0.3 * std::pow(2.0, 0.8) * 0.5 * 0.25));
    CHECK(idea_rate(50000, 0.5, 0.6, 0.35, p) < idea_rate(50000, 0.5, 0.6, 0.5, p));

    auto const start = many(40000);
    std::size_t arrived = 0;
    for (std::uint32_t t = 0; t < 12; ++t) {
        auto w = start;
        run<&have_ideas>(w, step_of(w, t), p, roles);
        for (auto const idea : w.municipalities.idea.now) arrived += idea > 0;
    }
    double const expected = 40000 * 12 * -std::expm1(-0.2625 / 12);
    CHECK(static_cast<double>(arrived) == Approx(expected).margin(5 * std::sqrt(expected)));
}

TEST_CASE("solutions come up as the softmax of the judgements", "[processes][ideas]") {
    auto w = many(60000);
    run<&have_ideas>(w, step_of(w), certain(), roles);
    std::array<double, 4> share{};
    for (auto const idea : w.municipalities.idea.now) share[static_cast<std::size_t>(idea)] += 1.0 / 60000;
    CHECK(share[0] == 0);  // everybody had one
    double const a = std::exp(0.40 / 0.03), b = std::exp(0.43 / 0.03), c = std::exp(0.39 / 0.03);
    CHECK(share[1] == Approx(a / (a + b + c)).margin(0.01));
    CHECK(share[2] == Approx(b / (a + b + c)).margin(0.01));
    CHECK(share[3] == Approx(c / (a + b + c)).margin(0.01));
}

TEST_CASE("what is done already is no idea", "[processes][ideas]") {
    auto w = many(300);
    for (std::size_t i = 0; i < 300; ++i) w.municipalities.implemented.now[3 * i + 1] = 1;
    run<&have_ideas>(w, step_of(w), certain(), roles);
    for (auto const idea : w.municipalities.idea.now) CHECK((idea == 1 || idea == 3));

    auto all = many(5);
    fill(all.municipalities.implemented, 1);
    run<&have_ideas>(all, step_of(all), certain(), roles);
    CHECK(all.municipalities.idea.now == std::vector<std::int32_t>(5, 0));
}

TEST_CASE("an idea in hand ages and is dropped - a new one starts afresh", "[processes][ideas]") {
    auto quiet = p;
    quiet.arrival_rate = 0;
    auto w = many(1);
    w.municipalities.idea.now = {2};
    for (int month = 1; month <= 24; ++month) {
        run<&have_ideas>(w, step_of(w), quiet, roles);
        CHECK(w.municipalities.idea.now[0] == 2);
        CHECK(w.municipalities.idea_age.now[0] == month);
    }
    run<&have_ideas>(w, step_of(w), quiet, roles);
    CHECK(w.municipalities.idea.now[0] == 0);
    run<&have_ideas>(w, step_of(w), certain(), roles);
    CHECK(w.municipalities.idea.now[0] > 0);
    CHECK(w.municipalities.idea_age.now[0] == 0);
}

TEST_CASE("a better judgement of one solution moves nobody to another", "[processes][ideas]") {
    auto before = many(5000), after = many(5000);
    for (std::size_t i = 0; i < 5000; ++i) after.municipalities.judgement.now[3 * i + 2] += 0.02;
    run<&have_ideas>(before, step_of(before), certain(), roles);
    run<&have_ideas>(after, step_of(after), certain(), roles);
    int moved = 0;
    for (std::size_t i = 0; i < 5000; ++i) {
        auto const was = before.municipalities.idea.now[i], is = after.municipalities.idea.now[i];
        if (was == is) continue;
        ++moved;
        CHECK(is == 3);
    }
    CHECK(moved > 100);
}

TEST_CASE("a new idea replaces the one in hand only when it is judged better", "[processes][ideas]") {
    auto w = many(400);
    auto const judged_here = [&](std::size_t i, std::int32_t idea) {
        return w.municipalities.judgement.now[3 * i + static_cast<std::size_t>(idea) - 1];
    };
    fill(w.municipalities.idea, 1);
    fill(w.municipalities.idea_age, 5);
    run<&have_ideas>(w, step_of(w), certain(), roles);
    int replaced = 0, kept = 0;
    for (std::size_t i = 0; i < 400; ++i) {
        auto const idea = w.municipalities.idea.now[i];
        if (idea == 1) {
            ++kept;
            CHECK(w.municipalities.idea_age.now[i] == 6);
        } else {
            ++replaced;
            CHECK(judged_here(i, idea) > judged_here(i, 1));
            CHECK(w.municipalities.idea_age.now[i] == 0);
        }
    }
    CHECK(replaced > 50);
    CHECK(kept > 50);

    // One that stands by now gives way to any other.
    auto done = many(50);
    fill(done.municipalities.idea, 2);
    for (std::size_t i = 0; i < 50; ++i) done.municipalities.implemented.now[3 * i + 1] = 1;
    run<&have_ideas>(done, step_of(done), certain(), roles);
    for (auto const idea : done.municipalities.idea.now) CHECK((idea == 1 || idea == 3));
}
