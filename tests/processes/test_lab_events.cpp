#include "engine/processes/lab_events.hpp"

#include <cmath>

#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

LabEventParameters const p{};

/// Nothing happens by chance.
LabEventParameters calm() {
    auto q = p;
    q.failure_hazard = q.collapse_hazard = 0;
    return q;
}

World labs(std::size_t n, Stage stage) {
    auto w = small_world(1, 1, 1, n);
    for (std::size_t l = 0; l < n; ++l) w.labs.key.now[l] = static_cast<std::uint32_t>(l + 5);
    fill(w.labs.stage, stage);
    fill(w.labs.learning, 0.6);
    fill(w.labs.end_month, -1);
    fill(w.labs.death_month, -1);
    fill(w.labs.formed, 1);
    fill(w.solutions.permission, 0.9);
    return w;
}

void month(World& w, std::uint32_t t, LabEventParameters const& q = calm()) {
    run<&live>(w, step_of(w, t), q);
}

}  // namespace

TEST_CASE("novelty wears off - retention adds up", "[processes][lab_events]") {
    CHECK(novelty(0) == 1);
    CHECK(novelty(3) == Approx(std::exp(-1.0)));
    CHECK(knowledge_retention(false, 0, 0, false, p) == Approx(0.1));
    CHECK(knowledge_retention(true, 0.5, 0.4, false, p) == Approx(0.1 + 0.3 + 0.2 + 0.04));
    CHECK(knowledge_retention(false, 1.5, 0, true, p) == Approx(0.1 + 0.4 + 0.1));  // practice counts up to 1
    CHECK(knowledge_retention(true, 1, 1, true, p) == Approx(1));
}

TEST_CASE("preparation ends when its time is over", "[processes][lab_events]") {
    auto w = labs(1, Stage::preparing);
    fill(w.labs.preparation_left, 2.5);
    for (std::uint32_t t = 1; t <= 2; ++t) {
        month(w, t);
        CHECK(w.labs.stage.now[0] == Stage::preparing);
        CHECK(w.labs.stage_months.now[0] == t);
        CHECK(w.labs.evaluated.now[0] == 0);
    }
    month(w, 3);
    CHECK(w.labs.stage.now[0] == Stage::active);
    CHECK(w.labs.stage_months.now[0] == 0);
    month(w, 4);
    CHECK(w.labs.stage_months.now[0] == 1);
}

TEST_CASE("the funder's word ends a lab: term over or stopped in good order", "[processes][lab_events]") {
    for (auto const stage : {Stage::preparing, Stage::active, Stage::bridging}) {
        auto w = labs(2, stage);
        fill(w.labs.preparation_left, 9);
        w.labs.stop_signal.now = {1, 2};
        w.labs.upscaling.now = {1, 0};
        fill(w.missions.practice_strength, 0.5);
        fill(w.municipalities.skill, 0.4);
        month(w, 30);
        CHECK(w.labs.stage.now == std::vector<Stage>{Stage::post, Stage::closed});
        CHECK(w.labs.end_month.now == std::vector<std::int32_t>{30, 30});
        CHECK(w.labs.evaluated.now == std::vector<std::uint8_t>{2, 2});
        CHECK(w.labs.stage_months.now == std::vector<double>{0, 0});
        CHECK(w.labs.retention.now[0] == Approx(0.1 + 0.3 + 0.2 + 0.04));
        CHECK(w.labs.retention.now[1] == Approx(0.1 + 0.2 + 0.04 + 0.1));
        CHECK(w.municipalities.failures.now[0] == 0);  // an orderly end is no failure

        month(w, 31);  // the word is heard once
        CHECK(w.labs.stage.now == std::vector<Stage>{Stage::post, Stage::closed});
        CHECK(w.labs.end_month.now[0] == 30);
        CHECK(w.labs.evaluated.now[0] == 0);
        CHECK(w.labs.stage_months.now == std::vector<double>{1, 1});
    }
}

