#include "engine/processes/common/belief.hpp"

#include <Eigen/Dense>
#include <cmath>
#include <vector>

#include "engine/processes/common/set_choice.hpp"
#include "tests/support/catch.hpp"

using namespace spil;

namespace {

constexpr double mean_merit = 0.4, sd_merit = 0.15;
constexpr std::array<double, 4> nowhere{0, 0, 0, 0};

struct Belief {
    std::vector<double> mean, covariance;
    explicit Belief(std::vector<double> const& bias, BeliefParameters const& p = {})
        : mean(bias.size() * arm_features), covariance(mean.size() * mean.size()) {
        prior_belief(mean, covariance, bias, mean_merit, sd_merit, p);
    }
    double variance(Arm const& a) const { return outcome_covariance(covariance, a, a); }
};

}  // namespace

TEST_CASE("the prior is what its equation says", "[processes][belief]") {
    BeliefParameters p;
    p.confidence = 0.5;
    Belief const b({1, -2}, p);
    std::array<double, 4> const x{1, 2, 0, -1};
    Arm const first(0, x), second(1, nowhere);
    CHECK(expected_outcome(b.mean, first) == Approx(0.4 + 0.15));
    CHECK(expected_outcome(b.mean, second) == Approx(0.4 - 0.3));
    double const unit = 0.15 * 0.15 * 0.5;
    CHECK(b.variance(first) == Approx(unit * (0.49 + 6 * 0.09)));
    CHECK(outcome_covariance(b.covariance, first, second) == Approx(unit * 0.3 * 0.49));
}

TEST_CASE("updating agrees with the normal conjugate in closed form", "[processes][belief]") {
    Belief b({0, 0});
    Arm const arm(0, nowhere), other(1, nowhere);
    double const noise = 0.12 * 0.12, prior = b.variance(arm);
    double const shared = outcome_covariance(b.covariance, arm, other);
    std::vector<double> const reports{0.6, 0.5, 0.55};
    double sum = 0;
    for (double const y : reports) observe(b.mean, b.covariance, arm, y, noise), sum += y;
    double const precision = 1 / prior + 3 / noise;
    CHECK(b.variance(arm) == Approx(1 / precision));
    CHECK(expected_outcome(b.mean, arm) == Approx((mean_merit / prior + sum / noise) / precision));
    // What is learnt of one solution moves another by the regression of the two.
    double const moved = expected_outcome(b.mean, arm) - mean_merit;
    CHECK(expected_outcome(b.mean, other) == Approx(mean_merit + shared / prior * moved));
    CHECK(b.variance(other) == Approx(prior - shared * shared / (prior + noise / 3)));
}

TEST_CASE("bad news weighs more - and only in the mean", "[processes][belief]") {
    Arm const arm(0, nowhere);
    auto const moved = [&](double y, double weight) {
        Belief b({0});
        observe(b.mean, b.covariance, arm, y, 0.01, weight);
        return std::pair{expected_outcome(b.mean, arm) - mean_merit, b.variance(arm)};
    };
    CHECK(moved(0.3, 1.5).first == Approx(1.5 * moved(0.3, 1).first));
    CHECK(moved(0.5, 1.5).first == moved(0.5, 1).first);
    CHECK(moved(0.3, 1.5).second == moved(0.3, 1).second);
}

TEST_CASE("the covariance stays symmetric to the last bit", "[processes][belief]") {
    Belief b({0, 0, 0});
    for (int k = 0; k < 200; ++k) {
        std::array<double, 4> const x{std::sin(k), std::cos(2 * k), std::sin(3 * k), std::cos(5 * k)};
        observe(b.mean, b.covariance, Arm(static_cast<std::size_t>(k % 3), x), 0.5, 0.01);
    }
    auto const n = b.mean.size();
    for (std::size_t r = 0; r < n; ++r)
        for (std::size_t c = 0; c < r; ++c) REQUIRE(b.covariance[r * n + c] == b.covariance[c * n + r]);
    for (std::size_t r = 0; r < n; ++r) CHECK(b.covariance[r * n + r] > 0);
}

TEST_CASE("information adds up: the chain rule is the log determinant", "[processes][belief]") {
    Belief b({0, 0, 0});
    double const noise = 0.12 * 0.12;
    std::vector<Arm> arms;
    for (std::size_t k = 0; k < 5; ++k) {
        auto const t = static_cast<double>(k);
        arms.emplace_back(k % 3, std::array<double, 4>{t - 2, 0.5 * t, 1 - t, 0.3});
    }
    Eigen::MatrixXd c(5, 5);
    for (int i = 0; i < 5; ++i)
        for (int j = 0; j < 5; ++j)
            c(i, j) = outcome_covariance(b.covariance, arms[static_cast<std::size_t>(i)],
                                         arms[static_cast<std::size_t>(j)]);
    double const whole = 0.5 * std::log((Eigen::MatrixXd::Identity(5, 5) + c / noise).determinant());
    double sum = 0;
    for (auto const& arm : arms) {
        sum += 0.5 * std::log1p(b.variance(arm) / noise);
        anticipate(b.covariance, arm, noise);
    }
    CHECK(sum == Approx(whole).epsilon(1e-10));
}

