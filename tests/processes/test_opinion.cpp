#include "engine/processes/opinion.hpp"

#include <numeric>

#include "engine/core/parallel.hpp"
#include "engine/processes/common/citizen_cells.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

namespace spil {

namespace {

using testing::fill;

struct OpinionSettings {
    OpinionParameters opinion;
    ContactParameters contacts;
    template <class P>
    P const& get() const {
        if constexpr (std::is_same_v<P, OpinionParameters>)
            return opinion;
        else
            return contacts;
    }
};

double mass(std::span<double const> h) {
    return std::accumulate(h.begin(), h.end(), 0.0);
}
double mean(std::span<double const> h) {
    double sum = 0;
    for (std::size_t b = 0; b < opinion_bins; ++b) sum += h[b] * (-1 + 0.1 * static_cast<double>(b));
    return sum;
}
double variance(std::span<double const> h) {
    double sum = 0, m = mean(h);
    for (std::size_t b = 0; b < opinion_bins; ++b) {
        double const o = -1 + 0.1 * static_cast<double>(b) - m;
        sum += h[b] * o * o;
    }
    return sum;
}

OpinionBlock block_of(OpinionShares const& shares) {
    OpinionBlock block{};
    for (std::size_t b = 0; b < opinion_bins; ++b) block[b].fill(shares[b]);
    return block;
}
OpinionShares meet(OpinionShares const& shares, OpinionShares const& heard, OpinionParameters const& p = {}) {
    auto const after = Meetings{p}.after(block_of(shares), block_of(heard));
    OpinionShares lane{};
    for (std::size_t b = 0; b < opinion_bins; ++b) {
        lane[b] = after[b][opinion_lanes - 1];
        CHECK(after[b][0] == lane[b]);
    }
    return lane;
}

OpinionShares at(std::initializer_list<std::pair<std::size_t, double>> entries) {
    OpinionShares shares{};
    for (auto const& [bin, share] : entries) shares[bin] = share;
    return shares;
}

std::span<double const> opinions(World const& w, std::size_t pair) {
    return std::span{w.municipalities.opinion.now}.subspan(pair * opinion_bins, opinion_bins);
}

World two_towns(std::size_t missions) {
    auto w = testing::small_world(2, missions, 2, 1);
    w.municipalities.population.now = {1000.0, 3000.0};
    auto const start = opinion_histogram(0.1, 0.2);  // nobody near the ends, where shifts stop
    for (std::size_t k = 0; k < 2 * missions; ++k)
        std::copy(start.begin(), start.end(),
                  w.municipalities.opinion.now.begin() + static_cast<std::ptrdiff_t>(k * opinion_bins));
    w.labs.stage.now = {Stage::dead};
    return w;
}

void month(World& w, OpinionSettings const& settings) {
    static auto const p = process<OpinionSettings, revise_opinions>("opinion", "");
    p.run(w, settings, testing::step_of(w));
    p.publish(w);
}

}  // namespace

TEST_CASE("a meeting bridges a fifth of the difference", "[opinion]") {
    // Half at 0, half at 0.5: whoever meets the other half moves one bin, once in twelve months.
    auto const after = meet(at({{10, 0.5}, {15, 0.5}}), at({{10, 0.5}, {15, 0.5}}));
    CHECK(after[10] == Approx(0.5 - 0.25 / 12));
    CHECK(after[11] == Approx(0.25 / 12));
    CHECK(after[14] == Approx(0.25 / 12));
    CHECK(after[15] == Approx(0.5 - 0.25 / 12));
    // A difference of 0.7 asks for 1.4 bins: six tenths go one bin, four tenths two.
    auto const split = meet(at({{10, 1.0}}), at({{17, 1.0}}));
    CHECK(split[11] == Approx(0.6 / 12));
    CHECK(split[12] == Approx(0.4 / 12));
    CHECK(mean(split) == Approx(0.14 / 12));
}

TEST_CASE("nobody listens beyond the bound", "[opinion]") {
    auto const start = at({{2, 0.5}, {10, 0.5}});
    CHECK(meet(start, start) == start);
    OpinionParameters open;
    open.confidence_bound = 0.81;
    CHECK(meet(start, start, open)[10] < 0.5);
    OpinionParameters deaf;
    deaf.confidence_bound = 0;
    auto const spread = opinion_histogram(0.1, 0.4);
    CHECK(meet(spread, spread, deaf) == spread);
}

TEST_CASE("meetings keep mass and mean and draw opinions together", "[opinion]") {
    for (double const convergence : {0.2, 0.5, 0.07}) {
        OpinionParameters p;
        p.convergence = convergence;
        auto h = opinion_histogram(-0.2, 0.5);
        double const start = mean(h);
        for (int t = 0; t < 240; ++t) {
            double const before = variance(h);
            h = meet(h, h, p);
            if (t < 60) CHECK(variance(h) < before);
        }
        CHECK(mass(h) == Approx(1).epsilon(1e-12));
        CHECK(mean(h) == Approx(start).epsilon(1e-10));
        for (double const share : h) CHECK(share >= 0);
    }
}

TEST_CASE("a shift moves the mean and stops at the ends", "[opinion]") {
    for (double const bins : {0.3, -0.7, 1.0, -1.0, 2.4, -3.6}) {
        auto h = at({{9, 0.4}, {11, 0.6}});
        double const before = mean(h);
        shift_opinions(h, 0.25, bins);
        CHECK(mass(h) == Approx(1));
        CHECK(mean(h) - before == Approx(0.25 * bins * 0.1));
    }
    auto top = at({{20, 1.0}});
    shift_opinions(top, 1, 0.5);
    CHECK(top[20] == Approx(1));
    shift_opinions(top, 1, 50);
    CHECK(top[20] == Approx(1));
    shift_opinions(top, 0.5, -50);
    CHECK(top[0] == Approx(0.5));
    auto bottom = at({{0, 1.0}});
    shift_opinions(bottom, 1, -0.5);
    CHECK(bottom[0] == Approx(1));
}

TEST_CASE("opinions spread over the border with the share of far ties", "[opinion]") {
    auto w = two_towns(1);
    auto const low = at({{8, 1.0}}), high = at({{13, 1.0}});
    std::copy(low.begin(), low.end(), w.municipalities.opinion.now.begin());
    std::copy(high.begin(), high.end(), w.municipalities.opinion.now.begin() + opinion_bins);
    month(w, {});
    // 2 % of contacts live anywhere, three quarters of them in the second town; 0.5 apart is one bin.
    CHECK(opinions(w, 0)[9] == Approx(0.02 * 0.75 / 12));
    CHECK(opinions(w, 1)[12] == Approx(0.02 * 0.25 / 12));
}

TEST_CASE("what is well accepted wins people over - a burden without a say loses them", "[opinion]") {
    auto w = two_towns(1);
    auto& m = w.municipalities;
    fill(m.accepted_fit, 0.8);
    m.offer.now = {0.5, 0, 0.5, 0};
    w.labs.stage.now = {Stage::active};
    w.labs.host.now = {1};
    w.labs.solution.now = {0};
    w.labs.learning.now[accepted] = 0.5;
    w.labs.civic_partners.now = {1};
    OpinionSettings settings;
    settings.opinion.confidence_bound = 0;
    double const before = mean(opinions(w, 0));
    month(w, settings);
    // First town: nothing accepted, full burden. Second: E_A = 0.4, half a say.
    CHECK(mean(opinions(w, 0)) - before == Approx(0.05 / 12 * 0.5 * -0.3).epsilon(1e-3));
    CHECK(mean(opinions(w, 1)) - before == Approx(0.05 / 12 * 0.5 * (0.4 - 0.15)).epsilon(1e-3));
    CHECK(mass(opinions(w, 0)) == Approx(1));

    auto institution = two_towns(1);
    auto& im = institution.municipalities;
    fill(im.accepted_fit, 0.8);
    im.offer.now = {1, 0, 0, 0};
    im.implemented.now = {1, 0, 0, 0};
    im.learning.now[accepted] = 1;
    im.opposition.now = {0.2, 0};
    month(institution, settings);
    CHECK(mean(opinions(institution, 0)) - before == Approx(0.05 / 12 * (0.8 * 0.9 - 0.3)).epsilon(1e-3));
    CHECK(mean(opinions(institution, 1)) == Approx(before));
}

TEST_CASE("a visible failure costs a tenth of a point - shared by the missions", "[opinion]") {
    auto w = two_towns(2);
    w.municipalities.failures.now = {2, 0};
    OpinionSettings settings;
    settings.opinion.confidence_bound = 0;
    double const before = mean(opinions(w, 0));
    month(w, settings);
    for (std::size_t m = 0; m < 2; ++m) CHECK(mean(opinions(w, m)) - before == Approx(-0.1).epsilon(0.02));
    CHECK(mean(opinions(w, 2)) == Approx(before));
}

TEST_CASE("opinions are the same for any number of threads", "[opinion][threads]") {
    auto w = testing::small_world(101, 3, 2);
    for (std::size_t i = 0; i < 101; ++i) w.municipalities.population.now[i] = 1.0 + static_cast<double>(i);
    for (std::size_t k = 0; k < 303; ++k) {
        auto const h = opinion_histogram(-0.5 + 0.003 * static_cast<double>(k), 0.3);
        std::copy(h.begin(), h.end(),
                  w.municipalities.opinion.now.begin() + static_cast<std::ptrdiff_t>(k * opinion_bins));
    }
    auto three = w;
    set_threads(1);
    for (int t = 0; t < 12; ++t) month(w, {});
    set_threads(3);
    for (int t = 0; t < 12; ++t) month(three, {});
    set_threads(1);
    CHECK(digest(w) == digest(three));
    for (std::size_t k = 0; k < 303; ++k) CHECK(mass(opinions(w, k)) == Approx(1).epsilon(1e-12));
}

}  // namespace spil
