#include "engine/processes/calls.hpp"

#include <cmath>
#include <numeric>

#include "engine/model/presets.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/funding_rounds.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

/// A world on the day of the first call, with a year's budget and an idea everywhere.
World call_day(std::size_t towns, double budget = 50e6) {
    auto w = funding_world(towns);
    fill(w.municipalities.idea, 2);
    fill(w.municipalities.idea_age, 3);
    w.ledger.post(Flow::programme_budget, {AccountClass::treasury}, {AccountClass::programme}, cents(budget));
    return w;
}
/// A regime in which everybody applies.
CallParameters eager() {
    CallParameters p;
    p.trust_weight = 0;
    p.money_unit = 1e4;
    return p;
}
int sum(std::vector<std::int32_t> const& v) {
    return std::accumulate(v.begin(), v.end(), 0);
}

}  // namespace

TEST_CASE("the score - by hand", "[processes][calls]") {
    CallParameters const p;
    auto const r = preset("project");
    Proposal q{.merit = 1,
               .signal = 0.5,
               .noise = -1,
               .tried = 3,
               .wins = 5,
               .population = 64000,
               .upscaling = true,
               .balance = -0.5};
    double const hand =
        0.6 * 1 + 0.8 * 0.5 - 0.8 - 0.3 * std::exp(-1.0) + 0.25 * 3 + 0.12 * std::log(2.0) + 0.2 - 0.05;
    CHECK(proposal_score(q, r, p) == Approx(hand));
    CHECK(proposal_score({.population = 32000}, preset("portfolio"), p) == Approx(0).margin(1e-15));
    // The new is liked less than the tried.
    Proposal tried = q;
    tried.tried = 30;
    CHECK(proposal_score(tried, r, p) > proposal_score(q, r, p));
}

TEST_CASE("regional balance", "[processes][calls]") {
    CHECK(regional_balance(0, 0, 0.5) == 0);
    CHECK(regional_balance(0, 10, 0.5) == 1);
    CHECK(regional_balance(10, 10, 0.5) == -1);
    CHECK(regional_balance(4, 10, 0.5) == Approx(0.2));
}

TEST_CASE("the utility of applying - by hand", "[processes][calls]") {
    CallParameters const p;
    ApplicationParameters const a;
    HostParameters const h;
    Applicant const who{
        .success_rate = 0.25, .judgement = 0.4, .staff_free = 2, .aversion = 0.6, .trust = 0.7, .wins = 1};
    double const staff = 100000.0 / 95000 / 2;
    CHECK(application_utility(who, preset("project"), p, a, h) ==
          Approx(0.25 * 4 * 0.4 - 0.2 - 0.4 * staff - 0.3 + 0.2 + 0.2));
    Applicant nobody_free = who;
    nobody_free.staff_free = 0;
    CHECK(application_utility(nobody_free, preset("project"), p, a, h) <
          application_utility(who, preset("project"), p, a, h));
}

TEST_CASE("a call funds the best until the money is gone", "[processes][calls]") {
    auto w = call_day(40);
    call_once(w, step_of(w, 6), preset("project"), eager());
    // Five months of overhead and 40 reviews are kept back: 50 - 1.04 - 3.2 M pays eleven grants of 4 M.
    CHECK(w.programmes.applications.now[0] == 40);
    CHECK(w.programmes.awards.now[0] == 11);
    CHECK(rows(w.labs) == 11);
    CHECK(w.programmes.reviews_due.now[0] == 40);
    CHECK(w.programmes.committed.now[0] == cents(44e6));
    CHECK(w.programmes.success_rate.now[0] == Approx(0.3 + 0.25 * (11.0 / 40 - 0.3)));
    CHECK(sum(w.municipalities.awards_won.now) == 11);
    audit_grants(w.labs, w.programmes, w.grants);
    int quit = 0;
    for (std::size_t i = 0; i < 40; ++i) {
        bool const won = w.municipalities.awards_won.now[i] == 1;
        CHECK(w.municipalities.idea.now[i] == (won ? 0 : 2));
        CHECK(w.municipalities.programme_trust.now[i] == Approx(won ? 0.5 : 0.45));
        CHECK(w.municipalities.application_fte.now[i] == Approx(100000.0 / 95000));
        if (won) CHECK(w.municipalities.discouraged.now[i] == 0);
        quit += w.municipalities.discouraged.now[i];
        CHECK(w.municipalities.knowledge.now[i * 9 + 3] == Approx(0.02));
        CHECK(w.municipalities.knowledge.now[i * 9] == 0);
        CHECK(w.municipalities.carry_over.now[i * 3 + 1] == Approx(1));
        CHECK(w.municipalities.carry_over.now[i * 3] == 0);
    }
    CHECK(w.ledger.flow(Flow::application) == 40 * cents(100000));
    CHECK(quit > 0);
    CHECK(quit < 29);
}

TEST_CASE("who has a lab - no role - nothing to plan or no heart does not apply", "[processes][calls]") {
    auto w = call_day(8);
    w.municipalities.role.now[0] = 0;
    w.municipalities.idea.now[1] = 0;
    for (std::size_t s = 0; s < 3; ++s) w.municipalities.implemented.now[1 * 3 + s] = 1;
    w.municipalities.discouraged.now[2] = 1;
    w.municipalities.implemented.now[3 * 3 + 1] = 1;
    auto r = preset("project");
    call_once(w, step_of(w, 6), r, eager());
    CHECK(w.programmes.applications.now[0] == 4);
    CHECK(w.municipalities.discouraged.now[2] == 0);
    // A year later the discouraged one is back, and who can plan something new; the four with a lab are not.
    fill(w.municipalities.idea, 2);
    w.municipalities.idea.now[3] = 0;
    call_once(w, step_of(w, 18), r, eager());
    CHECK(w.programmes.applications.now[0] == 4 + 2);
}

