#include "engine/processes/circulation.hpp"

#include <cmath>

#include "engine/core/parallel.hpp"
#include "engine/processes/common/carry_over.hpp"
#include "engine/processes/common/meetings.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

struct Given12 {
    CirculationParameters circulation;
    ReportParameters report{.noise = 0, .effort_bias = 0};
    PracticeParameters practice;
};

void quarter(World& w, Given12 const& g = {}, std::uint32_t tick = 100) {
    run<&circulate>(w, step_of(w, tick), g.circulation, g.report, g.practice, EmbeddingParameters{});
}

/// `n` municipalities of one region each, all as near as can be to themselves and to nobody else.
World apart(std::size_t n, std::size_t missions, std::size_t per_mission, std::size_t labs) {
    auto w = small_world(n, missions, per_mission, labs);
    for (std::size_t i = 0; i < n; ++i) {
        w.municipalities.region.now[i] = static_cast<std::int32_t>(i);
        for (auto* m : {&w.geography.proximity, &w.geography.likeness, &w.geography.perceived_likeness})
            (*m)[i * n + i] = 1;
    }
    return w;
}
void near(World& w, std::size_t i, std::size_t j, double proximity, double likeness, double perceived) {
    for (auto const& [a, b] : {std::pair{i, j}, std::pair{j, i}}) {
        w.geography.proximity[a * w.geography.n + b] = proximity;
        w.geography.likeness[a * w.geography.n + b] = likeness;
        w.geography.perceived_likeness[a * w.geography.n + b] = perceived;
    }
}
void put_lab(World& w, std::size_t l, int host, int solution, std::array<double, 3> learning) {
    w.labs.stage.now[l] = Stage::active;
    w.labs.host.now[l] = host;
    w.labs.solution.now[l] = solution;
    w.labs.end_month.now[l] = -1;
    for (std::size_t k = 0; k < conditions; ++k) w.labs.learning.now[l * conditions + k] = learning[k];
}

double knowledge(World const& w, std::size_t j, std::size_t s, std::size_t k) {
    return w.municipalities.knowledge.now[(j * w.dimensions.solutions() + s) * conditions + k];
}

/// Numbers in [0, 1) that depend on nothing but the place in the sequence.
struct Sequence {
    std::uint64_t state = 11;
    double operator()() {
        state = state * 6364136223846793005u + 1442695040888963407u;
        return static_cast<double>(state >> 11) * 0x1p-53;
    }
};

/// Many municipalities, labs and institutions, everything different.
World crowded(std::size_t n) {
    auto w = small_world(n, 2, 3, 3 * n);
    Sequence u;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            double const proximity = u(), likeness = u(), perceived = u();
            near(w, i, j, proximity, likeness, perceived);
        }
        w.municipalities.region.now[i] = static_cast<std::int32_t>(4 * u());
    }
    auto& m = w.municipalities;
    for (auto* c : {&m.skill, &m.partner_trust, &m.potential, &m.viable_fit, &m.learning, &m.knowledge,
                    &m.belief, &m.belief_weight, &m.carry_over, &w.missions.practice_strength,
                    &w.missions.hub_strength, &w.labs.retention, &w.solutions.permission})
        for (auto& v : c->now) v = u();
    for (auto& v : m.accepted_fit.now) v = u();
    for (auto& v : m.implemented.now) v = u() < 0.2;
    for (auto& v : m.practice_member.now) v = u() < 0.6;
    for (std::size_t l = 0; l < 3 * n; ++l) {
        put_lab(w, l, static_cast<int>(static_cast<double>(n) * u()), static_cast<int>(6 * u()),
                {u() * 0.5, u() * 0.5, u() * 0.5});
        w.labs.stage.now[l] = static_cast<Stage>(static_cast<int>(8 * u()));
        w.labs.end_month.now[l] = static_cast<std::int32_t>(100 * u());
        w.labs.exemption.now[l] = u() < 0.3 ? Exemption::granted : Exemption::none;
    }
    return w;
}

