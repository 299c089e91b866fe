#include "engine/processes/coalition.hpp"

#include <cmath>

#include "engine/processes/common/candidate_firms.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

CoalitionParameters const p{};
RoleParameters const roles{};
HostParameters const staff{};
FirmSupportParameters const support{};
/// Firms that join whenever they are willing.
JoiningParameters const eager_firms{.hurdle = -1e6};
constexpr Account host0{AccountClass::municipality, 0};

/// `n` forming labs, each in a municipality of its own, with EUR 1 million.
World forming(std::size_t n, double willing) {
    auto w = small_world(n, 1, 1, n);
    fill(w.coalitions.willingness, willing);
    fill(w.coalitions.knowledge_reach, 0.15);
    fill(w.coalitions.firm_reach, 0.4);
    fill(w.coalitions.civic_reach, 0.35);
    fill(w.missions.preparation, 30);
    fill(w.missions.need_interval, 24);
    fill(w.municipalities.aversion, 0.5);
    fill(w.municipalities.skill, 0.5);
    fill(w.municipalities.partner_trust, 0.45);
    for (std::size_t l = 0; l < n; ++l) {
        w.labs.key.now[l] = static_cast<std::uint32_t>(7 * l + 3);
        w.labs.host.now[l] = static_cast<std::int32_t>(l);
        w.ledger.open({AccountClass::municipality, l}, 100000000);
    }
    fill(w.labs.end_month, -1);
    fill(w.labs.death_month, -1);
    return w;
}

int partners(World const& w, std::size_t l) {
    return w.labs.knowledge_partners.now[l] + w.labs.firm_partners.now[l] + w.labs.civic_partners.now[l] +
           w.labs.public_partners.now[l];
}

}  // namespace

TEST_CASE("kernels of partner search by hand", "[processes][coalition]") {
    CHECK(partner_willingness(0.45, 1, p) == Approx(0.25 * 0.95));
    CHECK(partner_willingness(0.45, 0, p) == Approx(0.25 * 0.95 * 0.5));
    auto eager = p;
    eager.willingness = 1;
    CHECK(partner_willingness(1, 1, eager) == 1);

    CHECK(capability_coverage(0, p) == 0);
    CHECK(capability_coverage(1, p) == Approx(0.3));
    CHECK(capability_coverage(3, p) == Approx(1 - 0.343));

    CHECK(preparation_mean(30, 0.5, 0.5) == Approx(30 * 1.0 * 0.9));
    CHECK(preparation_mean(10, 1, 0) == Approx(14));

    CHECK_FALSE(valid_coalition(0, 0, 9, false));
    CHECK(valid_coalition(1, 0, 0, false));
    CHECK(valid_coalition(0, 1, 0, false));
    CHECK_FALSE(valid_coalition(1, 1, 0, true));
    CHECK(valid_coalition(0, 1, 1, true));
}

TEST_CASE("who is within reach depends on urbanity and never exceeds everybody", "[processes][coalition]") {
    auto const middle = partner_reach(0, p);
    CHECK(middle[0] == Approx(0.15));
    CHECK(middle[1] == Approx(0.4));
    CHECK(middle[2] == Approx(0.35));
    CHECK(partner_reach(2, p)[0] == Approx(0.25));
    CHECK(partner_reach(2, p)[1] == Approx(0.4 * 0.75 / 0.85));
    CHECK(partner_reach(-5, p)[0] == 0);
    auto crowded = p;
    crowded.firm_share = crowded.civic_share = 0.9;
    for (double x = -4; x < 4; x += 0.5)
        for (auto const& q : {p, crowded}) {
            auto const r = partner_reach(x, q);
            CHECK(r[0] + r[1] + r[2] <= 1 + 1e-12);
            CHECK(std::min({r[0], r[1], r[2]}) >= 0);
        }
}

