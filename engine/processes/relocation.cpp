#include "engine/processes/relocation.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/elementary.hpp"

namespace spil {

namespace {

/// Adds sign x (value - mean) / standard deviation; nothing where all are alike.
void add_standardised(std::vector<double>& sum, std::span<double const> values, double sign) {
    auto const n = static_cast<double>(values.size());
    double mean = 0, square = 0;
    for (double const v : values) mean += v / n;
    for (double const v : values) square += (v - mean) * (v - mean) / n;
    double const sd = std::sqrt(square);
    if (sd < 1e-9) return;
    for (std::size_t i = 0; i < values.size(); ++i) sum[i] += sign * (values[i] - mean) / sd;
}

/// Mean of each row of a municipality x mission column.
std::vector<double> row_means(std::span<double const> values, std::size_t rows) {
    std::vector<double> means(rows, 0.0);
    std::size_t const width = values.size() / rows;
    for (std::size_t k = 0; k < values.size(); ++k)
        means[k / width] += values[k] / static_cast<double>(width);
    return means;
}

}  // namespace

std::vector<double> living_environment(std::span<double const> served, std::span<double const> challenge,
                                       std::span<double const> local_trust) {
    std::vector<double> q(local_trust.size(), 0.0);
    add_standardised(q, row_means(served, q.size()), 1);
    add_standardised(q, local_trust, 1);
    add_standardised(q, row_means(challenge, q.size()), -1);
    return q;
}

void relocate(Step const& step, RelocationParameters const& p, Geography const& geography,
              In<&Municipalities::establishments> establishments, In<&Municipalities::served> served,
              In<&Municipalities::challenge> challenge, In<&Municipalities::local_trust> local_trust,
              Update<&Firms::municipality> municipality, Out<&Firms::moved> moved) {
    std::size_t const places = establishments.rows();
    auto const q = living_environment(served, challenge, local_trust);
    std::vector<double> attraction(places), reached(places);
    for (std::size_t j = 0; j < places; ++j)
        attraction[j] = elementary::pow(1 + establishments(j), p.access_weight) *
                        elementary::exp(p.environment_weight * q[j]);
    double const exponent = geography.proximity_scale / p.distance;

    for (std::size_t f = 0; f < municipality.rows(); ++f) {
        auto draws = step.draws(Purpose::firm_move, f);
        moved(f) = 0;
        if (!draws.chance(p.rate)) continue;
        moved(f) = 1;
        if (draws.chance(p.within_share)) continue;
        auto const from = static_cast<std::size_t>(municipality(f));
        double sum = 0;
        for (std::size_t j = 0; j < places; ++j) {
            double const near = elementary::pow(geography.at(geography.proximity, from, j), exponent);
            sum += j == from ? 0 : attraction[j] * near;
            reached[j] = sum;
        }
        if (sum <= 0) continue;  // there is nowhere else
        double const drawn = sum * draws.uniform();
        auto const to = std::upper_bound(reached.begin(), reached.end(), drawn) - reached.begin();
        municipality(f) = static_cast<std::int32_t>(to);
        moved(f) = 2;
    }
}

}  // namespace spil
