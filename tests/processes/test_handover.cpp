// Another way of funding takes over while programmes are at work.

#include "engine/processes/handover.hpp"

#include <numeric>

#include "engine/model/presets.hpp"
#include "engine/model/schedule.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/funding_rounds.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

Regime without_set_up(std::string_view name) {
    auto r = preset(name);
    r.setup_delay = 0;
    r.revocation_hazard = 0;
    return r;
}

/// Two missions and twelve towns, funded for `months` months.
World funded_for(Regime const& r, std::uint32_t months) {
    auto w = funding_world(12, 2);
    for (std::size_t i = 0; i < 12; ++i) w.municipalities.population.now[i] = 20000 + 5000 * double(i);
    run_funding(w, r, 0, months);
    return w;
}

void switch_to(World& w, Regime const& r, std::uint32_t tick) {
    run<&hand_over>(w, step_of(w, tick), r);
}

double sum(std::vector<double> const& values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}
Cents sum(std::vector<Cents> const& values) {
    return std::accumulate(values.begin(), values.end(), Cents{0});
}
int in_force(World const& w) {
    return std::accumulate(w.grants.in_force.now.begin(), w.grants.in_force.now.end(), 0);
}

void audit(World const& w) {
    w.ledger.audit();
    audit_grants(w.labs, w.programmes, w.grants);
    for (std::size_t m = 0; m < 2; ++m)
        REQUIRE(w.ledger.balance({AccountClass::programme, m}) >= w.programmes.committed.now[m]);
}

}  // namespace

TEST_CASE("a handover is declared like any funding process", "[processes][handover]") {
    for (auto const& write : handover().writes) {
        auto const& channels = funding_channels();
        bool const own =
            write.starts_with("programmes.") || write.starts_with("grants.") || write.starts_with("pools.");
        CHECK((own || std::find(channels.begin(), channels.end(), write) != channels.end()));
    }
    CHECK(conflicts("handover", {Touch{"handover", handover().reads, handover().writes}}).empty());
}

TEST_CASE("when funding stops promises and debts are paid - and nothing is begun", "[processes][handover]") {
    auto const r = without_set_up("project");
    auto w = funded_for(r, 31);
    auto const labs = rows(w.labs);
    auto const promised = w.grants.awarded.now;
    REQUIRE(in_force(w) > 5);
    fill(w.municipalities.application_fte, 0.5);
    fill(w.missions.practice_spending, 1e6);
    fill(w.missions.intermediary_strength, 0.5);
    w.programmes.reviews_due.now = {3, 0};
    w.programmes.coordination_due.now = {cents(1e5), 0};
    auto const budget = w.ledger.flow(Flow::programme_budget);
    auto const overhead = w.ledger.flow(Flow::overhead);

    auto const none = preset("none");
    switch_to(w, none, 31);
    for (std::uint32_t t = 31; t < 31 + 72; ++t) {
        run_funding(w, none, t, t + 1);
        audit(w);
        if (t == 33) {  // the quarter's end
            CHECK(w.missions.practice_spending.now[0] == 0);
            CHECK(w.missions.intermediary_strength.now[0] == 0);
            CHECK(w.programmes.reviews_due.now[0] == 0);
            CHECK(w.programmes.coordination_due.now[0] == 0);
            CHECK(w.ledger.flow(Flow::overhead) == overhead + cents(1e5));
        }
        if (t == 40) CHECK(sum(w.municipalities.accountability_fte.now) > 0);
    }
    CHECK(rows(w.labs) == labs);
    CHECK(w.ledger.flow(Flow::programme_budget) == budget);
    CHECK(in_force(w) == 0);
    // No grant was cut short: all labs ran their term.
    CHECK(w.grants.awarded.now == promised);
    CHECK(sum(w.grants.released.now) == 0);
    CHECK(sum(w.programmes.committed.now) == 0);
    CHECK(sum(w.municipalities.accountability_fte.now) == 0);
    CHECK(sum(w.municipalities.application_fte.now) < 0.5 * 12 * 0.1);
    for (std::size_t l = 0; l < labs; ++l) CHECK(w.ledger.balance({AccountClass::lab, l}) == 0);
}

