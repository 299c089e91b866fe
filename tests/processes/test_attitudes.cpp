#include "engine/processes/attitudes.hpp"

#include <cmath>

#include "engine/processes/common/citizen_cells.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

namespace spil {

TEST_CASE("support and opposition are shares of the histogram", "[attitudes]") {
    std::array<double, opinion_bins> h{};
    h[10] = 1;  // everybody at 0
    CHECK(support_among(h) == Approx(0.5));
    CHECK(opposition_among(h) == 0);
    h = {};
    h[20] = 0.5;  // for
    h[7] = 0.2;   // on the edge of opposition
    h[0] = 0.3;   // against
    CHECK(opposition_among(h) == Approx(0.4));
    CHECK(support_among(h) == Approx(0.5 + 0.5 * 0.1));
    h = {};
    h[11] = 1;  // on the edge of support
    CHECK(support_among(h) == Approx(0.75));
}

TEST_CASE("the histogram agrees with the normal distribution behind it", "[attitudes]") {
    auto const h = opinion_histogram(0.1, 0.4);
    double const above = 0.5, against = 0.5 * std::erfc(1 / std::sqrt(2.0));
    CHECK(opposition_among(h) == Approx(against).margin(0.01));
    CHECK(support_among(h) == Approx(above + 0.5 * (1 - above - against)).margin(0.01));
}

TEST_CASE("trust is won slowly - lost fast and returns", "[attitudes]") {
    AttitudeParameters p;
    CHECK(next_trust(0.5, 0, 0, 0, p) == Approx(0.5));
    p.trust_return_rate = 0;
    CHECK(next_trust(0.5, 1, 0, 0, p) == Approx(0.51));
    CHECK(next_trust(0.5, 0, 1, 0, p) == Approx(0.48));
    CHECK(next_trust(0.5, 0, 0, 1, p) == Approx(0.48));
    CHECK(next_trust(0.5, 1, 1, 2, p) == Approx(0.51 * 0.96 * 0.96 * 0.96));
    CHECK(next_trust(0.2, 0, 0, 500, p) == Approx(0).margin(1e-6));
    CHECK(next_trust(0.5, 2, 0, 0, p) == Approx(1 - 0.5 * 0.98 * 0.98));
    CHECK(next_trust(0.2, 0, 500, 0, p) == Approx(0).margin(1e-6));
    CHECK(next_trust(0.9, 500, 0, 0, p) <= 1);
    p.trust_return_rate = 0.02;
    double trust = 0.9;
    for (int t = 0; t < 12; ++t) trust = next_trust(trust, 0, 0, 0, p);
    CHECK(trust == Approx(0.5 + 0.4 * std::pow(0.98, 12)));
}

TEST_CASE("attitudes are formed for each municipality and mission", "[attitudes]") {
    auto w = testing::small_world(3, 2, 1);
    auto& m = w.municipalities;
    std::size_t const bin[] = {20, 0, 10, 12, 10, 10};
    for (std::size_t k = 0; k < 6; ++k) m.opinion.now[k * opinion_bins + bin[k]] = 1;
    m.failures.now = {0, 1, 0};
    m.reports_kept.now = {1, 0, 0};
    m.promises_broken.now = {0, 0, 2};
    m.local_trust.now = {0.5, 0.5, 0.5};
    form_attitudes(In<&Municipalities::opinion>{w}, Out<&Municipalities::support>{w},
                   Out<&Municipalities::opposition>{w});
    trust_council({}, In<&Municipalities::failures>{w}, In<&Municipalities::reports_kept>{w},
                  In<&Municipalities::promises_broken>{w}, Update<&Municipalities::local_trust>{w});
    CHECK(m.support.next == std::vector<double>{1, 0, 0.5, 1, 0.5, 0.5});
    CHECK(m.opposition.next == std::vector<double>{0, 1, 0, 0, 0, 0});
    CHECK(m.local_trust.next[0] == Approx(0.51 - 0.02 * 0.01));
    CHECK(m.local_trust.next[1] == Approx(0.48 + 0.02 * 0.02));
    double const twice = 0.5 * 0.96 * 0.96;
    CHECK(m.local_trust.next[2] == Approx(twice + 0.02 * (0.5 - twice)));
}

}  // namespace spil
