#include "engine/processes/regulation.hpp"

#include <cmath>
#include <set>

#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

/// Eight municipalities, one in each octant, a solution that rules forbid, `labs` labs that know its rules.
World octants(std::size_t labs = 0) {
    auto w = small_world(8, 1, 1, labs);
    for (std::size_t i = 0; i < 8; ++i)
        for (std::size_t d = 0; d < 3; ++d)
            w.municipalities.context.now[i * context_parts + d] = (i >> d & 1) != 0 ? 0.7 : -0.7;
    fill(w.solutions.permission, 0.25);
    for (std::size_t l = 0; l < labs; ++l) {
        w.labs.host.now[l] = static_cast<std::int32_t>(l % 8);
        w.labs.stage.now[l] = Stage::active;
        w.labs.embedding.now[l] = 0.5;
        w.labs.learning.now[l * conditions + permitted] = 1;
    }
    return w;
}

void month(World& w, std::uint32_t tick, RegulationParameters const& p, std::uint64_t seed = 1) {
    run<&make_rules>(w, step_of(w, tick, seed), p, CabinetParameters{});
}

/// Everything certain: evidence starts a procedure at once and it succeeds.
RegulationParameters certain() {
    RegulationParameters p;
    p.start_rate = 1;
    p.evidence_threshold = 0.5;
    p.evidence_softness = 0.01;
    p.success_share = 1;
    return p;
}

/// Chance per month that an idle rule starts, over many months.
double start_share(World const& idle, RegulationParameters const& p) {
    constexpr std::uint32_t months = test::sanitized ? 1000 : 4000;
    int starts = 0;
    for (std::uint32_t tick = 0; tick < months; ++tick) {
        auto w = idle;
        month(w, tick, p);
        starts += w.solutions.rule.now[0] == RuleState::prepared ? 1 : 0;
    }
    return starts / double{months};
}
constexpr double margin = test::sanitized ? 0.08 : 0.04;  // five standard errors

}  // namespace

TEST_CASE("evidence counts labs - contexts and legal work", "[processes][regulation]") {
    RegulationParameters const p;
    CHECK(evidence(3, 1, 0, p) == Approx(3));
    CHECK(evidence(3, 5, 0, p) == Approx(3 * 1.5));
    CHECK(evidence(0, 0, 5e6, p) == Approx(2.5));
    CHECK(evidence(2, 3, 2e6, p) == Approx(2 * 1.25 + 1));
}

TEST_CASE("hazards of a start", "[processes][regulation]") {
    RegulationParameters const p;
    CHECK(rule_start_chance(4, false, p) == Approx(1 - std::exp(-0.03)));
    CHECK(rule_start_chance(4, true, p) == Approx(1 - std::exp(-0.009)));
    CHECK(rule_start_chance(1000, false, p) == Approx(1 - std::exp(-0.06)));
    CHECK(rule_start_chance(0, false, p) < 0.005);
}

TEST_CASE("contexts fall into octants", "[processes][regulation]") {
    auto const w = octants();
    std::set<int> seen;
    for (std::size_t i = 0; i < 8; ++i)
        seen.insert(context_cluster(std::span{w.municipalities.context.now}.subspan(i * context_parts, 4)));
    CHECK(seen == std::set<int>{0, 1, 2, 3, 4, 5, 6, 7});
}

TEST_CASE("a law takes longer than a decree", "[processes][regulation]") {
    RegulationParameters const p;
    double decrees = 0, laws = 0;
    for (std::uint32_t k = 0; k < 4000; ++k) {
        Draws draws{Address{.purpose = Purpose::rule_duration, .entity = k}};
        decrees += rule_duration(draws, false, p) / 4000;
        laws += rule_duration(draws, true, p) / 4000;
    }
    // Standard deviation is half the mean: four standard errors are 3 %.
    CHECK(decrees == Approx(12).epsilon(0.035));
    CHECK(laws == Approx(30).epsilon(0.035));
}

TEST_CASE("rules enter into force in January and July only", "[processes][regulation]") {
    auto const p = certain();
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        auto w = octants(4);
        for (std::uint32_t tick = 0; tick < 120; ++tick) {
            auto const before = w.solutions.permission.now[0];
            month(w, tick, p, seed);
            if (w.solutions.permission.now[0] != before) CHECK((tick % 12 == 0 || tick % 12 == 6));
        }
        CHECK(w.solutions.rule.now[0] == RuleState::in_force);
        CHECK(w.solutions.permission.now[0] == 0.95);
    }
}

