/// Which way an equation of the model must go, whatever its parameters, and that residents are shares, not
/// heads.

#include <array>

#include "engine/model/populate.hpp"
#include "engine/processes/adoption.hpp"
#include "engine/processes/common/embedding.hpp"
#include "engine/processes/institutionalisation.hpp"
#include "engine/processes/market.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/null_runs.hpp"
#include "tests/support/small_world.hpp"

using namespace spil;
using namespace spil::testing;

TEST_CASE("residents alike may stand for each other: who stands for how many changes nothing",
          "[model][monotone]") {
    static_assert(cells_of_citizens % 2 == 0, "cells are taken in pairs");
    auto s = scarce("none");
    s.parameters.get<CitizenParameters>().form = CitizenForm::mean_field;
    auto const& country = null_country();
    auto const served = [&](bool spread) {
        auto w = populate(country, s.parameters, 3, 5);
        fill(w.municipalities.offer, 0.4);
        fill(w.municipalities.embedding, 0.6);
        fill(w.citizen_cells.threshold, 0.3);
        for (std::size_t i = 0; i < w.dimensions.municipalities; ++i)
            for (std::size_t c = 0; c < cells_of_citizens; ++c) {
                auto const row = i * cells_of_citizens + c;
                w.citizen_cells.income.now[row] = w.municipalities.household_income.now[i];
                double const twice = c % 2 == 0 ? 2.0 / cells_of_citizens : 0.0;
                w.citizen_cells.weight.now[row] = spread ? 1.0 / cells_of_citizens : twice;
            }
        for (std::uint32_t t = 0; t < 12; ++t)
            run<&adopt>(w, step_of(w, t), s.parameters.get<AdoptionParameters>(),
                        s.parameters.get<ContactParameters>());
        return w.municipalities.served.now;
    };
    auto const one_each = served(true);
    auto const two_each = served(false);
    for (std::size_t k = 0; k < one_each.size(); ++k) {
        CHECK(one_each[k] > 0.001);
        CHECK(one_each[k] == Approx(two_each[k]).epsilon(1e-12));
    }
}

TEST_CASE("embedding never falls when more has been learnt", "[model][monotone]") {
    std::size_t rises = 0;
    for (double const rho : {-8.0, -3.0, -0.5, 0.0, 0.5, 1.0}) {
        EmbeddingParameters e;
        e.complementarity = rho;
        for (double const permission : {0.0, 0.25, 0.9, 1.0})
            for (bool const exempt : {false, true})
                for (double const opposition : {0.0, 0.6})
                    for (std::size_t k = 0; k < conditions; ++k) {
                        double before = 0;
                        for (int step = 0; step <= 20; ++step) {
                            std::array<double, 3> learning{0.5, 0.5, 0.5};
                            learning[k] = step / 20.0;
                            double const now =
                                lab_embedding(learning, 0.7, 0.6, permission, exempt, opposition, e);
                            if (step > 0) CHECK(now >= before - 1e-15);
                            rises += step > 0 && now > before ? 1 : 0;
                            before = now;
                        }
                    }
    }
    CHECK(rises > 6 * 4 * 2 * 2 * 3 * 20 * 3 / 4);
}

TEST_CASE("prices fall with experience - wherever it was gained", "[model][monotone]") {
    MarketParameters p;
    for (double const rate : {0.05, 0.18, 0.3}) {
        p.learning_rate = rate;
        for (double x = p.starting_experience; x < 1e7; x *= 1.7) {
            CHECK(relative_cost(1.7 * x, 0, p) < relative_cost(x, 0, p));
            CHECK(relative_cost(x, 1.7 * x, p) < relative_cost(x, x, p));
            CHECK(local_factor(1.7 * x, p) < local_factor(x, p));
        }
        CHECK(relative_cost(2 * p.starting_experience, 0, p) == Approx(1 - rate));
    }
    p.learning_rate = 0;
    CHECK(relative_cost(1e9, 1e9, p) == 1);
}

TEST_CASE("the hazard of an institution falls with risk aversion", "[model][monotone]") {
    InstitutionParameters const p;
    for (double const belief : {0.2, 0.45, 0.8})
        for (double a = 0.02; a < 0.97; a += 0.05) {
            CHECK(host_hazard(belief, a + 0.01, 1, true, false, 0.5, p) <
                  host_hazard(belief, a, 1, true, false, 0.5, p));
            CHECK(copy_hazard(0.5, belief, a + 0.01, 0.9, 1, p) < copy_hazard(0.5, belief, a, 0.9, 1, p));
        }
    CHECK(host_hazard(0.8, 1, 1, true, true, 1, p) == 0);
    CHECK(copy_hazard(1, 0.8, 1, 0.9, 1, p) == 0);
}