/// One source, told apart by its number: what the equations sum over.
struct Told {
    std::size_t host, solution;
    double zeta, merit;
    bool lab;
    std::array<double, 3> learnt;
    double mean() const { return (learnt[0] + learnt[1] + learnt[2]) / 3; }
};
std::vector<Told> sources(World const& w, double tick) {
    std::vector<Told> list;
    auto const S = w.dimensions.solutions();
    auto const& labs = w.labs;
    auto const& m = w.municipalities;
    for (std::size_t l = 0; l < labs.stage.now.size(); ++l) {
        auto const stage = labs.stage.now[l];
        bool const lately = in_no_mans_land(stage) && tick - labs.end_month.now[l] <= 72;
        if (!running(stage) && !lately) continue;
        Told t{static_cast<std::size_t>(labs.host.now[l]),
               static_cast<std::size_t>(labs.solution.now[l]),
               labs.retention.now[l],
               0,
               true,
               {}};
        auto const is = t.host * S + t.solution;
        double const permission = w.solutions.permission.now[t.solution];
        t.merit = labs.exemption.now[l] == Exemption::granted
                      ? embedding(m.accepted_fit.now[is], std::max(permission, 0.7), m.viable_fit.now[is], {})
                      : m.potential.now[is];
        for (std::size_t k = 0; k < 3; ++k) t.learnt[k] = labs.learning.now[l * 3 + k];
        if (t.mean() > 0.15) list.push_back(t);
    }
    for (std::size_t is = 0; is < m.implemented.now.size(); ++is) {
        Told t{is / S, is % S, 1, m.potential.now[is], false, {}};
        for (std::size_t k = 0; k < 3; ++k) t.learnt[k] = m.learning.now[is * 3 + k];
        if (m.implemented.now[is] != 0 && t.mean() > 0.15) list.push_back(t);
    }
    return list;
}

}  // namespace

TEST_CASE("contact and uptake by hand", "[processes][circulation]") {
    CirculationParameters const p;
    CHECK(contact_strength(0.5, true, 0.4, 0.8, p) == Approx(0.5 + 0.5 + 0.2 + 0.2));
    CHECK(contact_strength(0.5, false, 0, 0, p) == Approx(0.5));
    CHECK(uptake(0.2, 0.5, 0.5, 2, p, {}) == Approx(0.8 * (1 - std::exp(-0.009 * 0.65 * 1.5 * 2))));
    CHECK(uptake(0.2, 0, 0, 0, p, {}) == 0);
    CHECK(uptake(1, 1, 1, 100, p, {}) == 0);
    CHECK(starting_learning(0.6, 0.5) == Approx(0.3));
}

TEST_CASE("no contact - no transfer", "[processes][circulation]") {
    auto w = apart(2, 1, 1, 1);
    put_lab(w, 0, 0, 0, {0.8, 0.6, 0.4});
    fill(w.municipalities.potential, 0.5);
    quarter(w);
    for (std::size_t k = 0; k < 3; ++k) {
        CHECK(knowledge(w, 0, 0, k) > 0);
        CHECK(knowledge(w, 1, 0, k) == 0);
    }
    CHECK(w.municipalities.belief_weight.now[1] == 0);
    CHECK(w.municipalities.carry_over.now[0] == Approx(1));
    CHECK(w.municipalities.carry_over.now[1] == 0);
}

TEST_CASE("what is taken up from one lab", "[processes][circulation]") {
    auto w = apart(2, 1, 1, 1);
    near(w, 0, 1, 0.5, 0.3, 0.6);
    put_lab(w, 0, 0, 0, {0.8, 0.6, 0.4});
    w.labs.retention.now = {0.4};
    w.municipalities.partner_trust.now = {0.4, 0.8};
    w.municipalities.skill.now = {0, 0.5};
    w.municipalities.potential.now = {0.5, 0.9};
    Given12 g;
    g.report.effort_bias = 0.06;
    quarter(w, g);

    double const contact = 0.5 + 0.5 * 0.6;
    double taken = 0;
    for (std::size_t k = 0; k < 3; ++k) {
        double const learnt = std::array{0.8, 0.6, 0.4}[k];
        double const expected = 1 - std::exp(-0.009 * 0.65 * contact * 0.7 * learnt);
        CHECK(knowledge(w, 1, 0, k) == Approx(expected));
        taken += expected / 3;
    }
    CHECK(w.municipalities.belief.now[1] == Approx(0.56));
    CHECK(w.municipalities.belief_weight.now[1] == Approx(taken * 0.6));
    CHECK(w.municipalities.carry_over.now[1] == Approx(0.3));
}

TEST_CASE("who met in a third space hears as much as that tie is trusted", "[processes][circulation]") {
    auto const taken = [](double tie, bool reversed, Party kind = Party::municipality) {
        auto w = apart(3, 1, 1, 1);
        put_lab(w, 0, 0, 0, {0.8, 0.8, 0.8});
        near(w, 0, 2, 0, 1, 1);
        fill(w.municipalities.partner_trust, 0.4);
        fill(w.municipalities.skill, 1);
        resize(w.ties, 1, w.dimensions);
        w.ties.municipality.now = {reversed ? 2 : 0};
        w.ties.party.now = {reversed ? 0 : 2};
        w.ties.kind.now = {kind};
        w.ties.trust.now = {tie};
        quarter(w);
        return std::pair{knowledge(w, 2, 0, 0), knowledge(w, 1, 0, 0)};
    };
    Given12 const g;
    auto const expected = [&](double trust) {
        return uptake(0, 1, 0, g.circulation.trust_weight * trust * 0.5 * 0.8, g.circulation, g.practice);
    };
    CHECK(taken(0.9, false).first == Approx(expected(0.9)));
    CHECK(taken(0.9, true).first == Approx(expected(0.9)));
    CHECK(taken(0.1, false).first == Approx(expected(0.1)));
    CHECK(taken(0.9, false).second == Approx(expected(0.4)));  // whose tie it is not
    CHECK(taken(0.9, false, Party::firm).first == Approx(expected(0.4)));
}

