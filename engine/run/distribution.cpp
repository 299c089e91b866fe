#include "engine/run/distribution.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/triangular.hpp>
#include <cmath>
#include <numeric>

#include "engine/core/elementary.hpp"
#include "engine/core/error.hpp"

namespace spil {

namespace {

using Keys = std::span<std::string_view const>;

double phi(double z) {
    return boost::math::cdf(boost::math::normal{}, z);
}

/// The ends in standard deviations from the mean, turned round where both lie above it: the lower tail is the
/// one that a double has digits for.
struct Ends {
    double low = 0, high = 0;
    bool turned = false;
};
Ends ends_of(DistributionSettings const& s) {
    Ends const ends{(s.low - s.mean) / s.sd, (s.high - s.mean) / s.sd, false};
    return ends.low > 0 ? Ends{-ends.high, -ends.low, true} : ends;
}

double normal_at(DistributionSettings const& s, double share) {
    if (share == 0 && std::isfinite(s.low)) return s.low;
    if (share == 1 && std::isfinite(s.high)) return s.high;
    auto const ends = ends_of(s);
    double const a = phi(ends.low);
    double const b = phi(ends.high);
    double const p = a + (ends.turned ? 1 - share : share) * (b - a);
    // Without an end on that side, 0 and 1 would be infinitely far away.
    constexpr double least = std::numeric_limits<double>::min();
    constexpr double most = 1 - std::numeric_limits<double>::epsilon() / 2;
    double const z =
        elementary::to_single(boost::math::quantile(boost::math::normal{}, std::clamp(p, least, most)));
    return std::clamp(s.mean + s.sd * (ends.turned ? -z : z), s.low, s.high);
}

double categorical_at(Distribution const& d, double share) {
    auto const count = d.values.size();
    if (d.weights.empty()) {
        auto const k = static_cast<std::size_t>(share * static_cast<double>(count));
        return d.values[std::min(count - 1, k)];
    }
    double const wanted = share * std::accumulate(d.weights.begin(), d.weights.end(), 0.0);
    double so_far = 0;
    std::size_t last = 0;  // with a weight: what share 1 is
    for (std::size_t k = 0; k < count; ++k) {
        if (d.weights[k] == 0) continue;
        last = k;
        so_far += d.weights[k];
        if (so_far > wanted) break;
    }
    return d.values[last];
}

}  // namespace

Keys keys_of(DistributionKind kind) {
    static constexpr std::array<std::string_view, 3> range{"low", "high", "levels"};
    static constexpr std::array<std::string_view, 5> normal{"mean", "sd", "low", "high", "levels"};
    static constexpr std::array<std::string_view, 4> triangular{"low", "mode", "high", "levels"};
    static constexpr std::array<std::string_view, 2> categorical{"values", "weights"};
    switch (kind) {
        case DistributionKind::normal:
            return normal;
        case DistributionKind::triangular:
            return triangular;
        case DistributionKind::categorical:
            return categorical;
        default:
            return range;
    }
}

double quantile(Distribution const& d, double share) {
    SPIL_EXPECT(share >= 0 && share <= 1, "a share lies between 0 and 1");
    auto const& s = d.settings;
    // Rounding must not carry a value past its ends.
    switch (s.distribution) {
        case DistributionKind::uniform:
            return std::min(s.high, s.low + share * (s.high - s.low));
        case DistributionKind::log_uniform:
            return std::clamp(s.low * elementary::exp(share * elementary::log(s.high / s.low)), s.low,
                              s.high);
        case DistributionKind::normal:
            return normal_at(s, share);
        case DistributionKind::triangular:
            return std::clamp(
                boost::math::quantile(boost::math::triangular_distribution{s.low, s.mode, s.high}, share),
                s.low, s.high);
        case DistributionKind::integer:
            return std::min(s.high, s.low + std::floor(share * (s.high - s.low + 1)));
        case DistributionKind::categorical:
            return categorical_at(d, share);
    }
    SPIL_EXPECT(false, "a kind of distribution");
    return 0;
}

double kept_between(DistributionSettings const& normal) {
    auto const ends = ends_of(normal);
    return phi(ends.high) - phi(ends.low);
}

}  // namespace spil