TEST_CASE("partners offer themselves by trust and capacity", "[processes][coalition]") {
    auto w = small_world(2, 1, 1);
    w.municipalities.partner_trust.now = {0.45, 0.9};
    w.municipalities.capacity.now = {1, 0.2};
    run<&offer_partners>(w, step_of(w), p);
    CHECK(w.coalitions.willingness.now[0] == Approx(0.2375));
    CHECK(w.coalitions.willingness.now[1] == Approx(0.25 * 1.4 * 0.6));
}

TEST_CASE("candidates accept at their rate and are of the kinds within reach", "[processes][coalition]") {
    constexpr std::size_t n = 20000;
    auto w = forming(n, 0.3);
    run<&form_coalitions>(w, step_of(w), p, roles, staff, eager_firms, support);
    double knowledge = 0, firms = 0, civic = 0, all = 0;
    for (std::size_t l = 0; l < n; ++l) {
        knowledge += w.labs.knowledge_partners.now[l];
        firms += w.labs.firm_partners.now[l];
        civic += w.labs.civic_partners.now[l];
        all += partners(w, l);
        if (!(partners(w, l) <= 5)) FAIL_CHECK("lab " << l);
    }
    CHECK(all / n == Approx(5 * 0.3).margin(0.04));
    CHECK(knowledge / all == Approx(0.15).margin(0.01));
    CHECK(firms / all == Approx(0.4).margin(0.015));
    CHECK(civic / all == Approx(0.35).margin(0.015));
}

TEST_CASE("search is paid for each candidate - and intermediaries save part of it",
          "[processes][coalition]") {
    auto w = forming(1, 0);
    run<&form_coalitions>(w, step_of(w), p, roles, staff, eager_firms, support);
    CHECK(w.ledger.balance(host0) == 100000000 - 5 * 200000);
    CHECK(w.ledger.flow(Flow::partner_search) == 1000000);

    auto helped = forming(1, 0);
    fill(helped.missions.intermediary_strength, 1);
    run<&form_coalitions>(helped, step_of(helped), p, roles, staff, eager_firms, support);
    CHECK(helped.ledger.flow(Flow::partner_search) == 10 * 100000);  // twice as many at half the cost

    auto driven = forming(1, 0);
    fill(driven.municipalities.role, 4);
    run<&form_coalitions>(driven, step_of(driven), p, roles, staff, eager_firms, support);
    CHECK(driven.ledger.flow(Flow::partner_search) == 8 * 200000);  // 5 / 0.6

    auto poor = forming(1, 0);
    poor.ledger.post(Flow::regular_services, host0, {AccountClass::household, 0}, 99999950);
    run<&form_coalitions>(poor, step_of(poor), p, roles, staff, eager_firms, support);
    CHECK(poor.ledger.balance(host0) == 0);

    auto careful = forming(1, 0);  // EUR 1 million, of which EUR 995 000 are its reserve
    fill(careful.municipalities.yearly_free, 19.9e6);
    run<&form_coalitions>(careful, step_of(careful), p, roles, staff, eager_firms, support);
    CHECK(careful.ledger.balance(host0) == 99500000);
    fill(careful.municipalities.yearly_free, 40e6);
    run<&form_coalitions>(careful, step_of(careful), p, roles, staff, eager_firms, support);
    CHECK(careful.ledger.balance(host0) == 99500000);
}

