/// \file design_points.cpp  From a design's shares to the values at its points.

#include <algorithm>
#include <cmath>
#include <iterator>

#include "engine/core/error.hpp"
#include "engine/core/sobol.hpp"
#include "engine/io/results.hpp"
#include "engine/run/designs.hpp"
#include "engine/run/latin_hypercube.hpp"
#include "engine/run/study.hpp"
#include "engine/run/uncertainties.hpp"

namespace spil {

namespace {

double value_at(Uncertain const& quantity, double share) {
    auto const value = quantile(quantity.distribution.value(), share);
    return quantity.type == ValueType::whole ? std::round(value) : value;
}

std::vector<std::string> names_of(std::vector<Uncertain> const& sampled) {
    std::vector<std::string> names;
    std::transform(sampled.begin(), sampled.end(), std::back_inserter(names),
                   [](auto const& s) { return s.name; });
    return names;
}

std::vector<std::vector<double>> latin_hypercubes(std::uint64_t master_seed,
                                                  std::span<std::string const> names, std::size_t points) {
    std::vector<std::vector<double>> shares(points, std::vector<double>(names.size()));
    for (std::size_t k = 0; k < names.size(); ++k) {
        auto const column = latin_hypercube(master_seed, names[k], points);
        for (std::size_t p = 0; p < points; ++p) shares[p][k] = column[p];
    }
    return shares;
}

/// Every level of each with all levels of the others, the last quantity changing fastest.
std::vector<std::vector<double>> full_factorial(std::vector<std::vector<double>> const& levels,
                                                std::size_t points) {
    std::vector<std::vector<double>> shares(points, std::vector<double>(levels.size()));
    for (std::size_t p = 0; p < points; ++p) {
        auto rest = p;
        for (std::size_t k = levels.size(); k-- > 0; rest /= levels[k].size())
            shares[p][k] = levels[k][rest % levels[k].size()];
    }
    return shares;
}

DesignShares shares_of(Uncertainties const& u, std::uint64_t master_seed) {
    auto const& s = u.settings;
    auto const names = names_of(u.sampled);
    auto const size = [](std::int64_t n) { return static_cast<std::size_t>(n); };
    switch (s.design) {
        case UncertaintyDesign::latin_hypercube:
            return {latin_hypercubes(master_seed, names, size(s.points)), {}, {}};
        case UncertaintyDesign::sobol:
            return {sobol_points(size(s.points), names, master_seed, s.scramble), {}, {}};
        case UncertaintyDesign::full_factorial: {
            std::vector<std::vector<double>> levels;
            for (auto const& quantity : u.sampled) levels.push_back(level_shares(quantity, s.levels));
            return {full_factorial(levels, u.points), {}, {}};
        }
        case UncertaintyDesign::morris:
            return morris(master_seed, names, size(s.trajectories), size(s.levels));
        case UncertaintyDesign::saltelli:
            return saltelli(master_seed, names, size(s.base), s.second_order, s.scramble);
        case UncertaintyDesign::list:
            break;
    }
    SPIL_EXPECT(false, "a design that makes shares");
    return {};
}

std::vector<std::vector<double>> values_at(Uncertainties const& u,
                                           std::vector<std::vector<double>> const& shares) {
    auto values = shares;
    for (auto& point : values)
        for (std::size_t k = 0; k < point.size(); ++k) point[k] = value_at(u.sampled[k], point[k]);
    return values;
}

std::vector<double> in_one_row(std::vector<std::vector<double>> const& points) {
    std::vector<double> all;
    for (auto const& point : points) all.insert(all.end(), point.begin(), point.end());
    return all;
}

}  // namespace

std::vector<double> level_shares(Uncertain const& quantity, std::int64_t levels) {
    auto const& d = quantity.distribution.value();
    if (!d.values.empty())
        levels = static_cast<std::int64_t>(d.values.size());
    else if (d.settings.levels > 0)
        levels = d.settings.levels;
    std::vector<double> shares;
    for (std::int64_t l = 0; l < levels; ++l) {
        double const share = (static_cast<double>(l) + 0.5) / static_cast<double>(levels);
        if (shares.empty() || value_at(quantity, share) != value_at(quantity, shares.back()))
            shares.push_back(share);
    }
    return shares;
}

std::size_t design_size(Uncertainties const& u) {
    auto const& s = u.settings;
    auto const size = [](std::int64_t n) { return static_cast<std::size_t>(n); };
    auto const quantities = u.sampled.size();
    switch (s.design) {
        case UncertaintyDesign::latin_hypercube:
        case UncertaintyDesign::sobol:
            return size(s.points);
        case UncertaintyDesign::list:
            return u.listed.size();
        case UncertaintyDesign::morris:
            return size(s.trajectories) * (quantities + 1);
        case UncertaintyDesign::saltelli:
            return size(s.base) * (s.second_order ? 2 * quantities + 2 : quantities + 2);
        case UncertaintyDesign::full_factorial:
            break;
    }
    std::size_t points = 1;
    for (auto const& quantity : u.sampled) {
        if (points > most_points) break;  // before it overflows
        points *= level_shares(quantity, s.levels).size();
    }
    return points;
}

std::vector<std::vector<double>> design_points(Uncertainties const& uncertainties,
                                               std::uint64_t master_seed) {
    if (uncertainties.settings.design == UncertaintyDesign::list) return uncertainties.listed;
    return values_at(uncertainties, shares_of(uncertainties, master_seed).shares);
}

SampledPoints sampled_points(Study const& study) {
    SampledPoints all;
    if (!study.uncertainties) return all;
    auto const& u = *study.uncertainties;
    for (auto const& s : u.sampled)
        all.quantities.push_back({.name = s.name,
                                  .unit = s.unit,
                                  .meaning = s.meaning,
                                  .type = std::string{to_string(s.type)},
                                  .distribution = distribution_text(s),
                                  .low = s.low,
                                  .high = s.high});
    all.design = to_string(u.settings.design);
    if (u.settings.design == UncertaintyDesign::list) {
        all.values = in_one_row(u.listed);
    } else {
        auto const design = shares_of(u, static_cast<std::uint64_t>(study.settings.seed));
        all.values = in_one_row(values_at(u, design.shares));
        all.shares = in_one_row(design.shares);
        all.block = design.block;
        all.moved = design.moved;
    }
    all.world_point.reserve(study.worlds());
    for (std::size_t w = 0; w < study.worlds(); ++w) {
        all.world_point.push_back(static_cast<std::int32_t>(study.point_of(w)));
        all.world_replicate.push_back(static_cast<std::int32_t>(study.replicate_of(w)));
    }
    return all;
}

}  // namespace spil
