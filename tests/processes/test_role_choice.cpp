#include "engine/processes/role_choice.hpp"

#include <cmath>

#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

RoleChoiceParameters const p{};
RoleParameters const roles{};
constexpr std::size_t n = test::sanitized ? 6000 : 30000;

/// Municipalities alike in one region, one mission, two solutions; all are facilitators.
World many() {
    auto w = small_world(n, 1, 2);
    fill(w.nation.merit_sd, 0.1);
    fill(w.municipalities.challenge, 0.5);
    fill(w.municipalities.priority, 0.2);
    fill(w.municipalities.support, 0.4);
    fill(w.municipalities.aversion, 0.6);
    fill(w.municipalities.fte_free, 2);
    fill(w.municipalities.role, 1);
    for (std::size_t i = 0; i < n; ++i) {
        w.municipalities.judgement.now[2 * i] = 0.3;
        w.municipalities.judgement.now[2 * i + 1] = 0.5;
        for (std::size_t k = 3; k < 6; ++k) w.municipalities.knowledge.now[6 * i + k] = 0.25;
        w.ledger.open({AccountClass::municipality, i}, 60000000);
    }
    return w;
}

/// What the process makes of `many`: the second solution is the best judged, sd (1 - 0.25) uncertain; free
/// staff includes the 0.3 that facilitating binds; the region facilitates.
RoleView const view{0.5, 0.2, 0.4, 0.5, 0.6, 0.075, 2.3, 600000};

std::array<double, role_count> utilities() {
    std::array<double, role_count> u{};
    for (std::size_t r = 0; r < role_count; ++r)
        u[r] = role_utility(view, roles.reach()[r], roles.fte()[r], roles.cash()[r], roles.risk()[r], r == 1,
                            r == 1 ? 1 : 0, p);
    return u;
}

}  // namespace

TEST_CASE("the utility of a role by hand", "[processes][role_choice]") {
    // Driver: reach 1 (0.5 * 0.5 + 0.5 * 0.2 + 0.4 * 0.4) - 0.4 * 1.5 / 2.3 - 0.3 * 300000 / 600000 - 0.6 *
    // 0.075
    CHECK(role_utility(view, 1, 1.5, 1, 1, false, 0, p) == Approx(0.51 - 0.6 / 2.3 - 0.15 - 0.045));
    CHECK(role_utility(view, 0, 0, 0, 0, false, 0, p) == 0);
    CHECK(role_utility(view, 0, 0, 0, 0, true, 0.5, p) == Approx(0.5 + 0.15));

    auto poor = view;
    poor.reserves = 0;  // a tenth of a lab's cash (and a euro) is the least that scarcity is measured against
    CHECK(role_utility(poor, 0, 0, 1, 0, false, 0, p) == Approx(-0.3 * 300000 / 30001));
    auto busy = view;
    busy.free_staff = 0;
    CHECK(role_utility(busy, 0, 0.5, 0, 0, false, 0, p) == Approx(-0.4 * 0.5 / 0.25));
    auto hopeless = view;
    hopeless.best_judgement = -1;  // a bad judgement takes away the challenge's pull, it does not repel
    CHECK(role_utility(hopeless, 1, 0, 0, 0, false, 0, p) == Approx(0.26));
}

TEST_CASE("roles are chosen with logit frequencies", "[processes][role_choice]") {
    auto w = many();
    run<&choose_roles>(w, step_of(w), p, roles);
    auto const u = utilities();
    double sum = 0;
    for (double const x : u) sum += std::exp(x / p.choice_noise);
    std::array<double, role_count> share{};
    for (std::size_t i = 0; i < n; i += 3) share[w.municipalities.role.now[i]] += 3.0 / n;
    for (std::size_t r = 0; r < role_count; ++r) {
        CAPTURE(r);
        CHECK(share[r] ==
              Approx(std::exp(u[r] / p.choice_noise) / sum).margin(test::sanitized ? 0.04 : 0.02));
    }
    CHECK(share[0] > 0.01);  // the comparison is about more than one role
    CHECK(share[4] > 0.01);
}

