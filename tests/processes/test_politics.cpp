#include "engine/processes/politics.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

PoliticsParameters const p{};
constexpr std::uint32_t election = 50;  ///< the second one
constexpr std::uint32_t ordinary = 51;

/// No college breaks and nobody leaves by chance.
PoliticsParameters calm() {
    auto q = p;
    q.break_hazard = q.alderman_hazard = 0;
    return q;
}
PoliticsParameters breaking() {
    auto q = p;
    q.break_hazard = 1e9;
    return q;
}

/// `n` municipalities, three missions of two solutions; residents feel more strongly about each next mission.
World towns(std::size_t n, std::size_t labs = 0) {
    auto w = small_world(n, 3, 2, labs);
    auto& t = w.municipalities;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t m = 0; m < 3; ++m) t.opinion.now[(i * 3 + m) * opinion_bins + 11 + 3 * m] = 1;
        t.values.now[i * 3] = 0.5;
        t.values.now[i * 3 + 1] = 0.3;
        t.values.now[i * 3 + 2] = 0.2;
    }
    w.solutions.appeal.now = {2, 0, 0, 1, 0, 0, 0, 3, 0, 0, 1, 0, 0, 0, 1, 0, -1, 2};
    fill(t.priority, 1.0 / 3);
    fill(t.support, 0.4);
    fill(t.aversion, 0.5);
    fill(t.aversion_anchor, 0.7);
    for (std::size_t l = 0; l < labs; ++l) w.labs.key.now[l] = static_cast<std::uint32_t>(l + 3);
    return w;
}

void vote(World& w, std::uint32_t tick, PoliticsParameters const& q = calm(), std::uint64_t seed = 1) {
    run<&form_colleges>(w, step_of(w, tick, seed), q);
}

/// What a college of municipality i draws for the three missions in `towns`.
std::vector<double> drawn(World const& w, std::size_t i, std::uint32_t tick, PoliticsParameters const& q) {
    std::vector<double> const strength{0.1, 0.4, 0.7};
    std::vector<double> luck;
    for (std::size_t m = 0; m < 3; ++m)
        luck.push_back(step_of(w, tick).draws(Purpose::college_priority, i, m).normal());
    return drawn_priorities(strength, luck, q);
}

double share(std::vector<bool> const& x) {
    return static_cast<double>(std::count(x.begin(), x.end(), true)) / static_cast<double>(x.size());
}

double total(std::span<double const> x) {
    return std::accumulate(x.begin(), x.end(), 0.0);
}

}  // namespace

TEST_CASE("municipalities vote every four years", "[processes][politics]") {
    std::vector<std::uint32_t> months;
    for (std::uint32_t t = 0; t < 120; ++t)
        if (election_due(t, p)) months.push_back(t);
    CHECK(months == std::vector<std::uint32_t>{2, 50, 98});
    auto yearly = p;
    yearly.first_election = 0;
    yearly.election_interval = 12;
    CHECK(election_due(0, yearly));
    CHECK(election_due(24, yearly));
    CHECK_FALSE(election_due(23, yearly));
}

TEST_CASE("salience is how strongly residents feel - for or against", "[processes][politics]") {
    std::array<double, opinion_bins> h{};
    h[10] = 1;
    CHECK(salience(h) == 0);
    h = {};
    h[0] = h[20] = 0.5;
    CHECK(salience(h) == 1);
    h = {};
    h[7] = 0.25, h[10] = 0.25, h[15] = 0.5;
    CHECK(salience(h) == Approx(0.25 * 0.3 + 0.5 * 0.5));
}

TEST_CASE("priorities of a new college by hand", "[processes][politics]") {
    std::vector<double> const strength{0.5, 0.25}, luck{0, 1};
    double const a = std::exp(4 * 0.5), b = std::exp(4 * 0.25 + 0.5);
    auto const drawn = drawn_priorities(strength, luck, p);
    CHECK(drawn[0] == Approx(a / (a + b)));
    CHECK(drawn[1] == Approx(b / (a + b)));
    auto deaf = p;
    deaf.salience_weight = deaf.priority_noise = 0;
    CHECK(drawn_priorities(strength, luck, deaf) == std::vector<double>{0.5, 0.5});
    deaf.salience_weight = 20;  // all that counts is what residents feel strongly about
    CHECK(drawn_priorities(strength, luck, deaf)[0] == Approx(1 / (1 + std::exp(-5.0))));
}

