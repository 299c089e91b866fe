#pragma once
/// \file belief.hpp  What a programme believes its solutions would do in which context: Bayesian linear
/// regression.
///
///     y = psi' beta + e,   psi = (1, x) in the block of the solution,   beta ~ N(mu, Sigma)
///     prior   mu_s = m + b_s sd;   Sigma = K (x) diag(l^2, c^2 ...) sd^2 kappa,   K(s, s') = rho unless s =
///     s' update  g = Sigma psi / (sigma^2 + psi' Sigma psi);   mu += g (y - psi' mu);   Sigma -= g psi'
///     Sigma
///
/// m and sd are mean and spread of the potential of all solutions; b_s is the manager's own lasting error; a
/// kappa below 1 is overconfidence. When a manager moves on, half of the error goes along (correlation
/// memory), and moves the belief as far as evidence has not settled it yet.
/// Source: textbook conjugate updating (Bishop 2006, section 3.3), with the manager's errors added.

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "engine/core/random.hpp"
#include "engine/schema/field.hpp"
#include "engine/world/column.hpp"

namespace spil {

struct BeliefParameters {
    static constexpr std::string_view name = "belief";

    double manager_bias = 0.5;
    double confidence = 1;
    double solution_correlation = 0.3;
    double level_sd = 0.7;
    double slope_sd = 0.3;
    double value_unit = 20000;
    double value_cap = 150000;
    double rotation_low = 36;
    double rotation_high = 48;
    double rotation_memory = 0.5;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = BeliefParameters;
        return f(
            field(&P::manager_bias, "manager_bias", "merit sd", within(0, 10).likely(0, 1.5),
                  "lasting error of a manager about each solution", assumption()),
            field(&P::confidence, "confidence", "1", within(0.01, 10).likely(0.15, 1),
                  "scale of the prior variance; below 1 the manager is too sure", assumption()),
            field(&P::solution_correlation, "solution_correlation", "1", within(0, 0.99).likely(0, 0.7),
                  "prior correlation between solutions", assumption()),
            field(&P::level_sd, "level_sd", "merit sd", within(0.01, 10),
                  "prior spread of a solution's level; square root of the generic share of variance",
                  assumption()),
            field(
                &P::slope_sd, "slope_sd", "merit sd/sd", within(0, 10),
                "prior spread of the effect of each part of the context; four of them make up the context's "
                "share of variance",
                assumption()),
            field(&P::value_unit, "value_unit", "persons", within(1, 1e9),
                  "residents in full need that make a lab worth as much as its information and risk are "
                  "measured in; so a town of 40 000 in half need has value 1",
                  assumption()),
            field(&P::value_cap, "value_cap", "persons", within(1e3, 1e9),
                  "residents of one host that count in its value at most", assumption()),
            field(&P::rotation_low, "rotation_low", "months", within(1, 600), "shortest term of a manager",
                  assumption()),
            field(&P::rotation_high, "rotation_high", "months", within(1, 600), "longest term of a manager",
                  assumption()),
            field(&P::rotation_memory, "rotation_memory", "1", within(-1, 1),
                  "correlation between the errors of a manager and the next", assumption()));
    }
};

/// What a lab is to the belief: a solution (within its mission) in a context.
struct Arm {
    std::size_t solution = 0;
    std::array<double, 1 + context_parts> features{1};

    Arm() = default;
    /// \param context  the municipality's four context values
    Arm(std::size_t s, std::span<double const> context) : solution(s) {
        for (std::size_t d = 0; d < context_parts; ++d) features[d + 1] = context[d];
    }
};
inline constexpr std::size_t arm_features = 1 + context_parts;

/// Worth of a lab to the mission: challenge x residents (capped) / unit.
double host_value(double challenge, double population, BeliefParameters const& p);

/// sigma^2 of a report as the belief takes it; never 0, or one report would settle everything.
constexpr double assumed_noise_variance(double noise) {
    return noise > 1e-3 ? noise * noise : 1e-6;
}

/// psi' mu. `mean` has 5 values for each solution of the mission.
double expected_outcome(std::span<double const> mean, Arm const& arm);
/// psi_a' Sigma psi_b. `covariance` is the square matrix over all coefficients of the mission.
double outcome_covariance(std::span<double const> covariance, Arm const& a, Arm const& b);

/// Learns from one outcome. A result below expectation counts `bad_news` times in the mean.
void observe(std::span<double> mean, std::span<double> covariance, Arm const& arm, double outcome,
             double noise_variance, double bad_news = 1);
/// The covariance after an outcome of this arm, whatever it will be. Returns w: Sigma fell by w w', hence the
/// variance of any arm by expected_outcome(w, arm) squared.
std::vector<double> anticipate(std::span<double> covariance, Arm const& arm, double noise_variance);
/// along += weight x Sigma psi; expected_outcome(along, other) is then the covariance with another arm.
void add_covariance(std::span<double> along, std::span<double const> covariance, Arm const& arm,
                    double weight);

/// Prior mean and covariance of one mission. \param bias  the manager's error on each solution, merit sd
void prior_belief(std::span<double> mean, std::span<double> covariance, std::span<double const> bias,
                  double merit_mean, double merit_sd, BeliefParameters const& p);

/// Errors of the first manager of mission m on solution s (merit sd) and months until that manager leaves.
double first_bias(std::uint64_t seed, std::size_t m, std::size_t s, BeliefParameters const& p);
double first_rotation(std::uint64_t seed, std::size_t m, BeliefParameters const& p);
/// Months until the next manager leaves, from a uniform number.
double rotation_time(double uniform, BeliefParameters const& p);

/// A new manager: error b' = memory b + sqrt(1 - memory^2) sigma N, the level of the belief moves along.
/// \param standard_normal  one number for each solution
void rotate_manager(std::span<double> mean, std::span<double const> covariance, std::span<double> bias,
                    std::span<double const> standard_normal, double merit_sd, BeliefParameters const& p);

}  // namespace spil