TEST_CASE("a third of the municipalities choose each month", "[processes][role_choice]") {
    auto loud = p;
    loud.choice_noise = 10;
    for (std::uint32_t t = 0; t < 3; ++t) {
        auto w = many();
        run<&choose_roles>(w, step_of(w, t), loud, roles);
        int changed = 0;
        for (std::size_t i = 0; i < n; ++i) {
            if (w.municipalities.role.now[i] == 1) continue;
            ++changed;
            if ((t + i) % 3 != 0) FAIL_CHECK("municipality " << i << " chose in month " << t);
        }
        CHECK(changed > static_cast<int>(n / 6));
    }
}

TEST_CASE("a choice changes only where a utility changed - and towards it", "[processes][role_choice]") {
    auto before = many();
    auto after = before;
    auto keener = roles;
    keener.driver_reach = 1.3;  // only driving becomes more attractive
    run<&choose_roles>(before, step_of(before), p, roles);
    run<&choose_roles>(after, step_of(after), p, keener);
    int moved = 0;
    for (std::size_t i = 0; i < n; ++i) {
        auto const was = before.municipalities.role.now[i], is = after.municipalities.role.now[i];
        if (was == is) continue;
        ++moved;
        if (is != 4) FAIL_CHECK("municipality " << i << " moved from " << int{was} << " to " << int{is});
    }
    CHECK(moved > static_cast<int>(n / 600));

    auto same = many();
    run<&choose_roles>(same, step_of(same), p, roles);
    CHECK(same.municipalities.role.now == before.municipalities.role.now);
}

TEST_CASE("peers are those of the own region", "[processes][role_choice]") {
    auto sure = p;
    sure.choice_noise = 0;
    sure.inertia_weight = sure.challenge_weight = sure.priority_weight = sure.support_weight = 0;
    sure.staff_weight = sure.cash_weight = 0;
    auto w = small_world(6, 1, 1);
    w.municipalities.region.now = {0, 0, 0, 1, 1, 1};
    w.municipalities.role.now = {2, 2, 0, 3, 3, 0};
    fill(w.nation.merit_sd, 0);
    run<&choose_roles>(w, step_of(w, 1), sure, roles);  // municipalities 2 and 5 choose
    CHECK(w.municipalities.role.now == std::vector<std::uint8_t>{2, 2, 2, 3, 3, 3});
}

TEST_CASE("what a municipality weighs: its best judged solution - and the staff its present role binds",
          "[processes][role_choice]") {
    RoleChoiceParameters sure = p;
    sure.choice_noise = sure.inertia_weight = sure.peer_weight = sure.support_weight = 0;
    sure.challenge_weight = sure.cash_weight = 0;
    sure.priority_weight = 1;
    auto w = small_world(1, 1, 2);
    fill(w.municipalities.priority, 1);
    fill(w.municipalities.role, 1);
    fill(w.municipalities.fte_free, 0.2);
    // With the 0.3 that facilitating binds: 0.35 - 0.24, 0.5 - 0.4, 0.6 - 0.48, 1 - 1.2; without, none pays.
    run<&choose_roles>(w, step_of(w), sure, roles);
    CHECK(w.municipalities.role.now[0] == 3);

    sure.staff_weight = 0;
    fill(w.nation.merit_sd, 1);
    fill(w.municipalities.aversion, 1);
    w.municipalities.judgement.now = {0.3, 0.4};
    w.municipalities.knowledge.now = {0, 0, 0, 0.5, 1, 0.75};
    run<&choose_roles>(w, step_of(w), sure, roles);  // driving: 1 - 0.25
    CHECK(w.municipalities.role.now[0] == 4);
    w.municipalities.judgement.now = {0.4, 0.3};  // the best one is now unknown: 0.35 - 0.1 is the most
    run<&choose_roles>(w, step_of(w), sure, roles);
    CHECK(w.municipalities.role.now[0] == 1);
}
