#include "engine/processes/lab_learning.hpp"

#include <cmath>
#include <vector>

#include "engine/core/random.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

LearningParameters const p{};
EmbeddingParameters const e{};

EmbeddingParameters with_rho(double rho) {
    auto q = e;
    q.complementarity = rho;
    return q;
}

/// One active lab in its fifth month with two civic partners, a firm and a ministry; its host facilitates.
World one_lab() {
    auto w = small_world(1, 1, 1, 1);
    w.labs.stage.now = {Stage::active};
    fill(w.labs.stage_months, 5);
    fill(w.labs.spending, 50000);
    fill(w.labs.reference_spending, 100000);
    fill(w.labs.horizon, 18);
    fill(w.labs.civic_partners, 2);
    fill(w.labs.firm_partners, 1);
    fill(w.labs.public_partners, 1);
    fill(w.labs.coverage, 0.6);
    w.labs.learning.now = {0.2, 0.3, 0.4};
    fill(w.municipalities.role, 1);
    fill(w.municipalities.capacity, 0.8);
    fill(w.municipalities.knowledge, 0.5);
    fill(w.municipalities.carry_over, 0.9);
    fill(w.missions.intermediary_strength, 0.4);
    fill(w.missions.practice_strength, 0.5);
    return w;
}

std::vector<double> learnt(World w) {
    run<&learn>(w, step_of(w), p, RoleParameters{}, PracticeParameters{});
    return w.labs.learning.now;
}

}  // namespace

TEST_CASE("effort: short horizons demotivate - soft continuation breeds slack", "[processes][lab_learning]") {
    CHECK(lab_effort(18, 0, false, 1, p) == Approx(0.5 + 0.5 * (1 - std::exp(-3.0))));
    CHECK(lab_effort(0, 0, false, 1, p) == Approx(0.5));
    CHECK(lab_effort(1e6, 0, false, 1, p) == Approx(1));
    CHECK(lab_effort(1e6, 0.8, false, 0.5, p) == Approx(0.5 * (1 - 0.25 * 0.8)));
    CHECK(lab_effort(1e6, 0.8, true, 1, p) == Approx(1));  // a gate within sight
    CHECK(lab_effort(12, 0.3, false, 1, p) > lab_effort(6, 0.3, false, 1, p));
}

TEST_CASE("partners carry the conditions they are there for", "[processes][lab_learning]") {
    auto const none = partner_gain(0, false, 0, 0.6, false, p);
    CHECK(none == std::array<double, 3>{0.3, 0.3, 0.3});
    auto const some = partner_gain(1, true, 0.4, 0.6, true, p);
    CHECK(some[accepted] == Approx(0.3 + 0.7 * 0.5));
    CHECK(some[permitted] == Approx(0.3 + 0.7 * (0.5 + 0.2)));
    CHECK(some[viable] == Approx(0.3 + 0.7 * 0.6));
    CHECK(partner_gain(9, true, 1, 1, true, p) == std::array<double, 3>{1, 1, 1});
}

TEST_CASE("a month of learning by hand", "[processes][lab_learning]") {
    auto w = one_lab();
    double const effort = lab_effort(18, 0, false, 0.8, p);
    double const speed = 0.055 * std::pow(0.5, 0.6) * effort * 1.05;
    auto const h = partner_gain(2, true, 0.4, 0.6, true, p);
    run<&learn>(w, step_of(w), p, RoleParameters{}, PracticeParameters{});
    CHECK(w.labs.effort.now[0] == Approx(effort));
    CHECK(w.labs.learning.now[0] == Approx(0.2 + speed * h[0] * 0.8));
    CHECK(w.labs.learning.now[1] == Approx(0.3 + speed * h[1] * 0.7));
    CHECK(w.labs.learning.now[2] == Approx(0.4 + speed * h[2] * 0.6));

    auto member = one_lab(), strategy = one_lab(), soft = one_lab(), gate = one_lab();
    fill(member.municipalities.practice_member, 1);
    CHECK(learnt(member)[0] == Approx(0.2 + speed * (1 + 0.5 * 0.5) * h[0] * 0.8));
    fill(strategy.labs.upscaling, 1);
    CHECK(learnt(strategy)[0] == Approx(0.2 + speed * 0.97 * h[0] * 0.8));
    fill(soft.labs.softness, 0.4);
    fill(soft.labs.gate_distance, 13);
    CHECK(learnt(soft)[0] == Approx(0.2 + speed * 0.9 * h[0] * 0.8));
    fill(gate.labs.softness, 0.4);
    fill(gate.labs.gate_distance, 12);
    CHECK(learnt(gate)[0] == Approx(0.2 + speed * h[0] * 0.8));
}

