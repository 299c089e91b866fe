#include "engine/processes/coalition.hpp"

#include <cmath>
#include <map>

#include "engine/processes/common/candidate_firms.hpp"
#include "engine/processes/common/partner_search.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/parties_world.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

CoalitionParameters const p{};
RoleParameters const roles{};
HostParameters const staff{};
FirmSupportParameters const support{};
/// Firms that always expect to earn.
JoiningParameters const eager{.hurdle = -1e6};
constexpr Account host0{AccountClass::municipality, 0};

/// `n` forming labs, each in a municipality of its own with EUR 1 million, one organisation of each kind in
/// every municipality.
World forming(std::size_t n, int places = 100) {
    auto w = small_world(n, 1, 1, n);
    add_organisations(w, 1, places);
    // A thousand firms, each knowing three of what the solution takes.
    constexpr std::size_t firms = 1000;
    resize(w.firms, firms, w.dimensions);
    for (std::size_t f = 0; f < firms; ++f) {
        Draws draws{Address{.seed = 8, .entity = static_cast<std::uint32_t>(f)}};
        auto const row = [&](auto& column) {
            return std::span{column.now}.subspan(f * kene_length, kene_length);
        };
        draw_kene(draws, std::span{w.solutions.required.now}.first(requirement_length), 3, 10,
                  {row(w.firms.capability), row(w.firms.ability), row(w.firms.expertise)});
        w.firms.municipality.now[f] = static_cast<std::int32_t>(f % n);
    }
    fill(w.missions.need_interval, 24);
    fill(w.missions.preparation, 30);
    fill(w.municipalities.aversion, 0.5);
    fill(w.municipalities.skill, 0.5);
    fill(w.municipalities.capacity, 1);
    fill(w.municipalities.partner_trust, 0.5);
    for (std::size_t l = 0; l < n; ++l) {
        w.labs.key.now[l] = static_cast<std::uint32_t>(7 * l + 3);
        w.labs.host.now[l] = static_cast<std::int32_t>(l);
        w.ledger.open({AccountClass::municipality, l}, 100000000);
    }
    fill(w.labs.end_month, -1);
    fill(w.labs.death_month, -1);
    return w;
}
/// Everybody is welcome.
CoalitionParameters open_door() {
    auto q = p;
    q.acceptance = q.choice_spread = 0;
    return q;
}
void month(World& w, std::uint32_t tick, CoalitionParameters const& q = p) {
    run<&form_coalitions>(w, step_of(w, tick), q, roles, staff, eager, support);
}
int partners(World const& w, std::size_t l) {
    return w.labs.knowledge_partners.now[l] + w.labs.intermediary_partners.now[l] +
           w.labs.firm_partners.now[l] + w.labs.civic_partners.now[l] + w.labs.public_partners.now[l];
}
int met(World const& w, std::size_t l = 0) {
    return w.labs.candidates.now[l];
}

}  // namespace

TEST_CASE("kernels of partner search by hand", "[processes][coalition]") {
    CHECK(attractiveness({0.5, 0.5, 1, 0.5, 0.5}, p) == Approx(0.5 + 0.7 + 0.6 + 0.25 - 0.15));
    CHECK(attractiveness({0, 0, 0, 0, 0}, p) == 0);
    CHECK(attractiveness({0, 1, 0, 0, 0}, p) == 0);  // twins have nothing to tell each other
    CHECK(p.threshold() == Approx(0.3 * 3.1));
    CHECK(recommended_trust(0.8, 0.9, 0.5) == Approx(0.72 + 0.1));
    CHECK(recommended_trust(0, 0.9, 0.5) == 0.5);
    CHECK(broker_strength(0.6, 1.5, p) == Approx(0.3));
    CHECK(broker_strength(0.6, 99, p) == 0.6);
    CHECK(broker_strength(0, 99, p) == 0);

    CHECK(preparation_mean(30, 0.5, 0.5) == Approx(30 * 1.0 * 0.9));
    CHECK(preparation_mean(10, 1, 0) == Approx(14));

    CHECK_FALSE(valid_coalition(0, 0, 9, false));
    CHECK(valid_coalition(1, 0, 0, false));
    CHECK(valid_coalition(0, 1, 0, false));
    CHECK_FALSE(valid_coalition(1, 1, 0, true));
    CHECK(valid_coalition(0, 1, 1, true));
}