TEST_CASE("who is a source", "[processes][circulation]") {
    auto const learns = [](Stage stage, int end_month, double learnt) {
        auto w = apart(1, 1, 1, 1);
        put_lab(w, 0, 0, 0, {learnt, learnt, learnt});
        w.labs.stage.now = {stage};
        w.labs.end_month.now = {end_month};
        quarter(w, {}, 100);
        return knowledge(w, 0, 0, 0) > 0;
    };
    CHECK(learns(Stage::active, -1, 0.5));
    CHECK(learns(Stage::bridging, -1, 0.5));
    CHECK(learns(Stage::post, 28, 0.5));
    CHECK_FALSE(learns(Stage::post, 27, 0.5));
    CHECK(learns(Stage::closed, 90, 0.5));
    CHECK_FALSE(learns(Stage::active, -1, 0.15));
    CHECK_FALSE(learns(Stage::preparing, -1, 0.5));
    CHECK_FALSE(learns(Stage::institutionalised, 90, 0.5));
    CHECK_FALSE(learns(Stage::dead, 90, 0.5));
}

TEST_CASE("a community of practice helps its members only", "[processes][circulation]") {
    auto w = apart(3, 1, 1, 1);
    near(w, 0, 1, 0.1, 1, 1);
    near(w, 0, 2, 0.1, 1, 1);
    put_lab(w, 0, 0, 0, {0.5, 0.5, 0.5});
    w.municipalities.practice_member.now = {1, 1, 0};
    auto without = w;
    w.missions.practice_strength.now = {1};
    quarter(w);
    quarter(without);
    CHECK(knowledge(w, 1, 0, 0) > 2 * knowledge(without, 1, 0, 0));
    CHECK(knowledge(w, 2, 0, 0) == knowledge(without, 2, 0, 0));
    CHECK(knowledge(without, 1, 0, 0) == knowledge(without, 2, 0, 0));
}

TEST_CASE("old reports fade - beliefs do not", "[processes][circulation]") {
    auto w = apart(1, 1, 1, 0);
    w.municipalities.belief.now = {0.4};
    w.municipalities.belief_weight.now = {0.5};
    w.municipalities.knowledge.now = {0.3, 0.3, 0.3};
    w.municipalities.carry_over.now = {0.6};
    quarter(w);
    CHECK(w.municipalities.belief_weight.now[0] == Approx(0.5 * 0.98 * 0.98 * 0.98));
    CHECK(w.municipalities.belief.now[0] == 0.4);
    CHECK(knowledge(w, 0, 0, 0) == 0.3);
    CHECK(w.municipalities.carry_over.now[0] == 0.6);
}

TEST_CASE("naive municipalities weigh unlike reports more", "[processes][circulation]") {
    auto const belief = [](double perceived) {
        auto w = apart(3, 1, 1, 2);
        near(w, 0, 2, 0.5, 1, 1);
        near(w, 1, 2, 0.5, 0.1, perceived);
        put_lab(w, 0, 0, 0, {0.5, 0.5, 0.5});
        put_lab(w, 1, 1, 0, {0.5, 0.5, 0.5});
        w.municipalities.potential.now = {0.3, 0.6, 0};
        quarter(w);
        return w.municipalities.belief.now[2];
    };
    CHECK(belief(0.1) == Approx((0.3 + 0.1 * 0.6) / 1.1));
    CHECK(belief(0.5) == Approx((0.3 + 0.5 * 0.6) / 1.5));
}

TEST_CASE("reports of one place differ by quarter - not by reader", "[processes][circulation]") {
    auto w = apart(2, 1, 1, 1);
    near(w, 0, 1, 0.9, 0.5, 0.5);
    put_lab(w, 0, 0, 0, {0.5, 0.5, 0.5});
    fill(w.municipalities.potential, 0.5);
    Given12 g;
    g.report.noise = 0.12;
    auto later = w;
    quarter(w, g, 3);
    quarter(later, g, 6);
    auto const& said = w.municipalities.belief.now;
    Draws draws{Address{.seed = 1, .purpose = Purpose::report_noise, .tick = 3}};
    CHECK(said[0] == Approx(0.5 + 0.12 * draws.normal()));
    CHECK(said[0] == Approx(said[1]));
    CHECK(said[0] != Approx(later.municipalities.belief.now[0]));
}

