#include "engine/processes/organisation.hpp"

#include <cmath>

#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

OrganisationParameters const p{};

/// Months of push and then of none; aversion and anchor after each month without.
std::vector<std::pair<double, double>> after_push(int pushed, double push, int idle) {
    double a = 0.6, anchor = 0.6;
    auto const month = [&](double u) {
        double const next = next_aversion(a, anchor, u, 0, p);
        anchor = next_anchor(anchor, 0.6, u, p);
        a = next;
    };
    for (int t = 0; t < pushed; ++t) month(push);
    std::vector<std::pair<double, double>> path{{a, anchor}};
    for (int t = 0; t < idle; ++t) month(0), path.push_back({a, anchor});
    return path;
}

}  // namespace

TEST_CASE("push - aversion - anchor and skill by hand", "[processes][organisation]") {
    CHECK(push_for_change(0, 0, false, p) == 0);
    CHECK(push_for_change(2, 0, true, p) == Approx(1 - std::exp(-0.8)));
    CHECK(push_for_change(0, 0, true, p) == Approx(1 - std::exp(-0.2)));
    CHECK(push_for_change(1, 2, false, p) == Approx(1 - std::exp(-0.3 - 2 * 0.5)));

    // 0.5 + 0.03 * 0.1 - 0.04 * 0.4 * 0.5 + 0.08 * 2 * 0.5
    CHECK(next_aversion(0.5, 0.6, 0.4, 2, p) == Approx(0.575));
    CHECK(next_aversion(0.97, 0.98, 0, 9, p) == 0.98);
    OrganisationParameters strong = p;
    strong.push_rate = 1;
    CHECK(next_aversion(0.1, 0.02, 1, 0, strong) == 0.02);

    // 0.5 - 0.003 * 0.3 * 0.5 + 0.001 * 0.1
    CHECK(next_anchor(0.5, 0.6, 0.8, p) == Approx(0.49965));
    OrganisationParameters wild = p;
    wild.anchor_learning_rate = wild.anchor_return_rate = 1;
    wild.anchor_push_threshold = -1;
    CHECK(next_anchor(0.9, 0.1, 1, wild) == 0);   // 0.9 - 2 * 0.9 - 0.8
    CHECK(next_anchor(0.6, 0.6, 0.5, p) == 0.6);  // push at the threshold does not move it

    CHECK(next_skill(0.4, true, p) == Approx(0.4 + 0.02 * 0.6 - 0.01 * 0.4));
    CHECK(next_skill(0.4, false, p) == Approx(0.396));
    CHECK(next_skill(2.0 / 3, true, p) == Approx(2.0 / 3));  // gain and loss balance at eta / (eta + delta)
}

TEST_CASE("without push aversion springs back with half-life ln 2 / k", "[processes][organisation]") {
    // Pushed below the threshold the anchor stays, and the whole gap closes.
    auto const path = after_push(120, 0.5, 400);
    double const gap = 0.6 - path[0].first;
    REQUIRE(gap > 0.1);
    std::size_t half = 0;
    while (0.6 - path[half].first > gap / 2) ++half;
    double const theory = std::log(2.0) / p.spring_back_rate;
    CHECK(theory == Approx(23.1).margin(0.01));
    CHECK(std::abs(static_cast<double>(half) - theory) <= 1);
    CHECK(path.back().first == Approx(0.6).margin(1e-5));
    CHECK(path[0].second == 0.6);
}

TEST_CASE("an anchor moved by sustained push keeps aversion down", "[processes][organisation]") {
    auto const path = after_push(240, 0.9, 200);
    CHECK(path[0].second < 0.57);
    // After eight half-lives aversion has come back to the moved anchor, not to where it was.
    CHECK(path.back().first < 0.59);
    CHECK(path.back().first == Approx(path.back().second).margin(0.01));
    // And the anchor itself returns, slowly.
    CHECK(path.back().second > path[0].second);
    CHECK(path.back().second < 0.6);
}

TEST_CASE("municipalities change by what happened to them", "[processes][organisation]") {
    auto w = small_world(3, 2, 1);
    fill(w.municipalities.aversion, 0.5);
    fill(w.municipalities.aversion_anchor, 0.6);
    fill(w.municipalities.aversion_anchor_base, 0.7);
    fill(w.municipalities.skill, 0.4);
    w.municipalities.labs_running.now = {0, 2, 0};
    w.municipalities.failures.now = {0, 0, 1};
    w.municipalities.practice_member.now = {0, 0, 0, 1, 0, 0};  // the second, in the second mission
    run<&adapt_organisation>(w, step_of(w), p);

    double const u = push_for_change(2, 0, true, p);
    CHECK(w.municipalities.push.now == std::vector<double>{0, u, 0});
    CHECK(w.municipalities.aversion.now[0] == Approx(0.5 + 0.03 * 0.1));
    CHECK(w.municipalities.aversion.now[1] == Approx(0.5 + 0.03 * 0.1 - 0.04 * u * 0.5));
    CHECK(w.municipalities.aversion.now[2] == Approx(0.5 + 0.03 * 0.1 + 0.08 * 0.5));
    CHECK(w.municipalities.aversion_anchor.now[0] == Approx(0.6001));
    CHECK(w.municipalities.aversion_anchor.now[1] == Approx(0.6 - 0.003 * (u - 0.5) * 0.6 + 0.0001));
    CHECK(w.municipalities.skill.now[0] == Approx(0.396));
    CHECK(w.municipalities.skill.now[1] == Approx(0.408));
}