TEST_CASE("candidates are of each kind by its share - and join when both sides accept",
          "[processes][coalition]") {
    constexpr std::size_t n = 1500;
    auto w = forming(n);
    month(w, 0, open_door());
    double knowledge = 0, intermediary = 0, civic = 0, government = 0, firms = 0, all = 0;
    for (std::size_t l = 0; l < n; ++l) {
        knowledge += w.labs.knowledge_partners.now[l];
        intermediary += w.labs.intermediary_partners.now[l];
        civic += w.labs.civic_partners.now[l];
        government += w.labs.public_partners.now[l];
        firms += w.labs.firm_partners.now[l];
        all += partners(w, l);
        if (!(partners(w, l) == met(w, l) && met(w, l) == w.labs.acceptances.now[l])) FAIL_CHECK("lab " << l);
    }
    CHECK(all / n == Approx(5).margin(0.05));
    CHECK(knowledge / all == Approx(0.25).margin(0.02));
    CHECK(intermediary / all == Approx(0.05).margin(0.01));
    CHECK(civic / all == Approx(0.4).margin(0.02));
    CHECK(government / all == Approx(0.1).margin(0.013));
    CHECK(firms / all == Approx(0.2).margin(0.02));
    CHECK(static_cast<double>(rows(w.members)) == all);

    auto closed = forming(20);
    auto q = open_door();
    q.acceptance = 1;
    month(closed, 0, q);
    CHECK(rows(closed.members) == 0);
    CHECK(closed.labs.acceptances.now[0] == 0);
    CHECK(met(closed) > 3);
}

TEST_CASE("who is trusted - near and free is taken first", "[processes][coalition]") {
    auto const accepted = [](auto change) {
        auto w = forming(200);
        change(w);
        auto choosy = p;
        choosy.acceptance = 0.5;
        month(w, 0, choosy);
        int sum = 0;
        for (auto const a : w.labs.acceptances.now) sum += a;
        return sum;
    };
    int const usual = accepted([](World&) {});
    CHECK(accepted([](World& w) { fill(w.municipalities.partner_trust, 0.9); }) > usual);
    CHECK(accepted([](World& w) { fill(w.municipalities.partner_trust, 0.1); }) < usual);
    CHECK(accepted([](World& w) { fill(w.municipalities.capacity, 0.0); }) < usual);
    CHECK(accepted([](World& w) { fill(w.organisations.affinity, 0.1); }) < usual);
    CHECK(accepted([](World& w) { w.geography.proximity.assign(w.geography.proximity.size(), 0.01); }) <
          usual);
    CHECK(accepted([](World& w) { fill(w.organisations.capability, 77); }) < usual);  // nothing in common
}

TEST_CASE("search is paid for each candidate - and intermediaries with room save part of it",
          "[processes][coalition]") {
    auto w = forming(1);
    fill(w.missions.technical, 1);
    month(w, 0);
    auto const cost = [](World const& x) { return x.ledger.flow(Flow::partner_search); };
    CHECK(w.ledger.balance(host0) == 100000000 - met(w) * 200000);
    CHECK(cost(w) == met(w) * 200000);
    CHECK(w.labs.search_fte.now[0] == Approx(0.02 * met(w)));

    auto helped = forming(8);
    helped.geography.proximity.assign(64, 1);  // eight intermediaries next door
    fill(helped.missions.intermediary_strength, 1);
    auto apart = forming(8);
    month(helped, 0), month(apart, 0);
    auto const all_met = [](World const& x) {
        Cents sum = 0;
        for (auto const c : x.labs.candidates.now) sum += c;
        return sum;
    };
    CHECK(cost(helped) == all_met(helped) * 100000);
    CHECK(all_met(helped) > all_met(apart));
    auto busy = forming(8, 0);  // they are there, but have no room
    busy.geography.proximity.assign(64, 1);
    fill(busy.missions.intermediary_strength, 1);
    month(busy, 0);
    CHECK(cost(busy) == all_met(busy) * 200000);

    auto poor = forming(1);
    poor.ledger.post(Flow::regular_services, host0, {AccountClass::household, 0}, 99999950);
    month(poor, 0);
    CHECK(poor.ledger.balance(host0) == 0);

    auto careful = forming(1);  // EUR 1 million, of which EUR 999 000 are its reserve
    fill(careful.municipalities.yearly_free, 19.98e6);
    month(careful, 0);
    CHECK(careful.ledger.balance(host0) == 99900000);
}