TEST_CASE("gathering agrees with the equations - source by source", "[processes][circulation]") {
    auto w = crowded(21);  // more than a block of readers, and not a multiple of it
    auto const before = w;
    Given12 g;
    g.report.effort_bias = 0.06;
    quarter(w, g);

    auto const list = sources(before, 100);
    REQUIRE(list.size() > 30);
    auto const& m = before.municipalities;
    auto const S = before.dimensions.solutions();
    for (std::size_t j = 0; j < 21; ++j)
        for (std::size_t s = 0; s < S; ++s) {
            auto const mission = s / 3;
            double const strength = before.missions.practice_strength.now[mission];
            bool const in = m.practice_member.now[j * 2 + mission] != 0;
            std::array<double, 3> exposure{};
            double all = 0, likeness = 0, relevance = 0, reports = 0;
            for (auto const& t : list) {
                if (t.solution != s) continue;
                auto const pair = t.host * 21 + j;
                double const contact =
                    before.geography.proximity[pair] + (m.region.now[t.host] == m.region.now[j] ? 0.5 : 0) +
                    0.25 * (m.partner_trust.now[t.host] + m.partner_trust.now[j]) +
                    (in && m.practice_member.now[t.host * 2 + mission] != 0 ? 0.25 * strength : 0);
                double const reach = contact * (0.5 + 0.5 * t.zeta);
                for (std::size_t k = 0; k < 3; ++k) exposure[k] += reach * t.learnt[k];
                double const part = reach * t.mean();
                all += part;
                double const like = before.geography.likeness[pair];
                double const hub = in ? before.missions.hub_strength.now[mission] : 0;
                double const seen = (1 - hub) * before.geography.perceived_likeness[pair] + hub * like;
                likeness += part * like;
                relevance += part * seen;
                reports += part * seen * (t.merit + (1 - 0.5 * hub) * (t.lab ? 0.06 : 0));
            }
            auto const js = j * S + s;
            double taken = 0, known = 0;
            for (std::size_t k = 0; k < 3; ++k) {
                double const old = m.knowledge.now[js * 3 + k];
                double const rate = 3 * 0.003 * (0.3 + 0.7 * m.skill.now[j]) * (1 + (in ? strength : 0));
                double const more = (1 - old) * (1 - std::exp(-rate * exposure[k]));
                CHECK(knowledge(w, j, s, k) == Approx(old + more));
                taken += more / 3;
                known += old / 3;
            }
            double const old = m.belief_weight.now[js] * std::pow(0.98, 3);
            double const weight = all > 0 ? taken / all * relevance : 0;
            CHECK(w.municipalities.belief_weight.now[js] == Approx(old + weight));
            if (all <= 0) continue;
            CHECK(w.municipalities.belief.now[js] ==
                  Approx((old * m.belief.now[js] + taken / all * reports) / (old + weight)));
            CHECK(w.municipalities.carry_over.now[js] ==
                  Approx((known * m.carry_over.now[js] + taken / all * likeness) / (known + taken)));
        }
}

TEST_CASE("the learning hub tells its members what carries over and finds errors",
          "[processes][circulation]") {
    auto const belief = [](double hub, int member) {
        auto w = apart(3, 1, 1, 2);
        near(w, 0, 2, 0.5, 1, 1);
        near(w, 1, 2, 0.5, 0.1, 0.8);
        put_lab(w, 0, 0, 0, {0.5, 0.5, 0.5});
        put_lab(w, 1, 1, 0, {0.5, 0.5, 0.5});
        w.municipalities.potential.now = {0.3, 0.6, 0};
        w.municipalities.practice_member.now = {0, 0, static_cast<std::uint8_t>(member)};
        w.missions.hub_strength.now = {hub};
        Given12 g;
        g.report.effort_bias = 0.1;
        quarter(w, g);
        return w.municipalities.belief.now[2];
    };
    // Without a hub, or outside the community: naive weights, reports with the pilots' effort in them.
    CHECK(belief(0, 1) == Approx((0.4 + 0.8 * 0.7) / 1.8));
    CHECK(belief(1, 0) == Approx(belief(0, 1)));
    // At full strength: the true weights and half the error.
    CHECK(belief(1, 1) == Approx((0.35 + 0.1 * 0.65) / 1.1));
    CHECK(belief(0.5, 1) == Approx((0.375 + 0.45 * 0.675) / 1.45));
}

TEST_CASE("circulation gives the same bits on any number of threads", "[processes][circulation]") {
    auto const bits = [](int threads) {
        set_threads(threads);
        auto w = crowded(50);
        quarter(w);
        set_threads(1);
        return digest(w);
    };
    auto const alone = bits(1);
    CHECK(bits(2) == alone);
    CHECK(bits(3) == alone);
}
