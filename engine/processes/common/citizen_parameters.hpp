#pragma once
/// \file citizen_parameters.hpp  Who residents are when a run begins, and whether they are agents.
///
/// An agent stands for `weight` residents, in a small municipality for fewer, so that a network of people is
/// left there too; never for less than one. The mean field replaces agents by shares.

#include <cstdint>

#include "engine/schema/field.hpp"

namespace spil {

/// What stands for residents: single agents, or shares of them that move as many would on average.
enum class CitizenForm : std::uint8_t { agents, mean_field };
template <>
struct Words<CitizenForm> {
    static constexpr std::array<std::string_view, 2> list{"agents", "mean_field"};
};

struct CitizenParameters {
    static constexpr std::string_view name = "citizens";

    CitizenForm form = CitizenForm::agents;
    double weight = 1000;
    std::int64_t least_agents = 20;
    double threshold_alpha = 2;
    double threshold_beta = 4;
    double income_gini = 0.29;
    double opinion_mean = 0.1;
    double opinion_sd = 0.4;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = CitizenParameters;
        return f(
            field(&P::form, "form",
                  "what stands for residents: agents with contacts of their own, or a mean field of shares",
                  design()),
            field(&P::weight, "weight", "residents", within(1, 1e5).likely(100, 10000),
                  "residents that one agent stands for", design()),
            field(&P::least_agents, "least_agents", "agents", within(1, 1e5).likely(10, 100),
                  "agents of a municipality, though each then stands for fewer residents", design()),
            field(&P::threshold_alpha, "threshold_alpha", "1", within(0.5, 50).likely(1, 4),
                  "first shape of the distribution of thresholds; its mean is a / (a + b)", assumption()),
            field(&P::threshold_beta, "threshold_beta", "1", within(0.5, 50).likely(2, 6),
                  "second shape of the distribution of thresholds", assumption()),
            field(&P::income_gini, "income_gini", "1", within(0, 0.8).likely(0.25, 0.35),
                  "inequality of household income within a municipality",
                  assumption("near the level of the Netherlands as a whole")),
            field(&P::opinion_mean, "opinion_mean", "1", within(-1, 1).likely(-0.1, 0.3),
                  "mean opinion at the start, in every mission", assumption()),
            field(&P::opinion_sd, "opinion_sd", "1", within(0, 2).likely(0.2, 0.6),
                  "spread of opinions at the start", assumption()));
    }
};

}  // namespace spil
