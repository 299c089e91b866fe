#include "engine/processes/adoption.hpp"

#include <cmath>
#include <numeric>

#include "engine/core/parallel.hpp"
#include "engine/processes/common/citizen_cells.hpp"
#include "engine/processes/common/embedding.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

namespace spil {

namespace {

using testing::fill;

struct AdoptionSettings {
    AdoptionParameters adoption;
    ContactParameters contacts;
    template <class P>
    P const& get() const {
        if constexpr (std::is_same_v<P, AdoptionParameters>)
            return adoption;
        else
            return contacts;
    }
};

/// Only the need and the constant count: no peers, no prices, no tastes.
AdoptionParameters plain(double constant) {
    AdoptionParameters p;
    p.contact_rate = p.price_weight = p.embedding_weight = p.values_weight = p.threshold_weight = 0;
    p.national_weight = p.opposition_weight = p.trust_weight = p.give_up_rate = 0;
    p.constant = constant;
    return p;
}

World neighbours(std::size_t municipalities, std::size_t missions, std::size_t per_mission) {
    auto w = testing::small_world(municipalities, missions, per_mission);
    auto& m = w.municipalities;
    auto const thresholds = beta_class_means(2, 4, threshold_classes);
    auto const incomes = lognormal_class_means(0.29, income_classes);
    auto const opinions = opinion_histogram(0.1, 0.4);
    for (std::size_t i = 0; i < municipalities; ++i) {
        m.population.now[i] = 1000.0 * static_cast<double>(i + 1);
        m.households.now[i] = 450.0 * static_cast<double>(i + 1);
        for (std::size_t c = 0; c < cells_of_citizens; ++c) {
            auto const row = i * cells_of_citizens + c;
            w.citizen_cells.weight.now[row] = 1.0 / cells_of_citizens;
            w.citizen_cells.threshold.now[row] = thresholds[c / income_classes];
            w.citizen_cells.income.now[row] = 40000 * incomes[c % income_classes];
        }
        for (std::size_t k = 0; k < missions; ++k)
            std::copy(opinions.begin(), opinions.end(),
                      m.opinion.now.begin() + static_cast<std::ptrdiff_t>((i * missions + k) * opinion_bins));
    }
    fill(m.values, 1.0 / 3);
    fill(m.offer, 1.0);
    fill(m.embedding, 0.6);
    fill(m.price, 6000.0);
    fill(m.local_trust, 0.5);
    fill(w.missions.need_interval, 100.0);
    fill(w.missions.need_running_saving, 300.0);
    fill(w.solutions.appeal, 0.5);
    return w;
}

void month(World& w, AdoptionSettings const& settings) {
    static auto const p = process<AdoptionSettings, adopt>("adoption", "");
    p.run(w, settings, testing::step_of(w));
    p.publish(w);
}

double mean_adopted(World const& w, std::size_t i, std::size_t s) {
    double sum = 0;
    for (std::size_t c = i * cells_of_citizens; c < (i + 1) * cells_of_citizens; ++c)
        sum += w.citizen_cells.weight.now[c] * w.citizen_cells.adopted.now[c * w.dimensions.solutions() + s];
    return sum;
}

}  // namespace

TEST_CASE("the annuity of a loan", "[adoption]") {
    CHECK(annuity(0.04, 15) == Approx(0.0899411).epsilon(1e-6));
    CHECK(annuity(0, 20) == Approx(0.05));
    CHECK(annuity(0.04, 1) == Approx(1.04));
}

TEST_CASE("the best of the offered options is chosen", "[adoption]") {
    std::vector<double> const value{1, 3, 2}, offer{0.5, 0.4, 1};
    std::vector<double> chance(3);
    best_offered(value, offer, chance);
    CHECK(chance[1] == Approx(0.4));
    CHECK(chance[2] == Approx(0.6));
    CHECK(chance[0] == 0);

    std::vector<double> const equal{2, 2, 2}, some{0.5, 0.5, 0.5};
    best_offered(equal, some, chance);
    CHECK(chance[0] == Approx(0.5));
    CHECK(chance[1] == Approx(0.25));
    CHECK(chance[2] == Approx(0.125));
    CHECK(std::accumulate(chance.begin(), chance.end(), 0.0) == Approx(1 - 0.125));
}

TEST_CASE("chances of served contacts are binomial", "[adoption]") {
    auto const coefficients = binomial_coefficients(8);
    CHECK(coefficients == std::vector<double>{1, 8, 28, 56, 70, 56, 28, 8, 1});
    std::vector<double> chance(9);
    binomial_chances(coefficients, 0.3, chance);
    CHECK(std::accumulate(chance.begin(), chance.end(), 0.0) == Approx(1));
    CHECK(chance[2] == Approx(28 * std::pow(0.3, 2) * std::pow(0.7, 6)));
    double mean = 0;
    for (std::size_t r = 0; r <= 8; ++r) mean += static_cast<double>(r) * chance[r];
    CHECK(mean == Approx(2.4));
    binomial_chances(coefficients, 0, chance);
    CHECK(chance[0] == 1);
    CHECK(chance[8] == 0);
    binomial_chances(coefficients, 1, chance);
    CHECK(chance[8] == 1);
    CHECK(chance[0] == 0);
}

TEST_CASE("reactions rise past the threshold", "[adoption]") {
    auto const r = threshold_reactions(0.25, 0.08, 8);
    REQUIRE(r.size() == 9);
    CHECK(r[2] == Approx(0.5));
    CHECK(r[0] == Approx(1 / (1 + std::exp(0.25 / 0.08))));
    CHECK(r[8] > 0.999);
}

TEST_CASE("without peers and prices everybody goes at the same steady rate", "[adoption]") {
    auto w = neighbours(2, 1, 1);
    w.municipalities.offer.now = {1.0, 0.25};
    AdoptionSettings const settings{plain(-1.0), {}};
    double const chance = logistic(-1.0) / 100;
    for (int t = 1; t <= 60; ++t) {
        month(w, settings);
        CHECK(w.municipalities.adoption.now[0] == Approx(1 - std::pow(1 - chance, t)));
        CHECK(w.municipalities.adoption.now[1] == Approx(1 - std::pow(1 - 0.25 * chance, t)));
    }
    CHECK(w.citizen_cells.adopted.now.front() == Approx(w.municipalities.adoption.now[0]));
}

TEST_CASE("with peers only adoption follows the curve of Bass", "[adoption]") {
    auto w = neighbours(1, 1, 1);
    fill(w.missions.need_interval, 2000.0);
    AdoptionSettings settings{plain(0.0), {}};
    settings.adoption.contact_rate = 0.04;
    double const p = 0.5 / 2000, q = 0.5 * 0.04;
    for (int t = 1; t <= 360; ++t) {
        month(w, settings);
        double const decay = std::exp(-(p + q) * t);
        double const bass = (1 - decay) / (1 + q / p * decay);
        if (t % 60 == 0) CHECK(w.municipalities.adoption.now[0] == Approx(bass).epsilon(0.03));
    }
    CHECK(w.municipalities.adoption.now[0] > 0.9);
}

TEST_CASE("the utility of a cell is the one that is written down", "[adoption]") {
    auto w = neighbours(1, 1, 1);
    auto& m = w.municipalities;
    m.values.now = {0.2, 0.3, 0.5};
    w.solutions.appeal.now = {1.0, -0.5, 2.0};
    m.local_trust.now = {0.7};
    fill(m.opinion, 0.0);
    m.opinion.now[5] = 0.4;  // opinion -0.5
    m.opinion.now[15] = 0.6;
    fill(w.citizen_cells.adopted, 0.2);
    m.served.now = {0.2};
    m.adoption.now = {0.2};
    AdoptionSettings const settings{};
    month(w, settings);

    std::size_t const cell = 2 * income_classes + 1;
    double const income = w.citizen_cells.income.now[cell], threshold = w.citizen_cells.threshold.now[cell];
    double reaction = 0;
    double const ways[] = {1, 8, 28, 56, 70, 56, 28, 8, 1};
    for (int r = 0; r <= 8; ++r)
        reaction +=
            ways[r] * std::pow(0.2, r) * std::pow(0.8, 8 - r) * logistic((r / 8.0 - threshold) / 0.08);
    double const cost = 6000 * 0.04 / (1 - std::pow(1.04, -15)) - 300;
    double const v = -2.2 - cost / (0.05 * income) + 2 * (2 * 0.6 - 1) + 0.5 * (0.2 - 0.15 + 1.0) +
                     1.5 * reaction + 0.2 - 0.4 * 0.5 + 0.5 * 0.2;
    double const expected = 0.2 + 0.8 * (0.01 + 0.04 * 0.2) * logistic(v);
    CHECK(w.citizen_cells.adopted.now[cell] == Approx(expected).epsilon(1e-12));
}

TEST_CASE("shares stay shares and every total is the sum of its parts", "[adoption]") {
    auto w = neighbours(7, 2, 3);
    auto const step = testing::step_of(w);
    for (std::size_t k = 0; k < w.municipalities.offer.now.size(); ++k) {
        auto d = step.draws(Purpose::test, k);
        w.municipalities.offer.now[k] = d.chance(0.7) ? d.uniform() : 0;
        w.municipalities.embedding.now[k] = d.uniform();
        w.municipalities.price.now[k] = 1000 + 9000 * d.uniform();
    }
    fill(w.missions.need_interval, 1.0);
    AdoptionSettings settings;
    settings.adoption.give_up_rate = 0;
    settings.adoption.constant = 4;
    double bought = 0;
    for (int t = 0; t < 120; ++t) {
        month(w, settings);
        for (double const orders : w.municipalities.orders.now) bought += std::floor(orders);
    }
    double total_users = 0, total_experience = 0, waiting = 0;
    for (std::size_t i = 0; i < 7; ++i) {
        for (std::size_t m = 0; m < 2; ++m) {
            double served = 0;
            for (std::size_t s = m * 3; s < m * 3 + 3; ++s) {
                double const share = w.municipalities.adoption.now[i * 6 + s];
                CHECK(share == Approx(mean_adopted(w, i, s)).margin(1e-12));
                served += share;
                total_users += w.municipalities.households.now[i] * share;
                waiting += w.municipalities.orders.now[i * 6 + s] -
                           std::floor(w.municipalities.orders.now[i * 6 + s]);
            }
            CHECK(w.municipalities.served.now[i * 2 + m] == Approx(served).margin(1e-12));
            CHECK(served <= 1 + 1e-12);
        }
        for (std::size_t c = i * cells_of_citizens; c < (i + 1) * cells_of_citizens; ++c)
            for (std::size_t s = 0; s < 6; ++s) {
                CHECK(w.citizen_cells.adopted.now[c * 6 + s] >= 0);
                CHECK(w.citizen_cells.adopted.now[c * 6 + s] <= 1);
            }
    }
    for (double const x : w.solutions.experience.now) total_experience += x;
    CHECK(total_users > 0);
    CHECK(total_experience == Approx(total_users).epsilon(1e-10));
    CHECK(bought + waiting == Approx(total_experience).epsilon(1e-10));
}

TEST_CASE("no offer - no adoption - users give up what is badly embedded", "[adoption]") {
    auto w = neighbours(1, 1, 2);
    fill(w.municipalities.offer, 0.0);
    fill(w.citizen_cells.adopted, 0.3);
    w.municipalities.adoption.now = {0.3, 0.3};
    w.municipalities.served.now = {0.6};
    w.municipalities.embedding.now = {0.19, 0.2};
    month(w, {});
    CHECK(w.municipalities.adoption.now[0] == Approx(0.3 * 0.99));
    CHECK(w.municipalities.adoption.now[1] == Approx(0.3));
    CHECK(w.municipalities.served.now[0] == Approx(0.3 * 1.99));
    CHECK(w.solutions.experience.now == std::vector<double>{0.0, 0.0});
}

TEST_CASE("a country's far ties carry a solution's example over the border", "[adoption]") {
    auto w = neighbours(2, 1, 1);
    w.municipalities.served.now = {1.0, 0.0};
    w.municipalities.adoption.now = {1.0, 0.0};
    std::fill_n(w.citizen_cells.adopted.now.begin(), cells_of_citizens, 1.0);
    auto alone = w;
    AdoptionSettings settings{plain(0.0), {}};
    settings.adoption.contact_rate = 0.04;
    month(w, settings);
    settings.contacts.rewiring = 0;
    month(alone, settings);
    // n = 0.02 x national share, which is 1000 of 3000 residents.
    CHECK(w.municipalities.adoption.now[1] == Approx(0.5 * (0.01 + 0.04 * 0.02 / 3)));
    CHECK(alone.municipalities.adoption.now[1] == Approx(0.5 * 0.01));
}

TEST_CASE("adoption has the same bits for any number of threads", "[adoption][threads]") {
    auto one = neighbours(100, 2, 2);
    auto three = one;
    set_threads(1);
    for (int t = 0; t < 6; ++t) month(one, {});
    set_threads(3);
    for (int t = 0; t < 6; ++t) month(three, {});
    set_threads(1);
    CHECK(digest(one) == digest(three));
}

}  // namespace spil
