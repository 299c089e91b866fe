#include "engine/run/designs.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/core/random.hpp"
#include "engine/core/sobol.hpp"
#include "engine/run/latin_hypercube.hpp"
#include "engine/run/uncertainties.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/points.hpp"

using namespace spil;
using spil::test::Points;
using spil::test::quantity_names;

namespace {

/// Centred L2 discrepancy, squared. Source: Hickernell (1998), Mathematics of Computation 67.
double discrepancy(Points const& points) {
    auto const n = static_cast<double>(points.size());
    double all = 1;
    for (std::size_t k = 0; k < points.at(0).size(); ++k) all *= 13.0 / 12;
    double single = 0, pairs = 0;
    for (auto const& x : points) {
        double product = 1;
        for (double const u : x) {
            double const d = std::abs(u - 0.5);
            product *= 1 + 0.5 * d - 0.5 * d * d;
        }
        single += product;
        for (auto const& y : points) {
            product = 1;
            for (std::size_t k = 0; k < x.size(); ++k)
                product *=
                    1 + 0.5 * std::abs(x[k] - 0.5) + 0.5 * std::abs(y[k] - 0.5) - 0.5 * std::abs(x[k] - y[k]);
            pairs += product;
        }
    }
    return all - 2 / n * single + pairs / (n * n);
}

Points random_points(std::size_t points, std::size_t dimensions, std::uint64_t seed) {
    Points all(points);
    for (std::size_t p = 0; p < points; ++p) {
        Draws draws{{.seed = seed, .entity = static_cast<std::uint32_t>(p)}};
        for (std::size_t k = 0; k < dimensions; ++k) all[p].push_back(draws.uniform());
    }
    return all;
}

Points hypercube(std::size_t points, std::size_t dimensions, std::uint64_t seed) {
    Points all(points);
    for (auto const& name : quantity_names(dimensions)) {
        auto const column = latin_hypercube(seed, name, points);
        for (std::size_t p = 0; p < points; ++p) all[p].push_back(column[p]);
    }
    return all;
}

Uncertain quantity(Distribution distribution, ValueType type = ValueType::number) {
    Uncertain q;
    q.name = "calls.quantity";
    q.type = type;
    q.distribution = std::move(distribution);
    return q;
}

}  // namespace

TEST_CASE("designs fill space more evenly than chance does", "[run][designs]") {
    CHECK(discrepancy({{0.5}}) == Approx(1.0 / 12));  // by hand
    CHECK(discrepancy({{0.25}, {0.75}}) == Approx(13.0 / 12 - 2 * (1 + 0.125 - 0.03125) + (1.25 + 1.0) / 2));
    for (std::uint64_t const seed : {1u, 2u, 3u}) {
        auto const chance = discrepancy(random_points(256, 6, seed));
        auto const strata = discrepancy(hypercube(256, 6, seed));
        auto const sobol = discrepancy(sobol_points(256, quantity_names(6), seed, true));
        INFO(chance << " " << strata << " " << sobol);
        CHECK(strata < 0.7 * chance);
        CHECK(sobol < 0.5 * strata);
    }
    CHECK(discrepancy(sobol_points(256, quantity_names(6), 1, false)) < discrepancy(hypercube(256, 6, 1)));
}

TEST_CASE("a trajectory moves each quantity once - by half the levels - and stays on the grid",
          "[run][designs]") {
    for (std::size_t const levels : {2u, 4u, 8u}) {
        INFO(levels);
        constexpr std::size_t quantities = 5, trajectories = 400;
        auto const d = morris(1, quantity_names(quantities), trajectories, levels);
        REQUIRE(d.shares.size() == trajectories * (quantities + 1));
        double const delta = static_cast<double>(levels) / (2.0 * (static_cast<double>(levels) - 1));
        std::set<std::vector<std::int32_t>> orders;
        std::map<double, int> starts;
        int ups = 0;
        for (std::size_t t = 0; t < trajectories; ++t) {
            std::vector<std::int32_t> order;
            for (std::size_t step = 0; step <= quantities; ++step) {
                auto const p = t * (quantities + 1) + step;
                CHECK(d.block[p] == static_cast<std::int32_t>(t));
                for (double const u : d.shares[p]) {
                    double const level = u * static_cast<double>(levels - 1);
                    REQUIRE(level == Approx(std::round(level)));
                    REQUIRE((u >= 0 && u <= 1));
                }
                if (step == 0) {
                    CHECK(d.moved[p] == -1);
                    ++starts[d.shares[p][0]];
                    continue;
                }
                auto const moved = static_cast<std::size_t>(d.moved[p]);
                order.push_back(d.moved[p]);
                for (std::size_t k = 0; k < quantities; ++k) {
                    double const by = d.shares[p][k] - d.shares[p - 1][k];
                    if (k == moved) REQUIRE(std::abs(by) == Approx(delta));
                    if (k != moved) REQUIRE(by == 0);
                    if (k == moved && by > 0) ++ups;
                }
            }
            CHECK(std::set<std::int32_t>(order.begin(), order.end()).size() == quantities);
            orders.insert(order);
        }
        CHECK(orders.size() > 100);         // of 120
        CHECK(std::abs(ups - 1000) < 120);  // of 2000: up and down as often
        CHECK(starts.size() == levels);     // every level is a start, as often as the others
        for (auto const& [share, count] : starts)
            CHECK(std::abs(count - 400.0 / static_cast<double>(levels)) < 80);
    }
    CHECK_THROWS_AS(morris(1, quantity_names(2), 3, 5), ContractError);
    // Another quantity changes neither where the others start nor in which order they move.
    auto const few = morris(1, quantity_names(3), 20, 4);
    auto const more = morris(1, quantity_names(4), 20, 4);
    for (std::size_t t = 0; t < 20; ++t) {
        auto const& wide = more.shares[t * 5];
        CHECK(std::equal(few.shares[t * 4].begin(), few.shares[t * 4].end(), wide.begin()));
        auto order = std::vector<std::int32_t>(more.moved.begin() + static_cast<std::ptrdiff_t>(t * 5 + 1),
                                               more.moved.begin() + static_cast<std::ptrdiff_t>(t * 5 + 5));
        std::erase(order, 3);
        CHECK(std::equal(order.begin(), order.end(),
                         few.moved.begin() + static_cast<std::ptrdiff_t>(t * 4 + 1)));
    }
}

