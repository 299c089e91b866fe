#include "engine/processes/intake.hpp"

#include <set>

#include "engine/model/presets.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/funding_rounds.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

World intake_day(std::size_t towns, double budget = 100e6) {
    auto w = funding_world(towns);
    fill(w.municipalities.aversion, 0.0);
    w.ledger.post(Flow::programme_budget, {AccountClass::treasury}, {AccountClass::programme}, cents(budget));
    return w;
}

}  // namespace

TEST_CASE("recruiting draws a sample that grows with its size", "[processes][intake]") {
    auto const w = funding_world(50);
    auto const few = recruited(step_of(w, 12), 0, 10), more = recruited(step_of(w, 12), 0, 20);
    CHECK(few.size() == 10);
    CHECK(std::includes(more.begin(), more.end(), few.begin(), few.end()));
    CHECK(recruited(step_of(w, 15), 0, 10) != few);
    CHECK(recruited(step_of(w, 12), 1, 10) != few);
    CHECK(recruited(step_of(w, 12), 0, 500).size() == 50);
}

TEST_CASE("an intake founds labs at different hosts within the free money", "[processes][intake]") {
    auto w = intake_day(30);
    auto const r = preset("portfolio");
    intake_once(w, step_of(w, 12), r);
    auto const promised = cents(4e6 / 48 * 1.05 * 0.5 * 24);
    // 100 M less eleven months of overhead and a year of earmarks.
    auto const n = static_cast<Cents>(rows(w.labs));
    CHECK(n == std::min<Cents>(30, (cents(100e6 - 2.75e6 - 12.5e6)) / promised));
    CHECK(w.programmes.committed.now[0] == n * promised);
    CHECK(w.programmes.applications.now[0] == 30);
    std::set<std::int32_t> const hosts(w.labs.host.now.begin(), w.labs.host.now.end());
    CHECK(hosts.size() == rows(w.labs));
    std::set<std::int32_t> const solutions(w.labs.solution.now.begin(), w.labs.solution.now.end());
    CHECK(solutions.size() == 3);
    CHECK(w.ledger.flow(Flow::application) == 30 * cents(20000));
    for (std::size_t l = 0; l < rows(w.labs); ++l) {
        auto const at = static_cast<std::size_t>(w.labs.host.now[l] * 3 + w.labs.solution.now[l]);
        CHECK(w.municipalities.knowledge.now[at * 3] > 0);
        CHECK(w.municipalities.carry_over.now[at] == Approx(1));
    }
    audit_grants(w.labs, w.programmes, w.grants);

    // Nobody gets a second lab for the mission while the first is in hand.
    intake_once(w, step_of(w, 15), r);
    CHECK(rows(w.labs) == 30);
}

TEST_CASE("scarce money goes where the challenge is", "[processes][intake]") {
    auto w = intake_day(30, 17.5e6);
    for (std::size_t i = 0; i < 30; ++i) w.municipalities.challenge.now[i] = i < 3 ? 1.0 : 0.1;
    auto r = preset("portfolio");
    r.information_weight = 0;
    r.risk_weight = 0;
    intake_once(w, step_of(w, 12), r);
    REQUIRE(rows(w.labs) == 2);
    CHECK(w.labs.host.now[0] < 3);
    CHECK(w.labs.host.now[1] < 3);
    CHECK(w.programmes.challenger.now[0] == Approx(2 * 0.4 / euro(w.grants.awarded.now[0])).epsilon(1e-6));
    int disappointed = 0;
    for (double const trust : w.municipalities.programme_trust.now) disappointed += trust < 0.5 ? 1 : 0;
    CHECK(disappointed == 28);
    CHECK(w.municipalities.discouraged.now == std::vector<std::uint8_t>(30, 0));
}

TEST_CASE("the unwilling - the overworked and what is an institution already stay out",
          "[processes][intake]") {
    auto w = intake_day(12);
    for (std::size_t i = 0; i < 4; ++i) w.municipalities.aversion.now[i] = 1;
    for (std::size_t i = 4; i < 8; ++i) w.municipalities.fte_free.now[i] = 0.4;
    for (std::size_t k = 8 * 3; k < 10 * 3; ++k) w.municipalities.implemented.now[k] = 1;
    intake_once(w, step_of(w, 12), preset("portfolio"));
    CHECK(rows(w.labs) == 2);
    CHECK(w.programmes.applications.now[0] == 4);
}

TEST_CASE("an intake only under selection of sets", "[processes][intake]") {
    auto w = intake_day(12);
    auto r = preset("portfolio");
    r.selection = Selection::score;
    auto const before = digest(w);
    intake_once(w, step_of(w, 12), r);
    CHECK(digest(w) == before);
}
