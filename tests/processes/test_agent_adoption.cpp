/// What agents take up: the equation and its limits, and results that are known from elsewhere.

#include "engine/processes/agent_adoption.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/core/parallel.hpp"
#include "engine/processes/common/citizen_cells.hpp"
#include "tests/support/agents.hpp"
#include "tests/support/catch.hpp"

namespace spil {

namespace {

using namespace testing;

struct Rules {
    AdoptionParameters adoption;
    ContactParameters contacts;
};

/// Only the constant counts: no peers, no prices, no tastes.
Rules plain(double constant) {
    Rules r;
    auto& p = r.adoption;
    p.contact_rate = p.price_weight = p.embedding_weight = p.values_weight = p.threshold_weight = 0;
    p.national_weight = p.opposition_weight = p.trust_weight = p.give_up_rate = 0;
    p.constant = constant;
    r.contacts.rewiring = r.contacts.own_municipality = 1;
    return r;
}

/// Adopts whenever more than the threshold of contacts have, and never below it.
Rules strict_thresholds() {
    auto r = plain(-40);
    r.adoption.threshold_weight = 80;
    r.adoption.threshold_noise = 0.001;
    return r;
}

void month(World& w, Rules const& r, std::uint32_t tick, std::uint64_t seed = 1) {
    run<&adopt_as_agents>(w, step_of(w, tick, seed), r.adoption, r.contacts, CitizenParameters{});
}

double share(World const& w, std::size_t i = 0, std::size_t s = 0) {
    return w.municipalities.adoption.now[i * w.dimensions.solutions() + s];
}

/// Months until `goal` of the first municipality uses the solution; `most` when it never does.
std::uint32_t months_until(double goal, World w, Rules const& r, std::uint32_t most) {
    for (std::uint32_t t = 0; t < most; ++t) {
        month(w, r, t);
        if (share(w) >= goal) return t + 1;
    }
    return most;
}

/// Everybody is offered the only solution and considers it every month; `seeds` agents in a row use it.
World all_consider(std::uint32_t agents, std::uint32_t seeds, std::uint8_t threshold) {
    auto w = agents_world(1, agents);
    fill(w.municipalities.offer, 1);
    fill(w.missions.need_interval, 1);
    fill(w.citizens.threshold, threshold);
    std::fill_n(w.citizens.adopted.now.begin(), seeds, std::uint8_t{1});
    w.communities.users.now[0] = static_cast<std::int32_t>(seeds);
    return w;
}

}  // namespace

TEST_CASE("agents: nothing offered - nothing moves", "[agent_adoption]") {
    auto w = agents_world(2, 300, 2, 2);
    fill(w.missions.need_interval, 1);
    month(w, plain(50), 0);
    CHECK(users_by_scan(w) == std::vector<std::int32_t>(8, 0));
    CHECK(w.municipalities.served.now == std::vector<double>(4, 0.0));
}

TEST_CASE("agents: an offer to all that nobody can refuse is taken up at the rate of need",
          "[agent_adoption]") {
    auto w = agents_world(1, 40'000);
    fill(w.municipalities.offer, 1);
    fill(w.missions.need_interval, 20);
    month(w, plain(50), 3);
    CHECK(share(w) == Approx(0.05).margin(4 * std::sqrt(0.05 / 40'000)));
    CHECK(w.municipalities.orders.now[0] == w.communities.users.now[0]);
    CHECK(w.solutions.experience.now[0] == w.communities.users.now[0]);
}

TEST_CASE("agents take up with the logistic of what they feel", "[agent_adoption]") {
    auto w = agents_world(2, 30'000);
    fill(w.municipalities.offer, 1);
    fill(w.missions.need_interval, 1);
    fill(w.municipalities.embedding, 0.7);
    fill(w.municipalities.price, 5000);
    w.missions.need_running_saving.now[0] = 100;
    fill(w.citizens.trust, 204);   // 0.8
    fill(w.citizens.income, 128);  // near the median
    fill(w.citizens.opinion, -50);
    fill(w.citizens.threshold, 51);  // 0.2
    w.municipalities.household_income.now[1] = 20'000;
    Rules r;
    r.adoption.constant = -1;
    month(w, r, 0);
    auto const incomes = lognormal_class_means(CitizenParameters{}.income_gini, 256);
    for (std::size_t i = 0; i < 2; ++i) {
        auto const& p = r.adoption;
        double const income = incomes[128] * w.municipalities.household_income.now[i];
        double const cost = annuity(p.discount_rate, p.lifetime) * 5000 - 100;
        double const v = p.constant - p.price_weight * cost / (p.affordable_share * income) +
                         p.embedding_weight * 0.4 - p.opposition_weight * 0.5 + p.trust_weight * 0.3 +
                         p.threshold_weight * logistic(-0.2 / p.threshold_noise);
        double const chance = logistic(v);
        CHECK(share(w, i) == Approx(chance).margin(4 * std::sqrt(chance * (1 - chance) / 30'000)));
    }
}

TEST_CASE("agents: who is offered a solution stays so while the offer grows", "[agent_adoption]") {
    auto const users = [](double offer) {
        auto w = agents_world(1, 5000);
        fill(w.municipalities.offer, offer);
        fill(w.missions.need_interval, 1);
        for (std::uint32_t t = 0; t < 3; ++t) month(w, plain(50), t);
        return w.citizens.adopted.now;
    };
    auto const few = users(0.2), more = users(0.5);
    double sum = 0;
    for (std::size_t c = 0; c < few.size(); ++c) {
        CHECK(few[c] <= more[c]);
        sum += few[c];
    }
    CHECK(sum / 5000 == Approx(0.2).margin(0.025));
}

TEST_CASE("agents choose the best they are offered - ties go to the first", "[agent_adoption]") {
    auto w = agents_world(2, 4000, 1, 3);
    fill(w.municipalities.offer, 1);
    fill(w.missions.need_interval, 1);
    w.municipalities.embedding.now = {0.3, 0.9, 0.5, 0.4, 0.4, 0.4};
    w.municipalities.offer.now[1] = 0.25;
    auto r = plain(50);
    r.adoption.embedding_weight = 1;
    month(w, r, 0);
    CHECK(share(w, 0, 1) == Approx(0.25).margin(0.03));
    CHECK(share(w, 0, 0) == 0);
    CHECK(share(w, 0, 2) == Approx(1 - share(w, 0, 1)));
    CHECK(share(w, 1, 0) == 1);
}

TEST_CASE("agents give up what is badly embedded and may consider again", "[agent_adoption]") {
    auto w = agents_world(2, 20'000);
    fill(w.citizens.adopted, 1);
    fill(w.communities.users, 20'000);
    w.municipalities.embedding.now = {0.1, 0.3};
    auto r = plain(-50);
    r.adoption.give_up_rate = 0.1;
    month(w, r, 0);
    CHECK(share(w, 0) == Approx(0.9).margin(0.01));
    CHECK(share(w, 1) == 1);
    CHECK(users_by_scan(w) == w.communities.users.now);
}

TEST_CASE("counts of agents agree with the agents one by one", "[agent_adoption]") {
    for (std::uint32_t const agents : {900u, 20'000u}) {  // municipalities in one piece, and cut into several
        auto w = agents_world(5, agents, 2, 3);
        fill(w.municipalities.offer, 0.4);
        fill(w.missions.need_interval, 10);
        fill(w.municipalities.embedding, 0.1);
        Rules r;
        r.adoption.constant = 0;
        r.adoption.give_up_rate = 0.2;
        for (std::uint32_t t = 0; t < 12; ++t) month(w, r, t);
        CHECK(users_by_scan(w) == w.communities.users.now);
        auto const& users = w.communities.users.now;
        CHECK(std::accumulate(users.begin(), users.end(), 0) > 500);
        for (std::size_t k = 0; k < users.size(); ++k)
            CHECK(w.municipalities.adoption.now[k] == users[k] / static_cast<double>(agents));
    }
}

TEST_CASE("agents: the same bits for any number of threads", "[agent_adoption][parallel]") {
    auto const adopted = [](int threads) {
        set_threads(threads);
        auto w = agents_world(3, 40'000);
        fill(w.municipalities.offer, 0.7);
        fill(w.missions.need_interval, 12);
        Rules r;
        r.adoption.constant = 0;
        for (std::uint32_t t = 0; t < 3; ++t) month(w, r, t);
        set_threads(1);
        return std::pair{w.citizens.adopted.now, w.solutions.experience.now};
    };
    auto const alone = adopted(1);
    for (int const threads : {2, 3, 8}) CHECK(adopted(threads) == alone);
}

// Without thresholds and with everybody among everybody's contacts, consideration is Bass's p + q F.
TEST_CASE("agents follow the Bass curve when thresholds and networks are off", "[agent_adoption][known]") {
    double const p = 0.004, q = 0.06;
    auto w = agents_world(1, 8000);
    fill(w.municipalities.offer, 1);
    fill(w.missions.need_interval, 1 / p);
    auto r = plain(50);
    r.adoption.contact_rate = q;
    r.contacts.number = 32;
    for (std::uint32_t t = 0; t < 100; ++t) {
        month(w, r, t);
        double const decay = std::exp(-(p + q) * (t + 1));
        double const bass = (1 - decay) / (1 + q / p * decay);
        REQUIRE(share(w) == Approx(bass).margin(0.03));
    }
    CHECK(share(w) > 0.9);
}

// Watts (2002): on a random network a few users set off a global cascade when one user among one's contacts
// is enough for nearly everybody (threshold below 1/k), and not when two are needed.
TEST_CASE("agents: global cascades need thresholds that one contact can pass", "[agent_adoption][known]") {
    auto const end = [](double threshold) {
        auto w = all_consider(4000, 4, static_cast<std::uint8_t>(std::lround(255 * threshold)));
        for (std::uint32_t t = 0; t < 25; ++t) month(w, strict_thresholds(), t);
        return share(w);
    };
    CHECK(end(0.05) > 0.99);
    CHECK(end(0.10) > 0.99);
    CHECK(end(0.15) < 0.01);
    CHECK(end(0.20) < 0.01);
}

// Eckles, Mossel, Rahimian and Sen (2024): long ties slow complex contagion when thresholds are strict, and
// speed it when people now and then adopt below their threshold.
TEST_CASE("agents: clustering speeds strict thresholds, noise reverses it", "[agent_adoption][known]") {
    auto const time = [](double rewiring, double noise) {
        auto r = plain(-18.4);
        r.adoption.threshold_weight = 36;
        r.adoption.threshold_noise = noise;
        r.contacts.rewiring = rewiring;
        r.contacts.block = 10'000;
        return months_until(0.4, all_consider(1500, 10, 79), r, 300);  // three contacts of eight
    };
    CHECK(time(0, 0.001) < 150);
    CHECK(time(0, 0.001) < 0.5 * time(0.5, 0.001));
    CHECK(time(0.5, 0.3) < 0.7 * time(0, 0.3));
}

TEST_CASE("nothing is worth more to anybody than the bound says", "[agent_adoption]") {
    AdoptionParameters p;
    double nearest = 1e9;
    for (std::uint32_t k = 0; k < 5000; ++k) {
        Draws draws{Address{.seed = 5, .entity = k}};
        p.threshold_weight = 2 * draws.uniform();
        p.opposition_weight = 2 * draws.uniform();
        p.trust_weight = 2 * draws.uniform();
        Offers offers;
        for (std::size_t s = 0; s < 3; ++s) {
            offers.solution.push_back(s);
            offers.offer.push_back(1);
            offers.worth.push_back(4 * draws.uniform() - 2);
            offers.yearly.push_back(4 * draws.uniform() - 2);  // a saving may be larger than the cost
        }
        double const of_the_poorest = 3 * draws.uniform();
        double const bound = most_value(p, offers, of_the_poorest);
        for (int person = 0; person < 20; ++person) {
            bool const extreme = person == 0;  // trusts, nobody against, everybody served, the poorest
            double const opposition = extreme ? 0 : draws.uniform(), trust = extreme ? 1 : draws.uniform();
            double const burden = of_the_poorest * (extreme ? 1 : draws.uniform());
            for (std::size_t o = 0; o < offers.size(); ++o) {
                double const value = mood(p, opposition, trust) + offers.worth[o] -
                                     burden * offers.yearly[o] +
                                     p.threshold_weight * pull(extreme ? 1 : draws.uniform(), 0, 0.01);
                if (value > bound + 1e-12) FAIL("worth " << value << ", bound " << bound);
                nearest = std::min(nearest, bound - value);
            }
        }
    }
    CHECK(nearest < 1e-9);  // it is no wider than it must be
}

}  // namespace spil
