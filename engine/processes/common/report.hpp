#pragma once
/// \file report.hpp  What a lab reports to its funder, and what lies behind it.
///
///     report    y = potential + b + sigma (1.3 - mean learning) N
///
/// b: effort no copy will get; a lab that has learnt little can say little. The potential is that of its own
/// conditions: with an exemption, rules bind less. Source: pilots report better than copies do, DellaVigna
/// and Linos (2022), Wang and Yang (2025); the form is our own.

#include <algorithm>
#include <span>

#include "engine/processes/common/embedding.hpp"
#include "engine/processes/common/report_parameters.hpp"
#include "engine/world/column.hpp"

namespace spil {

/// Mean over {accepted, permitted, viable} of what a lab has learnt.
inline double mean_learning(std::span<double const> learning) {
    return (learning[accepted] + learning[permitted] + learning[viable]) / 3;
}

/// Embedding if learning were complete, under the lab's own conditions. \param potential  without exemption
inline double own_potential(bool exempt, double accepted_fit, double viable_fit, double permission,
                            double potential, EmbeddingParameters const& e) {
    return exempt ? embedding(accepted_fit, std::max(permission, e.exemption_level), viable_fit, e)
                  : potential;
}

/// \param potential  under the lab's own conditions \param standard_normal  a draw
inline double reported_embedding(double potential, double mean_learning, double standard_normal,
                                 ReportParameters const& p) {
    return potential + p.effort_bias + p.noise * (1.3 - mean_learning) * standard_normal;
}

}  // namespace spil