TEST_CASE("a grant for a term is held to no gates", "[processes][handover]") {
    auto const project = without_set_up("project");
    auto w = funded_for(project, 36);
    auto const old = rows(w.labs);
    auto const promised = w.grants.awarded.now;
    auto portfolio = without_set_up("portfolio");
    portfolio.stop_override = 0;
    switch_to(w, portfolio, 36);
    for (std::uint32_t t = 36; t < 36 + 60; ++t) {
        run_funding(w, portfolio, t, t + 1);
        audit(w);
        for (std::size_t l = 0; l < old; ++l) {
            CHECK(w.grants.gated.now[l] == 0);
            CHECK(w.labs.gate_distance.now[l] == 0);
            CHECK(w.labs.stop_signal.now[l] != 2);
            if (w.grants.in_force.now[l] != 0) CHECK(w.labs.horizon.now[l] == w.grants.months_left.now[l]);
        }
    }
    for (std::size_t l = 0; l < old; ++l) {
        CHECK(w.grants.awarded.now[l] == promised[l]);
        CHECK(w.grants.released.now[l] == 0);
        CHECK(w.grants.in_force.now[l] == 0);
    }
    // The new ones are.
    REQUIRE(rows(w.labs) > old);
    CHECK(w.grants.gated.now[old] == 1);
    CHECK(w.labs.gate_distance.now[old] > 0);
}

TEST_CASE("renewals are kept back for grants with gates only", "[processes][handover]") {
    auto const portfolio = without_set_up("portfolio");
    auto const renewals = [&](World const& w) {
        return loads(w.labs.mission.now, w.labs.host.now, w.labs.stage.now, w.grants,
                     w.municipalities.programme_trust.now, w.programmes.stop_rate.now, portfolio, 36)[0]
            .renewals;
    };
    auto w = funded_for(portfolio, 36);
    CHECK(renewals(w) > 0);
    fill(w.grants.gated, 0);
    CHECK(renewals(w) == 0);
    CHECK(renewals(funded_for(without_set_up("project"), 36)) == 0);
}

TEST_CASE("where gates are not held any more grants end with their promised months",
          "[processes][handover]") {
    auto const portfolio = without_set_up("portfolio");
    auto w = funded_for(portfolio, 40);
    // A gate has just decided to raise the first lab: the decision and its rate stand.
    std::size_t pending = rows(w.labs);
    for (std::size_t l = 0; l < rows(w.labs); ++l)
        if (w.grants.in_force.now[l] != 0 && w.grants.pending_months.now[l] == 0 &&
            running(w.labs.stage.now[l]))
            pending = l;
    REQUIRE(pending < rows(w.labs));
    w.grants.pending_months.now[pending] = 2;
    w.grants.next_intensity.now[pending] = 1.5;
    w.grants.next_rate.now[pending] = 90000;
    auto const old = rows(w.labs);
    auto const left = w.grants.months_left.now;
    auto const promised = w.grants.awarded.now;
    auto project = preset("project");
    project.setup_delay = 1000;  // nobody is taken up again
    switch_to(w, project, 40);
    for (std::uint32_t t = 40; t < 40 + 40; ++t) {
        run_funding(w, project, t, t + 1);
        audit(w);
        if (t == 41) {
            CHECK(w.grants.intensity.now[pending] == 1.5);
            CHECK(w.grants.rate.now[pending] == 90000);
        }
        for (std::size_t l = 0; l < old; ++l) CHECK(w.labs.gate_distance.now[l] == 0);
    }
    for (std::size_t l = 0; l < old; ++l) {
        CHECK(w.grants.in_force.now[l] == 0);
        CHECK(w.grants.awarded.now[l] == promised[l]);
        CHECK(left[l] <= 24);
    }
}

TEST_CASE("under a new formula pools begin with nothing to promise", "[processes][handover]") {
    auto const project = without_set_up("project");
    for (auto const* name : {"block", "block_local"}) {
        auto w = funded_for(project, 37);
        REQUIRE(in_force(w) > 5);
        auto const r = without_set_up(name);
        auto const pool = pools_of(w.municipalities.region.now, r.pooled);
        CHECK(sum(unpromised(pool, w.pools, w.labs, w.grants)) < 0);  // as if pools had paid for all labs
        switch_to(w, r, 37);
        for (auto const left : unpromised(pool, w.pools, w.labs, w.grants)) CHECK(left == 0);
        for (std::uint32_t t = 37; t < 37 + 48; ++t) {
            run_funding(w, r, t, t + 1);
            audit(w);
            auto const left = unpromised(pool, w.pools, w.labs, w.grants);
            for (auto const c : left) CHECK(c >= 0);
            // Of every cent there is one owner.
            for (std::size_t m = 0; m < 2; ++m) {
                Cents pools = 0;
                for (std::size_t i = 0; i < 12; ++i) pools += left[i * 2 + m];
                CHECK(pools + w.programmes.committed.now[m] <=
                      w.ledger.balance({AccountClass::programme, m}));
            }
        }
        CHECK(w.ledger.flow(Flow::block_grant) > 0);
    }
}

