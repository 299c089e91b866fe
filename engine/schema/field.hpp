#pragma once
/// \file field.hpp  One declaration of a quantity: name, unit, range, meaning, source, and where it lives.
///
/// The member initialiser is the default; the row beside it is the rest. A declared type has a static member
/// function `fields(f)` that hands all its rows to `f` at once: nothing is instantiated until somebody asks.
/// `fully_declared` compares rows with members, so nothing can be added and left undeclared. From the rows
/// come parsing, range check, `spil describe`, the parameter reference, the attributes in the results file
/// and the designs of later studies.

#include <array>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace spil {

/// What a value admits (`low`..`high`: outside it is an error) and where it plausibly lies
/// (`likely_low`..`likely_high`: the range a study varies it over; NaN when nobody has said).
struct Range {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    double likely_low = std::numeric_limits<double>::quiet_NaN();
    double likely_high = std::numeric_limits<double>::quiet_NaN();

    constexpr Range likely(double from, double to) const { return {low, high, from, to}; }
    constexpr bool admits(double value) const { return value >= low && value <= high; }
};
constexpr Range within(double low, double high) {
    return {low, high};
}
constexpr Range at_least(double low) {
    return {low, std::numeric_limits<double>::infinity()};
}
constexpr Range any_value() {
    return {};
}

/// How a value is known. `design` marks a choice of the study or a definition: there is nothing to measure.
enum class Basis { measured, literature, assumption, design };
constexpr std::array<std::string_view, 4> basis_names{"measured", "literature", "assumption", "design"};
constexpr std::string_view to_string(Basis b) {
    return basis_names[static_cast<std::size_t>(b)];
}

/// Source tag of a value: its basis and, where there is one, the work it comes from.
struct Source {
    Basis basis = Basis::assumption;
    std::string_view reference = "";
};
constexpr Source measured(std::string_view reference) {
    return {Basis::measured, reference};
}
constexpr Source literature(std::string_view reference) {
    return {Basis::literature, reference};
}
constexpr Source assumption(std::string_view reference = "") {
    return {Basis::assumption, reference};
}
constexpr Source design(std::string_view reference = "") {
    return {Basis::design, reference};
}

template <class Owner, class T>
struct Field {
    T Owner::*member;
    std::string_view name, unit;
    Range range;
    std::string_view meaning;
    Source source;
};

template <class Owner, class T>
constexpr Field<Owner, T> field(T Owner::*member, std::string_view name, std::string_view unit, Range range,
                                std::string_view meaning, Source source) {
    return {member, name, unit, range, meaning, source};
}

/// A word among a fixed list (an enum) or a free text: no range.
template <class Owner, class T>
constexpr Field<Owner, T> field(T Owner::*member, std::string_view name, std::string_view meaning,
                                Source source) {
    return {member, name, "1", any_value(), meaning, source};
}

namespace detail {
struct Anything {
    template <class T>
    constexpr operator T() const;
};
template <class T, std::size_t... I>
constexpr bool brace_constructible(std::index_sequence<I...>) {
    return requires {
        T{((void)I, Anything{})...};
    };
}
template <class T, std::size_t N>
inline constexpr bool takes = brace_constructible<T>(std::make_index_sequence<N>{});
struct CountRows {
    template <class... Row>
    constexpr std::integral_constant<std::size_t, sizeof...(Row)> operator()(Row const&...) const {
        return {};
    }
};
template <class T>
inline constexpr std::size_t row_count = decltype(T::fields(CountRows{}))::value;
}  // namespace detail

/// True when every member of T has a row: nothing can be added and left undeclared. An aggregate takes as
/// many initialisers as it has members and not one more; trying these two numbers only keeps long tables
/// quick to compile.
template <class T>
concept fully_declared =
    detail::takes<T, detail::row_count<T>> && !detail::takes<T, detail::row_count<T> + 1>;

/// The words of an enum that a user may write: specialise `Words<E>::list` in the order of the enumerators.
template <class E>
struct Words;

/// f(field) for each row of T, in order; refuses a T in which a member has no row.
template <class T, class F>
constexpr void for_each_field(F&& f) {
    static_assert(fully_declared<T>, "every member has a row in fields()");
    T::fields([&](auto const&... row) { (f(row), ...); });
}

}  // namespace spil
