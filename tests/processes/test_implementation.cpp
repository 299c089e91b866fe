#include "engine/processes/implementation.hpp"

#include <cmath>

#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

using namespace spil;
using namespace spil::testing;
using enum AccountClass;

namespace {

ImplementationParameters const p{};
EmbeddingParameters const e{};

/// One municipality of 10 000 where solution 1 of two is an institution that serves 30 %.
World institution(Cents money) {
    auto w = small_world(1, 1, 2);
    fill(w.municipalities.population, 10000);
    fill(w.municipalities.capacity, 0.5);
    w.municipalities.adoption.now = {0.2, 0.3};
    w.municipalities.implemented.now = {0, 1};
    w.municipalities.learning.now = {0.1, 0.1, 0.1, 0.4, 0.5, 0.6};
    w.ledger.open({municipality, 0}, money);
    return w;
}

/// One municipality, two solutions, labs on the first.
World with_labs(std::vector<Stage> const& stages) {
    auto w = small_world(1, 1, 2, stages.size());
    w.labs.stage.now = stages;
    fill(w.labs.embedding, 0.5);
    fill(w.labs.spending, 40000);
    fill(w.labs.reference_spending, 100000);
    w.municipalities.offer.now = {0.3, 0.3};
    return w;
}

}  // namespace

TEST_CASE("the offer of a lab grows with embedding and money", "[processes][implementation]") {
    CHECK(next_offer(0.3, 0.5, 0.4, p) == Approx(0.3 + 0.02 * 0.5 * 0.7 * 0.4));
    CHECK(next_offer(0.3, 0.5, 7, p) == Approx(0.3 + 0.02 * 0.5 * 0.7));
    CHECK(next_offer(0.3, 0.5, 0, p) == 0.3);
    CHECK(next_offer(1, 1, 1, p) == 1);
}

TEST_CASE("an institution whose upkeep is paid goes on learning", "[processes][implementation]") {
    auto w = institution(10000000);
    run<&keep_up>(w, step_of(w), p);
    // 3000 served at EUR 5 a year, a quarter of it.
    CHECK(w.ledger.flow(Flow::upkeep) == 375000);
    CHECK(w.ledger.balance({household, 0}) == 375000);
    double const speed = 3 * 0.018 * 0.5;
    auto const& l = w.municipalities.learning.now;
    CHECK(l[3] == Approx(0.4 + speed * 0.6));
    CHECK(l[4] == Approx(0.5 + speed * 0.5));
    CHECK(l[5] == Approx(0.6 + speed * 0.4));
    CHECK(l[0] == 0.1);  // no institution, no learning
}

TEST_CASE("an institution whose upkeep is not paid in full forgets", "[processes][implementation]") {
    auto w = institution(374999);
    run<&keep_up>(w, step_of(w), p);
    CHECK(w.ledger.balance({municipality, 0}) == 0);
    double const kept = std::pow(0.96, 3);
    CHECK(w.municipalities.learning.now[3] == Approx(0.4 * kept));
    CHECK(w.municipalities.learning.now[5] == Approx(0.6 * kept));
    CHECK(w.municipalities.learning.now[0] == 0.1);

    auto fresh = institution(0);  // whom nobody uses costs nothing
    fresh.municipalities.adoption.now = {0.2, 0};
    run<&keep_up>(fresh, step_of(fresh), p);
    CHECK(fresh.municipalities.learning.now[3] > 0.4);
}

TEST_CASE("an institution offers its solution to all", "[processes][implementation]") {
    auto w = institution(0);
    fill(w.municipalities.accepted_fit, 0.7);
    fill(w.municipalities.viable_fit, 0.9);
    fill(w.municipalities.opposition, 0.2);
    w.solutions.permission.now = {0.9, 0.25};
    run<&offer_solutions>(w, step_of(w), p, e);
    CHECK(w.municipalities.offer.now == std::vector<double>{0, 1});
    CHECK(w.municipalities.embedding.now[0] == 0);
    CHECK(w.municipalities.embedding.now[1] ==
          Approx(embedding(0.4 * 0.7 * 0.9, 0.25 * (1 - 0.75 * 0.5), 0.6 * 0.9, e)));
}

TEST_CASE("a lab offers while it runs - its offer ends with it", "[processes][implementation]") {
    for (auto const stage : {Stage::active, Stage::bridging}) {
        auto w = with_labs({stage});
        run<&offer_solutions>(w, step_of(w), p, e);
        CHECK(w.municipalities.offer.now[0] == Approx(0.3 + 0.02 * 0.5 * 0.7 * 0.4));
        CHECK(w.municipalities.offer.now[1] == 0);  // nobody offers the second
        CHECK(w.municipalities.embedding.now == std::vector<double>{0.5, 0});
    }
    for (auto const stage : {Stage::forming, Stage::preparing, Stage::post, Stage::closed, Stage::dead}) {
        auto w = with_labs({stage});
        run<&offer_solutions>(w, step_of(w), p, e);
        CHECK(w.municipalities.offer.now[0] == 0);
    }
}

TEST_CASE("a month without spending does not undo a running lab's offer", "[processes][implementation]") {
    auto w = with_labs({Stage::active});
    fill(w.labs.spending, 0);
    run<&offer_solutions>(w, step_of(w), p, e);
    CHECK(w.municipalities.offer.now[0] == 0.3);
    fill(w.labs.reference_spending, 0);
    run<&offer_solutions>(w, step_of(w), p, e);
    CHECK(w.municipalities.offer.now[0] == 0.3);
}

TEST_CASE("the best of several labs counts", "[processes][implementation]") {
    auto w = with_labs({Stage::active, Stage::post, Stage::active, Stage::dead});
    w.labs.embedding.now = {0.2, 0.6, 0.4, 0.9};
    w.labs.spending.now = {80000, 0, 30000, 100000};
    run<&offer_solutions>(w, step_of(w), p, e);
    CHECK(w.municipalities.embedding.now[0] == 0.6);
    CHECK(w.municipalities.offer.now[0] == Approx(0.3 + 0.02 * 0.6 * 0.7 * 0.8));
}