TEST_CASE("from one formula to another what was not promised is the programme's again",
          "[processes][handover]") {
    auto const local = without_set_up("block_local");
    auto const pooled = without_set_up("block");
    auto w = funded_for(local, 37);
    auto const own = pools_of(w.municipalities.region.now, false);
    auto const regions = pools_of(w.municipalities.region.now, true);
    CHECK(sum(unpromised(own, w.pools, w.labs, w.grants)) > 0);
    w.pools.revoked.now[0] = 7;
    auto const staff = w.municipalities.block_fte.now;
    switch_to(w, pooled, 37);
    for (auto const left : unpromised(regions, w.pools, w.labs, w.grants)) CHECK(left == 0);
    CHECK(w.pools.revoked.now[0] == 0);
    CHECK(w.municipalities.block_fte.now == staff);  // until the next allotment
    for (std::uint32_t t = 37; t < 60; ++t) {
        run_funding(w, pooled, t, t + 1);
        audit(w);
    }
}

TEST_CASE("a lab that goes on from its pool has the pool's intensity", "[processes][handover]") {
    auto w = funded_for(without_set_up("project"), 37);
    auto r = without_set_up("block_local");
    r.clairvoyant = true;
    r.stop_override = 1;
    switch_to(w, r, 37);
    auto const l =
        static_cast<std::size_t>(std::find(w.labs.stage.now.begin(), w.labs.stage.now.end(), Stage::active) -
                                 w.labs.stage.now.begin());
    REQUIRE(l < rows(w.labs));
    auto const m = static_cast<std::size_t>(w.labs.mission.now[l]);
    release(w.grants, w.programmes, l, m, w.grants.remaining.now[l]);
    w.grants.months_left.now[l] = 0;
    w.pools.allotted.now[static_cast<std::size_t>(w.labs.host.now[l]) * 2 + m] += cents(5e6);
    REQUIRE(w.grants.intensity.now[l] == 1);
    blocks_once(w, step_of(w, 37), r);
    CHECK(w.grants.months_left.now[l] == 12);
    CHECK(w.grants.intensity.now[l] == r.first_intensity);
    CHECK(w.grants.remaining.now[l] == cents(4e6 / 48 * 0.8 * 12));
}

TEST_CASE("staff and pools of a formula end with it", "[processes][handover]") {
    auto w = funded_for(without_set_up("block"), 37);
    REQUIRE(sum(w.municipalities.block_fte.now) > 0);
    REQUIRE(sum(w.pools.allotted.now) > 0);
    auto const project = without_set_up("project");
    switch_to(w, project, 37);
    CHECK(sum(w.municipalities.block_fte.now) == 0);
    CHECK(sum(w.pools.allotted.now) == 0);
    for (std::uint32_t t = 37; t < 72; ++t) {
        run_funding(w, project, t, t + 1);
        audit(w);
    }
}

TEST_CASE("what was kept for follow-on money is free unless it is kept again", "[processes][handover]") {
    auto const hybrid = without_set_up("hybrid");
    auto w = funded_for(hybrid, 31);
    auto const pot = w.programmes.follow_on_pot.now;
    REQUIRE(pot[0] > 0);
    auto richer = hybrid;
    richer.follow_on_share = 0.3;
    auto same = w;
    switch_to(same, richer, 31);
    CHECK(same.programmes.follow_on_pot.now == pot);
    for (auto const* name : {"project", "portfolio", "block", "none"}) {
        auto other = w;
        switch_to(other, preset(name), 31);
        CHECK(sum(other.programmes.follow_on_pot.now) == 0);
    }
}

TEST_CASE("everything else is left as it was", "[processes][handover]") {
    for (auto const* from : {"project", "portfolio", "lottery"}) {
        auto w = funded_for(without_set_up(from), 37);
        for (auto const* to : {"project", "portfolio", "hybrid", "lottery", "none"}) {
            auto other = w;
            switch_to(other, preset(to), 37);
            CHECK(digest(other) == digest(w));
        }
    }
}
