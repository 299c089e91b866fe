#pragma once
/// \file country.hpp  The country a run happens in: its municipalities, where they lie, and what tells them
/// apart.
///
/// Plain data, filled once and never changed during a run: read from a table (io/country_table) or made up
/// (model/synthetic_country). Every vector over municipalities has the same length and order.

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/world/firm_sizes.hpp"

namespace spil {

/// What a table says about one of its columns; empty where it says nothing.
struct ColumnSource {
    std::string column;
    std::string unit;
    std::string year;
    std::string publisher;
    std::string basis;  ///< seen, derived or memory
    std::string description;

    friend bool operator==(ColumnSource const&, ColumnSource const&) = default;
};

/// Where the figures of a table come from, for the results file. All empty when no table was read.
struct TableSource {
    std::string file;                   ///< path as the user gave it
    std::string sha256;                 ///< of the file's bytes, 64 hexadecimal digits
    std::vector<ColumnSource> columns;  ///< in the table's order
    std::vector<std::string> notes;     ///< what the reader did with empty cells
};

/// One of the figures from which "housing and terrain" is composed, as read; one value per municipality.
struct HousingColumn {
    std::string name;
    std::vector<double> values;
};

/// Columns whose high values mean a high x[2]: they fix the sign of the component.
inline constexpr std::array<std::string_view, 3> housing_anchors{"detached_pct", "owner_occupied_pct",
                                                                 "gas_m3_per_home"};

/// The three parts of a municipality's context that data tell, in standard deviations: x[0] urbanity, x[1]
/// prosperity, x[2] housing and terrain. The fourth, administrative-political, has no data: it is drawn in
/// each world.
using Context = std::array<double, 3>;

struct Country {
    std::string name;

    std::vector<std::string> code;          ///< unique
    std::vector<std::string> municipality;  ///< name
    std::vector<std::int32_t> province;     ///< index in province_names
    std::vector<std::int32_t> region;       ///< index in region_names
    std::vector<std::string> province_names;
    std::vector<std::string> region_names;

    std::vector<double> east_km;   ///< of the centroid, from the middle of the country
    std::vector<double> north_km;  ///< likewise

    std::vector<std::int64_t> population;         ///< persons, at least 1
    std::vector<std::int64_t> households;         ///< at least 1, at most the population
    std::vector<std::int64_t> establishments;     ///< of businesses
    std::vector<double> household_income_eur;     ///< mean disposable income of a household, euro per year
    std::vector<double> household_wealth_eur;     ///< median wealth of a household, euro; may be negative
    std::vector<double> address_density_per_km2;  ///< above 0
    std::vector<HousingColumn> housing;           ///< raw inputs of x[2]; empty in a synthetic country

    std::vector<Context> context;          ///< x[0..2]; filled by model/context, or drawn when synthetic
    std::vector<double> housing_loadings;  ///< of each housing column in x[2]; as long as `housing`
    double housing_explained = 0;          ///< share of the housing columns' variance that x[2] carries

    std::vector<FirmSizeClass> firm_sizes = dutch_firm_sizes();  ///< of firms everywhere, at least one class

    TableSource source;

    std::size_t size() const { return code.size(); }
};

/// Sets east_km and north_km from degrees (WGS84) by an oblique stereographic projection of a sphere of
/// radius R = 6371.0088 km, centred on (φ0, λ0), the middle of the smallest box of degrees that holds all
/// points:
///
///     k = 2R / (1 + sin φ0 sin φ + cos φ0 cos φ cos(λ − λ0))
///     east = k cos φ sin(λ − λ0)        north = k (cos φ0 sin φ − sin φ0 cos φ cos(λ − λ0))
///
/// Lengths are true to 0.1 % within 400 km of the middle. A country across the 180° meridian is not
/// supported. Source: Snyder (1987), Map Projections: A Working Manual, equations 21-2 to 21-4.
void place_on_plane(Country& country, std::span<double const> latitude, std::span<double const> longitude);

/// Straight distance between the centroids of municipalities i and j, km.
inline double distance_km(Country const& country, std::size_t i, std::size_t j) {
    double const east = country.east_km[i] - country.east_km[j];
    double const north = country.north_km[i] - country.north_km[j];
    return std::sqrt(east * east + north * north);
}

}  // namespace spil
