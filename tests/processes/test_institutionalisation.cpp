#include "engine/processes/institutionalisation.hpp"

#include <cmath>

#include "engine/processes/common/embedding.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

using namespace spil;
using namespace spil::testing;
using enum AccountClass;

namespace {

InstitutionParameters const p{};

InstitutionParameters certain() {
    auto q = p;
    q.host_hazard = q.copy_hazard = 1e9;
    return q;
}

/// One lab on solution 1 in municipality 0 of two.
World one_lab(Stage stage) {
    auto w = small_world(2, 1, 2, 1);
    w.labs.solution.now = {1};
    w.labs.stage.now = {stage};
    w.labs.learning.now = {0.5, 0.6, 0.7};
    fill(w.labs.end_month, -1);
    fill(w.labs.embedded_month, -1);
    fill(w.labs.stage_months, 9);
    fill(w.municipalities.belief, 0.5);
    fill(w.municipalities.aversion, 0.5);
    fill(w.municipalities.fte_free, 1);
    fill(w.municipalities.support, 0.5);
    w.municipalities.learning.now[4] = 0.9;  // municipality 0, solution 1, permitted
    return w;
}

/// `n` municipalities of 50 000 that know all about the only solution; EUR 200 000 each.
World knowing(std::size_t n) {
    auto w = small_world(n, 1, 1);
    fill(w.municipalities.population, 50000);
    fill(w.municipalities.knowledge, 0.8);
    fill(w.municipalities.carry_over, 0.5);
    fill(w.municipalities.belief, 0.5);
    fill(w.municipalities.aversion, 0.5);
    fill(w.municipalities.fte_free, 1);
    fill(w.solutions.permission, 0.9);
    for (std::size_t i = 0; i < n; ++i) w.ledger.open({municipality, i}, 20000000);
    return w;
}

}  // namespace

TEST_CASE("the host's hazard by hand", "[processes][institutionalisation]") {
    // 0.011 * sqrt(sigma(0.06 / 0.06)) * 2 * 0.4 * (0.25 / 0.5) * 1.5 * 3 * sigma(4 * 0.1)
    CHECK(host_hazard(0.51, 0.6, 0.25, true, true, 0.5, p) ==
          Approx(0.011 * std::sqrt(logistic(1)) * 0.8 * 0.5 * 1.5 * 3 * logistic(0.4)));
    CHECK(host_hazard(0.45, 0.5, 9, false, false, 0.4, p) == Approx(0.011 * std::sqrt(0.5) * 0.5));
    auto blind = p;
    blind.evidence_weight = 0;
    CHECK(host_hazard(-1, 0.5, 9, false, false, 0.4, blind) == Approx(0.011 * 0.5));

    double const h = host_hazard(0.5, 0.5, 0.3, false, false, 0.5, p);
    CHECK(host_hazard(0.5, 0.5, 0.3, true, false, 0.5, p) == Approx(1.5 * h));
    CHECK(host_hazard(0.5, 0.5, 0.3, false, true, 0.5, p) == Approx(3 * h));
    CHECK(host_hazard(0.5, 1, 0.3, true, true, 0.5, p) == 0);
    CHECK(host_hazard(0.5, 0.5, 0, true, true, 0.5, p) == 0);
}

TEST_CASE("no host's hazard is above the highest - which some come near",
          "[processes][institutionalisation]") {
    for (bool const strategy : {false, true})
        for (bool const routine : {false, true}) {
            double const most = most_host_hazard(strategy, routine, p);
            for (double const belief : {-5.0, 0.0, 0.45, 0.9, 50.0})
                for (double const aversion : {0.0, 0.3, 1.0})
                    for (double const staff : {0.0, 0.2, 7.0})
                        for (double const support : {0.0, 0.5, 1.0})
                            CHECK(host_hazard(belief, aversion, staff, strategy, routine, support, p) <=
                                  most);
            CHECK(host_hazard(50, 0, 7, strategy, routine, 1, p) > 0.9 * most);
        }
}

