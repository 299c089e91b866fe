#pragma once
/// \file circulation_parameters.hpp  How knowledge travels (SM12): who meets whom, and what is taken up. Read
/// by circulation itself and by the meetings it is made of.

#include "engine/schema/field.hpp"

namespace spil {

struct CirculationParameters {
    static constexpr std::string_view name = "circulation";

    double transfer_rate = 0.003;
    double proximity_weight = 1;
    double region_weight = 0.5;
    double trust_weight = 0.5;
    double practice_weight = 0.25;
    double absorption_floor = 0.3;
    double unretained_share = 0.5;
    double least_learning = 0.15;
    double source_memory = 72;
    double report_forgetting = 0.02;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = CirculationParameters;
        return f(
            field(&P::transfer_rate, "transfer_rate", "1/month", within(0, 1).likely(0.001, 0.01),
                  "rate of taking up all that one source of full learning and contact 1 knows",
                  assumption("to be tuned to 10 points more adoption by informed mayors, Hjort et al. 2021")),
            field(&P::proximity_weight, "proximity_weight", "1", within(0, 10).likely(0, 2),
                  "contact by nearness", literature("distance matters within a country: Abramo et al. 2020")),
            field(&P::region_weight, "region_weight", "1", within(0, 10).likely(0, 1),
                  "contact within an energy region", assumption()),
            field(&P::trust_weight, "trust_weight", "1", within(0, 10).likely(0, 1),
                  "contact by mutual trust", assumption()),
            field(&P::practice_weight, "practice_weight", "1", within(0, 10).likely(0, 0.5),
                  "contact between members of a community of practice of strength 1", assumption()),
            field(&P::absorption_floor, "absorption_floor", "1", within(0, 1),
                  "uptake of a municipality without skill, relative to full skill", assumption()),
            field(&P::unretained_share, "unretained_share", "1", within(0, 1),
                  "what a source tells when nothing holds off its decay, relative", assumption()),
            field(&P::least_learning, "least_learning", "1", within(0, 1),
                  "mean learning below which a source has nothing to tell", assumption()),
            field(&P::source_memory, "source_memory", "months", within(0, 600),
                  "time after the money stopped that a lab is still a source", assumption()),
            field(&P::report_forgetting, "report_forgetting", "1/month", within(0, 1).likely(0, 0.05),
                  "share of the weight of old reports that fades", assumption()));
    }
};

}  // namespace spil