TEST_CASE("labs that form - stand or are dead have no events", "[processes][lab_events]") {
    for (auto const stage : {Stage::forming, Stage::institutionalised, Stage::dead}) {
        auto w = labs(1, stage);
        if (stage != Stage::forming) fill(w.labs.stop_signal, 1);
        auto wild = p;
        wild.failure_hazard = wild.collapse_hazard = 1;
        fill(w.municipalities.opposition, 1);
        month(w, 3, wild);
        CHECK(w.labs.stage.now[0] == stage);
        CHECK(w.labs.stage_months.now[0] == (stage == Stage::institutionalised ? 1 : 0));
        CHECK(w.labs.death_month.now[0] == -1);
        CHECK(w.municipalities.failures.now[0] == 0);
    }
}

TEST_CASE("a lab that is stopped before it had its partners is gone", "[processes][lab_events]") {
    auto w = labs(3, Stage::forming);
    w.labs.stop_signal.now = {0, 1, 2};
    month(w, 7);
    CHECK(w.labs.stage.now == std::vector<Stage>{Stage::forming, Stage::dead, Stage::dead});
    CHECK(w.labs.end_month.now == std::vector<std::int32_t>{-1, 7, 7});
    CHECK(w.labs.death_month.now == std::vector<std::int32_t>{-1, 7, 7});
    CHECK(w.labs.evaluated.now == std::vector<std::uint8_t>{0, 0, 0});
    CHECK(w.municipalities.failures.now[0] == 0);
}

TEST_CASE("the time an institution stands is counted", "[processes][lab_events]") {
    auto w = labs(1, Stage::institutionalised);
    for (std::uint32_t t = 1; t <= 5; ++t) month(w, t);
    CHECK(w.labs.stage_months.now[0] == 5);
}

TEST_CASE("a running lab is evaluated every twelve months", "[processes][lab_events]") {
    auto w = labs(1, Stage::active);
    for (std::uint32_t t = 1; t <= 36; ++t) {
        month(w, t);
        CHECK(w.labs.evaluated.now[0] == (t % 12 == 0 ? 1 : 0));
    }
}

TEST_CASE("an exemption is applied for where rules bind - and decided after six months",
          "[processes][lab_events]") {
    auto free = labs(1, Stage::active);
    month(free, 1);
    CHECK(free.labs.exemption.now[0] == Exemption::none);  // permission 0.9

    constexpr std::size_t n = 6000;
    auto w = labs(n, Stage::active);
    fill(w.solutions.permission, 0.4);
    for (std::size_t l = 0; l < n / 2; ++l) w.labs.public_partners.now[l] = 1;
    fill(w.missions.intermediary_strength, 0.5);
    for (std::uint32_t t = 1; t <= 5; ++t) month(w, t);
    CHECK(w.labs.exemption.now == std::vector<Exemption>(n, Exemption::applied));
    month(w, 6);
    double helped = 0, alone = 0;
    for (std::size_t l = 0; l < n; ++l) {
        CHECK_FALSE(w.labs.exemption.now[l] == Exemption::applied);
        (l < n / 2 ? helped : alone) += w.labs.exemption.now[l] == Exemption::granted ? 2.0 / n : 0;
    }
    CHECK(helped == Approx(0.4 * (0.3 + 0.7 * 0.75)).margin(0.04));
    CHECK(alone == Approx(0.4 * (0.3 + 0.7 * 0.25)).margin(0.04));
    auto const decided = w.labs.exemption.now;
    month(w, 7);
    CHECK(w.labs.exemption.now == decided);  // for the lab's life
}

