#include "engine/processes/wages.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace spil {

namespace {

using Purse =
    Pay<AccountClass::firm, AccountClass::knowledge, AccountClass::intermediary, AccountClass::civic>;

void pay_households(Account payer, Cents amount, std::span<double const> running, Purse const& pay) {
    if (amount == 0) return;
    Cents placed = 0;
    for (std::size_t i = 0; i < running.size(); ++i) {
        Cents const up_to = placed_up_to(amount, running[i]);
        pay.post(Flow::wages, payer, {AccountClass::household, i}, up_to - placed);
        placed = up_to;
    }
}

}  // namespace

std::vector<double> running_shares(std::span<double const> weights) {
    double total = 0;
    for (double const w : weights) total += w;
    std::vector<double> running(weights.size());
    double sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        sum += total > 0 ? weights[i] : 1;
        running[i] = sum / (total > 0 ? total : static_cast<double>(weights.size()));
    }
    if (!running.empty()) running.back() = 1;
    return running;
}

Cents placed_up_to(Cents amount, double running_share) {
    return static_cast<Cents>(static_cast<double>(amount) * running_share);
}

void pay_wages(
    WageParameters const& p, In<&Municipalities::population> population, In<&Solutions::base_cost> base_cost,
    In<&Firms::municipality> municipality, In<&Firms::offer> offer, In<&Firms::capital_units> capital_units,
    In<&Organisations::kind> kind, In<&Organisations::municipality> home,
    Pay<AccountClass::firm, AccountClass::knowledge, AccountClass::intermediary, AccountClass::civic> pay) {
    auto const by_population = running_shares(population);
    auto const share_of = [](Cents amount, double share) {
        return static_cast<Cents>(share * static_cast<double>(amount));
    };
    for (std::size_t f = 0; f < pay.accounts(AccountClass::firm); ++f) {
        Account const firm{AccountClass::firm, f};
        Cents const working_capital =
            offer(f) < 0 ? 0 : cents(capital_units(f) * base_cost(static_cast<std::size_t>(offer(f))));
        Cents const out = share_of(std::max(Cents{0}, pay.balance(firm) - working_capital), p.payout_share);
        Cents const imports = share_of(out, p.import_share);
        pay.post(Flow::imports, firm, {AccountClass::external, 0}, imports);
        pay.post(Flow::wages, firm, {AccountClass::household, static_cast<std::size_t>(municipality(f))},
                 out - imports);
    }
    constexpr std::array kinds{std::pair{AccountClass::knowledge, Party::knowledge},
                               std::pair{AccountClass::intermediary, Party::intermediary},
                               std::pair{AccountClass::civic, Party::civic}};
    for (auto const& [account, party] : kinds) {
        auto const range = std::equal_range(kind.begin(), kind.end(), party);
        auto const first = static_cast<std::size_t>(range.first - kind.begin());
        auto const accounts = pay.accounts(account);
        bool const local = static_cast<std::size_t>(range.second - range.first) == accounts;
        for (std::size_t k = 0; k < accounts; ++k) {
            Account const payer{account, k};
            Cents const out = share_of(pay.balance(payer), p.payout_share);
            if (local)
                pay.post(Flow::wages, payer,
                         {AccountClass::household, static_cast<std::size_t>(home(first + k))}, out);
            else
                pay_households(payer, out, by_population, pay);
        }
    }
}

}  // namespace spil
