#include "engine/processes/lab_money.hpp"

#include <algorithm>
#include <array>

#include "engine/processes/common/firms.hpp"

namespace spil {

double wanted_spending(Stage stage, double planned, double reference, double balance, double horizon,
                       LabMoneyParameters const& p) {
    if (stage == Stage::preparing) return p.preparation_spending * planned;
    if (!running(stage)) return 0;
    return std::min(std::max(planned, balance / std::max(1.0, horizon)), p.largest_spending * reference);
}

void spend(LabMoneyParameters const& p, Pay<AccountClass::lab> purse, In<&Labs::host> host,
           In<&Labs::solution> solution, In<&Labs::stage> stage, In<&Labs::planned_spending> planned,
           In<&Labs::reference_spending> reference, In<&Labs::horizon> horizon,
           In<&Labs::knowledge_payee> knowledge_payee, In<&Labs::intermediary_payee> intermediary_payee,
           In<&Labs::civic_payee> civic_payee, In<&Labs::lead_firm> lead_firm,
           In<&Municipalities::seller> seller, Out<&Labs::spending> spending, Update<&Labs::spent> spent,
           Update<&Firms::lab_work> lab_work) {
    std::array<double, 5> const mix{p.wages, p.firms, p.knowledge, p.intermediaries, p.civic};
    std::array<Cents, 5> parts{};
    for (std::size_t l = 0; l < stage.rows(); ++l) {
        spending(l) = 0;
        if (stage(l) != Stage::preparing && !running(stage(l))) continue;
        Account const lab{AccountClass::lab, l};
        Cents const balance = purse.balance(lab);
        double const wanted =
            wanted_spending(stage(l), planned(l), reference(l), euro(balance), horizon(l), p);
        Cents const amount = std::min(balance, cents(wanted));
        if (amount == 0) continue;
        split_cents(amount, mix, parts);
        purse.post(Flow::lab_wages, lab, {AccountClass::household, static_cast<std::size_t>(host(l))},
                   parts[0]);
        auto const f = lab_firm(lead_firm(l), [&] {
            return seller(static_cast<std::size_t>(host(l)),
                          static_cast<std::size_t>(solution(l)) * seller_slots);
        });
        purse.post(Flow::lab_purchases, lab, {AccountClass::firm, f}, parts[1]);
        lab_work(f) += euro(parts[1]);
        auto const buy = [&](AccountClass kind, std::int32_t from, Cents part) {
            purse.post(Flow::lab_purchases, lab, {kind, static_cast<std::size_t>(from)}, part);
        };
        buy(AccountClass::knowledge, knowledge_payee(l), parts[2]);
        buy(AccountClass::intermediary, intermediary_payee(l), parts[3]);
        buy(AccountClass::civic, civic_payee(l), parts[4]);
        spending(l) = euro(amount);
        spent(l) += amount;
    }
}

}  // namespace spil