TEST_CASE("matrices of Saltelli come base point by base point in the order stated", "[run][designs]") {
    constexpr std::size_t k = 3, base = 8;
    auto const rows =
        sobol_points(base, std::vector<std::string>{"a", "b", "c", "a of B", "b of B", "c of B"}, 5, true);
    for (bool const second : {false, true}) {
        auto const d = saltelli(5, std::vector<std::string>{"a", "b", "c"}, base, second, true);
        auto const each = second ? 2 * k + 2 : k + 2;
        REQUIRE(d.shares.size() == base * each);
        for (std::size_t n = 0; n < base; ++n) {
            std::vector<double> const a(rows[n].begin(), rows[n].begin() + 3);
            std::vector<double> const b(rows[n].begin() + 3, rows[n].end());
            auto const point = [&](std::size_t i) { return d.shares[n * each + i]; };
            auto const moved = [&](std::size_t i) { return d.moved[n * each + i]; };
            CHECK(point(0) == a);
            CHECK(point(1) == std::vector<double>{b[0], a[1], a[2]});
            CHECK(point(2) == std::vector<double>{a[0], b[1], a[2]});
            CHECK(point(3) == std::vector<double>{a[0], a[1], b[2]});
            if (second) {
                CHECK(point(4) == std::vector<double>{a[0], b[1], b[2]});
                CHECK(point(5) == std::vector<double>{b[0], a[1], b[2]});
                CHECK(point(6) == std::vector<double>{b[0], b[1], a[2]});
            }
            CHECK(point(each - 1) == b);
            CHECK(moved(0) == -1);
            CHECK(moved(each - 1) == -1);
            for (std::size_t i = 0; i < k; ++i) {
                CHECK(moved(1 + i) == static_cast<std::int32_t>(i));
                if (second) CHECK(moved(4 + i) == static_cast<std::int32_t>(i));
            }
            for (std::size_t i = 0; i < each; ++i)
                CHECK(d.block[n * each + i] == static_cast<std::int32_t>(n));
        }
    }
}

TEST_CASE("levels of a full factorial lie in the middle of equal shares and repeat no value",
          "[run][designs]") {
    Distribution const unit{{.low = 0, .high = 8}, {}, {}};
    CHECK(level_shares(quantity(unit), 4) == std::vector<double>{0.125, 0.375, 0.625, 0.875});
    auto own = unit;
    own.settings.levels = 2;
    CHECK(level_shares(quantity(own), 4) == std::vector<double>{0.25, 0.75});
    Distribution const three{{.distribution = DistributionKind::integer, .low = 1, .high = 3}, {}, {}};
    CHECK(level_shares(quantity(three, ValueType::whole), 7).size() == 3);
    CHECK(level_shares(quantity(three, ValueType::whole), 2).size() == 2);
    Distribution const words{{.distribution = DistributionKind::categorical}, {2, 0, 1}, {}};
    CHECK(level_shares(quantity(words, ValueType::word), 9).size() == 3);

    Uncertainties u;
    u.settings.design = UncertaintyDesign::full_factorial;
    u.settings.levels = 2;
    u.sampled = {quantity(unit), quantity(words, ValueType::word)};
    u.points = design_size(u);
    CHECK(u.points == 6);
    // The last changes fastest; values in the order written.
    CHECK(design_points(u, 1) == Points{{2, 2}, {2, 0}, {2, 1}, {6, 2}, {6, 0}, {6, 1}});
    u.settings.levels = 1000;
    u.sampled.assign(30, quantity(unit));
    CHECK(design_size(u) > most_points);  // and no overflow
}