TEST_CASE("visible failures come at their hazard and halve acceptance", "[processes][lab_events]") {
    auto sure = calm();
    sure.failure_hazard = 1;
    auto w = labs(1, Stage::active);
    fill(w.labs.learning, 0);
    std::size_t failures = 0;
    for (std::uint32_t t = 1; t <= 4000; ++t) {
        month(w, t, sure);
        failures += static_cast<std::size_t>(w.municipalities.failures.now[0]);
    }
    CHECK(failures == 4000);  // the first of its kind: nothing is more novel

    auto third = labs(4, Stage::dead);  // two formed before it, one never did
    third.labs.stage.now[0] = Stage::active;
    third.labs.formed.now = {1, 1, 0, 1};
    failures = 0;
    for (std::uint32_t t = 1; t <= 4000; ++t) {
        fill(third.labs.learning, 0);
        month(third, t, sure);
        failures += static_cast<std::size_t>(third.municipalities.failures.now[0]);
    }
    CHECK(static_cast<double>(failures) / 4000 == Approx(std::exp(-2.0 / 3)).margin(0.03));

    // What has been learnt protects, and so do the labs there were before (here: those that are dead).
    auto wise = labs(1, Stage::active);
    fill(wise.labs.learning, 1);
    month(wise, 1, sure);
    CHECK(wise.municipalities.failures.now[0] == 0);
    auto late = labs(200, Stage::dead);
    late.labs.stage.now[0] = Stage::active;
    fill(late.labs.learning, 0);
    for (std::uint32_t t = 1; t <= 200; ++t) {
        month(late, t, sure);
        CHECK(late.municipalities.failures.now[0] == 0);
    }
}

TEST_CASE("a failure costs half of what was learnt on acceptance - and nothing else",
          "[processes][lab_events]") {
    auto sure = calm();
    sure.failure_hazard = 1;
    auto w = labs(1, Stage::active);
    w.labs.learning.now = {0.2, 0.1, 0};
    std::uint32_t t = 1;
    while (month(w, t, sure), w.municipalities.failures.now[0] == 0) REQUIRE(++t < 50);
    CHECK(w.labs.learning.now == std::vector<double>{0.1, 0.1, 0});
    CHECK(w.labs.stage.now[0] == Stage::active);
    month(w, t, calm());
    CHECK(w.municipalities.failures.now[0] == 0);  // this month's only
}

TEST_CASE("support collapses only against strong opposition", "[processes][lab_events]") {
    auto sure = calm();
    sure.collapse_hazard = 1;
    auto w = labs(1, Stage::active);
    fill(w.municipalities.opposition, 0.4);
    month(w, 9, sure);
    CHECK(w.labs.stage.now[0] == Stage::active);
    fill(w.municipalities.opposition, 0.41);
    month(w, 10, sure);
    CHECK(w.labs.stage.now[0] == Stage::post);
    CHECK(w.labs.end_month.now[0] == 10);
    CHECK(w.labs.evaluated.now[0] == 2);
    CHECK(w.municipalities.failures.now[0] == 1);

    constexpr std::size_t n = 20000;
    auto many = labs(n, Stage::active);
    fill(many.municipalities.opposition, 0.9);
    auto rare = calm();
    rare.collapse_hazard = 0.02;
    month(many, 1, rare);
    CHECK(many.municipalities.failures.now[0] / double{n} == Approx(0.02).margin(0.005));
}

TEST_CASE("a lab meets the same luck in any row", "[processes][lab_events]") {
    auto risky = p;
    risky.failure_hazard = 3e5;  // forty labs leave little novelty
    risky.collapse_hazard = 0.3;
    auto w = labs(40, Stage::active), turned = labs(40, Stage::active);
    fill(w.municipalities.opposition, 0.9);
    fill(turned.municipalities.opposition, 0.9);
    for (std::size_t l = 0; l < 40; ++l) turned.labs.key.now[l] = w.labs.key.now[39 - l];
    for (std::uint32_t t = 1; t <= 3; ++t) month(w, t, risky), month(turned, t, risky);
    int ended = 0, failed = 0;
    for (std::size_t l = 0; l < 40; ++l) {
        CHECK(w.labs.learning.now[3 * l] == turned.labs.learning.now[3 * (39 - l)]);
        failed += w.labs.learning.now[3 * l] < 0.6;
        CHECK(w.labs.stage.now[l] == turned.labs.stage.now[39 - l]);
        ended += w.labs.stage.now[l] == Stage::post;
    }
    CHECK(ended > 0);
    CHECK(ended < 40);
    CHECK(failed > 0);
    CHECK(failed < 40);
}
