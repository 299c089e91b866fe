#pragma once
/// \file mission_parameters.hpp  What tells one mission from another: a row of `[[missions]]` in a scenario.

#include <string>

#include "engine/schema/field.hpp"

namespace spil {

struct MissionParameters {
    static constexpr std::string_view name = "missions";

    std::string title = "energy";
    bool technical = true;
    double preparation = 30;
    double need_interval = 180;
    double cost = 15000;
    double running_saving = 900;
    double level = -0.5;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = MissionParameters;
        return f(
            field(&P::title, "title", "name of the mission, unique", design()),
            field(&P::technical, "technical", "1", within(0, 1),
                  "true: a lab needs a firm among its partners", design()),
            field(&P::preparation, "preparation", "months", within(0, 120).likely(4, 48),
                  "mean preparation of a lab",
                  literature("PAW: 27 of 50 test beds still planned after some 26 to 53 months")),
            field(&P::need_interval, "need_interval", "months", within(1, 600).likely(12, 240),
                  "interval at which the need for a choice comes round", assumption("life of installations")),
            field(&P::cost, "cost", "EUR/household", within(1, 1e6),
                  "mean cost of a solution for a household at the start", assumption()),
            field(&P::running_saving, "running_saving", "EUR/year", within(-1e5, 1e5),
                  "running saving of a household served", assumption()),
            field(&P::level, "level", "logit", within(-6, 6).likely(-1.5, 1),
                  "mean intensity of the challenge", assumption()));
    }
};

}  // namespace spil
