#include "engine/processes/common/network.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <vector>

#include "engine/model/geography.hpp"
#include "engine/model/synthetic_country.hpp"
#include "tests/support/catch.hpp"

using namespace spil;

namespace {

using Rows = std::vector<std::uint32_t>;

/// One municipality of n agents, nobody elsewhere.
struct Alone {
    explicit Alone(std::uint32_t n, ContactParameters const& p)
        : agents{n}, network{1, p, none, first, agents} {}
    Geography none;
    Rows first{0}, agents;
    Network network;

    std::vector<std::uint32_t> contacts(std::uint32_t c) const {
        std::vector<std::uint32_t> all;
        network.for_each_contact(0, c, [&](std::uint32_t other) { all.push_back(other); });
        return all;
    }
};

ContactParameters with(double rewiring, double own = 0.8, std::int64_t block = 1000) {
    ContactParameters p;
    p.rewiring = rewiring;
    p.own_municipality = own;
    p.block = block;
    return p;
}

}  // namespace

TEST_CASE("without rewiring contacts are the next ones on a ring", "[network]") {
    Alone const a(100, with(0));
    CHECK(a.contacts(50) == Rows{51, 49, 52, 48, 53, 47, 54, 46});
    CHECK(a.contacts(0) == Rows{1, 99, 2, 98, 3, 97, 4, 96});
    CHECK(a.contacts(99) == Rows{0, 98, 1, 97, 2, 96, 3, 95});
}

TEST_CASE("a contact asked for alone is the contact met in passing", "[network]") {
    Alone const a(3000, with(0.5));
    for (std::uint32_t const c : {0u, 1u, 999u, 1000u, 2999u}) {
        auto const all = a.contacts(c);
        for (std::uint32_t slot = 0; slot < all.size(); ++slot)
            CHECK(a.network.contact(0, a.network.ring(0, c), c, slot) == all[slot]);
    }
}

TEST_CASE("neighbourhoods are stretches of nearly equal size that cover a municipality", "[network]") {
    for (std::uint32_t const n : {1u, 7u, 999u, 1499u, 1501u, 2777u, 10'000u}) {
        Alone const a(n, with(0));
        std::map<std::uint32_t, std::uint32_t> sizes;
        for (std::uint32_t c = 0; c < n; ++c) {
            auto const ring = a.network.ring(0, c);
            REQUIRE((ring.first <= c && c < ring.first + ring.size));
            sizes[ring.first] = ring.size;
        }
        std::uint32_t sum = 0;
        for (auto const& [first, size] : sizes) {
            CHECK(first == sum);
            CHECK((n < 1500 || (size >= 750 && size <= 1500)));
            sum += size;
        }
        CHECK(sum == n);
    }
}

TEST_CASE("in the smallest municipalities nobody looks beyond those who are there", "[network]") {
    CHECK(Alone(1, with(0.5)).contacts(0) == Rows(8, 0));
    for (auto const other : Alone(2, with(0.5)).contacts(1)) CHECK(other == 0);
    for (std::uint32_t c = 0; c < 5; ++c)
        for (auto const other : Alone(5, with(0.5)).contacts(c)) CHECK((other < 5 && other != c));
}

TEST_CASE("ties within the ring, the municipality and beyond come in the shares asked for", "[network]") {
    auto const country = make_country({.municipalities = 30, .population = 60'000, .seed = 3});
    Geography geography;
    geography.n = country.size();
    ContactParameters const p = with(0.3, 0.6, 500);
    add_far_contacts(geography, country, p.distance);
    Rows first, agents;
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < country.size(); ++i) {
        first.push_back(sum);
        agents.push_back(static_cast<std::uint32_t>(country.population[i]));
        sum += agents.back();
    }
    Network const network(7, p, geography, first, agents);
    double near = 0, own = 0, far = 0, all = 0;
    std::vector<double> reached(country.size(), 0.0);
    auto const home =
        static_cast<std::size_t>(std::max_element(agents.begin(), agents.end()) - agents.begin());
    for (std::uint32_t c = first[home]; c < first[home] + agents[home]; ++c) {
        auto const ring = network.ring(home, c);
        network.for_each_contact(home, c, [&](std::uint32_t other) {
            ++all;
            CHECK_FALSE(other == c);
            std::uint32_t const steps = (other + ring.size - c) % ring.size;
            bool const same = other >= ring.first && other < ring.first + ring.size;
            if (same && (steps <= 4 || steps >= ring.size - 4))
                ++near;
            else if (other >= first[home] && other < first[home] + agents[home])
                ++own;
            else
                ++far;
            auto const j = std::upper_bound(first.begin(), first.end(), other) - first.begin() - 1;
            ++reached[static_cast<std::size_t>(j)];
        });
    }
    double const slack = 4 * std::sqrt(0.25 / all);
    CHECK(near / all == Approx(0.7).margin(slack));
    CHECK(own / all == Approx(0.3 * 0.6).margin(slack));
    CHECK(far / all == Approx(0.3 * 0.4).margin(slack));

    // Far contacts: by population and distance.
    std::vector<double> weight(country.size(), 0.0);
    double total = 0;
    for (std::size_t j = 0; j < country.size(); ++j)
        if (j != home)
            total += weight[j] = static_cast<double>(country.population[j]) *
                                 std::exp(-distance_km(country, home, j) / p.distance);
    for (std::size_t j = 0; j < country.size(); ++j) {
        if (j == home) continue;
        double const expected = far * weight[j] / total;
        CHECK(reached[j] == Approx(expected).margin(5 * std::sqrt(expected) + 2));
    }
}

TEST_CASE("ties have a direction, differ between agents and between worlds", "[network]") {
    Alone const a(2000, with(1, 1));
    std::set<std::vector<std::uint32_t>> lists;
    for (std::uint32_t c = 0; c < 100; ++c) lists.insert(a.contacts(c));
    CHECK(lists.size() == 100);
    Network const other{2, with(1, 1), a.none, a.first, a.agents};
    CHECK(other.contact(0, other.ring(0, 5), 5, 0) != a.contacts(5)[0]);
}
