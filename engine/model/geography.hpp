#pragma once
/// \file geography.hpp  How near municipalities are to each other, in kilometres and in context.
///
///     proximity           exp(-d_ij / d_0)
///     context_distance2   |x_i - x_j|^2
///     likeness            exp(-h |x_i - x_j|^2 / 2 l^2)               what truly carries over
///     perceived_likeness  exp(-|x_i - x_j|^2 / 2 (k l)^2)             what people think carries over
///
///     far contacts        population_j exp(-d_ij / d_n), j other than i       as alias tables
///
/// h is the share of context in what makes a solution fit: with 0, one size fits all and everything carries
/// over. k is naivety: above 1, people take others for more like themselves than they are.
/// Source: pilots are copied with too little correction for place (Wang and Yang 2025);
/// alias method of Walker (1977) and Vose (1991).

#include <span>

#include "engine/schema/field.hpp"
#include "engine/world/country.hpp"
#include "engine/world/geography.hpp"

namespace spil {

struct GeographyParameters {
    static constexpr std::string_view name = "geography";

    double proximity_scale = 40;
    double context_length = 1.2;
    double naivety = 1.5;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = GeographyParameters;
        return f(field(&P::proximity_scale, "proximity_scale", "km", within(1, 1e4).likely(20, 100),
                       "distance over which contacts thin out",
                       assumption("partnerships rarely cross a provincial border")),
                 field(&P::context_length, "context_length", "sd", within(0.05, 100).likely(0.7, 2),
                       "difference of context over which lessons stop to hold", assumption()),
                 field(&P::naivety, "naivety", "1", within(0.1, 10).likely(1, 3),
                       "that length as people see it, relative to the true one",
                       assumption("Wang and Yang 2025 give the direction")));
    }
};

/// \param context             municipality by context part, as in municipalities.context; sd
/// \param proximity_scale_km  above 0
/// \param context_length      above 0, sd
/// \param naivety             above 0
/// \param context_share       share of context in fit, 0..1; 1 leaves likeness as it is without h
Geography make_geography(Country const&, std::span<double const> context, double proximity_scale_km,
                         double context_length, double naivety, double context_share = 1);
Geography make_geography(Country const&, std::span<double const> context, GeographyParameters const&,
                         double context_share = 1);

/// Fills the alias tables of contacts in other municipalities: weight population_j exp(-d_ij / scale) for all
/// j but i. Leaves them empty in a country of one municipality. \param scale_km  above 0
void add_far_contacts(Geography& geography, Country const& country, double scale_km);

}  // namespace spil
