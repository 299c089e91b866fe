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
/// Reads, writes, binding and publishing are derived from the signature, so a declaration cannot lie.

#include <cstdint>
#include <limits>
#include <span>
#include <string>
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

/// "table.column" from the one declaration of the table.
template <auto Where>
std::string column_name() {
    auto const& t = empty_table<TableOf<Where>>();
    return column_name(t, &(t.*Where));
}

/// A process with its types erased. `Settings` gives `get<Group>()` for each group of parameters and for
/// Regime.
template <class Settings>
struct Process {
    std::string name, meaning;
    int period = 1;  ///< runs in months with tick % period == offset
    int offset = 0;
    std::vector<std::string> reads, writes;
    void (*run)(World&, Settings const&, Step const&) = nullptr;
    /// The same for a process whose updates nobody else in the phase looks at: they move instead of copying.
    void (*run_unseen)(World&, Settings const&, Step const&) = nullptr;
    std::vector<void (*)(World&)> publish;
    /// The form of something that this process is for, "citizens.form = agents"; empty: it always runs. Forms
    /// exclude each other, so that processes for two of them may write the same columns.
    std::string form = {};
    bool (*form_holds)(Settings const&) = nullptr;

    bool due(std::uint32_t tick) const {
        return static_cast<int>(tick % static_cast<std::uint32_t>(period)) == offset;
    }
    bool applies(Settings const& settings) const { return form_holds == nullptr || form_holds(settings); }
    /// The same process, at work under one form only.
    Process only(std::string const& which, bool (*holds)(Settings const&)) const {
        Process p = *this;
        p.form = which;
        p.form_holds = holds;
        return p;
    }
};

namespace detail {

template <class A>
struct Declare {
    /// A group of parameters, the regime, the geography: read by name.
    template <class P>
    static void to(P& p) {
        if constexpr (std::is_same_v<A, Regime>)
            p.reads.push_back("regime");
        else if constexpr (std::is_same_v<A, Geography>)
            p.reads.push_back("geography");
        else if constexpr (!std::is_same_v<A, Step>)
            p.reads.push_back("parameters." + std::string{A::name});
    }
};
template <auto W>
struct Declare<In<W>> {
    template <class P>
    static void to(P& p) {
        p.reads.push_back(column_name<W>());
    }
};
template <auto W>
struct Declare<Out<W>> {
    template <class P>
    static void to(P& p) {
        p.writes.push_back(column_name<W>());
        p.publish.push_back([](World& w) {
            auto& c = table<TableOf<W>>(w).*W;
            std::swap(c.now, c.next);
        });
    }
};
template <auto W>
struct Declare<Update<W>> {
    template <class P>
    static void to(P& p) {
        p.reads.push_back(column_name<W>());
        Declare<Out<W>>::to(p);
    }
};
template <class T>
struct Declare<Whole<T>> {
    template <class P>
    static void to(P& p) {
        p.reads.push_back(std::string{T::name} + ".*");
        p.writes.push_back(std::string{T::name} + ".*");
    }
};
template <AccountClass... C>
struct Declare<Pay<C...>> {
    template <class P>
    static void to(P& p) {
        (p.reads.push_back("ledger." + std::string{account_class_names[static_cast<std::size_t>(C)]}), ...);
        p.writes.push_back("ledger.*");
    }
};

template <AccountClass... C>
struct Declare<Look<C...>> {
    template <class P>
    static void to(P& p) {
        (p.reads.push_back("ledger." + std::string{account_class_names[static_cast<std::size_t>(C)]}), ...);
    }
};

template <class A, class... Args>
inline constexpr bool among = (std::is_same_v<A, std::remove_cvref_t<Args>> || ...);

/// How an argument starts when nobody else looks: a process that reads what it updates still needs both.
template <class A, class... Args>
struct StartOf {
    static constexpr Start unseen = Start::moved;
};
template <auto W, class... Args>
struct StartOf<Update<W>, Args...> {
    static constexpr Start unseen = among<In<W>, Args...> ? Start::copied : Start::moved;
};

template <class Arg, Start start, class Settings>
decltype(auto) bound(World& w, Settings const& settings, Step const& step) {
    using A = std::remove_cvref_t<Arg>;
    if constexpr (std::is_same_v<A, Step>)
        return (step);
    else if constexpr (std::is_same_v<A, Geography>)
        return std::as_const(w.geography);
    else if constexpr (std::is_constructible_v<A, World&, Start>)
        return A{w, start};
    else if constexpr (std::is_constructible_v<A, World&>)
        return A{w};
    else
        return (settings.template get<A>());
}

template <class Settings, class... Args>
void call(void (*f)(Args...), World& w, Settings const& settings, Step const& step) {
    f(bound<Args, Start::copied>(w, settings, step)...);
}
template <class Settings, class... Args>
void call_unseen(void (*f)(Args...), World& w, Settings const& settings, Step const& step) {
    f(bound<Args, StartOf<std::remove_cvref_t<Args>, Args...>::unseen>(w, settings, step)...);
}
template <class Settings, class... Args>
void declare(void (*)(Args...), Process<Settings>& p) {
    (Declare<std::remove_cvref_t<Args>>::to(p), ...);
}

}  // namespace detail

/// A process from a free function; `period` and `offset` in months, 0 <= offset < period.
template <class Settings, auto Function>
Process<Settings> process(std::string const& name, std::string const& meaning, int period = 1,
                          int offset = 0) {
    SPIL_EXPECT(period > 0 && offset >= 0 && offset < period, "a process comes up within its period");
    Process<Settings> p;
    p.name = name;
    p.meaning = meaning;
    p.period = period;
    p.offset = offset;
    p.run = [](World& w, Settings const& s, Step const& step) { detail::call(Function, w, s, step); };
    p.run_unseen = [](World& w, Settings const& s, Step const& step) {
        detail::call_unseen(Function, w, s, step);
    };
    detail::declare(Function, p);
    return p;
}

template <class Settings>
struct Phase {
    std::string name;
    std::vector<Process<Settings>> processes;
};
template <class Settings>
using Schedule = std::vector<Phase<Settings>>;

/// Everything in which the processes of one phase would disturb each other or themselves, a sentence each: a
/// column written twice, a whole table held by one while it or another reads or writes a column of it, two
/// processes with a purse. Two that are for different forms of one thing never meet.
struct Touch {
    std::string process;
    std::vector<std::string> reads, writes;
    std::string form = {};
};
std::vector<std::string> conflicts(std::string const& phase, std::vector<Touch> const& touches);

/// Whether no other process of a phase looks at what the k-th one updates.
bool updates_unseen(std::size_t k, std::vector<Touch> const& touches);

/// The schedule when no phase has a conflict, with every process that can moving its updates; else a
/// ContractError that names all conflicts.
template <class Settings>
Schedule<Settings> checked(Schedule<Settings> schedule) {
    std::string all;
    for (auto& phase : schedule) {
        std::vector<Touch> touches;
        for (auto const& p : phase.processes) touches.push_back({p.name, p.reads, p.writes, p.form});
        for (auto const& c : conflicts(phase.name, touches)) all += (all.empty() ? "" : "\n") + c;
        for (std::size_t k = 0; k < touches.size(); ++k)
            if (updates_unseen(k, touches)) phase.processes[k].run = phase.processes[k].run_unseen;
    }
    if (!all.empty()) throw ContractError(all);
    return schedule;
}

}  // namespace spil