TEST_CASE("evidence from few contexts gives a narrow rule", "[processes][regulation]") {
    auto const after = [](std::size_t labs, double permission) {
        auto w = octants(labs);
        fill(w.solutions.permission, permission);
        for (std::uint32_t tick = 0; tick < 120; ++tick) month(w, tick, certain());
        return w;
    };
    CHECK(after(2, 0.25).solutions.permission.now[0] == 0.7);
    CHECK(after(2, 0.25).solutions.rule_clusters.now[0] == 2);
    CHECK(after(3, 0.25).solutions.permission.now[0] == 0.95);
    CHECK(after(2, 0.9).solutions.permission.now[0] == 0.9);
    CHECK(after(4, 1).solutions.permission.now[0] == 1);
    CHECK(after(4, 1).solutions.rule.now[0] == RuleState::idle);
}

TEST_CASE("who counts as evidence", "[processes][regulation]") {
    auto p = certain();
    p.start_rate = 0.5;
    p.evidence_threshold = 0.5;
    double const starts = 1 - std::exp(-0.5);
    auto one = octants(1);
    CHECK(start_share(one, p) == Approx(starts).margin(margin));
    CHECK(start_share(octants(0), p) == 0);

    one.labs.embedding.now = {0.3};
    CHECK(start_share(one, p) == 0);
    one.labs.embedding.now = {0.5};
    one.labs.stage.now = {Stage::preparing};
    CHECK(start_share(one, p) == 0);
    one.labs.stage.now = {Stage::post};
    CHECK(start_share(one, p) > 0);
    one.labs.stage.now = {Stage::institutionalised};
    CHECK(start_share(one, p) == 0);
    one.municipalities.implemented.now[5] = 1;
    one.municipalities.embedding.now[5] = 0.5;
    one.municipalities.learning.now[5 * conditions + permitted] = 1;
    CHECK(start_share(one, p) == Approx(starts).margin(margin));

    auto quiet = octants(1);
    quiet.labs.learning.now[permitted] = 0.4;
    CHECK(start_share(quiet, p) == 0);
    auto fellows = quiet;
    quiet.labs.public_partners.now = {1};
    p.public_partner_weight = 2;
    CHECK(start_share(quiet, p) == Approx(starts).margin(margin));
    // A third space doubles what its members' labs and institutions show; not twice with an authority there.
    fill(fellows.municipalities.third_space, 1);
    CHECK(start_share(fellows, p) == Approx(starts).margin(margin));
    p.third_space_weight = 1;
    CHECK(start_share(fellows, p) == 0);

    auto paid = octants();
    paid.solutions.regulatory_work.now = {2e6};
    CHECK(start_share(paid, p) == Approx(starts).margin(margin));
    paid.nation.caretaker_months.now = {4};
    CHECK(start_share(paid, p) == Approx(1 - std::exp(-0.15)).margin(margin));
}

TEST_CASE("a dropped rule may be tried again later", "[processes][regulation]") {
    auto p = certain();
    p.success_share = 0;
    auto w = octants(4);
    w.solutions.rule.now = {RuleState::prepared};
    w.solutions.rule_months.now = {0.5};
    month(w, 1, p);
    REQUIRE(w.solutions.rule.now[0] == RuleState::dropped);
    CHECK(w.solutions.permission.now[0] == 0.25);
    for (std::uint32_t tick = 2; tick < 25; ++tick) month(w, tick, p);
    CHECK(w.solutions.rule.now[0] == RuleState::dropped);
    month(w, 25, p);
    CHECK(w.solutions.rule.now[0] == RuleState::idle);
}

TEST_CASE("the fall of a cabinet postpones open procedures - not what has passed",
          "[processes][regulation]") {
    auto p = certain();
    p.postponement_share = 1;
    auto w = octants();
    w.nation.caretaker_months.now = {CabinetParameters{}.caretaker_time};
    w.solutions.rule.now = {RuleState::prepared};
    w.solutions.rule_months.now = {10};
    month(w, 1, p);
    CHECK(w.solutions.rule_months.now[0] >= 15);
    CHECK(w.solutions.rule_months.now[0] <= 21);

    w.nation.caretaker_months.now = {3};
    double const left = w.solutions.rule_months.now[0];
    month(w, 2, p);
    CHECK(w.solutions.rule_months.now[0] == Approx(left - 1));

    w.nation.caretaker_months.now = {CabinetParameters{}.caretaker_time};
    w.solutions.rule_months.now = {0};
    month(w, 5, p);
    CHECK(w.solutions.rule_months.now[0] == 0);
    month(w, 6, p);
    CHECK(w.solutions.rule.now[0] == RuleState::in_force);
}

TEST_CASE("which solutions need a law is a share of all", "[processes][regulation]") {
    RegulationParameters p;
    std::vector<std::uint8_t> needs(5000);
    auto const share = [&] {
        draw_law_needs(p, 3, needs);
        double sum = 0;
        for (auto const n : needs) sum += n;
        return sum / 5000;
    };
    CHECK(share() == Approx(0.4).margin(0.03));
    p.law_share = 0;
    CHECK(share() == 0);
    p.law_share = 1;
    CHECK(share() == 1);
}
