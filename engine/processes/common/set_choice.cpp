#include "engine/processes/common/set_choice.hpp"

#include <algorithm>

#include "engine/core/elementary.hpp"
#include "engine/core/error.hpp"

namespace spil {

SetChoice choose_set(std::span<SetCandidate const> candidates, std::span<SetCandidate const> held,
                     std::span<double const> mean, std::span<double const> covariance, SetWeights const& w,
                     Cents money) {
    SetChoice result;
    auto const n = candidates.size();
    if (n == 0) return result;

    // What does not change while choosing: worth, own risk. What does: covariance with the labs in hand, and
    // the variance left after their reports.
    std::vector<double> later(covariance.begin(), covariance.end()), along(mean.size(), 0.0);
    for (auto const& h : held) {
        anticipate(later, h.arm, w.noise_variance);
        add_covariance(along, covariance, h.arm, h.value);
    }
    std::vector<double> worth(n), shared(n), variance(n);
    std::vector<char> open(n, 1);
    for (std::size_t a = 0; a < n; ++a) {
        auto const& c = candidates[a];
        SPIL_EXPECT(c.cost > 0, "a lab costs something");
        worth[a] = c.value * (c.known ? *c.known : expected_outcome(mean, c.arm)) -
                   w.risk / 2 * c.value * c.value * outcome_covariance(covariance, c.arm, c.arm);
        shared[a] = expected_outcome(along, c.arm);
        variance[a] = outcome_covariance(later, c.arm, c.arm);
    }
    while (true) {
        std::size_t best = n, best_affordable = n;
        double best_rate = 0, best_affordable_rate = 0;
        for (std::size_t a = 0; a < n; ++a) {
            if (open[a] == 0) continue;
            auto const& c = candidates[a];
            double gain = worth[a] - w.risk * c.value * shared[a];
            if (w.information > 0)
                gain += w.information / 2 * elementary::log1p(std::max(0.0, variance[a]) / w.noise_variance);
            double const rate = gain / euro(c.cost);
            if (rate > best_rate) best = a, best_rate = rate;
            if (rate > best_affordable_rate && c.cost <= money)
                best_affordable = a, best_affordable_rate = rate;
        }
        if (best_affordable == n) {
            result.challenger = best == n ? 0 : best_rate;
            return result;
        }
        auto const& taken = candidates[best_affordable];
        result.chosen.push_back(best_affordable);
        money -= taken.cost;
        auto const fallen = anticipate(later, taken.arm, w.noise_variance);
        std::fill(along.begin(), along.end(), 0.0);
        add_covariance(along, covariance, taken.arm, taken.value);
        for (std::size_t a = 0; a < n; ++a) {
            if (candidates[a].host == taken.host) open[a] = 0;
            if (open[a] == 0) continue;
            double const learnt = expected_outcome(fallen, candidates[a].arm);
            variance[a] -= learnt * learnt;
            shared[a] += expected_outcome(along, candidates[a].arm);
        }
    }
}

double lab_index(Arm const& arm, double value, std::span<double const> mean,
                 std::span<double const> covariance, SetWeights const& w, Cents cost,
                 std::optional<double> known) {
    SPIL_EXPECT(cost > 0, "going on costs something");
    if (known) return value * *known / euro(cost);
    double const variance = std::max(0.0, outcome_covariance(covariance, arm, arm));
    return (value * expected_outcome(mean, arm) - w.risk / 2 * value * value * variance +
            w.information / 2 * elementary::log1p(variance / w.noise_variance)) /
           euro(cost);
}

}  // namespace spil
