#pragma once
/// \file outcome_parameters.hpp  Conventions in which the outcomes of a run are counted.

#include "engine/schema/field.hpp"

namespace spil {

struct OutcomeParameters {
    static constexpr std::string_view name = "outcomes";

    double discount_rate = 0.03;
    double embedding_window = 24;
    double take_off_share = 0.16;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = OutcomeParameters;
        return f(
            field(&P::discount_rate, "discount_rate", "1/year", within(0, 0.5).likely(0, 0.05),
                  "rate at which later service counts less", design()),
            field(&P::embedding_window, "embedding_window", "months", within(0, 240),
                  "time after a lab's money stops within which it must be embedded not to count as stalled",
                  design()),
            field(&P::take_off_share, "take_off_share", "1", within(0.001, 0.999),
                  "mean share served at which a transition has taken off",
                  literature("Rogers: innovators and early adopters")));
    }
};

}  // namespace spil
