#include "engine/processes/common/belief.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>

#include "engine/core/error.hpp"

namespace spil {

namespace {

using Index = Eigen::Index;
using Square = Eigen::Map<Eigen::MatrixXd>;
using Features = Eigen::Map<Eigen::Matrix<double, static_cast<int>(arm_features), 1> const>;

std::size_t coefficients(std::span<double const> covariance) {
    auto const n = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(covariance.size()))));
    SPIL_EXPECT(n * n == covariance.size() && n % arm_features == 0, "the covariance of a belief is square");
    return n;
}

/// Sigma psi and psi' Sigma psi.
struct Projection {
    Eigen::VectorXd along;
    double variance = 0;
};
Projection project(Square const& sigma, Arm const& arm) {
    Features const psi(arm.features.data());
    auto const first = static_cast<Index>(arm.solution * arm_features);
    Projection p;
    p.along = sigma.middleCols<static_cast<int>(arm_features)>(first) * psi;
    p.variance = psi.dot(p.along.segment<static_cast<int>(arm_features)>(first));
    return p;
}

Eigen::VectorXd shrink(Square& sigma, Projection const& p, double noise_variance) {
    // Scaled first, so that the matrix stays symmetric to the last bit.
    Eigen::VectorXd w = p.along / std::sqrt(noise_variance + p.variance);
    sigma.noalias() -= w * w.transpose();
    return w;
}

}  // namespace

double host_value(double challenge, double population, BeliefParameters const& p) {
    return challenge * std::min(population, p.value_cap) / p.value_unit;
}

double expected_outcome(std::span<double const> mean, Arm const& arm) {
    double sum = 0;
    for (std::size_t d = 0; d < arm_features; ++d)
        sum += arm.features[d] * mean[arm.solution * arm_features + d];
    return sum;
}

double outcome_covariance(std::span<double const> covariance, Arm const& a, Arm const& b) {
    auto const n = coefficients(covariance);
    double sum = 0;
    for (std::size_t d = 0; d < arm_features; ++d) {
        auto const* row = &covariance[(a.solution * arm_features + d) * n + b.solution * arm_features];
        double inner = 0;
        for (std::size_t e = 0; e < arm_features; ++e) inner += row[e] * b.features[e];
        sum += a.features[d] * inner;
    }
    return sum;
}

void observe(std::span<double> mean, std::span<double> covariance, Arm const& arm, double outcome,
             double noise_variance, double bad_news) {
    auto const n = static_cast<Index>(coefficients(covariance));
    Square sigma(covariance.data(), n, n);
    auto const p = project(sigma, arm);
    double surprise = outcome - expected_outcome(mean, arm);
    if (surprise < 0) surprise *= bad_news;
    Eigen::Map<Eigen::VectorXd> mu(mean.data(), n);
    mu += p.along * (surprise / (noise_variance + p.variance));
    shrink(sigma, p, noise_variance);
}

std::vector<double> anticipate(std::span<double> covariance, Arm const& arm, double noise_variance) {
    auto const n = static_cast<Index>(coefficients(covariance));
    Square sigma(covariance.data(), n, n);
    auto const w = shrink(sigma, project(sigma, arm), noise_variance);
    return {w.data(), w.data() + w.size()};
}

void add_covariance(std::span<double> along, std::span<double const> covariance, Arm const& arm,
                    double weight) {
    auto const n = along.size();
    for (std::size_t d = 0; d < arm_features; ++d) {
        double const share = weight * arm.features[d];
        auto const* row = &covariance[(arm.solution * arm_features + d) * n];
        for (std::size_t k = 0; k < n; ++k) along[k] += share * row[k];
    }
}

void prior_belief(std::span<double> mean, std::span<double> covariance, std::span<double const> bias,
                  double merit_mean, double merit_sd, BeliefParameters const& p) {
    auto const n = coefficients(covariance);
    SPIL_EXPECT(mean.size() == n && bias.size() * arm_features == n, "a belief has 5 values per solution");
    std::fill(mean.begin(), mean.end(), 0.0);
    std::fill(covariance.begin(), covariance.end(), 0.0);
    for (std::size_t s = 0; s < bias.size(); ++s) {
        mean[s * arm_features] = merit_mean + bias[s] * merit_sd;
        for (std::size_t r = 0; r < bias.size(); ++r)
            for (std::size_t d = 0; d < arm_features; ++d) {
                double const sd = (d == 0 ? p.level_sd : p.slope_sd) * merit_sd;
                covariance[(s * arm_features + d) * n + r * arm_features + d] =
                    sd * sd * p.confidence * (s == r ? 1.0 : p.solution_correlation);
            }
    }
}

double first_bias(std::uint64_t seed, std::size_t m, std::size_t s, BeliefParameters const& p) {
    Draws draws{Address{.seed = seed,
                        .purpose = Purpose::manager_bias,
                        .entity = static_cast<std::uint32_t>(m),
                        .alternative = static_cast<std::uint32_t>(s)}};
    return p.manager_bias * draws.normal();
}

double rotation_time(double uniform, BeliefParameters const& p) {
    return std::floor(p.rotation_low +
                      (std::max(p.rotation_high, p.rotation_low) + 1 - p.rotation_low) * uniform);
}

double first_rotation(std::uint64_t seed, std::size_t m, BeliefParameters const& p) {
    Draws draws{
        Address{.seed = seed, .purpose = Purpose::manager_rotation, .entity = static_cast<std::uint32_t>(m)}};
    return rotation_time(draws.uniform(), p);
}

void rotate_manager(std::span<double> mean, std::span<double const> covariance, std::span<double> bias,
                    std::span<double const> standard_normal, double merit_sd, BeliefParameters const& p) {
    auto const n = coefficients(covariance);
    double const fresh = std::sqrt(std::max(0.0, 1 - p.rotation_memory * p.rotation_memory));
    double const prior_variance = p.level_sd * p.level_sd * merit_sd * merit_sd * p.confidence;
    for (std::size_t s = 0; s < bias.size(); ++s) {
        double const next = p.rotation_memory * bias[s] + fresh * p.manager_bias * standard_normal[s];
        auto const level = s * arm_features;
        double const open = prior_variance > 0 ? covariance[level * n + level] / prior_variance : 0;
        mean[level] += (next - bias[s]) * merit_sd * open;
        bias[s] = next;
    }
}

}  // namespace spil
