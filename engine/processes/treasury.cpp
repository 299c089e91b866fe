#include "engine/processes/treasury.hpp"

#include <algorithm>
#include <vector>

namespace spil {

namespace {

using Purse =
    Pay<AccountClass::treasury, AccountClass::municipality, AccountClass::household, AccountClass::firm>;

/// Levies the rate on what the accounts of a class received this year.
void levy(AccountClass kind, double rate, Purse const& pay) {
    Cents received = 0;
    for (std::size_t c = 0; c < account_classes; ++c)
        received += pay.received(static_cast<AccountClass>(c), kind);
    std::vector<double> balances(pay.accounts(kind));
    Cents held = 0;
    for (std::size_t k = 0; k < balances.size(); ++k) {
        Cents const balance = pay.balance({kind, k});
        held += balance;
        balances[k] = static_cast<double>(balance);
    }
    Cents const due = std::min(held, static_cast<Cents>(rate * static_cast<double>(received)));
    if (due <= 0) return;
    auto const parts = split_cents(due, balances);
    for (std::size_t k = 0; k < parts.size(); ++k)
        pay.post_up_to(Flow::tax, {kind, k}, {AccountClass::treasury, 0}, parts[k]);
}

}  // namespace

void run_treasury(
    Step const& step, TreasuryParameters const& p, In<&Municipalities::yearly_fund> yearly_fund,
    Pay<AccountClass::treasury, AccountClass::municipality, AccountClass::household, AccountClass::firm>
        pay) {
    for (std::size_t i = 0; i < yearly_fund.rows(); ++i) {
        Cents const grant = cents(yearly_fund(i) / 12);
        Cents const regular = grant - static_cast<Cents>(p.free_share * static_cast<double>(grant));
        Account const municipality{AccountClass::municipality, i};
        pay.post(Flow::municipal_fund, {AccountClass::treasury, 0}, municipality, grant);
        pay.post(Flow::regular_services, municipality, {AccountClass::household, i}, regular);
    }
    if (step.tick % 12 == 11) {
        levy(AccountClass::household, p.tax_rate, pay);
        levy(AccountClass::firm, p.tax_rate, pay);
    }
}

}  // namespace spil
