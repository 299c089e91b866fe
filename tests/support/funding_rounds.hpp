#pragma once
/// \file funding_rounds.hpp  The funding processes one after the other, as the schedule has them.

#include "engine/processes/blocks.hpp"
#include "engine/processes/budgets.hpp"
#include "engine/processes/calls.hpp"
#include "engine/processes/follow_on.hpp"
#include "engine/processes/gates.hpp"
#include "engine/processes/intake.hpp"
#include "engine/processes/payments.hpp"
#include "tests/support/funding_world.hpp"

namespace spil::testing {

inline void gates_once(World& w, Step const& step, Regime const& r, GateParameters const& p = {},
                       ReportParameters const& report = {}) {
    run<&hold_gates>(w, step, r, p, BeliefParameters{}, report, BudgetParameters{}, FoundingParameters{},
                     EmbeddingParameters{});
}
inline void call_once(World& w, Step const& step, Regime const& r, CallParameters const& p = {}) {
    run<&hold_calls>(w, step, r, p, ApplicationParameters{}, HostParameters{}, IdeaParameters{},
                     FoundingParameters{}, BudgetParameters{}, BeliefParameters{}, ReportParameters{});
}
inline void intake_once(World& w, Step const& step, Regime const& r, IntakeParameters const& p = {}) {
    run<&hold_intake>(w, step, r, p, ApplicationParameters{}, HostParameters{}, FoundingParameters{},
                      BudgetParameters{}, BeliefParameters{}, ReportParameters{});
}
inline void pay_once(World& w, Step const& step, Regime const& r) {
    run<&pay_grants>(w, step, r, PaymentParameters{}, FoundingParameters{}, RoleParameters{},
                     HostParameters{});
}

inline void follow_on_once(World& w, Step const& step, Regime const& r, FollowOnParameters const& p = {}) {
    run<&hold_follow_ons>(w, step, r, p, ReportParameters{}, FoundingParameters{}, EmbeddingParameters{});
}
inline void blocks_once(World& w, Step const& step, Regime const& r, BlockParameters const& p = {}) {
    run<&run_blocks>(w, step, r, p, IdeaParameters{}, BudgetParameters{}, FoundingParameters{},
                     HostParameters{}, ReportParameters{}, EmbeddingParameters{});
}

/// One month of funding.
inline void funding_month(World& w, Step const& step, Regime const& r) {
    run<&run_budgets>(w, step, r, BudgetParameters{});
    follow_on_once(w, step, r);
    blocks_once(w, step, r);
    gates_once(w, step, r);
    call_once(w, step, r);
    intake_once(w, step, r);
    pay_once(w, step, r);
}

/// The least a lab does: it finds partners at once, prepares a year, spends most of its plan and hears its
/// funder.
inline void labs_month(World& w) {
    auto& labs = w.labs;
    for (std::size_t l = 0; l < rows(labs); ++l) {
        auto& stage = labs.stage.now[l];
        auto& months = labs.stage_months.now[l];
        if (!funded(stage)) continue;
        months += 1;
        if (stage == Stage::forming)
            stage = Stage::preparing, months = 0, labs.preparation_left.now[l] = 12,
            labs.firm_partners.now[l] = 1;
        else if (stage == Stage::preparing && --labs.preparation_left.now[l] <= 0)
            stage = Stage::active, months = 0;
        if (running(stage))
            for (std::size_t k = 0; k < conditions; ++k) {
                auto& learnt = labs.learning.now[l * conditions + k];
                learnt += 0.03 * (1 - learnt);
            }
        Account const account{AccountClass::lab, l};
        w.ledger.post(Flow::lab_wages, account, {AccountClass::household, 0},
                      std::min(w.ledger.balance(account), cents(0.9 * labs.planned_spending.now[l])));
        if (labs.stop_signal.now[l] == 1) stage = Stage::post;
        if (labs.stop_signal.now[l] == 2) stage = Stage::closed;
    }
}

/// Municipalities live from their general grant and always have an idea.
inline void towns_month(World& w, std::uint32_t tick) {
    for (std::size_t i = 0; i < w.dimensions.municipalities; ++i)
        for (std::size_t m = 0; m < w.dimensions.missions; ++m) {
            auto& idea = w.municipalities.idea.now[i * w.dimensions.missions + m];
            if (idea == 0)
                idea =
                    1 + static_cast<std::int32_t>((i + tick / 12 + m) % w.dimensions.solutions_per_mission);
        }
}

inline void run_funding(World& w, Regime const& r, std::uint32_t from, std::uint32_t to) {
    for (auto t = from; t < to; ++t) {
        towns_month(w, t);
        funding_month(w, step_of(w, t), r);
        labs_month(w);
    }
}

}  // namespace spil::testing
