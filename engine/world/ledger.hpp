#pragma once
/// \file ledger.hpp  Money: every cent has a payer and a payee (SM19).
///
/// Balances are whole cents in 64-bit integers. One function posts; it refuses a pair of classes that the
/// flow type does not allow and a payment that would take a payer below zero (only the treasury and the
/// outside world may owe). Hence the sum over all accounts never changes, and the yearly flow matrix explains
/// every change of a stock:
///
///     sum of all balances = constant          stock(c, y) - stock(c, y-1) = inflow(c, y) - outflow(c, y)
///
/// Source: transaction-flow matrices of stock-flow consistent models (Godley and Lavoie 2007; Caiani et al.
/// 2016).

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace spil {

using Cents = std::int64_t;

/// Classes of accounts. One account each for the singletons, else one for each municipality, programme,
/// firm agent or lab.
enum class AccountClass : std::uint8_t {
    treasury,
    programme,
    municipality,
    household,
    firm,
    lab,
    knowledge,
    intermediary,
    civic,
    external
};
inline constexpr std::size_t account_classes = 10;
inline constexpr std::array<std::string_view, account_classes> account_class_names{
    "treasury", "programme", "municipality", "household", "firm",
    "lab",      "knowledge", "intermediary", "civic",     "external"};

struct Account {
    AccountClass kind{};
    std::size_t index = 0;

    friend bool operator==(Account const&, Account const&) = default;
};

/// Kinds of payment. A new kind takes a place at the end and a row in `flow_types`.
enum class Flow : std::uint8_t {
    tax,
    municipal_fund,
    regular_services,
    programme_budget,
    award,
    claw_back,
    co_financing,
    firm_co_financing,
    ppp_surcharge,
    lab_wages,
    lab_purchases,
    application,
    accountability,
    partner_search,
    overhead,
    review,
    regulatory_work,
    community_of_practice,
    intermediation,
    upkeep,
    roll_out,
    solution_purchase,
    imports,
    wages,
    block_grant,
    structural_staff,
    third_space,
    research,
    research_credit,
    innovation_grant,
    public_procurement,
    liquidation,
    founding
};
inline constexpr std::size_t flow_count = 33;

/// Who may pay whom in a flow type, and what the flow is.
struct FlowType {
    std::string_view name;
    std::uint16_t payers;  ///< bit set over AccountClass
    std::uint16_t payees;
    std::string_view meaning;

    constexpr bool allows(AccountClass payer, AccountClass payee) const {
        return ((payers >> static_cast<unsigned>(payer)) & 1u) != 0 &&
               ((payees >> static_cast<unsigned>(payee)) & 1u) != 0;
    }
};
std::span<FlowType const, flow_count> flow_types();

/// True for the classes that may owe: the state and the world outside.
constexpr bool may_owe(AccountClass c) {
    return c == AccountClass::treasury || c == AccountClass::external;
}

class Ledger {
  public:
    Ledger() = default;
    /// \param sizes  number of accounts in each class; the lab class grows later
    explicit Ledger(std::array<std::size_t, account_classes> const& sizes);

    /// Puts opening money into an account; the world outside owes it. Allowed only before the first post.
    void open(Account account, Cents amount);

    /// A new account of a class, with nothing on it.
    Account add(AccountClass kind);

    /// Moves `amount` (>= 0) from payer to payee. Throws ContractError for a forbidden pair, a negative
    /// amount or a payer that would owe without the right to.
    void post(Flow flow, Account payer, Account payee, Cents amount);

    Cents balance(Account account) const {
        return balances_[static_cast<std::size_t>(account.kind)].at(account.index);
    }
    std::size_t accounts(AccountClass kind) const { return balances_[static_cast<std::size_t>(kind)].size(); }

    /// Sum of the balances of a class, and of all classes.
    Cents stock(AccountClass kind) const;
    Cents total() const;

    /// Paid by class `payer` to class `payee` since the last clear_flows().
    Cents flow(AccountClass payer, AccountClass payee) const {
        return matrix_[static_cast<std::size_t>(payer) * account_classes + static_cast<std::size_t>(payee)];
    }
    /// Paid in a flow type since the last clear_flows().
    Cents flow(Flow type) const { return by_type_[static_cast<std::size_t>(type)]; }
    void clear_flows();

    /// Throws ContractError unless the total is what it was at the start, every change of a stock since the
    /// last clear_flows() is explained by the flows, and nobody owes without the right to.
    void audit() const;

    std::vector<Cents> const& balances(AccountClass kind) const {
        return balances_[static_cast<std::size_t>(kind)];
    }

  private:
    Cents& at(Account account) { return balances_[static_cast<std::size_t>(account.kind)].at(account.index); }

    std::array<std::vector<Cents>, account_classes> balances_;
    std::array<Cents, account_classes * account_classes> matrix_{};
    std::array<Cents, flow_count> by_type_{};
    std::array<Cents, account_classes> stock_at_clear_{};
    Cents opening_total_ = 0;
    bool posted_ = false;
};

/// Euro to cents, rounded to the nearest cent.
Cents cents(double euro);
constexpr double euro(Cents amount) {
    return static_cast<double>(amount) / 100.0;
}

/// Splits `amount` over `shares` (>= 0, any sum > 0) so that the parts add up to it exactly: largest
/// remainders get the cents that rounding down left, the lower index first among equals.
std::vector<Cents> split_cents(Cents amount, std::span<double const> shares);
/// The same into `parts`, as long as the shares; without asking for memory where they are few.
void split_cents(Cents amount, std::span<double const> shares, std::span<Cents> parts);

}  // namespace spil
