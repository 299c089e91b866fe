#pragma once
/// \file local_initiative.hpp  Municipalities run small labs of their own, whatever programmes do (SM2,
/// SM13).
///
///     a municipality that finances or drives a mission and has had an idea in hand for `patience` months
///     starts with chance
///         1 - exp(-start_rate (1 - a_i) reach_r)
///     if its free money pays for `secured_months` of it above its reserve. It then pays
///         intensity x full spending a month,   half of it in preparation, nothing while partners are sought,
///     until the term is over, the reserve is reached or its college no longer backs the lab.
///
/// Without this, a country without programmes would never begin: the baseline would be nothing instead of
/// what happens anyway. It is part of the core and the same under every regime. Reads ideas, roles, money;
/// adds labs, writes what they may count on; pays. Source: municipalities' own experiments (Rathenau 2020);
/// figures are assumptions.

#include "engine/processes/common/founding.hpp"
#include "engine/processes/common/host.hpp"
#include "engine/processes/common/roles.hpp"
#include "engine/world/access.hpp"

namespace spil {

struct LocalInitiativeParameters {
    static constexpr std::string_view name = "local_initiative";

    double start_rate = 0.03;
    double patience = 6;
    double intensity = 0.2;
    double term = 60;
    double secured_months = 12;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = LocalInitiativeParameters;
        return f(
            field(&P::start_rate, "start_rate", "1/month", within(0, 1).likely(0, 0.1),
                  "rate at which an idea in hand becomes a lab of one's own, without aversion and at full "
                  "reach",
                  assumption()),
            field(&P::patience, "patience", "months", within(0, 120),
                  "months an idea waits for other money first", assumption()),
            field(&P::intensity, "intensity", "1", within(0.01, 2).likely(0.05, 0.5),
                  "spending of an own lab, relative to one that lacks nothing", assumption()),
            field(&P::term, "term", "months", within(1, 360),
                  "longest life of an own lab on its host's money", assumption()),
            field(&P::secured_months, "secured_months", "months", within(0, 120),
                  "months of money a municipality wants in hand", assumption()));
    }
};

double own_lab_chance(double aversion, double reach, LocalInitiativeParameters const& p);

void start_own_labs(Step const&, LocalInitiativeParameters const&, FoundingParameters const&,
                    HostParameters const&, RoleParameters const&, Pay<AccountClass::municipality> purse,
                    In<&Municipalities::role> role, In<&Municipalities::aversion> aversion,
                    In<&Municipalities::judgement> judgement, In<&Municipalities::yearly_free> yearly_free,
                    Update<&Municipalities::idea> idea, Update<&Municipalities::idea_age> age,
                    Whole<Labs> labs);

void pay_own_labs(Step const&, LocalInitiativeParameters const&, FoundingParameters const&,
                  HostParameters const&, Pay<AccountClass::municipality, AccountClass::lab> purse,
                  In<&Labs::own_budget> own, In<&Labs::unbacked> unbacked, In<&Labs::host> host,
                  In<&Labs::stage> stage, In<&Labs::start_month> start,
                  In<&Municipalities::yearly_free> yearly_free, Update<&Labs::planned_spending> planned,
                  Update<&Labs::horizon> horizon, Update<&Labs::stop_signal> stop);

}  // namespace spil
