#include "engine/world/country.hpp"

#include <algorithm>
#include <numbers>

#include "engine/core/error.hpp"

namespace spil {

namespace {

constexpr double earth_radius_km = 6371.0088;

double middle(std::span<double const> degrees) {
    auto const [low, high] = std::minmax_element(degrees.begin(), degrees.end());
    return (*low + *high) / 2;
}

}  // namespace

void place_on_plane(Country& country, std::span<double const> latitude, std::span<double const> longitude) {
    SPIL_EXPECT(!latitude.empty() && latitude.size() == longitude.size(),
                "one pair of degrees for each place");
    constexpr double radian = std::numbers::pi / 180;
    double const phi0 = middle(latitude) * radian;
    double const lambda0 = middle(longitude) * radian;
    // The last bits of sines differ between processors: nothing within a country lies as near as a
    // millimetre.
    auto const to_millimetre = [](double km) { return std::round(km * 1e6) / 1e6; };
    country.east_km.resize(latitude.size());
    country.north_km.resize(latitude.size());
    for (std::size_t i = 0; i < latitude.size(); ++i) {
        double const phi = latitude[i] * radian;
        double const turn = longitude[i] * radian - lambda0;
        double const across = std::cos(phi) * std::cos(turn);
        double const k = 2 * earth_radius_km / (1 + std::sin(phi0) * std::sin(phi) + std::cos(phi0) * across);
        country.east_km[i] = to_millimetre(k * std::cos(phi) * std::sin(turn));
        country.north_km[i] = to_millimetre(k * (std::cos(phi0) * std::sin(phi) - std::sin(phi0) * across));
    }
}

}  // namespace spil