TEST_CASE("the hazard of copying by hand", "[processes][institutionalisation]") {
    CHECK(copy_hazard(0.8, 0.51, 0.6, 0.9, 0.5, p) == Approx(0.006 * 0.8 * logistic(1) * 0.4 * 0.5));
    CHECK(copy_hazard(0.8, 0.51, 0.6, 0.9, 7, p) == Approx(0.006 * 0.8 * logistic(1) * 0.4));
    CHECK(copy_hazard(0.8, 0.51, 0.6, 0.5, 1, p) == 0);  // not permitted
    CHECK(copy_hazard(0, 0.51, 0.6, 0.9, 1, p) == 0);    // not known
    CHECK(copy_cost(50000, p) == Approx(150000));
    CHECK(copy_cost(200000, p) == Approx(300000));
}

TEST_CASE("aversion holds institutions back - belief - staff and support bring them on",
          "[processes][institutionalisation][property]") {
    for (double x = 0; x < 0.95; x += 0.05) {
        double const y = x + 0.05;
        CHECK(host_hazard(0.5, y, 1, true, false, 0.5, p) < host_hazard(0.5, x, 1, true, false, 0.5, p));
        CHECK(copy_hazard(0.5, 0.5, y, 0.9, 1, p) < copy_hazard(0.5, 0.5, x, 0.9, 1, p));
        CHECK(host_hazard(y, 0.5, 1, true, false, 0.5, p) > host_hazard(x, 0.5, 1, true, false, 0.5, p));
        CHECK(copy_hazard(0.5, y, 0.5, 0.9, 1, p) > copy_hazard(0.5, x, 0.5, 0.9, 1, p));
        CHECK(copy_hazard(y, 0.5, 0.5, 0.9, 1, p) > copy_hazard(x, 0.5, 0.5, 0.9, 1, p));
        CHECK(host_hazard(0.5, 0.5, y, true, false, 0.5, p) >= host_hazard(0.5, 0.5, x, true, false, 0.5, p));
        CHECK(host_hazard(0.5, 0.5, 1, true, false, y, p) > host_hazard(0.5, 0.5, 1, true, false, x, p));
    }
}

TEST_CASE("an institution takes over what its lab has learnt", "[processes][institutionalisation]") {
    auto w = one_lab(Stage::active);
    run<&institutionalise>(w, step_of(w, 33), certain());
    CHECK(w.labs.stage.now[0] == Stage::institutionalised);
    CHECK(w.labs.stage_months.now[0] == 0);
    CHECK(w.labs.embedded_month.now[0] == 33);
    CHECK(w.labs.end_month.now[0] == 33);
    CHECK(w.municipalities.implemented.now == std::vector<std::uint8_t>{0, 1, 0, 0});
    CHECK(w.municipalities.reports_kept.now == std::vector<std::int32_t>{1, 0});
    CHECK(w.municipalities.learning.now == std::vector<double>{0, 0, 0, 0.5, 0.9, 0.7, 0, 0, 0, 0, 0, 0});

    run<&institutionalise>(w, step_of(w, 34), certain());
    CHECK(w.labs.embedded_month.now[0] == 33);
    CHECK(w.municipalities.reports_kept.now == std::vector<std::int32_t>{0, 0});
}

TEST_CASE("which labs can become institutions", "[processes][institutionalisation]") {
    for (std::size_t s = 0; s < stage_count; ++s) {
        auto const stage = static_cast<Stage>(s);
        auto w = one_lab(stage);
        w.labs.end_month.now = {stage == Stage::post ? 20 : -1};
        run<&institutionalise>(w, step_of(w, 33), certain());
        bool const can = stage == Stage::active || stage == Stage::bridging || stage == Stage::post;
        CAPTURE(std::string{stage_names[s]});
        CHECK((w.labs.stage.now[0] == Stage::institutionalised) ==
              (can || stage == Stage::institutionalised));
        CHECK(w.municipalities.implemented.now[1] == can);
        if (stage == Stage::post) CHECK(w.labs.end_month.now[0] == 20);  // its money had stopped before
    }
}

TEST_CASE("a municipality makes no institution of a lab that it dropped",
          "[processes][institutionalisation]") {
    for (auto const stage : {Stage::active, Stage::post}) {
        auto w = one_lab(stage);
        w.labs.unbacked.now = {1};
        run<&institutionalise>(w, step_of(w, 33), certain());
        CHECK(w.labs.stage.now[0] == stage);
        CHECK(w.municipalities.implemented.now[1] == 0);
        w.labs.unbacked.now = {0};  // backed again
        run<&institutionalise>(w, step_of(w, 34), certain());
        CHECK(w.municipalities.implemented.now[1] == 1);
    }
}

