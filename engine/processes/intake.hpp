#pragma once
/// \file intake.hpp  An intake: municipalities are talked to, and labs chosen among them as a set (SM6).
///
///     recruited   so many municipalities at random; of these, those willing (chance 1 - a) with a role and
///                 staff to spare
///     candidates  each of them with each solution of the mission that is no institution there
///     chosen      greedy on worth, spread and what they would teach (common/set_choice.hpp), per euro
///                 promised, from the free money; one lab for each municipality and mission
///
/// A clairvoyant sees each candidate's potential itself. Who is talked to spends the effort of an intake
/// talk; who gets nothing loses trust in proportion to that effort. The best candidate left out sets the mark
/// for labs at gates. Every `interval` months from the end of the set-up. Reads belief, context, challenge;
/// writes labs, grants, programmes, municipalities; pays.

#include "engine/processes/common/application.hpp"
#include "engine/processes/common/belief.hpp"
#include "engine/processes/common/founding.hpp"
#include "engine/processes/common/programme_money.hpp"
#include "engine/processes/common/report_parameters.hpp"

namespace spil {

struct IntakeParameters {
    static constexpr std::string_view name = "intake";

    double recruits = 40;
    double minimum_staff = 0.5;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = IntakeParameters;
        return f(field(&P::recruits, "recruits", "1", within(0, 10000).likely(10, 342),
                       "municipalities talked to at each intake", assumption()),
                 field(&P::minimum_staff, "minimum_staff", "FTE", within(0, 100),
                       "free staff below which a municipality cannot start a lab", assumption()));
    }
};

/// Municipalities talked to this month for mission m, in order of index.
std::vector<std::size_t> recruited(Step const& step, std::size_t m, std::size_t recruits);

void hold_intake(Step const& step, Regime const& regime, IntakeParameters const& p,
                 ApplicationParameters const& application, HostParameters const& host_parameters,
                 FoundingParameters const& founding, BudgetParameters const& budgets,
                 BeliefParameters const& belief, ReportParameters const& report,
                 In<&Missions::preparation> preparation, In<&Municipalities::population> population,
                 In<&Municipalities::context> context, In<&Municipalities::yearly_free> yearly_free,
                 In<&Municipalities::challenge> challenge, In<&Municipalities::potential> potential,
                 In<&Municipalities::judgement> judgement, In<&Municipalities::aversion> aversion,
                 In<&Municipalities::fte_free> fte_free, In<&Municipalities::role> role,
                 In<&Municipalities::implemented> implemented, Update<&Municipalities::idea> idea,
                 Update<&Municipalities::idea_age> idea_age, Update<&Municipalities::knowledge> knowledge,
                 Update<&Municipalities::carry_over> carry_over,
                 Update<&Municipalities::application_fte> application_fte,
                 Update<&Municipalities::awards_won> awards_won,
                 Update<&Municipalities::programme_trust> programme_trust, Whole<Labs> labs,
                 Whole<Programmes> programmes, Whole<Grants> grants, SelectionPay pay);

}  // namespace spil
