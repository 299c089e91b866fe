#pragma once
/// \file lab_money.hpp  What a lab does with its money: wages at home, purchases from its partners (SM10,
/// SM19).
///
///     preparing   half of what its funders planned
///     active      max(planned, balance / months of money left), at most 1.5 times the full spending
///                 of its kind
///
/// and never more than its account holds. What preparation left unspent is thus used while the lab is active,
/// and what is left at the end goes back to the funder. Spending is split over wages, firms, knowledge
/// institutions, intermediaries and civic groups to the cent (largest remainder).
/// Firms' part goes to the firm that leads the lab's partners, else to the seller most bought from there.
/// Of each kind of institution it is a member of the lab that is paid, in turns, else one near its host
/// (coalition). Reads stage, plan, horizon, payees, firms; writes spending and spent, firms' lab_work; pays
/// from lab accounts.

#include "engine/world/access.hpp"

namespace spil {

struct LabMoneyParameters {
    static constexpr std::string_view name = "lab_money";

    double preparation_spending = 0.5;
    double largest_spending = 1.5;
    double wages = 0.45;
    double firms = 0.30;
    double knowledge = 0.15;
    double intermediaries = 0.06;
    double civic = 0.04;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = LabMoneyParameters;
        return f(field(&P::preparation_spending, "preparation_spending", "1", within(0, 1),
                       "share of the plan spent while preparing", assumption()),
                 field(&P::largest_spending, "largest_spending", "1", within(0.1, 10),
                       "most a lab can absorb, relative to its kind", assumption()),
                 field(&P::wages, "wages", "1", within(0, 1), "weight of wages in spending", assumption()),
                 field(&P::firms, "firms", "1", within(0, 1), "weight of purchases from firms", assumption()),
                 field(&P::knowledge, "knowledge", "1", within(0, 1), "weight of knowledge institutions",
                       assumption()),
                 field(&P::intermediaries, "intermediaries", "1", within(0, 1), "weight of intermediaries",
                       assumption()),
                 field(&P::civic, "civic", "1", within(0, 1), "weight of civic groups", assumption()));
    }
};

/// What a lab wants to spend this month, EUR; 0 unless it prepares or runs.
double wanted_spending(Stage stage, double planned, double reference, double balance, double horizon,
                       LabMoneyParameters const& p);

void spend(LabMoneyParameters const&, Pay<AccountClass::lab> purse, In<&Labs::host> host,
           In<&Labs::solution> solution, In<&Labs::stage> stage, In<&Labs::planned_spending> planned,
           In<&Labs::reference_spending> reference, In<&Labs::horizon> horizon,
           In<&Labs::knowledge_payee> knowledge_payee, In<&Labs::intermediary_payee> intermediary_payee,
           In<&Labs::civic_payee> civic_payee, In<&Labs::lead_firm> lead_firm,
           In<&Municipalities::seller> seller, Out<&Labs::spending> spending, Update<&Labs::spent> spent,
           Update<&Firms::lab_work> lab_work);

}  // namespace spil