TEST_CASE("a lab without its champion makes less effort", "[processes][lab_learning]") {
    auto with = one_lab(), without = one_lab();
    fill(without.municipalities.champion_gap, 1);
    run<&learn>(with, step_of(with), p, RoleParameters{}, PracticeParameters{});
    run<&learn>(without, step_of(without), p, RoleParameters{}, PracticeParameters{});
    CHECK(without.labs.effort.now[0] == Approx(0.85 * with.labs.effort.now[0]));
    CHECK(without.labs.learning.now[0] - 0.2 == Approx(0.85 * (with.labs.learning.now[0] - 0.2)));
    auto devoted = p;
    devoted.without_champion = 1;
    fill(without.municipalities.champion_gap, 6);
    without.labs.learning.now = one_lab().labs.learning.now;
    run<&learn>(without, step_of(without), devoted, RoleParameters{}, PracticeParameters{});
    CHECK(without.labs.learning.now == with.labs.learning.now);
}

TEST_CASE("without spending nothing is learnt - and learning stops at 1", "[processes][lab_learning]") {
    auto w = one_lab();
    fill(w.labs.spending, 0);
    CHECK(learnt(w) == one_lab().labs.learning.now);
    auto never = one_lab();
    fill(never.labs.reference_spending, 0);
    CHECK(learnt(never) == one_lab().labs.learning.now);

    auto whatever = p;  // even where the amount does not matter, none is none
    whatever.spending_elasticity = 0;
    for (double const spending : {0.0, 1.0}) {
        auto v = one_lab();
        fill(v.labs.spending, spending);
        run<&learn>(v, step_of(v), whatever, RoleParameters{}, PracticeParameters{});
        CHECK((v.labs.learning.now == one_lab().labs.learning.now) == (spending == 0));
    }

    auto fast = p;
    fast.rate = 1;
    auto rich = one_lab();
    fill(rich.labs.spending, 1e9);
    run<&learn>(rich, step_of(rich), fast, RoleParameters{}, PracticeParameters{});
    CHECK(rich.labs.learning.now == std::vector<double>{1, 1, 1});
}

TEST_CASE("only running labs learn - the first active month starts from what the host knew",
          "[processes][lab_learning]") {
    for (auto const stage : {Stage::forming, Stage::preparing, Stage::post, Stage::closed,
                             Stage::institutionalised, Stage::dead}) {
        auto w = one_lab();
        w.labs.stage.now = {stage};
        fill(w.labs.effort, 0.9);
        run<&learn>(w, step_of(w), p, RoleParameters{}, PracticeParameters{});
        CHECK(w.labs.learning.now == one_lab().labs.learning.now);
        CHECK(w.labs.effort.now[0] == 0);
    }
    auto first = one_lab();
    fill(first.labs.stage_months, 0);
    fill(first.labs.spending, 0);
    CHECK(learnt(first) == std::vector<double>{0.45, 0.45, 0.45});
    fill(first.municipalities.carry_over, 0.7);  // never less than was there
    CHECK(learnt(first) == std::vector<double>{0.35, 0.35, 0.4});
}

TEST_CASE("embedding by hand", "[processes][lab_learning]") {
    CHECK(permission_here(0.25, false, e) == 0.25);
    CHECK(permission_here(0.25, true, e) == 0.7);
    CHECK(permission_here(0.9, true, e) == 0.9);

    std::array<double, 3> const learning{0.8, 0.5, 0.6};
    double const a = 0.8 * 0.7 * 0.9, r = 0.7 * (1 - 0.75 * 0.5), v = 0.6 * 0.9;
    double const mean = (std::pow(a, -3) + std::pow(r, -3) + std::pow(v, -3)) / 3;
    CHECK(lab_embedding(learning, 0.7, 0.9, 0.25, true, 0.2, e) == Approx(std::pow(mean, -1.0 / 3)));
    // Where rules do not bind, legal learning does not matter.
    std::array<double, 3> const lawless{0.8, 0, 0.6};
    CHECK(lab_embedding(lawless, 0.7, 0.9, 1, false, 0, e) ==
          lab_embedding(learning, 0.7, 0.9, 1, false, 0, e));
}

TEST_CASE("many aggregates at a time are those of one at a time - bit for bit", "[processes][embedding]") {
    for (double const rho : {-3.0, -1.5, 0.0, 0.5}) {
        std::vector<double> a, r, v;
        for (std::uint32_t n = 0; n < 137; ++n) {  // no multiple of what a vector holds
            Draws d{Address{.seed = 7, .entity = n}};
            a.push_back(n % 10 == 0 ? 0 : d.uniform());
            r.push_back(n % 15 == 0 ? 0 : d.uniform());
            v.push_back(n % 7 == 0 ? 1 : d.uniform());
        }
        auto uneven = with_rho(rho);
        uneven.viable_weight = 1.7;
        std::vector<double> together(a.size());
        embeddings(a, r, v, uneven, together);
        for (std::size_t k = 0; k < a.size(); ++k) CHECK(together[k] == embedding(a[k], r[k], v[k], uneven));
    }
}

