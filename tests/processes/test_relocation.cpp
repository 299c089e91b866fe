#include "engine/processes/relocation.hpp"

#include <algorithm>
#include <cmath>

#include "tests/support/catch.hpp"
#include "tests/support/firms_world.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

constexpr std::size_t firms = 40000;

/// Firms in town 0; towns 1 and 2 are 19 and 38 km away.
World towns() {
    auto w = firms_world(3, 1, firms);
    fill(w.firms.municipality, 0);
    fill(w.municipalities.establishments, 999);
    w.geography.proximity_scale = 40;
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j)
            w.geography.proximity[i * 3 + j] =
                std::exp(-19.0 / 40 * std::abs(static_cast<double>(i) - static_cast<double>(j)));
    return w;
}

struct Moves {
    double within = 0, near = 0, far = 0;
};
Moves a_year(World w, RelocationParameters const& p = {}) {
    run<&relocate>(w, step_of(w, 11), p, w.geography);
    Moves m;
    for (std::size_t f = 0; f < firms; ++f) {
        m.within += w.firms.moved.now[f] == 1 ? 1 : 0;
        m.near += w.firms.municipality.now[f] == 1 ? 1 : 0;
        m.far += w.firms.municipality.now[f] == 2 ? 1 : 0;
    }
    return m;
}

}  // namespace

TEST_CASE("four in a hundred firms move - three quarters stay in town", "[relocation][firms]") {
    auto const m = a_year(towns());
    CHECK((m.within + m.near + m.far) / firms == Approx(0.04).margin(0.003));
    CHECK(m.within / (m.within + m.near + m.far) == Approx(0.75).margin(0.03));
    // 19 km further: 1/e.
    CHECK(m.far / m.near == Approx(std::exp(-1.0)).margin(0.12));
    CHECK(a_year(towns(), {.rate = 0}).within == 0);
    auto const away = a_year(towns(), {.rate = 1, .within_share = 0});
    CHECK(away.near + away.far == firms);
    CHECK(away.far / away.near == Approx(std::exp(-1.0)).margin(0.02));
}

TEST_CASE("a good place to live and to sell draws firms", "[relocation][firms]") {
    RelocationParameters const p{.rate = 1, .within_share = 0};
    auto w = towns();
    w.municipalities.establishments.now = {999, 999, 1999};
    auto m = a_year(w, p);
    CHECK(m.far / m.near == Approx(2 * std::exp(-1.0)).margin(0.03));

    w = towns();
    w.municipalities.served.now = {0.5, 0.4, 0.6};
    auto const q = living_environment(w.municipalities.served.now, w.municipalities.challenge.now,
                                      w.municipalities.local_trust.now);
    CHECK(q[0] == Approx(0).margin(1e-9));
    CHECK(q[2] == Approx(std::sqrt(1.5)));
    CHECK(q[1] == Approx(-std::sqrt(1.5)));
    m = a_year(w, p);
    CHECK(m.far / m.near == Approx(std::exp(-1 + 0.3 * 2 * std::sqrt(1.5))).margin(0.05));
    w.municipalities.challenge.now = {0.5, 0.4, 0.6};  // what is gained is lost again
    m = a_year(w, p);
    CHECK(m.far / m.near == Approx(std::exp(-1.0)).margin(0.02));
}

TEST_CASE("who has nowhere to go stays", "[relocation][firms]") {
    auto w = firms_world(1, 1, 10);
    w.geography.proximity = {1};
    run<&relocate>(w, step_of(w, 11), RelocationParameters{.rate = 1, .within_share = 0}, w.geography);
    CHECK(w.firms.municipality.now == std::vector<std::int32_t>(10, 0));
    CHECK(w.firms.moved.now == std::vector<std::uint8_t>(10, 1));
}
