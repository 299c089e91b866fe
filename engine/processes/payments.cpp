#include "engine/processes/payments.hpp"

#include <algorithm>
#include <vector>

#include "engine/processes/common/firms.hpp"

namespace spil {

double reporting_cost(Regime const& r, PaymentParameters const& p, HostParameters const& host) {
    return (p.reporting_rate * r.reference_grant + p.reporting_fte * host.fte_cost) * r.accountability;
}
double reporting_staff(Regime const& r, PaymentParameters const& p, HostParameters const& host) {
    return (1 - p.reporting_cash_share) * reporting_cost(r, p, host) / host.fte_cost;
}
double reporting_cash(Regime const& r, PaymentParameters const& p, HostParameters const& host) {
    return p.reporting_cash_share * reporting_cost(r, p, host);
}

double bundled_reporting(int grants, double each, bool bundled, PaymentParameters const& p) {
    if (grants <= 0) return 0;
    return each * (1 + (grants - 1) * (bundled ? 1 - p.bundling_saving : 1.0));
}

HostSide host_side(double grant_money, double c, bool has_firms, double role_cash_share, double firm_share) {
    double const all = grant_money * c / (1 - c);
    double const firms = has_firms ? firm_share * all : 0;
    return {(all - firms) * role_cash_share, firms};
}

void pay_grants(
    Step const& step, Regime const& r, PaymentParameters const& p, FoundingParameters const& founding,
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
    Pay<AccountClass::programme, AccountClass::municipality, AccountClass::firm, AccountClass::treasury>
        pay) {
    auto const cash = roles.cash();
    double const reporting = reporting_staff(r, p, host_parameters);
    double const statement = reporting_cash(r, p, host_parameters);
    int const interval = whole_months(p.instalment_interval);

    std::vector<int> grants_here(skill.rows(), 0);
    for (std::size_t l = 0; l < host.size(); ++l)
        if (grants->in_force.now[l] != 0) ++grants_here[static_cast<std::size_t>(host(l))];
    std::vector<double> reports(skill.rows());  // the work of so many, bundled where that can be
    for (std::size_t i = 0; i < skill.rows(); ++i) {
        reports[i] = bundled_reporting(grants_here[i], 1, r.bundling && skill(i) > p.bundling_skill, p);
        accountability_fte(i) = reports[i] * reporting;
    }

    for (std::size_t l = 0; l < host.size(); ++l) {
        if (own_budget(l) != 0) continue;
        auto const i = static_cast<std::size_t>(host(l));
        auto const m = static_cast<std::size_t>(mission(l));
        bool const in_force = grants->in_force.now[l] != 0;
        Account const municipality{AccountClass::municipality, i};
        // The accountant's statement, at the end of each of the grant's years.
        if (in_force && (static_cast<int>(step.tick) - start(l)) % 12 == 11)
            pay.post(Flow::accountability, municipality, {AccountClass::household, i},
                     std::min(above_reserve(pay.balance(municipality), yearly_free(i), host_parameters),
                              cents(statement * reports[i] / grants_here[i])));
        planned_spending(l) = 0;
        if (!in_force || stop_signal(l) != 0) {
            horizon(l) = 0;
            gate_distance(l) = 0;
            continue;
        }

        Account const account{AccountClass::lab, l};
        double const intensity = grants->intensity.now[l];
        auto& months_left = grants->months_left.now[l];
        auto& instalment_in = grants->instalment_in.now[l];
        if (intensity > 0 && months_left > 0) {
            double const monthly = intensity * grants->rate.now[l];
            Cents const remaining = grants->remaining.now[l];
            if (instalment_in == 0) {
                int const months = std::min(interval, months_left);
                // The last instalment takes what rounding left over.
                Cents const amount =
                    months == months_left ? remaining : std::min(remaining, cents(monthly * months));
                book_payment(*grants, *programmes, l, m, amount);
                pay.post(Flow::award, {AccountClass::programme, m}, account, amount);
                instalment_in = months;
            }
            --instalment_in;
            --months_left;
            planned_spending(l) = monthly;
            reference_spending(l) =
                full_spending(grants->rate.now[l], grants->co_financing.now[l], r, founding);

            if (stage(l) != Stage::forming) {
                auto const wanted = host_side(monthly, grants->co_financing.now[l], firm_partners(l) > 0,
                                              cash[role(i, m)], p.firm_share);
                Cents const own = cents(wanted.municipality);
                Cents const floor = cents(host_parameters.reserve_floor * yearly_free(i));
                if (own > 0 && unbacked(l) == 0 && pay.balance(municipality) - own > floor) {
                    pay.post(Flow::co_financing, municipality, account, own);
                    planned_spending(l) += euro(own);
                }
                auto const nearest = [&] {
                    return seller(i, static_cast<std::size_t>(solution(l)) * seller_slots);
                };
                Account const firms{AccountClass::firm, lab_firm(lead_firm(l), nearest)};
                Cents const firms_cash =
                    pay.post_up_to(Flow::firm_co_financing, firms, account, cents(wanted.firms));
                pay.post(Flow::ppp_surcharge, {AccountClass::treasury},
                         {AccountClass::knowledge, static_cast<std::size_t>(knowledge_payee(l))},
                         cents(p.ppp_surcharge * euro(firms_cash)));
                firm_cash(l) += firms_cash;
                planned_spending(l) += euro(firms_cash);
            }
        }

        bool const stopping = grants->pending_months.now[l] > 0 && grants->next_intensity.now[l] == 0;
        int const gate = grants->gate_in.now[l];
        horizon(l) = months_left;
        if (!stopping && funding(r))
            horizon(l) +=
                months_beyond(r, months_left, grants->stay_left.now[l], programmes->stop_rate.now[m],
                              programmes->follow_on_rate.now[m], follow_on(l) != 0);
        softness(l) = funding(r) ? spil::softness(r) : 0;
        gate_distance(l) = passes_gates(r, *grants, l)
                               ? gate + (running(stage(l)) ? 0.0 : std::max(0.0, preparation_left(l)))
                               : 0;
    }
}

}  // namespace spil
