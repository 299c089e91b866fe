#include "engine/processes/blocks.hpp"

#include "engine/model/presets.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/funding_rounds.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

/// The first quarter after the set-up, with a year's budget and ideas everywhere; two regions.
World first_quarter(std::size_t towns) {
    auto w = funding_world(towns);
    fill(w.municipalities.idea, 2);
    w.ledger.post(Flow::programme_budget, {AccountClass::treasury}, {AccountClass::programme}, cents(50e6));
    return w;
}
Regime block_without_hazard() {
    auto r = preset("block");
    r.revocation_hazard = 0;
    return r;
}
Cents sum(std::vector<Cents> const& v) {
    Cents total = 0;
    for (auto const c : v) total += c;
    return total;
}

}  // namespace

TEST_CASE("pools: each for itself or by region", "[processes][blocks]") {
    std::vector<std::int32_t> const region{1, 0, 1, 2, 0};
    CHECK(pools_of(region, false) == std::vector<std::size_t>{0, 1, 2, 3, 4});
    CHECK(pools_of(region, true) == std::vector<std::size_t>{0, 1, 0, 3, 1});
}

TEST_CASE("a year's money comes in equal parts", "[processes][blocks]") {
    CHECK(allotment_share(12, 3) == Approx(0.25));
    CHECK(allotment_share(15, 3) == Approx(1.0 / 3));
    CHECK(allotment_share(18, 3) == Approx(0.5));
    CHECK(allotment_share(21, 3) == 1);
    CHECK(allotment_share(23, 3) == 1);
}

TEST_CASE("the formula: population and challenge - leak and staff off", "[processes][blocks]") {
    auto w = first_quarter(4);
    auto r = block_without_hazard();
    r.pooled = false;
    fill(w.municipalities.role, 0);  // nobody starts a lab: the money stays in sight
    w.municipalities.population.now[1] = 80000;
    w.municipalities.challenge.now[2] = 1.0;
    auto const before = w.ledger.balance({AccountClass::programme});
    blocks_once(w, step_of(w, 12), r);
    auto const& allotted = w.pools.allotted.now;
    CHECK(static_cast<double>(allotted[1]) / static_cast<double>(allotted[0]) == Approx(2).epsilon(1e-6));
    CHECK(static_cast<double>(allotted[2]) / static_cast<double>(allotted[0]) == Approx(1.5).epsilon(1e-6));
    Cents const left_programme = before - w.ledger.balance({AccountClass::programme});
    CHECK(left_programme == w.ledger.flow(Flow::block_grant));
    CHECK(euro(w.ledger.flow(Flow::regular_services)) / euro(sum(allotted)) ==
          Approx(0.35 / 0.55).epsilon(1e-6));
    CHECK(euro(w.ledger.flow(Flow::structural_staff)) / euro(sum(allotted)) ==
          Approx(0.1 / 0.55).epsilon(1e-6));
    // What a municipality passes on it does not keep.
    for (std::size_t i = 0; i < 4; ++i)
        CHECK(w.ledger.balance({AccountClass::municipality, i}) == cents(10e6));
    double fte = 0;
    for (double const f : w.municipalities.block_fte.now) fte += f;
    CHECK(fte == Approx(euro(w.ledger.flow(Flow::structural_staff)) * 4 / 95000));
}

TEST_CASE("what is allotted never exceeds what the programme can pay", "[processes][blocks]") {
    auto w = first_quarter(12);
    auto const r = block_without_hazard();
    run_funding(w, r, 0, 120);
    auto const pool = pools_of(w.municipalities.region.now, r.pooled);
    auto const left = unpromised(pool, w.pools, w.labs, w.grants);
    for (auto const c : left) CHECK(c >= 0);
    CHECK(sum(left) + w.programmes.committed.now[0] <= w.ledger.balance({AccountClass::programme}));
    CHECK(rows(w.labs) > 5);
    audit_grants(w.labs, w.programmes, w.grants);
    w.ledger.audit();
}

