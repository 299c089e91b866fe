#pragma once
/// \file set_choice.hpp  Choosing labs as a set: worth, spread and what they would teach (SM6).
///
///     J(W) = sum_a v_a psi_a' mu  -  gamma / 2  v' C v  +  beta 1/2 log det(I + C_W / sigma^2)
///     C_ab = psi_a' Sigma psi_b
///
/// Labs already running belong to the spread and will report anyway, so J is what the chosen ones add to
/// them. By the chain rule the last term is a sum over labs of 1/2 log(1 + psi' Sigma_k psi / sigma^2), with
/// Sigma_k the covariance after the reports of those before. Greedy by J per euro. Source: information gain
/// of Gaussian models is submodular (Krause and Guestrin 2005), hence greedy is near the best.

#include <optional>
#include <span>
#include <vector>

#include "engine/processes/common/belief.hpp"
#include "engine/world/ledger.hpp"

namespace spil {

struct SetCandidate {
    Arm arm;
    std::size_t host = 0;  ///< one lab for each host at most
    double value = 0;      ///< v, from host_value
    Cents cost = 0;        ///< above 0
    /// Of a clairvoyant: the outcome itself, in place of the belief.
    std::optional<double> known = std::nullopt;
};

struct SetWeights {
    double risk = 0;
    double information = 0;
    double noise_variance = 1;
};

struct SetChoice {
    std::vector<std::size_t> chosen;  ///< candidates in the order of choice
    double challenger = 0;            ///< J per euro of the best one left out; 0 when none would add anything
};

/// \param held  labs of the mission that run already (their cost does not matter)
/// Equal gains: the candidate that stands first. Candidates that the money does not reach are passed over.
SetChoice choose_set(std::span<SetCandidate const> candidates, std::span<SetCandidate const> held,
                     std::span<double const> mean, std::span<double const> covariance,
                     SetWeights const& weights, Cents money);

/// What keeping a single lab adds to J, per euro of keeping it: its worth, its own risk and what its next
/// report would teach, (v psi' mu - gamma / 2 v^2 C + beta / 2 log(1 + C / sigma^2)) / cost.
/// A clairvoyant knows the outcome: then there is neither risk nor anything to learn.
double lab_index(Arm const& arm, double value, std::span<double const> mean,
                 std::span<double const> covariance, SetWeights const& weights, Cents cost,
                 std::optional<double> known = std::nullopt);

}  // namespace spil