TEST_CASE("a valid coalition goes on to preparation", "[processes][coalition]") {
    constexpr std::size_t n = 1500;
    auto w = forming(n);
    month(w, 8, open_door());
    double sum = 0, squares = 0;
    std::size_t formed = 0;
    for (std::size_t l = 0; l < n; ++l) {
        bool const valid = w.labs.knowledge_partners.now[l] + w.labs.civic_partners.now[l] > 0;
        if ((w.labs.stage.now[l] == Stage::preparing) != valid) FAIL_CHECK("lab " << l);
        if ((w.labs.formed.now[l] != 0) != valid) FAIL_CHECK("lab " << l);
        if (!valid) continue;
        ++formed;
        sum += w.labs.preparation_left.now[l];
        squares += w.labs.preparation_left.now[l] * w.labs.preparation_left.now[l];
        if (!(w.labs.stage_months.now[l] == 0)) FAIL_CHECK("lab " << l);
    }
    // Gamma of shape 3: mean 27, standard deviation 27 / sqrt 3.
    double const count = static_cast<double>(formed), mean = sum / count;
    CHECK(mean == Approx(27).margin(2));
    CHECK(std::sqrt(squares / count - mean * mean) == Approx(27 / std::sqrt(3.0)).margin(1.6));
    CHECK(w.labs.coalition_trust.now[0] == Approx(0.5));
}

TEST_CASE("coverage is what the members can do of what the solution takes", "[processes][coalition]") {
    auto q = open_door();
    q.firm_share = 0;
    auto w = forming(1);
    month(w, 0, q);
    REQUIRE(partners(w, 0) > 0);
    CHECK(w.labs.coverage.now[0] == Approx(0.5));  // all know the same three of six

    auto many = forming(40);
    for (std::size_t o = 0; o < rows(many.organisations); ++o)
        many.organisations.capability.now[o * kene_length] = static_cast<std::uint8_t>(1 + o % 6);
    month(many, 0, q);
    std::map<std::int32_t, Capabilities> known;
    for (std::size_t r = 0; r < rows(many.members); ++r) {
        auto const o = static_cast<std::size_t>(many.members.party.now[r]);
        known[many.members.lab.now[r]] |= capability_set(
            std::span{many.organisations.capability.now}.subspan(o * kene_length, kene_length));
    }
    auto const required = capability_set(many.solutions.required.now);
    for (auto const& [l, present] : known)
        CHECK(many.labs.coverage.now[static_cast<std::size_t>(l)] == coverage_of(required, present));
}

TEST_CASE("technical missions need a firm - search that fails is given up", "[processes][coalition]") {
    auto w = forming(3);
    fill(w.missions.technical, 1);
    auto q = open_door();
    q.firm_share = 0;
    for (std::uint32_t t = 0; t < 5; ++t) {
        month(w, 20 + t, q);
        CHECK(w.labs.stage.now[0] == Stage::forming);
        CHECK(w.labs.stage_months.now[0] == t + 1);
        CHECK(partners(w, 0) <= 11);
    }
    month(w, 25, q);
    CHECK(w.labs.stage.now[0] == Stage::dead);
    CHECK(w.labs.end_month.now[0] == 25);
    CHECK(w.labs.death_month.now[0] == 25);
    month(w, 26, q);  // the members leave
    for (auto const left : w.members.left.now) CHECK(left == 26);
    for (auto const load : w.organisations.load.now) CHECK(load == 0);
    auto const before = digest(w);
    month(w, 27, q);
    CHECK(digest(w) == before);  // only forming labs search
}

TEST_CASE("nobody takes part in more labs than it has room for", "[processes][coalition]") {
    for (int const places : {0, 1, 2}) {
        auto w = forming(30, places);
        for (std::uint32_t t = 0; t < 12; ++t) {
            month(w, t, open_door());
            std::vector<int> load(rows(w.organisations), 0);
            for (std::size_t r = 0; r < rows(w.members); ++r)
                if (w.members.left.now[r] < 0 && w.members.kind.now[r] != Party::firm)
                    ++load[static_cast<std::size_t>(w.members.party.now[r])];
            for (std::size_t o = 0; o < load.size(); ++o) {
                CHECK(load[o] == w.organisations.load.now[o]);
                CHECK(load[o] <= places);
            }
            // Labs end and are taken up again: members come back as far as they have room.
            for (std::size_t l = 0; l < 30; ++l)
                w.labs.stage.now[l] = (l + t) % 4 == 0   ? Stage::post
                                      : (l + t) % 4 == 3 ? Stage::preparing
                                                         : w.labs.stage.now[l];
        }
    }
}