TEST_CASE("a new manager moves what evidence has not settled", "[processes][belief]") {
    BeliefParameters const p;
    std::vector<double> bias{1, 1};
    Belief b(bias);
    for (int k = 0; k < 400; ++k) observe(b.mean, b.covariance, Arm(0, nowhere), 0.5, 0.001);
    auto const before = b.mean;
    rotate_manager(b.mean, b.covariance, bias, std::array{0.0, 2.0}, sd_merit, p);
    CHECK(bias[0] == Approx(0.5));
    CHECK(bias[1] == Approx(0.5 + std::sqrt(0.75) * 0.5 * 2));
    CHECK(std::abs(b.mean[0] - before[0]) < 1e-4);
    CHECK(b.mean[arm_features] - before[arm_features] ==
          Approx((bias[1] - 1) * 0.15 * b.covariance[arm_features * 10 + arm_features] / (0.49 * 0.0225)));
}

TEST_CASE("terms of managers lie in their range", "[processes][belief]") {
    BeliefParameters const p;
    CHECK(rotation_time(0, p) == 36);
    CHECK(rotation_time(0.9999999, p) == 48);
}

namespace {

std::vector<SetCandidate> alike(std::size_t hosts, std::size_t solutions) {
    std::vector<SetCandidate> all;
    for (std::size_t i = 0; i < hosts; ++i)
        for (std::size_t s = 0; s < solutions; ++s) all.push_back({Arm(s, nowhere), i, 1.0, cents(1e6)});
    return all;
}
std::vector<std::size_t> solutions_of(SetChoice const& choice, std::vector<SetCandidate> const& all) {
    std::vector<std::size_t> count(3);
    for (auto const a : choice.chosen) ++count[all[a].arm.solution];
    return count;
}

}  // namespace

TEST_CASE("without weights for risk and information the best solution takes all", "[processes][set_choice]") {
    Belief const b({0, 0.5, 0.2});
    auto const all = alike(6, 3);
    auto const choice = choose_set(all, {}, b.mean, b.covariance, {0, 0, 0.01}, cents(6e6));
    CHECK(solutions_of(choice, all) == std::vector<std::size_t>{0, 6, 0});
    CHECK(choice.challenger == 0);
}

TEST_CASE("a high risk weight spreads over solutions", "[processes][set_choice]") {
    Belief const b({0, 0.5, 0.2});
    auto const all = alike(6, 3);
    auto const choice = choose_set(all, {}, b.mean, b.covariance, {9, 0, 0.01}, cents(6e6));
    auto const count = solutions_of(choice, all);
    CHECK(*std::min_element(count.begin(), count.end()) >= 1);
    // Labs that run already count: with three on the second solution, the first newcomer goes elsewhere.
    std::vector<SetCandidate> const held(3, all[1]);
    auto const after = choose_set(all, held, b.mean, b.covariance, {9, 0, 0.01}, cents(1e6));
    REQUIRE(after.chosen.size() == 1);
    CHECK(all[after.chosen[0]].arm.solution != 1);
}

TEST_CASE("a high information weight asks where nothing is known", "[processes][set_choice]") {
    Belief b({0, 0, 0});
    for (int k = 0; k < 50; ++k) observe(b.mean, b.covariance, Arm(0, nowhere), 0.45, 0.01);
    auto const all = alike(1, 3);
    CHECK(
        all[choose_set(all, {}, b.mean, b.covariance, {0, 0, 0.01}, cents(1e6)).chosen.at(0)].arm.solution ==
        0);
    CHECK(
        all[choose_set(all, {}, b.mean, b.covariance, {0, 1, 0.01}, cents(1e6)).chosen.at(0)].arm.solution !=
        0);
}

TEST_CASE("one lab a host - no more than the money - and the best one left out is the mark",
          "[processes][set_choice]") {
    Belief const b({0, 0.5, 0.2});
    auto all = alike(4, 3);
    all[10].value = 0.9;  // host 3, second solution: the fourth best host
    auto const choice = choose_set(all, {}, b.mean, b.covariance, {0, 0, 0.01}, cents(3.5e6));
    CHECK(choice.chosen == std::vector<std::size_t>{1, 4, 7});
    // Of host 3, left out, the third solution at full value beats the second at 0.9 of it.
    CHECK(choice.challenger == Approx(std::max(0.9 * 0.475, 0.43) / 1e6));
    CHECK(choose_set(all, {}, b.mean, b.covariance, {0, 0, 0.01}, 0).chosen.empty());
    CHECK(choose_set({}, {}, b.mean, b.covariance, {0, 0, 0.01}, cents(1e9)).chosen.empty());
}

