#include "engine/world/ledger.hpp"

#include <fmt/format.h>

#include <boost/container/small_vector.hpp>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <numeric>

#include "engine/core/error.hpp"

namespace spil {

namespace {

constexpr std::uint16_t any_of(std::initializer_list<AccountClass> classes) {
    unsigned bits = 0;
    for (auto const c : classes) bits |= 1u << static_cast<unsigned>(c);
    return static_cast<std::uint16_t>(bits);
}

using enum AccountClass;

constexpr std::array<FlowType, flow_count> types{{
    {"tax", any_of({household, firm}), any_of({treasury}),
     "levy on what households and firms received in the model"},
    {"municipal_fund", any_of({treasury}), any_of({municipality}),
     "general grant of the state to municipalities"},
    {"regular_services", any_of({municipality}), any_of({household}),
     "regular municipal tasks, spent as wages"},
    {"programme_budget", any_of({treasury}), any_of({programme}), "yearly budget of a mission's programme"},
    {"award", any_of({programme}), any_of({lab}), "instalments of awarded grants"},
    {"claw_back", any_of({lab}), any_of({programme, municipality}),
     "unspent money returned to the funder when a lab ends"},
    {"co_financing", any_of({municipality}), any_of({lab}),
     "the host's share in a lab, or all of its own lab"},
    {"firm_co_financing", any_of({firm}), any_of({lab}), "firms' cash contribution to labs"},
    {"ppp_surcharge", any_of({treasury}), any_of({knowledge}),
     "public-private surcharge on firms' cash in labs"},
    {"lab_wages", any_of({lab}), any_of({household}), "wages of lab staff"},
    {"lab_purchases", any_of({lab}), any_of({firm, knowledge, intermediary, civic}),
     "what labs buy from their partners"},
    {"application", any_of({municipality}), any_of({household}), "cash cost of writing proposals"},
    {"accountability", any_of({municipality}), any_of({household}), "cash cost of reporting on grants"},
    {"partner_search", any_of({municipality}), any_of({household}), "cost of finding partners for a lab"},
    {"overhead", any_of({programme}), any_of({household}), "programme staff and coordination"},
    {"review", any_of({programme}), any_of({household}), "panels that review proposals"},
    {"regulatory_work", any_of({programme}), any_of({household}), "legal and standardisation work"},
    {"community_of_practice", any_of({programme}), any_of({intermediary}), "running communities of practice"},
    {"intermediation", any_of({programme}), any_of({intermediary}), "intermediaries that connect partners"},
    {"upkeep", any_of({municipality}), any_of({household}), "keeping institutionalised solutions running"},
    {"roll_out", any_of({municipality}), any_of({household}),
     "introducing a solution from the municipality's own budget"},
    {"solution_purchase", any_of({household}), any_of({firm}), "households buying a solution"},
    {"imports", any_of({firm}), any_of({external}), "imported parts of solutions"},
    {"wages", any_of({firm, knowledge, intermediary, civic}), any_of({household}), "wages and dividends"},
    {"block_grant", any_of({programme}), any_of({municipality}),
     "what regular tasks and permanent staff take of money by formula"},
    {"structural_staff", any_of({municipality}), any_of({household}), "permanent staff out of a block grant"},
    {"third_space", any_of({programme}), any_of({intermediary}),
     "running third spaces between municipalities"},
    {"research", any_of({firm}), any_of({household}), "wages of firms' research"},
    {"research_credit", any_of({treasury}), any_of({firm}), "tax credit on firms' research (WBSO)"},
    {"innovation_grant", any_of({treasury}), any_of({firm}),
     "grants for joint research of small and medium-sized firms (MIT)"},
    {"public_procurement", any_of({municipality}), any_of({firm}),
     "municipalities buying the first units of a lab's solution"},
    {"liquidation", any_of({firm}), any_of({household}), "what a firm that ends leaves its owners"},
    {"founding", any_of({household}), any_of({firm}), "opening money of a firm's new line of business"},
}};

}  // namespace

std::span<FlowType const, flow_count> flow_types() {
    return types;
}

Ledger::Ledger(std::array<std::size_t, account_classes> const& sizes) {
    for (std::size_t c = 0; c < account_classes; ++c) balances_[c].assign(sizes[c], 0);
}

void Ledger::open(Account account, Cents amount) {
    SPIL_EXPECT(!posted_ && amount >= 0, "opening money is not negative and comes before the first payment");
    at(account) += amount;
    at({external, 0}) -= amount;
    stock_at_clear_[static_cast<std::size_t>(account.kind)] += amount;
    stock_at_clear_[static_cast<std::size_t>(external)] -= amount;
}

Account Ledger::add(AccountClass kind) {
    auto& accounts = balances_[static_cast<std::size_t>(kind)];
    accounts.push_back(0);
    return {kind, accounts.size() - 1};
}

void Ledger::post(Flow flow, Account payer, Account payee, Cents amount) {
    auto const& type = types[static_cast<std::size_t>(flow)];
    SPIL_EXPECT(type.allows(payer.kind, payee.kind),
                fmt::format("flow '{}' does not go from {} to {}", type.name,
                            account_class_names[static_cast<std::size_t>(payer.kind)],
                            account_class_names[static_cast<std::size_t>(payee.kind)]));
    SPIL_EXPECT(amount >= 0, fmt::format("flow '{}' of {} cents is negative", type.name, amount));
    auto& from = at(payer);
    SPIL_EXPECT(may_owe(payer.kind) || from >= amount,
                fmt::format("flow '{}' of {} cents exceeds the balance {} of {} {}", type.name, amount, from,
                            account_class_names[static_cast<std::size_t>(payer.kind)], payer.index));
    auto& to = at(payee);
    from -= amount;
    to += amount;
    matrix_[static_cast<std::size_t>(payer.kind) * account_classes + static_cast<std::size_t>(payee.kind)] +=
        amount;
    by_type_[static_cast<std::size_t>(flow)] += amount;
    posted_ = true;
}

Cents Ledger::stock(AccountClass kind) const {
    auto const& accounts = balances(kind);
    return std::accumulate(accounts.begin(), accounts.end(), Cents{0});
}

Cents Ledger::total() const {
    Cents sum = 0;
    for (std::size_t c = 0; c < account_classes; ++c) sum += stock(static_cast<AccountClass>(c));
    return sum;
}

void Ledger::clear_flows() {
    matrix_.fill(0);
    by_type_.fill(0);
    for (std::size_t c = 0; c < account_classes; ++c)
        stock_at_clear_[c] = stock(static_cast<AccountClass>(c));
}

void Ledger::audit() const {
    std::array<Cents, account_classes> stocks{};
    Cents sum = 0;
    for (std::size_t c = 0; c < account_classes; ++c) sum += stocks[c] = stock(static_cast<AccountClass>(c));
    SPIL_ENSURE(sum == opening_total_,
                fmt::format("the accounts sum to {} cents, not to {}", sum, opening_total_));
    SPIL_ENSURE(std::accumulate(matrix_.begin(), matrix_.end(), Cents{0}) ==
                    std::accumulate(by_type_.begin(), by_type_.end(), Cents{0}),
                "the flow matrix and the flows by type differ");
    for (std::size_t c = 0; c < account_classes; ++c) {
        auto const kind = static_cast<AccountClass>(c);
        Cents change = 0;
        for (std::size_t other = 0; other < account_classes; ++other)
            change += matrix_[other * account_classes + c] - matrix_[c * account_classes + other];
        SPIL_ENSURE(stocks[c] - stock_at_clear_[c] == change,
                    fmt::format("the flows do not explain the change of {}", account_class_names[c]));
        if (may_owe(kind)) continue;
        auto const& accounts = balances_[c];
        SPIL_ENSURE(std::all_of(accounts.begin(), accounts.end(), [](Cents b) { return b >= 0; }),
                    fmt::format("an account of {} is below zero", account_class_names[c]));
    }
}

Cents cents(double euro) {
    return static_cast<Cents>(std::llround(euro * 100.0));
}

std::vector<Cents> split_cents(Cents amount, std::span<double const> shares) {
    std::vector<Cents> parts(shares.size());
    split_cents(amount, shares, parts);
    return parts;
}

void split_cents(Cents amount, std::span<double const> shares, std::span<Cents> parts) {
    SPIL_EXPECT(parts.size() == shares.size(), "a part for each share");
    SPIL_EXPECT(
        std::all_of(shares.begin(), shares.end(), [](double s) { return std::isfinite(s) && s >= 0; }),
        "shares are finite and not negative");
    double const sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    SPIL_EXPECT(amount >= 0 && sum > 0, "an amount is split over shares of which one at least is above zero");
    struct Remainder {
        double left;
        std::size_t part;
    };
    boost::container::small_vector<Remainder, 8> remainders;  // of those with a share
    remainders.reserve(shares.size());
    Cents given = 0;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        double const exact = static_cast<double>(amount) * (shares[i] / sum);
        parts[i] = std::min(static_cast<Cents>(exact), amount - given);
        if (shares[i] > 0) remainders.push_back({exact - static_cast<double>(parts[i]), i});
        given += parts[i];
    }
    // Who gets one of the cents left over matters, not in what order they stand: no need to sort them all.
    // More than one each is left over of amounts only that a double cannot tell to the cent.
    auto const sharers = static_cast<Cents>(remainders.size());
    Cents const each = (amount - given) / sharers;
    auto const last = remainders.begin() + (amount - given) % sharers;
    std::nth_element(remainders.begin(), last, remainders.end(), [](auto const& a, auto const& b) {
        return a.left != b.left ? a.left > b.left : a.part < b.part;
    });
    for (auto r = remainders.begin(); r != last; ++r) ++parts[r->part];
    if (each > 0)
        for (auto const& r : remainders) parts[r.part] += each;
}

}  // namespace spil