TEST_CASE("staff bound by proposals is freed in about a year", "[processes][calls]") {
    auto w = funding_world(1);
    w.municipalities.application_fte.now = {1.2};
    auto r = preset("portfolio");
    for (std::uint32_t t = 0; t < 12; ++t) call_once(w, step_of(w, t), r);
    CHECK(w.municipalities.application_fte.now[0] == Approx(1.2 * std::pow(11.0 / 12, 12)));
}

TEST_CASE("without money nobody wins", "[processes][calls]") {
    auto w = call_day(10, 1e6);
    call_once(w, step_of(w, 6), preset("project"), eager());
    CHECK(rows(w.labs) == 0);
    CHECK(w.programmes.success_rate.now[0] == Approx(0.225));
}

TEST_CASE("a valid panel finds merit - a noisy one does not", "[processes][calls]") {
    auto const merit_of_winners = [](double validity, double noise) {
        double all = 0;
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            auto w = call_day(60, 25e6);
            for (std::size_t i = 0; i < 60; ++i)
                w.municipalities.potential.now[i * 3 + 1] = 0.1 + 0.01 * static_cast<double>((i * 37) % 60);
            auto p = eager();
            p.signal_validity = validity;
            p.panel_noise = noise;
            call_once(w, step_of(w, 6, seed), preset("project"), p);
            double mean = 0;
            for (auto const i : w.labs.host.now)
                mean += w.municipalities.potential.now[static_cast<std::size_t>(i) * 3 + 1];
            all += mean / static_cast<double>(rows(w.labs));
        }
        return all / 20;
    };
    CHECK(merit_of_winners(1, 0) > 0.66);
    CHECK(merit_of_winners(0.6, 0.8) > 0.42);
    CHECK(merit_of_winners(0, 1) == Approx(0.395).margin(0.06));
}

TEST_CASE("gates change what a call promises - nothing else", "[processes][calls]") {
    auto gated = preset("project");
    gated.gates = true;
    gated.stop_override = 0.3;
    auto w = call_day(40);
    call_once(w, step_of(w, 6), gated, eager());
    // To the first gate and a year of preparation: half the term, so twice as many labs.
    CHECK(w.grants.awarded.now[0] == cents(2e6));
    CHECK(rows(w.labs) == 22);
    CHECK(w.programmes.challenger.now[0] > 0);
}

TEST_CASE("a screen sees merit through more noise and nothing else", "[processes][calls]") {
    auto const r = preset("lottery");
    Proposal const q{
        .merit = 1, .signal = 0.5, .noise = -1, .wins = 5, .population = 64000, .upscaling = true};
    CHECK(screened_merit(q, r, {}) == Approx(0.6 + 0.8 * 0.5 - 1.5 * 0.8));
    CHECK(screened_merit(q, preset("random"), {}) == Approx(0.6 + 0.8 * 0.5 - 0.8));
    auto seer = preset("project_clairvoyant");
    CHECK(proposal_score(q, seer, {}) == 1);
    CHECK(screened_merit(q, seer, {}) == 1);
}

TEST_CASE("by lot: whoever passes the screen has the same chance - and nobody else has any",
          "[processes][calls]") {
    auto r = preset("lottery");
    r.setup_delay = 0;
    std::vector<int> wins(40, 0);
    int first_half = 0, second_half = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        auto w = call_day(40, 30e6);
        // The better half has three standard deviations more merit: a ranking would take it alone.
        for (std::size_t i = 0; i < 20; ++i)
            for (std::size_t s = 0; s < 3; ++s) w.municipalities.potential.now[i * 3 + s] = 0.4 + 3 * 0.15;
        auto open = r;
        open.screen = -1000;
        auto step = step_of(w, 0);
        step.seed = seed;
        call_once(w, step, open, eager());
        for (std::size_t l = 0; l < rows(w.labs); ++l) (w.labs.host.now[l] < 20 ? first_half : second_half)++;
    }
    REQUIRE(first_half + second_half > 200);
    double const share = static_cast<double>(first_half) / (first_half + second_half);
    double const error = 4 * std::sqrt(0.25 / (first_half + second_half));
    CHECK(share == Approx(0.5).margin(error));

    // A screen that nobody passes: no winners, however much money there is.
    auto w = call_day(40);
    r.screen = 1000;
    call_once(w, step_of(w, 0), r, eager());
    CHECK(w.programmes.applications.now[0] > 0);
    CHECK(rows(w.labs) == 0);
}

TEST_CASE("a clairvoyant panel takes the best - in order of potential", "[processes][calls]") {
    auto r = preset("project_clairvoyant");
    r.setup_delay = 0;
    auto w = call_day(30, 30e6);
    for (std::size_t i = 0; i < 30; ++i)
        for (std::size_t s = 0; s < 3; ++s)
            w.municipalities.potential.now[i * 3 + s] = 0.1 + 0.02 * static_cast<double>(i);
    call_once(w, step_of(w, 0), r, eager());
    REQUIRE(rows(w.labs) > 2);
    for (std::size_t l = 0; l < rows(w.labs); ++l) CHECK(w.labs.host.now[l] == static_cast<int>(29 - l));
}