TEST_CASE("what residents ask for by hand", "[processes][politics]") {
    auto const w = towns(1);
    auto const appeal = mission_appeal(w.solutions.appeal.now, 3);
    CHECK(appeal == std::vector<double>{1.5, 0, 0, 0, 2, 0, 0, -0.5, 1.5});
    std::vector<double> const values{0.5, 0.3, 0.2};
    auto const asked = asked_by_residents(values, appeal);
    double const sum = 0.75 + 0.6 + 0.15;
    CHECK(asked[0] == Approx(0.75 / sum));
    CHECK(asked[1] == Approx(0.6 / sum));
    CHECK(asked[2] == Approx(0.15 / sum));
    // What they would be harmed by they do not ask for; when nothing appeals all are alike.
    std::vector<double> const economic{0, 1, 0};
    CHECK(asked_by_residents(economic, appeal) == std::vector<double>{0, 1, 0});
    CHECK(asked_by_residents(economic, std::vector<double>(6, -1.0)) == std::vector<double>{0.5, 0.5});
}

TEST_CASE("a vote moves aversion towards its anchor - with noise", "[processes][politics]") {
    CHECK(aversion_after_vote(0.5, 0.7, 1, 0, p) == Approx(0.6 * 0.5 + 0.4 * 0.7));
    CHECK(aversion_after_vote(0.5, 0.7, 1, -2, p) == Approx(0.58 - 0.1));
    CHECK(aversion_after_vote(0.5, 0.7, 0.5, 2, p) == Approx(0.54 + 0.05));
    CHECK(aversion_after_vote(0.5, 0.7, 1, 99, p) == 0.98);
    CHECK(aversion_after_vote(0.5, 0.7, 1, -99, p) == 0.02);
    auto steady = p;
    steady.election_memory = 1;
    steady.aversion_noise = 0;
    CHECK(aversion_after_vote(0.5, 0.7, 1, 3, steady) == 0.5);
    steady.election_memory = 0;
    CHECK(aversion_after_vote(0.5, 0.7, 1, 3, steady) == Approx(0.7));
}

TEST_CASE("labs that residents support keep their backing", "[processes][politics]") {
    CHECK(backing_loss_chance(0.4, 1, p) == Approx(0.15));
    CHECK(backing_loss_chance(0.4, 0.5, p) == Approx(0.075));
    CHECK(backing_loss_chance(1, 1, p) == 0);
}

TEST_CASE("an election redraws everything - a break half of it - nothing else anything",
          "[processes][politics]") {
    auto const before = towns(4);
    auto voted = before, broke = before, quiet = before;
    vote(voted, election);
    vote(broke, ordinary, breaking());
    vote(quiet, ordinary);
    CHECK(quiet.municipalities.priority.now == before.municipalities.priority.now);
    CHECK(quiet.municipalities.aversion.now == before.municipalities.aversion.now);
    CHECK(quiet.municipalities.college_fell.now == std::vector<std::uint8_t>{0, 0, 0, 0});
    CHECK(voted.municipalities.college_fell.now == std::vector<std::uint8_t>{0, 0, 0, 0});
    CHECK(broke.municipalities.college_fell.now == std::vector<std::uint8_t>{1, 1, 1, 1});
    for (std::size_t i = 0; i < 4; ++i) {
        auto const all = drawn(before, i, election, p), half = drawn(before, i, ordinary, p);
        for (std::size_t m = 0; m < 3; ++m) {
            CHECK(voted.municipalities.priority.now[i * 3 + m] == Approx(all[m]));
            CHECK(broke.municipalities.priority.now[i * 3 + m] == Approx((1.0 / 3 + half[m]) / 2));
        }
        auto const luck = [&](std::uint32_t tick) {
            return step_of(before, tick).draws(Purpose::college_aversion, i).normal();
        };
        CHECK(voted.municipalities.aversion.now[i] == Approx(0.58 + 0.05 * luck(election)));
        CHECK(broke.municipalities.aversion.now[i] == Approx(0.54 + 0.025 * luck(ordinary)));
    }
}

