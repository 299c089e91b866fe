#pragma once
/// \file process.hpp  Processes made from functions, and the phases in which they act side by side.
///
/// Reads, writes, binding and publishing are derived from a function's signature (engine/world/access.hpp),
/// so a declaration cannot lie. All processes of a phase see the world as it was when the phase began.

#include <array>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/world/access.hpp"

namespace spil {

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
    /// Bit k: nobody else in the phase looks at the k-th of `writes`, so its update may move instead of copy.
    std::uint64_t unseen = 0;
    void (*act)(World&, Settings const&, Step const&, std::uint64_t unseen) = nullptr;
    /// Ends the phase for the columns that it writes.
    void (*publish)(World&) = nullptr;
    /// The form of something that this process is for, "citizens.form = agents"; empty: it always runs. Forms
    /// exclude each other, so that processes for two of them may write the same columns.
    std::string form = {};
    bool (*form_holds)(Settings const&) = nullptr;

    void run(World& w, Settings const& settings, Step const& step) const { act(w, settings, step, unseen); }
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

/// How an argument starts: an update of a process that also reads the column still needs a copy.
template <class A, class... Args>
struct StartOf {
    static constexpr bool may_move = false;
};
template <auto W, class... Args>
struct StartOf<Update<W>, Args...> {
    static constexpr bool may_move = !(std::is_same_v<In<W>, std::remove_cvref_t<Args>> || ...);
};

template <class Arg, class... Args, class Settings>
decltype(auto) bound(World& w, Settings const& settings, Step const& step, bool unseen) {
    using A = std::remove_cvref_t<Arg>;
    if constexpr (std::is_same_v<A, Step>)
        return (step);
    else if constexpr (std::is_same_v<A, Geography>)
        return std::as_const(w.geography);
    else if constexpr (std::is_constructible_v<A, World&, Start>)
        return A{w, StartOf<A, Args...>::may_move && unseen ? Start::moved : Start::copied};
    else if constexpr (std::is_constructible_v<A, World&>)
        return A{w};
    else
        return (settings.template get<A>());
}

template <class A>
inline constexpr bool is_written = false;
template <auto W>
inline constexpr bool is_written<Out<W>> = true;
template <auto W>
inline constexpr bool is_written<Update<W>> = true;
template <class T>
inline constexpr bool is_written<Whole<T>> = true;
template <AccountClass... C>
inline constexpr bool is_written<Pay<C...>> = true;

/// How many of the arguments before each are written: its place among `writes`, where it is one of them.
template <class... Args>
constexpr auto places_among_writes() {
    constexpr std::array<bool, sizeof...(Args)> written{is_written<std::remove_cvref_t<Args>>...};
    std::array<unsigned, sizeof...(Args)> place{};
    for (std::size_t a = 1; a < place.size(); ++a) place[a] = place[a - 1] + (written[a - 1] ? 1 : 0);
    return place;
}

template <class Settings, class... Args>
void call(void (*f)(Args...), World& w, Settings const& settings, Step const& step, std::uint64_t unseen) {
    constexpr auto place = places_among_writes<Args...>();
    auto const in_order = [&]<std::size_t... I>(std::index_sequence<I...>) {
        f(bound<Args, Args...>(w, settings, step, place[I] < 64 && (unseen >> place[I] & 1) != 0)...);
    };
    in_order(std::index_sequence_for<Args...>{});
}

template <class A>
struct Publish {
    static void to(World&) {}
};
template <auto W>
struct Publish<Out<W>> {
    static void to(World& w) {
        auto& c = table<TableOf<W>>(w).*W;
        std::swap(c.now, c.next);
    }
};
template <auto W>
struct Publish<Update<W>> : Publish<Out<W>> {};
template <class... Args>
void publish(void (*)(Args...), World& w) {
    (Publish<std::remove_cvref_t<Args>>::to(w), ...);
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
    p.act = [](World& w, Settings const& s, Step const& step, std::uint64_t unseen) {
        detail::call(Function, w, s, step, unseen);
    };
    p.publish = [](World& w) { detail::publish(Function, w); };
    detail::declare(Function, p);
    return p;
}

/// A process as a phase of its own, for tests.
template <auto Function, class Settings>
void run_alone(World& w, Settings const& settings, Step const& step) {
    detail::call(Function, w, settings, step, 0);
    detail::publish(Function, w);
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

/// Bit w: no other process of a phase looks at the w-th of those columns that the k-th one writes.
std::uint64_t updates_unseen(std::size_t k, std::vector<Touch> const& touches);

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
            phase.processes[k].unseen = updates_unseen(k, touches);
    }
    if (!all.empty()) throw ContractError(all);
    return schedule;
}

}  // namespace spil
