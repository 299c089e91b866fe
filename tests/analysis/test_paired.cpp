#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

#include "analysis/paired.hpp"
#include "engine/core/error.hpp"
#include "engine/core/random.hpp"
#include "tests/support/catch.hpp"

using namespace spil;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

// Student's sleep data (R's `sleep`): extra hours of sleep of ten patients under two drugs.
std::vector<double> const drug1{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
std::vector<double> const drug2{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

}  // namespace

TEST_CASE("Student's sleep data - as R prints them", "[analysis][paired]") {
    auto const c = compare_paired(drug1, drug2, Direction::higher_is_better);
    CHECK(c.worlds == 10);
    CHECK(c.missing == 0);
    CHECK(c.policy_mean == Approx(0.75).epsilon(1e-14));
    CHECK(c.baseline_mean == Approx(2.33).epsilon(1e-14));
    CHECK(c.difference == Approx(-1.58).epsilon(1e-14));
    CHECK(c.percent == Approx(100.0 * -1.58 / 2.33));
    CHECK(c.sd == Approx(1.2299954833).margin(5e-11));
    CHECK(c.t == Approx(-4.0621276834).margin(5e-11));
    CHECK(c.df == 9.0);
    CHECK(c.p == Approx(0.0028328902).margin(5e-11));
    CHECK(c.interval.low == Approx(-2.4598857633).margin(5e-11));
    CHECK(c.interval.high == Approx(-0.7001142367).margin(5e-11));
    CHECK(c.clear());
    CHECK(c.correlation == Approx(0.7951702058).margin(5e-11));
    CHECK(c.variance_ratio == Approx(0.2098449589).margin(5e-11));
    CHECK(c.worth == Approx(1.0 / 0.2098449589).epsilon(1e-9));
    CHECK_FALSE(c.constant);
}

TEST_CASE("unpaired - the same sleep data are not clear", "[analysis][paired]") {
    auto const welch = compare_paired(drug1, drug2, Direction::higher_is_better).welch;
    CHECK(welch.df == Approx(17.776474).margin(5e-7));
    CHECK(welch.interval.low == Approx(-3.3654832).margin(5e-8));
    CHECK(welch.interval.high == Approx(0.2054832).margin(5e-8));
    CHECK(welch.interval.contains(0.0));
    CHECK(welch.p > 0.05);
}

TEST_CASE("wins know the direction - and a tie counts half", "[analysis][paired]") {
    // Patient 5 slept the same under both drugs; the other nine slept longer under the second.
    auto const higher = compare_paired(drug1, drug2, Direction::higher_is_better);
    CHECK(higher.ties == 1);
    CHECK(higher.wins == 0.5);
    CHECK(higher.win_share == Approx(0.05));
    auto const lower = compare_paired(drug1, drug2, Direction::lower_is_better);
    CHECK(lower.wins == 9.5);
    auto const wilson = wilson_interval(9.5, 10.0, 0.95);
    CHECK(lower.win_interval.low == wilson.low);
    CHECK(lower.win_interval.high == wilson.high);
    CHECK(compare_paired(drug2, drug1, Direction::none).wins == 9.5);
}

TEST_CASE("a missing world is dropped from both sides and counted", "[analysis][paired]") {
    auto left = drug1;
    auto right = drug2;
    left.insert(left.begin() + 3, missing);
    right.insert(right.begin() + 3, 1e6);
    left.push_back(-1e6);
    right.push_back(missing);
    left.push_back(missing);
    right.push_back(missing);
    auto const c = compare_paired(left, right, Direction::higher_is_better);
    CHECK(c.worlds == 10);
    CHECK(c.missing == 3);
    CHECK(c.difference == Approx(-1.58).epsilon(1e-14));
    CHECK(c.baseline_mean == Approx(2.33).epsilon(1e-14));
    CHECK(c.t == Approx(-4.0621276834).margin(5e-11));
}

TEST_CASE("one world has a difference but no interval", "[analysis][paired]") {
    auto const c = compare_paired(std::vector<double>{3.0}, std::vector<double>{2.0}, Direction::none);
    CHECK(c.worlds == 1);
    CHECK(c.difference == 1.0);
    CHECK(c.percent == 50.0);
    CHECK(std::isnan(c.sd));
    CHECK(std::isnan(c.t));
    CHECK(std::isnan(c.p));
    CHECK(std::isnan(c.interval.low));
    CHECK(std::isnan(c.worth));
    CHECK(std::isnan(c.welch.df));
    CHECK_FALSE(c.clear());
    CHECK_FALSE(c.constant);
}

TEST_CASE("no world in common leaves everything unknown", "[analysis][paired]") {
    auto const c = compare_paired(std::vector<double>{missing, 1.0}, std::vector<double>{1.0, missing},
                                  Direction::higher_is_better);
    CHECK(c.worlds == 0);
    CHECK(c.missing == 2);
    CHECK(std::isnan(c.difference));
    CHECK(std::isnan(c.win_share));
    CHECK(std::isnan(c.win_interval.low));
    CHECK_FALSE(c.clear());
}

TEST_CASE("the same difference in every world is exact - not a gigantic t", "[analysis][paired]") {
    // 0.1 and 0.3 have no exact binary form: the differences are equal only to rounding.
    std::vector<double> const base{0.1, 1.7, 1e3 / 7.0, 12.3};
    std::vector<double> more;
    for (double const x : base) more.push_back(x + 0.3);
    auto const c = compare_paired(more, base, Direction::higher_is_better);
    CHECK(c.constant);
    CHECK(c.sd == 0.0);
    CHECK(c.interval.low == c.interval.high);
    CHECK(c.difference == Approx(0.3));
    CHECK(c.clear());
    CHECK(std::isnan(c.t));
    CHECK(std::isnan(c.p));
    CHECK(c.variance_ratio == 0.0);
    CHECK(c.worth == std::numeric_limits<double>::infinity());
    CHECK(c.correlation == Approx(1.0));
}

TEST_CASE("a policy against itself: no difference - every world a tie", "[analysis][paired]") {
    auto const c = compare_paired(drug1, drug1, Direction::higher_is_better);
    CHECK(c.constant);
    CHECK(c.difference == 0.0);
    CHECK(c.ties == 10);
    CHECK(c.win_share == 0.5);
    CHECK_FALSE(c.clear());
}

TEST_CASE("nothing varies at all: the worth of pairing cannot be told", "[analysis][paired]") {
    auto const c =
        compare_paired(std::vector<double>{2.0, 2.0}, std::vector<double>{0.0, 0.0}, Direction::none);
    CHECK(c.constant);
    CHECK(c.clear());
    CHECK(std::isnan(c.percent));
    CHECK(std::isnan(c.worth));
    CHECK(std::isnan(c.correlation));
    CHECK(std::isnan(c.welch.t));
}

TEST_CASE("worlds that pull the policies apart make pairing cost runs", "[analysis][paired]") {
    std::vector<double> const up{1.0, 2.0, 3.0, 4.0};
    std::vector<double> const down{4.0, 3.0, 2.0, 1.5};
    CHECK(compare_paired(up, down, Direction::none).worth < 1.0);
}

TEST_CASE("wrong use is refused", "[analysis][paired]") {
    std::vector<double> const two{1.0, 2.0};
    CHECK_THROWS_AS(compare_paired(two, drug1, Direction::none), ContractError);
    CHECK_THROWS_AS(compare_paired(two, two, Direction::none, 95.0), ContractError);
}

TEST_CASE("Holm's adjustment", "[analysis][paired]") {
    std::vector<double> const p{0.01, 0.04, 0.03, 0.005};
    std::vector<double> const expected{0.03, 0.06, 0.06, 0.02};
    auto const adjusted = holm(p);
    REQUIRE(adjusted.size() == expected.size());
    for (std::size_t i = 0; i < adjusted.size(); ++i)
        CHECK(adjusted[i] == Approx(expected[i]).epsilon(1e-14));
    auto const with_unknown = holm(std::vector<double>{0.4, missing, 0.9});
    CHECK(with_unknown[0] == Approx(0.8));
    CHECK(std::isnan(with_unknown[1]));
    CHECK(with_unknown[2] == Approx(0.9));
    CHECK(holm({}).empty());
}

TEST_CASE("replicates are averaged within their world", "[analysis][paired]") {
    std::vector<RunValue> const runs{
        {7, 0, 1.0}, {7, 1, 3.0}, {2, 0, 10.0}, {2, 1, missing}, {5, 0, missing}};
    auto const means = world_means(runs, std::vector<int>{2, 5, 7, 9});
    REQUIRE(means.size() == 4);
    CHECK(means[0] == 10.0);
    CHECK(std::isnan(means[1]));
    CHECK(means[2] == 2.0);
    CHECK(std::isnan(means[3]));
}

TEST_CASE("a replicate that failed under one policy is left out of the other too", "[analysis][paired]") {
    std::vector<RunValue> const policy{{0, 0, 11.0}, {0, 1, missing}, {1, 1, 6.0}, {1, 0, 5.0}};
    std::vector<RunValue> const baseline{{0, 0, 10.0}, {0, 1, 100.0}, {1, 0, 4.0}, {1, 1, 4.0}};
    auto const pairs = pair_worlds(policy, baseline, std::vector<int>{0, 1});
    CHECK(pairs.policy == std::vector<double>{11.0, 5.5});
    CHECK(pairs.baseline == std::vector<double>{10.0, 4.0});
}

TEST_CASE("95 % intervals cover 95 % when replicates share their world", "[analysis][paired]") {
    // Two levels: a world's circumstances (shared by both policies), how much the policy does in that world,
    // and the luck of one run. The true difference is 0.5.
    constexpr double truth = 0.5;
    constexpr std::uint32_t repetitions = 2000;
    constexpr int worlds = 12;
    constexpr int replicates = 4;
    std::vector<int> ids(worlds);
    std::iota(ids.begin(), ids.end(), 0);
    std::size_t covered = 0;
    std::size_t covered_by_runs = 0;
    for (std::uint32_t repetition = 0; repetition < repetitions; ++repetition) {
        Draws draws{Address{.seed = 20260410, .purpose = Purpose::test, .entity = repetition}};
        std::vector<RunValue> policy;
        std::vector<RunValue> baseline;
        std::vector<double> policy_runs;
        std::vector<double> baseline_runs;
        for (int world = 0; world < worlds; ++world) {
            double const circumstances = 10.0 + 3.0 * draws.normal();
            double const effect = truth + 1.0 * draws.normal();
            for (int replicate = 0; replicate < replicates; ++replicate) {
                baseline.push_back({world, replicate, circumstances + draws.normal()});
                policy.push_back({world, replicate, circumstances + effect + draws.normal()});
                baseline_runs.push_back(baseline.back().value);
                policy_runs.push_back(policy.back().value);
            }
        }
        auto const pairs = pair_worlds(policy, baseline, ids);
        if (compare_paired(pairs.policy, pairs.baseline, Direction::none).interval.contains(truth)) ++covered;
        if (compare_paired(policy_runs, baseline_runs, Direction::none).interval.contains(truth)) {
            ++covered_by_runs;
        }
    }
    CHECK(covered >= repetitions * 93 / 100);
    CHECK(covered <= repetitions * 97 / 100);
    // Taking every run for a world of its own promises too much; were it not so, this test would prove
    // nothing.
    CHECK(covered_by_runs < repetitions * 88 / 100);
}