TEST_CASE("members that leave with their lab return when it goes on", "[processes][coalition]") {
    auto w = forming(2);
    month(w, 0, open_door());
    int const before = partners(w, 0);
    REQUIRE(before > 2);
    w.labs.stage.now[0] = Stage::post;
    month(w, 1, open_door());
    CHECK(partners(w, 0) == before);  // who took part stays on record
    w.labs.stage.now[0] = Stage::preparing;
    month(w, 2, open_door());
    CHECK(partners(w, 0) == before);
    fill(w.organisations.capacity, 0);
    w.labs.stage.now[0] = Stage::post;
    month(w, 3, open_door());
    w.labs.stage.now[0] = Stage::preparing;
    month(w, 4, open_door());
    CHECK(partners(w, 0) == w.labs.firm_partners.now[0]);  // nobody else has room now
}

TEST_CASE("previous partners come first - those of fellows in a third space too", "[processes][coalition]") {
    auto q = open_door();
    q.previous_share = 1;
    q.firm_share = q.knowledge_share = q.intermediary_share = q.authority_share = 0;
    auto const joined = [&](bool fellows) {
        auto w = forming(10);
        auto const first = static_cast<std::int32_t>(2 * 10);  // civic groups
        resize(w.ties, 2, w.dimensions);
        w.ties.municipality.now = {7, 0};
        w.ties.party.now = {first + 3, 7};
        w.ties.kind.now = {Party::civic, Party::municipality};
        w.ties.trust.now = {0.9, 0.8};
        if (fellows) w.municipalities.third_space.now[0] = w.municipalities.third_space.now[7] = 1;
        for (std::size_t l = 1; l < 10; ++l) w.labs.stage.now[l] = Stage::active;
        month(w, 0, q);
        std::map<std::int32_t, double> parties;
        for (std::size_t r = 0; r < rows(w.members); ++r)
            parties[w.members.party.now[r] - first] =
                w.ties.trust.now[static_cast<std::size_t>(w.members.tie.now[r])];
        return parties;
    };
    auto const recommended = joined(true);
    CHECK(recommended.size() == 1);
    REQUIRE(recommended.count(3) == 1);
    CHECK(recommended.at(3) == Approx(recommended_trust(0.8, 0.9, 0.5)));
    CHECK(joined(false).size() > 1);
}

TEST_CASE("a lab buys from its members in turns - else from one near its host", "[processes][coalition]") {
    auto w = forming(6);
    month(w, 0, open_door());
    for (std::size_t l = 0; l < 6; ++l) {
        std::vector<std::int32_t> civic;
        for (std::size_t r = 0; r < rows(w.members); ++r)
            if (w.members.lab.now[r] == static_cast<std::int32_t>(l) && w.members.kind.now[r] == Party::civic)
                civic.push_back(w.members.party.now[r] - 12);
        auto const usual = w.labs.civic_payee.now[l];
        CHECK(usual >= 0);
        CHECK(usual < 6);
        for (std::uint32_t t = 0; t < 4 && !civic.empty(); ++t) {
            auto again = w;
            fill(again.labs.stage, Stage::active);
            month(again, t, open_door());
            CHECK(again.labs.civic_payee.now[l] == civic[t % civic.size()]);
        }
    }
}

TEST_CASE("a lab's partners do not depend on its row", "[processes][coalition]") {
    auto w = forming(2), turned = forming(2);
    std::swap(turned.labs.key.now[0], turned.labs.key.now[1]);
    std::swap(turned.labs.host.now[0], turned.labs.host.now[1]);
    month(w, 0), month(turned, 0);
    for (std::size_t l = 0; l < 2; ++l) {
        CHECK(w.labs.firm_partners.now[l] == turned.labs.firm_partners.now[1 - l]);
        CHECK(w.labs.civic_partners.now[l] == turned.labs.civic_partners.now[1 - l]);
        CHECK(w.labs.coverage.now[l] == turned.labs.coverage.now[1 - l]);
        CHECK(w.labs.preparation_left.now[l] == turned.labs.preparation_left.now[1 - l]);
    }
}