TEST_CASE("limits of the aggregate of three conditions", "[processes][embedding]") {
    CHECK(embedding(0.5, 0.5, 0.5, e) == Approx(0.5));
    CHECK(embedding(0.2, 0.5, 0.8, with_rho(1)) == Approx(0.5));                  // mean
    CHECK(embedding(0.2, 0.5, 0.8, with_rho(0)) == Approx(std::cbrt(0.08)));      // geometric mean
    CHECK(embedding(0.2, 0.5, 0.8, with_rho(-20)) == Approx(0.2).margin(0.012));  // the weakest link, nearly
    CHECK(embedding(0.2, 0.5, 0.8, with_rho(-20)) >= 0.2);
    for (double const rho : {1e-3, 1e-6, 2e-9, 5e-10, -1e-6, -1e-3})
        CHECK(embedding(0.2, 0.5, 0.8, with_rho(rho)) == Approx(std::cbrt(0.08)).margin(2e-4));
    CHECK(embedding(0.2, 0.5, 0.8, with_rho(1 - 1e-9)) == Approx(0.5));
    for (double const rho : {-0.1, 0.25}) {
        double const mean = (std::pow(0.2, rho) + std::pow(0.5, rho) + std::pow(0.8, rho)) / 3;
        CHECK(embedding(0.2, 0.5, 0.8, with_rho(rho)) == Approx(std::pow(mean, 1 / rho)).epsilon(1e-12));
    }
    CHECK(embedding(0.2, 0.5, 0.8, e) == Approx(embedding(0.2, 0.5, 0.8, with_rho(-3 - 1e-9))).epsilon(1e-8));

    for (double const rho : {-20.0, -3.0, -1.0, 0.0}) CHECK(embedding(0, 1, 1, with_rho(rho)) == 0);
    CHECK(embedding(0, 1, 1, with_rho(1)) == Approx(2.0 / 3));
    CHECK(embedding(0, 1, 1, with_rho(0.5)) == Approx(4.0 / 9));
    CHECK(embedding(1e-200, 1, 1, e) == Approx(std::cbrt(3) * 1e-200));  // no overflow on the way
    CHECK(embedding(1e-200, 1e-200, 1, e) == 0);
    CHECK(embedding(1e-200, 1, 1, with_rho(-20)) == 0);

    auto heavy = e;
    heavy.accepted_weight = 2;
    heavy.complementarity = 1;
    CHECK(embedding(0.8, 0.4, 0.4, heavy) == Approx(0.6));
}

TEST_CASE("more learning never lowers embedding - the lower rho - the lower the aggregate",
          "[processes][embedding][property]") {
    for (std::uint32_t n = 0; n < 3000; ++n) {
        Draws d{Address{.seed = 6, .entity = n}};
        auto q = with_rho(n % 2 == 0 ? -3 : -20 + 21 * d.uniform());
        std::array<double, 3> learning{d.uniform(), d.uniform(), d.uniform()};
        double const fit = d.uniform(), other = d.uniform(), r = d.uniform(), against = d.uniform();
        bool const exempt = d.chance(0.5);
        double const before = lab_embedding(learning, fit, other, r, exempt, against, q);
        if (before < 0 || before > 1) FAIL_CHECK("embedding " << before << " in case " << n);
        for (std::size_t k = 0; k < conditions; ++k) {
            auto more = learning;
            more[k] += (1 - more[k]) * 0.1;
            double const after = lab_embedding(more, fit, other, r, exempt, against, q);
            if (after < before - 1e-12) FAIL_CHECK("condition " << k << " in case " << n);
        }
        auto lower = q;
        lower.complementarity = std::max(-20.0, q.complementarity - 1);
        double const below = embedding(learning[0], learning[1], learning[2], lower);
        if (below > embedding(learning[0], learning[1], learning[2], q) + 1e-9)
            FAIL_CHECK("rho in case " << n);
    }
}

TEST_CASE("a lab embeds while it lives", "[processes][lab_learning]") {
    auto w = small_world(1, 1, 1, 8);
    for (std::size_t l = 0; l < 8; ++l) w.labs.stage.now[l] = static_cast<Stage>(l);
    fill(w.labs.learning, 0.8);
    fill(w.labs.embedding, 0.99);
    fill(w.municipalities.accepted_fit, 0.7);
    fill(w.municipalities.viable_fit, 0.9);
    fill(w.municipalities.opposition, 0.2);
    fill(w.solutions.permission, 0.25);
    w.labs.exemption.now[2] = Exemption::granted;
    w.labs.exemption.now[3] = Exemption::applied;
    run<&embed>(w, step_of(w), e);
    std::array<double, 3> const learning{0.8, 0.8, 0.8};
    double const plain = lab_embedding(learning, 0.7, 0.9, 0.25, false, 0.2, e);
    double const exempt = lab_embedding(learning, 0.7, 0.9, 0.25, true, 0.2, e);
    REQUIRE(exempt > plain);
    CHECK(w.labs.embedding.now == std::vector<double>{0, 0, exempt, plain, plain, plain, plain, 0});
}