TEST_CASE("priorities sum to 1 - whatever happens", "[processes][politics][property]") {
    auto w = towns(20);
    fill(w.municipalities.role, 1);
    auto lively = p;
    lively.break_hazard = 0.3;
    lively.priority_noise = 2;
    lively.participation = 0.5;
    for (std::uint32_t t = 0; t < 120; ++t) {
        vote(w, t, lively);
        for (std::size_t i = 0; i < 20; ++i) {
            auto const here = std::span{w.municipalities.priority.now}.subspan(i * 3, 3);
            if (std::abs(total(here) - 1) > 1e-12) FAIL_CHECK("sum in month " << t);
            if (*std::min_element(here.begin(), here.end()) < 0) FAIL_CHECK("sign in month " << t);
        }
    }
}

TEST_CASE("residents have a say where they take part and the municipality is at work",
          "[processes][politics]") {
    auto all = calm();
    all.participation = 1;
    std::vector<double> const values{0.5, 0.3, 0.2};
    auto idle = towns(1), busy = idle;
    busy.municipalities.role.now = {0, 0, static_cast<std::uint8_t>(Role::facilitator)};
    auto const asked = asked_by_residents(values, mission_appeal(idle.solutions.appeal.now, 3));
    auto const own = drawn(idle, 0, election, all);
    vote(idle, election, all);
    vote(busy, election, all);
    for (std::size_t m = 0; m < 3; ++m) {
        CHECK(idle.municipalities.priority.now[m] == Approx(own[m]));
        CHECK(busy.municipalities.priority.now[m] == Approx(0.7 * own[m] + 0.3 * asked[m]));
    }
    auto none = calm();
    none.participation = 0;
    auto deaf = towns(1);
    fill(deaf.municipalities.role, 4);
    vote(deaf, election, none);
    CHECK(deaf.municipalities.priority.now == idle.municipalities.priority.now);
}

TEST_CASE("it is always the same municipalities where residents have a say", "[processes][politics]") {
    constexpr std::size_t n = 3000;
    auto sure = calm();
    sure.agenda_weight = 1;
    sure.salience_weight = 0;
    sure.priority_noise = 0;  // elsewhere every mission gets a third
    auto w = towns(n);
    fill(w.municipalities.role, 1);
    auto const having = [&] {
        std::vector<bool> say;
        for (std::size_t i = 0; i < n; ++i) say.push_back(w.municipalities.priority.now[i * 3] > 0.4);
        return say;
    };
    vote(w, 2, sure);
    auto const first = having();
    vote(w, election, sure);
    CHECK(having() == first);
    CHECK(share(first) == Approx(0.2).margin(0.025));
}

TEST_CASE("colleges break and aldermen leave as often as they did", "[processes][politics]") {
    constexpr std::size_t n = 3000;
    auto w = small_world(n, 1, 1);
    fill(w.municipalities.priority, 1);
    std::vector<bool> broke(n), left(n);
    for (std::uint32_t t = 3; t < 50; ++t) {  // from one election to the next
        run<&form_colleges>(w, step_of(w, t), p);
        run<&change_aldermen>(w, step_of(w, t), p);
        for (std::size_t i = 0; i < n; ++i) {
            if (w.municipalities.college_fell.now[i] != 0) broke[i] = true;
            if (w.municipalities.champion_gap.now[i] == 6) left[i] = true;
        }
    }
    CHECK(share(broke) == Approx(84.0 / 390).margin(0.025));
    CHECK(share(left) == Approx(0.551).margin(0.03));
}

