#pragma once
/// \file access.hpp  How a process says, in its signature, what it reads and what it writes.
///
///     In<&T::column>      what the column was when the phase began; read-only
///     Out<&T::column>     the column as it will be; the process sets every entry
///     Update<&T::column>  likewise, but starting from what it was: a copy, or the column itself where nobody
///                         in the phase looks at what it was
///     Whole<T>            the whole table, rows may be added: nobody else in the phase may touch it
///     Pay<classes...>     may look at and pay from accounts of these classes; one process in a phase
///     Look<classes...>    may look at accounts of these classes
///     Regime const&       the way of funding: only for SM4 to SM8
///     XParameters const&  a group of parameters; Geography const&, Step const&
///
/// engine/world/process.hpp makes a process of a function with such a signature.

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/core/random.hpp"
#include "engine/world/regime.hpp"
#include "engine/world/world.hpp"

namespace spil {

template <class M>
struct MemberOf;
template <class Table, class C>
struct MemberOf<C Table::*> {
    using table = Table;
    using column = C;
    using value = typename C::value_type;
};
template <auto Where>
using TableOf = typename MemberOf<decltype(Where)>::table;
template <auto Where>
using ValueOf = typename MemberOf<decltype(Where)>::value;

/// A span over a column with its width: x[k] for the k-th entry, x(i) for row i, x(i, j) for its j-th value.
template <class T>
class Slice : public std::span<T> {
  public:
    Slice(std::span<T> values, std::size_t width) : std::span<T>(values), width_(width) {}
    std::size_t width() const { return width_; }
    std::size_t rows() const { return width_ == 0 ? 0 : this->size() / width_; }
    T& operator()(std::size_t row, std::size_t offset = 0) const { return (*this)[row * width_ + offset]; }
    std::span<T> row(std::size_t i) const { return this->subspan(i * width_, width_); }

  private:
    std::size_t width_;
};

template <auto Where>
struct In : Slice<ValueOf<Where> const> {
    explicit In(World& w)
        : Slice<ValueOf<Where> const>((table<TableOf<Where>>(w).*Where).now,
                                      (table<TableOf<Where>>(w).*Where).width) {}
    /// For tests: any values as a column.
    In(std::span<ValueOf<Where> const> values, std::size_t width)
        : Slice<ValueOf<Where> const>(values, width) {}
};

template <auto Where>
struct Out : Slice<ValueOf<Where>> {
    static_assert(MemberOf<decltype(Where)>::column::changes, "a fixed column is never written");
    explicit Out(World& w)
        : Slice<ValueOf<Where>>((table<TableOf<Where>>(w).*Where).next,
                                (table<TableOf<Where>>(w).*Where).width) {}
    Out(std::span<ValueOf<Where>> values, std::size_t width) : Slice<ValueOf<Where>>(values, width) {}
};

/// How an update starts: with a copy of the column, or with the column itself, which leaves `now` without
/// meaning until the phase ends.
enum class Start { copied, moved };

template <auto Where>
struct Update : Out<Where> {
    explicit Update(World& w, Start start = Start::copied) : Out<Where>(started(w, start)) {}
    using Out<Where>::Out;

  private:
    static World& started(World& w, Start start) {
        auto& c = table<TableOf<Where>>(w).*Where;
        if (start == Start::moved)
            std::swap(c.now, c.next);
        else
            c.next = c.now;
        return w;
    }
};

template <class Table>
class Whole {
  public:
    explicit Whole(World& w) : table_(&table<Table>(w)), dimensions_(&w.dimensions) {}
    Table& operator*() const { return *table_; }
    Table* operator->() const { return table_; }
    std::size_t rows() const { return spil::rows(*table_); }
    /// Adds a row of zeros; returns its index.
    std::size_t add_row() const {
        auto const row = rows();
        resize(*table_, row + 1, *dimensions_);
        return row;
    }

  private:
    Table* table_;
    Dimensions const* dimensions_;
};

/// A purse: the ledger, seen by somebody who may pay from certain classes of accounts only.
template <AccountClass... Payers>
class Pay {
  public:
    explicit Pay(World& w) : ledger_(&w.ledger) {}
    explicit Pay(Ledger& ledger) : ledger_(&ledger) {}

    Cents balance(Account account) const {
        SPIL_EXPECT(mine(account.kind), "a process looks only at accounts it may pay from");
        return ledger_->balance(account);
    }
    void post(Flow flow, Account payer, Account payee, Cents amount) const {
        SPIL_EXPECT(mine(payer.kind), "a process pays only from accounts it has declared");
        if (amount != 0) ledger_->post(flow, payer, payee, amount);
    }
    /// Posts `wanted` or, where the payer may not owe, what the account holds; returns what was posted.
    Cents post_up_to(Flow flow, Account payer, Account payee, Cents wanted) const {
        Cents const amount = may_owe(payer.kind) ? wanted : std::min(wanted, balance(payer));
        post(flow, payer, payee, amount);
        return amount;
    }
    Account add_account(AccountClass kind) const { return ledger_->add(kind); }
    std::size_t accounts(AccountClass kind) const { return ledger_->accounts(kind); }
    /// Received by a class from another since the flows were last cleared (a year's start).
    Cents received(AccountClass from, AccountClass to) const { return ledger_->flow(from, to); }

  private:
    static constexpr bool mine(AccountClass kind) { return ((kind == Payers) || ...); }
    Ledger* ledger_;
};

/// The balances of certain classes of accounts, to look at only.
template <AccountClass... Classes>
class Look {
  public:
    explicit Look(World& w) : ledger_(&w.ledger) {}
    explicit Look(Ledger const& ledger) : ledger_(&ledger) {}

    Cents balance(Account account) const {
        SPIL_EXPECT(((account.kind == Classes) || ...), "a process looks only at accounts it has declared");
        return ledger_->balance(account);
    }

  private:
    Ledger const* ledger_;
};

/// Where in time and luck a process runs. `tick` counts months from 0.
struct Step {
    std::uint64_t seed = 0;
    std::uint32_t tick = 0;
    Dimensions dimensions;

    Draws draws(Purpose purpose, std::size_t entity, std::size_t alternative = 0) const {
        return Draws{Address{.seed = seed,
                             .purpose = purpose,
                             .tick = tick,
                             .entity = part(entity),
                             .alternative = part(alternative)}};
    }
    /// The same number in every month: luck that belongs to the entity and not to the moment.
    Draws lasting_draws(Purpose purpose, std::size_t entity, std::size_t alternative = 0) const {
        return Draws{Address{
            .seed = seed, .purpose = purpose, .entity = part(entity), .alternative = part(alternative)}};
    }

  private:
    /// A number as part of an address; one that does not fit would meet another's luck.
    static std::uint32_t part(std::size_t number) {
        SPIL_EXPECT(number <= std::numeric_limits<std::uint32_t>::max(), "an address has parts of 32 bits");
        return static_cast<std::uint32_t>(number);
    }
};

}  // namespace spil