TEST_CASE("a valid coalition goes on to preparation", "[processes][coalition]") {
    constexpr std::size_t n = 4000;
    auto w = forming(n, 1);
    run<&form_coalitions>(w, step_of(w, 8), p, roles, staff, eager_firms, support);
    double sum = 0, squares = 0;
    std::size_t formed = 0;
    for (std::size_t l = 0; l < n; ++l) {
        bool const valid = w.labs.knowledge_partners.now[l] + w.labs.civic_partners.now[l] > 0;
        if (!(partners(w, l) == 5)) FAIL_CHECK("lab " << l);
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
    CHECK(mean == Approx(27).margin(1.3));
    CHECK(std::sqrt(squares / count - mean * mean) == Approx(27 / std::sqrt(3.0)).margin(1));
    CHECK(w.labs.coverage.now[0] == Approx(1 - std::pow(0.7, 5)));
    CHECK(w.labs.coalition_trust.now[0] == 0.45);
}

TEST_CASE("technical missions need a firm - search that fails is given up", "[processes][coalition]") {
    auto w = forming(1, 1);
    fill(w.missions.technical, 1);
    fill(w.coalitions.firm_reach, 0);
    fill(w.coalitions.civic_reach, 0.85);
    for (std::uint32_t t = 0; t < 5; ++t) {
        run<&form_coalitions>(w, step_of(w, 20 + t), p, roles, staff, eager_firms, support);
        CHECK(w.labs.stage.now[0] == Stage::forming);
        CHECK(w.labs.stage_months.now[0] == t + 1);
    }
    CHECK(partners(w, 0) == 11);  // and no more
    run<&form_coalitions>(w, step_of(w, 25), p, roles, staff, eager_firms, support);
    CHECK(w.labs.stage.now[0] == Stage::dead);
    CHECK(w.labs.end_month.now[0] == 25);
    CHECK(w.labs.death_month.now[0] == 25);

    auto const before = digest(w);
    run<&form_coalitions>(w, step_of(w, 26), p, roles, staff, eager_firms, support);
    CHECK(digest(w) == before);  // only forming labs search
}

TEST_CASE("a lab's partners do not depend on its row", "[processes][coalition]") {
    auto w = forming(2, 0.5), turned = forming(2, 0.5);
    std::swap(turned.labs.key.now[0], turned.labs.key.now[1]);
    std::swap(turned.labs.host.now[0], turned.labs.host.now[1]);
    run<&form_coalitions>(w, step_of(w), p, roles, staff, eager_firms, support);
    run<&form_coalitions>(turned, step_of(turned), p, roles, staff, eager_firms, support);
    for (std::size_t l = 0; l < 2; ++l) {
        CHECK(w.labs.firm_partners.now[l] == turned.labs.firm_partners.now[1 - l]);
        CHECK(w.labs.civic_partners.now[l] == turned.labs.civic_partners.now[1 - l]);
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
    auto w = forming(40, 1);
    fill(w.coalitions.knowledge_reach, 0);
    fill(w.coalitions.firm_reach, 1);
    fill(w.coalitions.civic_reach, 0);
    auto unwilling = w;
    run<&form_coalitions>(w, step_of(w), p, roles, staff, eager_firms, support);
    for (std::size_t l = 0; l < 40; ++l) {
        CHECK(w.labs.firm_partners.now[l] == partners(w, l));
        CHECK(w.labs.lead_firm.now[l] == 1);  // there is one firm
    }
    // A firm that can do nothing of what it takes expects nothing, unless the lab is worth it.
    JoiningParameters const j{.reputation = 0};
    run<&form_coalitions>(unwilling, step_of(unwilling), p, roles, staff, j, support);
    for (std::size_t l = 0; l < 40; ++l) {
        CHECK(partners(unwilling, l) == 0);
        CHECK(unwilling.labs.lead_firm.now[l] == 0);
    }
    auto& s = unwilling.solutions;
    auto& f = unwilling.firms;
    for (std::size_t k = 0; k < requirement_length; ++k)
        s.required.now[k] = f.capability.now[k] = static_cast<std::uint8_t>(1 + k);
    fill(unwilling.labs.horizon, 48);
    fill(f.mark_up, 0.25);
    fill(s.cost, 10000);
    fill(f.expectation, 0.5);
    fill(unwilling.municipalities.households, 10000);
    run<&form_coalitions>(unwilling, step_of(unwilling), p, roles, staff, j, support);
    CHECK(unwilling.labs.lead_firm.now[7] == 1);
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