TEST_CASE("what would harm is not chosen - however much money there is", "[processes][set_choice]") {
    Belief const b({-10, -10, -10});
    auto const choice = choose_set(alike(4, 3), {}, b.mean, b.covariance, {0, 0, 0.01}, cents(1e9));
    CHECK(choice.chosen.empty());
    CHECK(choice.challenger == 0);
}

TEST_CASE("greedy picks the largest J of one", "[processes][set_choice]") {
    Belief const b({0.3, -0.2, 0.1});
    std::vector<SetCandidate> all;
    for (std::size_t k = 0; k < 9; ++k) {
        auto const t = static_cast<double>(k);
        all.push_back({Arm(k % 3, std::array<double, 4>{std::sin(t), std::cos(t), 0.2 * t - 1, 0.5}), k,
                       0.3 + 0.1 * t, cents(1e6)});
    }
    double best = -1e9;
    std::size_t at = 0;
    for (std::size_t a = 0; a < all.size(); ++a) {
        auto const& c = all[a];
        double const variance = outcome_covariance(b.covariance, c.arm, c.arm);
        double const j = c.value * expected_outcome(b.mean, c.arm) - 0.3 / 2 * c.value * c.value * variance +
                         0.7 / 2 * std::log(1 + variance / 0.0144);
        if (j > best) best = j, at = a;
    }
    auto const choice = choose_set(all, {}, b.mean, b.covariance, {0.3, 0.7, 0.0144}, cents(1e6));
    CHECK(choice.chosen == std::vector<std::size_t>{at});
    double const variance = outcome_covariance(b.covariance, all[0].arm, all[0].arm);
    CHECK(lab_index(all[0].arm, 2, b.mean, b.covariance, {0.3, 0.7, 0.0144}, cents(4e6)) ==
          Approx((2 * expected_outcome(b.mean, all[0].arm) - 0.3 / 2 * 4 * variance +
                  0.35 * std::log(1 + variance / 0.0144)) /
                 4e6));
}

TEST_CASE("a set is weighed as its equation says", "[processes][set_choice]") {
    // All three that the money allows, in the order of choice: the sum of what each adds is J of the set.
    Belief const b({0.3, -0.2, 0.1});
    std::vector<SetCandidate> all;
    for (std::size_t k = 0; k < 4; ++k) {
        auto const t = static_cast<double>(k);
        all.push_back(
            {Arm(k % 3, std::array<double, 4>{t - 1, 0.5, 0.2 * t, -0.5}), k, 0.5 + 0.2 * t, cents(1e6)});
    }
    SetWeights const w{0.3, 0.7, 0.0144};
    auto const j = [&](std::vector<std::size_t> const& set) {
        auto const n = static_cast<Eigen::Index>(set.size());
        Eigen::MatrixXd c(n, n);
        Eigen::VectorXd v(n);
        double sum = 0;
        for (Eigen::Index r = 0; r < n; ++r) {
            auto const& row = all[set[static_cast<std::size_t>(r)]];
            v(r) = row.value;
            sum += row.value * expected_outcome(b.mean, row.arm);
            for (Eigen::Index k = 0; k < n; ++k)
                c(r, k) =
                    outcome_covariance(b.covariance, row.arm, all[set[static_cast<std::size_t>(k)]].arm);
        }
        return sum - w.risk / 2 * v.dot(c * v) +
               w.information / 2 *
                   std::log((Eigen::MatrixXd::Identity(n, n) + c / w.noise_variance).determinant());
    };
    auto const choice = choose_set(all, {}, b.mean, b.covariance, w, cents(3e6));
    REQUIRE(choice.chosen.size() == 3);
    auto whole = choice.chosen;
    double const three = j(whole);
    for (std::size_t a = 0; a < all.size(); ++a)
        if (std::find(whole.begin(), whole.end(), a) == whole.end()) {
            whole.push_back(a);
            CHECK(choice.challenger == Approx((j(whole) - three) / 1e6).epsilon(1e-8));
        }
    for (std::size_t k = 1; k <= 3; ++k)
        for (std::size_t a = 0; a < all.size(); ++a) {
            std::vector<std::size_t> other(choice.chosen.begin(),
                                           choice.chosen.begin() + static_cast<long>(k) - 1);
            auto const greedy =
                std::vector<std::size_t>(choice.chosen.begin(), choice.chosen.begin() + static_cast<long>(k));
            if (std::find(other.begin(), other.end(), a) != other.end()) continue;
            other.push_back(a);
            CHECK(j(greedy) >= j(other) - 1e-12);
        }
}