TEST_CASE("labs lose backing at a vote and may regain it at the next", "[processes][politics]") {
    constexpr std::size_t n = 6000;
    auto w = towns(1, n);
    auto const dropped = [&] {
        return std::accumulate(w.labs.unbacked.now.begin(), w.labs.unbacked.now.end(), 0);
    };
    vote(w, election);
    int const lost = dropped();
    CHECK(lost / double{n} == Approx(0.25 * 0.6).margin(0.015));
    CHECK(w.municipalities.promises_broken.now[0] == lost);
    vote(w, ordinary);
    CHECK(dropped() == lost);
    CHECK(w.municipalities.promises_broken.now[0] == 0);

    auto harmless = breaking();
    harmless.backing_loss = 0;
    vote(w, ordinary, harmless);
    CHECK(dropped() / double(lost) == Approx(1 - 0.4).margin(0.06));
    CHECK(w.municipalities.promises_broken.now[0] == 0);

    fill(w.labs.unbacked, 0);
    vote(w, ordinary, breaking());
    CHECK(dropped() / double{n} == Approx(0.25 * 0.6 / 2).margin(0.012));
}

TEST_CASE("only labs with money or in no man's land can be dropped", "[processes][politics]") {
    auto sure = calm();
    sure.backing_loss = 1;
    auto w = towns(2, stage_count + 1);
    fill(w.municipalities.support, 0);
    for (std::size_t l = 0; l < stage_count; ++l) w.labs.stage.now[l] = static_cast<Stage>(l);
    w.labs.host.now[stage_count] = 1;
    vote(w, election, sure);
    CHECK(w.labs.unbacked.now == std::vector<std::uint8_t>{1, 1, 1, 1, 1, 1, 0, 0, 1});
    CHECK(w.municipalities.promises_broken.now == std::vector<std::int32_t>{6, 1});
    fill(w.municipalities.support, 1);
    vote(w, election + 48, sure);
    CHECK(w.labs.unbacked.now == std::vector<std::uint8_t>(stage_count + 1, 0));
}

TEST_CASE("luck goes by lab and municipality - not by how many there are", "[processes][politics]") {
    auto lively = p;
    lively.break_hazard = 0.5;
    lively.backing_loss = 0.8;
    int backed = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        auto many = towns(5, 7), few = towns(3, 1);
        for (std::size_t l = 0; l < 7; ++l) many.labs.host.now[l] = static_cast<std::int32_t>(l % 5);
        many.labs.host.now[4] = 2;
        few.labs.host.now[0] = 2;
        few.labs.key.now[0] = many.labs.key.now[4];
        for (std::uint32_t t = 49; t < 52; ++t) {
            vote(many, t, lively, seed);
            vote(few, t, lively, seed);
            run<&change_aldermen>(many, step_of(many, t, seed), p);
            run<&change_aldermen>(few, step_of(few, t, seed), p);
        }
        auto const same = [](auto const& a, auto const& b) {
            return std::equal(b.begin(), b.end(), a.begin());
        };
        CHECK(same(many.municipalities.priority.now, few.municipalities.priority.now));
        CHECK(same(many.municipalities.aversion.now, few.municipalities.aversion.now));
        CHECK(same(many.municipalities.champion_gap.now, few.municipalities.champion_gap.now));
        CHECK(many.labs.unbacked.now[4] == few.labs.unbacked.now[0]);
        backed += few.labs.unbacked.now[0] == 0;
    }
    CHECK(backed > 0);
    CHECK(backed < 40);
}

TEST_CASE("without an alderman labs miss their champion for six months", "[processes][politics]") {
    auto w = towns(1);
    w.municipalities.champion_gap.now = {6, 0.5, 0};
    run<&change_aldermen>(w, step_of(w, ordinary), calm());
    CHECK(w.municipalities.champion_gap.now == std::vector<double>{5, 0, 0});
    auto leaving = calm();
    leaving.alderman_hazard = 1e9;
    run<&change_aldermen>(w, step_of(w, ordinary), leaving);
    CHECK(w.municipalities.champion_gap.now == std::vector<double>{6, 6, 6});
    int months = 0;
    for (; w.municipalities.champion_gap.now[0] > 0; ++months)
        run<&change_aldermen>(w, step_of(w, ordinary), calm());
    CHECK(months == 6);
}
