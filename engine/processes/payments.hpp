#pragma once
/// \file payments.hpp  Labs get their money: instalments, co-financing, firms' cash and its surcharge (SM5,
/// SM8).
///
///     instalment    intensity x rate x months of the interval, in advance, out of what was promised
///     host's side   intensity x rate x c / (1 - c) a month once partners are found; the lead firm pays a
///                   share of it where the lab has firms, the municipality the rest, times the cash share of
///                   its role, if its balance stays above the reserve and it backs the lab
///     surcharge     share of firms' cash, treasury -> the lab's knowledge institution
///     reporting     (tau G + fixed x cost of a post) x accountability a year, for each lab with a grant in
///                   force: a share of it in cash at the end of each of its years, as far as the host's
///                   reserve allows (the accountant's statement), the rest as staff bound;
///                   bundled, by a host with skill: largest + (1 - saved) x (sum - largest)
///
/// Labs that their host pays for alone are none of its business. Reads labs, roles; writes what labs may
/// count on (labs.horizon, softness, gate_distance, reference_spending, planned_spending), labs.firm_cash,
/// municipalities.accountability_fte, grants, programmes.committed; pays. A regime that does not fund pays
/// what an earlier one promised, and lets nobody count on more. Source: quarterly instalments and
/// co-financing as Regio Deals practise them; the Dutch public-private surcharge of 30 %.

#include "engine/processes/common/founding.hpp"
#include "engine/processes/common/grants.hpp"
#include "engine/processes/common/host.hpp"
#include "engine/processes/common/roles.hpp"
#include "engine/world/access.hpp"

namespace spil {

struct PaymentParameters {
    static constexpr std::string_view name = "payments";

    double instalment_interval = 3;
    double firm_share = 0.3;
    double ppp_surcharge = 0.3;
    double reporting_rate = 0.02;
    double reporting_fte = 0.1;
    double bundling_saving = 0.7;
    double bundling_skill = 0.5;
    double reporting_cash_share = 0.2;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = PaymentParameters;
        return f(field(&P::instalment_interval, "instalment_interval", "months", within(1, 12),
                       "months that one instalment of a grant covers", assumption()),
                 field(&P::firm_share, "firm_share", "1", within(0, 1).likely(0, 0.6),
                       "share of the co-financing that firms in a lab pay in cash", assumption()),
                 field(&P::ppp_surcharge, "ppp_surcharge", "1", within(0, 1).likely(0.25, 0.4),
                       "public surcharge on firms' cash, for the knowledge institutions taking part",
                       literature("Dutch PPP surcharge: 30 %")),
                 field(&P::reporting_rate, "reporting_rate", "1/year", within(0, 1).likely(0, 0.06),
                       "yearly cost of accounting for a grant, share of it", assumption()),
                 field(&P::reporting_fte, "reporting_fte", "FTE", within(0, 10).likely(0.02, 0.3),
                       "staff that accounting for a grant takes whatever its size",
                       assumption("small municipalities feel it most")),
                 field(&P::bundling_saving, "bundling_saving", "1", within(0, 1).likely(0, 0.9),
                       "share of the reporting on further grants that bundling saves", assumption()),
                 field(&P::bundling_skill, "bundling_skill", "1", within(0, 1).likely(0.3, 0.7),
                       "skill in mission management above which a host can bundle", assumption()),
                 field(&P::reporting_cash_share, "reporting_cash_share", "1", within(0, 1).likely(0, 0.5),
                       "share of the cost of accounting that is bought; the rest is own staff",
                       assumption("an accountant's statement")));
    }
};

/// Yearly cost of accounting for one grant in EUR, and the two parts of it: staff bound, EUR a year bought.
double reporting_cost(Regime const& regime, PaymentParameters const& p, HostParameters const& host);
double reporting_staff(Regime const& regime, PaymentParameters const& p, HostParameters const& host);
double reporting_cash(Regime const& regime, PaymentParameters const& p, HostParameters const& host);

/// Staff that accounting for `grants` grants alike takes a host. \param each  staff for one of them
double bundled_reporting(int grants, double each, bool bundled, PaymentParameters const& p);

/// The host side's money for one month.
struct HostSide {
    double municipality = 0;  ///< EUR, before looking at its reserve
    double firms = 0;         ///< EUR, before looking at their cash
};
/// \param grant_money  EUR this month, intensity x rate \param c  host side's share of cost
HostSide host_side(double grant_money, double c, bool has_firms, double role_cash_share, double firm_share);

void pay_grants(
    Step const& step, Regime const& regime, PaymentParameters const& p, FoundingParameters const& founding,
    RoleParameters const& roles, HostParameters const& host_parameters, In<&Labs::host> host,
    In<&Labs::mission> mission, In<&Labs::solution> solution, In<&Labs::start_month> start,
    In<&Labs::stage> stage, In<&Labs::own_budget> own_budget, In<&Labs::unbacked> unbacked,
    In<&Labs::stop_signal> stop_signal, In<&Labs::preparation_left> preparation_left,
    In<&Labs::firm_partners> firm_partners, In<&Labs::lead_firm> lead_firm,
    In<&Labs::knowledge_payee> knowledge_payee, In<&Labs::follow_on> follow_on,
    In<&Municipalities::seller> seller, In<&Municipalities::role> role, In<&Municipalities::skill> skill,
    In<&Municipalities::yearly_free> yearly_free, Update<&Labs::horizon> horizon,
    Update<&Labs::softness> softness, Update<&Labs::gate_distance> gate_distance,
    Update<&Labs::reference_spending> reference_spending, Update<&Labs::planned_spending> planned_spending,
    Update<&Labs::firm_cash> firm_cash, Update<&Municipalities::accountability_fte> accountability_fte,
    Whole<Programmes> programmes, Whole<Grants> grants,
    Pay<AccountClass::programme, AccountClass::municipality, AccountClass::firm, AccountClass::treasury> pay);

}  // namespace spil