TEST_CASE("institutions come at the hazard of the equation", "[processes][institutionalisation]") {
    constexpr std::size_t n = 20000;
    auto w = small_world(1, 1, 1, n);
    for (std::size_t l = 0; l < n; ++l) w.labs.key.now[l] = static_cast<std::uint32_t>(l);
    fill(w.labs.stage, Stage::post);
    fill(w.municipalities.belief, 0.5);
    fill(w.municipalities.aversion, 0.4);
    fill(w.municipalities.fte_free, 1);
    fill(w.municipalities.support, 0.5);
    auto brisk = p;
    brisk.host_hazard = 0.2;
    double const h = host_hazard(0.5, 0.4, 1, false, false, 0.5, brisk);
    run<&institutionalise>(w, step_of(w), brisk);
    CHECK(w.municipalities.reports_kept.now[0] / double{n} == Approx(-std::expm1(-h)).margin(0.012));
}

TEST_CASE("copies come at their hazard - cost money and start from what carries over",
          "[processes][institutionalisation]") {
    constexpr std::size_t n = 20000;
    auto w = knowing(n);
    auto brisk = p;
    brisk.copy_hazard = 0.5;
    run<&copy_solutions>(w, step_of(w), brisk, HostParameters{});
    std::size_t copies = 0, wrong = 0;
    for (std::size_t i = 0; i < n; ++i) {
        bool const done = w.municipalities.implemented.now[i] != 0;
        copies += done;
        wrong += w.ledger.balance({municipality, i}) != (done ? 5000000 : 20000000);
        wrong += w.ledger.balance({household, i}) != (done ? 15000000 : 0);
        for (std::size_t k = 0; k < conditions; ++k)
            wrong += std::abs(w.municipalities.learning.now[3 * i + k] - (done ? 0.4 : 0)) > 1e-12;
    }
    CHECK(wrong == 0);
    double const h = copy_hazard(0.8, 0.5, 0.5, 0.9, 1, brisk);
    CHECK(static_cast<double>(copies) / n == Approx(-std::expm1(-h)).margin(0.012));
    CHECK(w.ledger.flow(Flow::roll_out) == static_cast<Cents>(copies) * 15000000);
}

TEST_CASE("nobody copies without money - nor twice", "[processes][institutionalisation]") {
    auto w = knowing(2);
    w.ledger.post(Flow::regular_services, {municipality, 0}, {household, 0}, 5000001);  // one cent short
    run<&copy_solutions>(w, step_of(w), certain(), HostParameters{});
    CHECK(w.municipalities.implemented.now == std::vector<std::uint8_t>{0, 1});
    CHECK(w.ledger.balance({municipality, 1}) == 5000000);
    run<&copy_solutions>(w, step_of(w, 1), certain(), HostParameters{});
    CHECK(w.ledger.flow(Flow::roll_out) == 15000000);
}

TEST_CASE("a copy leaves the reserve alone", "[processes][institutionalisation]") {
    auto w = knowing(2);  // EUR 200 000 each; a copy costs 150 000
    w.municipalities.yearly_free.now = {1e6, 1.01e6};
    run<&copy_solutions>(w, step_of(w), certain(), HostParameters{});
    CHECK(w.municipalities.implemented.now == std::vector<std::uint8_t>{1, 0});
    CHECK(w.ledger.balance({municipality, 0}) == 5000000);
    CHECK(w.ledger.balance({municipality, 1}) == 20000000);
}

TEST_CASE("who has a lab of one's own on a solution does not copy it", "[processes][institutionalisation]") {
    for (std::size_t s = 0; s < stage_count; ++s) {
        auto const stage = static_cast<Stage>(s);
        CAPTURE(std::string{stage_names[s]});
        auto w = knowing(2);
        resize(w.labs, 1, w.dimensions);
        w.labs.stage.now = {stage};
        w.labs.host.now = {1};
        run<&copy_solutions>(w, step_of(w), certain(), HostParameters{});
        bool const in_hand = funded(stage) || stage == Stage::post;
        CHECK(w.municipalities.implemented.now ==
              std::vector<std::uint8_t>{1, static_cast<std::uint8_t>(in_hand ? 0 : 1)});
    }
}