TEST_CASE("hosts choose by their own judgement - a clairvoyant by potential", "[processes][blocks]") {
    for (bool const clairvoyant : {false, true}) {
        auto w = first_quarter(20);
        auto r = block_without_hazard();
        r.clairvoyant = clairvoyant;
        for (std::size_t i = 0; i < 20; ++i)
            for (std::size_t s = 0; s < 3; ++s) {
                w.municipalities.judgement.now[i * 3 + s] = 0.1 + 0.01 * static_cast<double>(i);
                w.municipalities.potential.now[i * 3 + s] = 0.9 - 0.01 * static_cast<double>(i);
            }
        blocks_once(w, step_of(w, 12), r);
        REQUIRE(rows(w.labs) >= 2);
        CHECK(rows(w.labs) < 20);
        CHECK(w.labs.host.now[0] == (clairvoyant ? 0 : 19));
    }
}

TEST_CASE("no lab without role - plan or staff", "[processes][blocks]") {
    auto const r = block_without_hazard();
    auto idle = first_quarter(6);
    fill(idle.municipalities.role, 0);
    blocks_once(idle, step_of(idle, 12), r);
    CHECK(rows(idle.labs) == 0);
    auto blank = first_quarter(6);
    fill(blank.municipalities.idea, 0);
    fill(blank.municipalities.implemented, 1);  // nothing left to plan
    blocks_once(blank, step_of(blank, 12), r);
    CHECK(rows(blank.labs) == 0);
    auto busy = first_quarter(6);
    fill(busy.municipalities.fte_free, 0.4);
    blocks_once(busy, step_of(busy, 12), r);
    CHECK(rows(busy.labs) == 0);
    auto early = first_quarter(6);
    blocks_once(early, step_of(early, 9), r);
    CHECK(rows(early.labs) == 0);
    CHECK(sum(early.pools.allotted.now) == 0);
}

TEST_CASE("a good lab goes on - a poor one when nobody looks", "[processes][blocks]") {
    for (double const override_chance : {0.0, 1.0}) {
        auto w = first_quarter(6);
        auto r = block_without_hazard();
        r.clairvoyant = true;
        r.stop_override = override_chance;
        blocks_once(w, step_of(w, 12), r);
        REQUIRE(rows(w.labs) >= 2);
        for (std::size_t l = 0; l < rows(w.labs); ++l) {
            w.labs.stage.now[l] = Stage::active;
            w.grants.pending_months.now[l] = 0;
            w.grants.months_left.now[l] = 0;
            release(w.grants, w.programmes, l, 0, w.grants.remaining.now[l]);
            auto const i = static_cast<std::size_t>(w.labs.host.now[l]);
            for (std::size_t s = 0; s < 3; ++s)
                w.municipalities.potential.now[i * 3 + s] = l == 0 ? 0.7 : 0.1;
        }
        blocks_once(w, step_of(w, 13), r);
        CHECK(w.grants.months_left.now[0] == 12);
        CHECK(w.grants.months_left.now[1] == (override_chance > 0 ? 12 : 0));
        audit_grants(w.labs, w.programmes, w.grants);
    }
}

TEST_CASE("a revoked pool gives back what it has not promised and receives nothing", "[processes][blocks]") {
    auto w = first_quarter(6);
    auto r = block_without_hazard();
    fill(w.municipalities.role, 0);
    blocks_once(w, step_of(w, 12), r);
    CHECK(sum(w.pools.allotted.now) > 0);
    auto const held = w.ledger.balance({AccountClass::programme});
    r.revocation_hazard = 1;
    blocks_once(w, step_of(w, 13), r);
    CHECK(sum(w.pools.allotted.now) == 0);
    CHECK(w.ledger.balance({AccountClass::programme}) == held);  // it stays with the programme
    CHECK(w.programmes.revocations.now[0] == 2);                 // two regions
    r.revocation_hazard = 0;
    blocks_once(w, step_of(w, 15), r);
    CHECK(sum(w.pools.allotted.now) == 0);
    for (std::uint32_t t = 16; t < 64; ++t) blocks_once(w, step_of(w, t), r);
    CHECK(sum(w.pools.allotted.now) > 0);
}

TEST_CASE("other regimes know no pools", "[processes][blocks]") {
    for (auto const* name : {"project", "portfolio", "hybrid", "lottery"}) {
        auto w = first_quarter(6);
        auto const before = digest(w);
        blocks_once(w, step_of(w, 12), preset(name));
        CHECK(digest(w) == before);
    }
}