TEST_CASE("what joining a lab is worth to a firm - by hand", "[processes][coalition][firms]") {
    JoiningParameters const j{.secured_months = 40,
                              .expected_share = 0.1,
                              .discount_rate = 0,
                              .cost = 1000,
                              .reputation = 100,
                              .hurdle = 0};
    LabProspect lab{.expectation = 0.5, .horizon = 20, .coverage = 0.5, .market = 40, .margin = 50};
    CHECK(join_value(lab, 0.36, j) == Approx(0.5 * 0.5 * 0.5 * 0.1 * 40 * 50 * 20 - 640 + 100));
    CHECK_FALSE(firm_joins(lab, 0.36, j));
    lab.horizon = 400;  // more than enough counts as enough
    CHECK(join_value(lab, 0, j) == Approx(1000 - 1000 + 100));
    CHECK(firm_joins(lab, 0, j));
    CHECK(twenty_years(0.08) == Approx(9.818147));
}

TEST_CASE("firms join only what pays - the first one leads", "[processes][coalition][firms]") {
    auto w = forming(40);
    auto q = open_door();
    q.knowledge_share = q.intermediary_share = q.authority_share = 0;
    auto unwilling = w;
    month(w, 0, q);
    for (std::size_t l = 0; l < 40; ++l)
        CHECK((w.labs.lead_firm.now[l] > 0) == (w.labs.firm_partners.now[l] > 0));
    JoiningParameters const careful{.reputation = 0};  // there is no market, so nothing to earn
    run<&form_coalitions>(unwilling, step_of(unwilling), q, roles, staff, careful, support);
    for (std::size_t l = 0; l < 40; ++l) {
        CHECK(unwilling.labs.firm_partners.now[l] == 0);
        CHECK(unwilling.labs.lead_firm.now[l] == 0);
    }
}

TEST_CASE("a firm that ended is out for good - its start-up is a stranger", "[processes][coalition][firms]") {
    CHECK(began(0, 0) == -1);
    CHECK(began(11, 0) == 11);
    CHECK(began(22, 0) == 11);
    CHECK(began(23, 1) == 11);
    CHECK(began(30, 5) == -37);

    auto w = forming(1);
    fill(w.firms.age, 5);
    resize(w.members, 3, w.dimensions);
    resize(w.ties, 3, w.dimensions);
    fill(w.members.kind, Party::firm);
    w.members.party.now = {4, 5, 0};
    w.members.tie.now = {0, 1, 2};
    fill(w.members.left, -1);
    fill(w.members.joined, 7);
    fill(w.ties.kind, Party::firm);
    w.ties.kind.now[2] = Party::knowledge;
    w.members.kind.now[2] = Party::knowledge;
    w.ties.party.now = {4, 5, 0};
    fill(w.ties.trust, 0.9);
    fill(w.labs.stage, Stage::active);
    month(w, 10);
    CHECK(w.labs.firm_partners.now[0] == 2);
    CHECK(w.labs.lead_firm.now[0] == 5);

    w.firms.age.now[4] = 0;  // at the turn of the year another firm begins in its row
    month(w, 11);
    CHECK(w.labs.firm_partners.now[0] == 1);
    CHECK(w.labs.lead_firm.now[0] == 6);
    CHECK(w.members.left.now == std::vector<std::int32_t>{11, -1, -1});
    CHECK(w.ties.trust.now == std::vector<double>{0.5, 0.9, 0.9});

    fill(w.labs.stage, Stage::post);
    month(w, 12);
    fill(w.labs.stage, Stage::active);
    month(w, 13);
    CHECK(w.members.left.now == std::vector<std::int32_t>{11, -1, -1});
    CHECK(w.labs.lead_firm.now[0] == 6);
    CHECK(w.ties.trust.now[0] == 0.5);
}

TEST_CASE("candidates are firms of the region, each alike", "[processes][coalition][firms]") {
    std::vector<std::int32_t> const region{0, 1, 2}, municipality{0, 0, 1, 0};
    CandidateFirms const firms{region, municipality};
    std::array<int, 4> near{}, far{};
    for (std::uint32_t n = 0; n < 3000; ++n) {
        Draws draws{Address{.seed = 2, .entity = n}};
        ++near[firms.one_near(draws, 0)];
        ++far[firms.one_near(draws, 2)];
    }
    CHECK(near[2] == 0);
    for (auto const k : {0u, 1u, 3u}) CHECK(near[k] == Approx(1000).margin(100));
    for (int const count : far) CHECK(count == Approx(750).margin(100));
}
