#include "engine/processes/landscape.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/processes/common/embedding.hpp"

namespace spil {

namespace {

/// Draws that are no pair of a municipality or region with a mission.
constexpr std::uint32_t of_its_own = 1;

double regional_draw(std::uint64_t seed, std::size_t region, std::size_t mission) {
    return Draws{Address{.seed = seed,
                         .purpose = Purpose::challenge_region,
                         .entity = static_cast<std::uint32_t>(region),
                         .alternative = static_cast<std::uint32_t>(mission)}}
        .normal();
}

double local_draw(std::uint64_t seed, std::size_t municipality, std::size_t mission) {
    return Draws{Address{.seed = seed,
                         .purpose = Purpose::challenge_local,
                         .entity = static_cast<std::uint32_t>(municipality),
                         .alternative = static_cast<std::uint32_t>(mission)}}
        .normal();
}

double common_draw(std::uint64_t seed, std::size_t municipality) {
    return Draws{Address{.seed = seed,
                         .purpose = Purpose::challenge_local,
                         .entity = static_cast<std::uint32_t>(municipality),
                         .replicate = of_its_own}}
        .normal();
}

/// A vector of the given length, uniform over directions.
std::array<double, context_parts> direction(std::uint64_t seed, std::size_t mission, double length) {
    Draws draws{Address{.seed = seed,
                        .purpose = Purpose::challenge_region,
                        .entity = static_cast<std::uint32_t>(mission),
                        .replicate = of_its_own}};
    std::array<double, context_parts> v{};
    double square = 0;
    for (auto& part : v) {
        part = draws.normal();
        square += part * part;
    }
    double const scale = square > 0 ? length / std::sqrt(square) : 0;
    for (auto& part : v) part *= scale;
    return v;
}

}  // namespace

double next_landscape(double landscape, double normal, LandscapeParameters const& p) {
    return std::max(-1.0, landscape + p.reversion_rate * (p.mean - landscape) + p.noise * normal);
}

double challenge(double base, double landscape, double served, ChallengeParameters const& p) {
    return clip01(base * (1 + landscape) - p.relief * served);
}

void draw_challenges(ChallengeParameters const& p, std::uint64_t seed, Dimensions const& dimensions,
                     std::span<double const> level, std::span<std::int32_t const> region,
                     std::span<double const> context, std::span<double> base) {
    auto const n = dimensions.municipalities;
    auto const missions = dimensions.missions;
    SPIL_EXPECT(level.size() == missions, "one level for each mission");
    SPIL_EXPECT(region.size() == n && context.size() == n * context_parts, "one region, one context each");
    SPIL_EXPECT(base.size() == n * missions, "a place for each municipality and mission");

    double const regional = p.spread * std::sqrt(p.regional_share);
    double const local = p.spread * std::sqrt(1 - p.regional_share);
    double const common = std::sqrt(p.co_occurrence);
    double const own = std::sqrt(1 - p.co_occurrence);
    for (std::size_t m = 0; m < missions; ++m) {
        auto const gamma = direction(seed, m, p.context_weight);
        for (std::size_t i = 0; i < n; ++i) {
            double const xi = common * common_draw(seed, i) + own * local_draw(seed, i, m);
            double z = level[m] + local * xi +
                       regional * regional_draw(seed, static_cast<std::size_t>(region[i]), m);
            for (std::size_t d = 0; d < context_parts; ++d) z += gamma[d] * context[i * context_parts + d];
            base[i * missions + m] = logistic(z);
        }
    }
}

void move_landscape(Step const& step, LandscapeParameters const& p, Update<&Missions::landscape> landscape) {
    for (std::size_t m = 0; m < landscape.rows(); ++m)
        landscape(m) = next_landscape(landscape(m), step.draws(Purpose::landscape, m).normal(), p);
}

void press(ChallengeParameters const& p, In<&Missions::landscape> landscape,
           In<&Municipalities::challenge_base> base, In<&Municipalities::served> served,
           Out<&Municipalities::challenge> challenges) {
    for (std::size_t i = 0; i < challenges.rows(); ++i)
        for (std::size_t m = 0; m < challenges.width(); ++m)
            challenges(i, m) = challenge(base(i, m), landscape(m), served(i, m), p);
}

}  // namespace spil
