#include "engine/processes/landscape.hpp"

#include <cmath>

#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

double logit(double x) {
    return std::log(x / (1 - x));
}

/// Challenges of two missions in many municipalities, as logits.
struct Drawn {
    std::vector<double> first, second;
};
Drawn drawn(ChallengeParameters const& p, std::vector<std::int32_t> const& region,
            std::vector<double> const& context, std::uint64_t seed = 7) {
    auto const n = region.size();
    std::vector<double> const level{-0.5, 0.2};
    std::vector<double> base(n * 2);
    draw_challenges(p, seed, {n, 2, 1}, level, region, context, base);
    Drawn d;
    for (std::size_t i = 0; i < n; ++i) {
        d.first.push_back(logit(base[2 * i]));
        d.second.push_back(logit(base[2 * i + 1]));
    }
    return d;
}

double mean(std::vector<double> const& x) {
    double sum = 0;
    for (double const v : x) sum += v;
    return sum / static_cast<double>(x.size());
}
double covariance(std::vector<double> const& x, std::vector<double> const& y) {
    double const mx = mean(x), my = mean(y);
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) sum += (x[i] - mx) * (y[i] - my);
    return sum / static_cast<double>(x.size());
}

constexpr std::size_t many = 4000;

std::vector<std::int32_t> own_regions() {
    std::vector<std::int32_t> region(many);
    for (std::size_t i = 0; i < many; ++i) region[i] = static_cast<std::int32_t>(i);
    return region;
}

}  // namespace

TEST_CASE("pressure returns to its mean and never falls below -1", "[processes][landscape]") {
    LandscapeParameters p;
    CHECK(next_landscape(0.5, 1, p) == Approx(0.5 - 0.02 * 0.5 + 0.01));
    CHECK(next_landscape(-0.9, -100, p) == -1);

    auto w = small_world(1, 2, 1);
    w.missions.landscape.now = {0.4, -0.2};
    p.noise = 0;
    p.mean = 0.1;
    for (std::uint32_t tick = 0; tick < 600; ++tick) run<&move_landscape>(w, step_of(w, tick), p);
    CHECK(w.missions.landscape.now[0] == Approx(0.1).margin(1e-5));
    CHECK(w.missions.landscape.now[1] == Approx(0.1).margin(1e-5));
}

TEST_CASE("each mission has its own landscape", "[processes][landscape]") {
    auto w = small_world(1, 2, 1);
    run<&move_landscape>(w, step_of(w, 5), LandscapeParameters{});
    CHECK(w.missions.landscape.now[0] != w.missions.landscape.now[1]);
    CHECK(w.missions.landscape.now[0] != 0);
}

TEST_CASE("a challenge is pressed by the landscape and relieved by service", "[processes][landscape]") {
    ChallengeParameters const p;
    CHECK(challenge(0.5, 0.2, 0.25, p) == Approx(0.5 * 1.2 - 0.6 * 0.25));
    CHECK(challenge(0.3, 0, 1, p) == 0);
    CHECK(challenge(0.9, 0.5, 0, p) == 1);
    CHECK(challenge(0.9, -1, 0, p) == 0);

    auto w = small_world(2, 2, 1);
    w.missions.landscape.now = {0, 0.5};
    w.municipalities.challenge_base.now = {0.2, 0.4, 0.6, 0.8};
    w.municipalities.served.now = {0, 0, 0.5, 1};
    run<&press>(w, step_of(w), p);
    auto const& c = w.municipalities.challenge.now;
    CHECK(c[0] == Approx(0.2));
    CHECK(c[1] == Approx(0.6));
    CHECK(c[2] == Approx(0.3));
    CHECK(c[3] == Approx(0.6));
}

TEST_CASE("challenges of one municipality correlate as asked", "[processes][landscape]") {
    ChallengeParameters p;
    p.context_weight = 0;
    p.regional_share = 0;
    p.co_occurrence = 0.5;
    std::vector<double> const context(many * context_parts);
    auto const d = drawn(p, own_regions(), context);
    // Of 4 000 pairs: means within 4 x 0.016, variances and covariance within 4 x 0.023.
    CHECK(mean(d.first) == Approx(-0.5).margin(0.064));
    CHECK(mean(d.second) == Approx(0.2).margin(0.064));
    CHECK(covariance(d.first, d.first) == Approx(1).margin(0.09));
    CHECK(covariance(d.first, d.second) == Approx(0.5).margin(0.09));

    p.co_occurrence = 0;
    auto const apart = drawn(p, own_regions(), context);
    CHECK(covariance(apart.first, apart.second) == Approx(0).margin(0.07));
}

TEST_CASE("a region has its share of the variance in common", "[processes][landscape]") {
    ChallengeParameters p;
    p.context_weight = 0;
    p.regional_share = 1;
    auto region = own_regions();
    for (auto& g : region) g /= 2;
    std::vector<double> const context(many * context_parts);
    auto const same = drawn(p, region, context);
    CHECK(same.first[10] == Approx(same.first[11]));
    CHECK(same.first[10] != Approx(same.first[12]));

    p.regional_share = 0.4;
    auto const mixed = drawn(p, region, context);
    std::vector<double> even, odd;
    for (std::size_t i = 0; i < many; i += 2) {
        even.push_back(mixed.first[i]);
        odd.push_back(mixed.first[i + 1]);
    }
    CHECK(covariance(even, odd) == Approx(0.4).margin(0.1));
}

TEST_CASE("context presses in one direction - by its weight", "[processes][landscape]") {
    ChallengeParameters p;
    p.spread = 0;
    std::vector<std::int32_t> const region(5);
    std::vector<double> context(5 * context_parts);
    for (std::size_t d = 0; d < context_parts; ++d) context[(d + 1) * context_parts + d] = 1;
    auto const d = drawn(p, region, context);
    double square = 0;
    for (std::size_t i = 1; i < 5; ++i) square += (d.first[i] + 0.5) * (d.first[i] + 0.5);
    CHECK(d.first[0] == Approx(-0.5));
    CHECK(std::sqrt(square) == Approx(0.3));
    CHECK(d.first[1] + 0.5 != Approx(d.second[1] - 0.2));
    CHECK(drawn(p, region, context, 8).first[1] != Approx(d.first[1]));
}

TEST_CASE("challenges do not depend on how many municipalities there are", "[processes][landscape]") {
    ChallengeParameters const p;
    std::vector<double> const context(6 * context_parts, 0.5);
    auto const few = drawn(p, {0, 1, 0}, {context.begin(), context.begin() + 3 * context_parts});
    auto const more = drawn(p, {0, 1, 0, 1, 2, 2}, context);
    for (std::size_t i = 0; i < 3; ++i) CHECK(few.first[i] == more.first[i]);
}
