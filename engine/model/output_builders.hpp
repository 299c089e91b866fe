#pragma once
/// \file output_builders.hpp  How a result is declared: what it is called and how it is read off the world.

#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/model/outputs.hpp"

namespace spil {

/// What a result holds where there is nothing to measure.
inline constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// A declaration with the function that reads the result off a world; exactly one of the two functions is
/// there.
struct Output {
    using Tally = Observer::Tally;
    using Reals = std::vector<double>;
    using Integers = std::vector<std::int64_t>;

    OutputInfo info;
    std::function<void(World const&, Tally const&, OutcomeParameters const&, Reals&)> real;
    std::function<void(World const&, Tally const&, Integers&)> integer;

    bool yearly() const { return !info.dimensions.empty() && info.dimensions.front() == "year"; }
};

namespace build {

using Tally = Output::Tally;
using Reals = Output::Reals;
using Integers = Output::Integers;

/// One figure a year; `read(world)`, or `read(world, tally)` for what is summed up over the run.
template <class Read>
Output national(std::string group, std::string name, std::string unit, std::string meaning, Better better,
                Read read) {
    return {{std::move(name),
             std::move(unit),
             std::move(meaning),
             {"year"},
             better,
             Stored::real,
             std::move(group)},
            [read](World const& w, Tally const& t, OutcomeParameters const&, Reals& out) {
                if constexpr (std::is_invocable_v<Read, World const&>)
                    out.push_back(read(w));
                else
                    out.push_back(read(w, t));
            },
            {}};
}

/// One figure a year for each mission; `read(world, mission)`.
template <class Read>
Output by_mission(std::string group, std::string name, std::string unit, std::string meaning, Better better,
                  Read read) {
    return {{std::move(name),
             std::move(unit),
             std::move(meaning),
             {"year", "mission"},
             better,
             Stored::real,
             std::move(group)},
            [read](World const& w, Tally const&, OutcomeParameters const&, Reals& out) {
                for (std::size_t m = 0; m < w.dimensions.missions; ++m) out.push_back(read(w, m));
            },
            {}};
}

/// One figure a year for each solution; `read(world, solution)`.
template <class Read>
Output by_solution(std::string group, std::string name, std::string unit, std::string meaning, Better better,
                   Read read) {
    return {{std::move(name),
             std::move(unit),
             std::move(meaning),
             {"year", "solution"},
             better,
             Stored::real,
             std::move(group)},
            [read](World const& w, Tally const&, OutcomeParameters const&, Reals& out) {
                for (std::size_t s = 0; s < w.dimensions.solutions(); ++s) out.push_back(read(w, s));
            },
            {}};
}

/// One figure a year for each municipality, all found at once; `read(world, figures)` adds to zeros.
template <class Read>
Output by_all_municipalities(std::string name, std::string unit, std::string meaning, Better better,
                             Read read) {
    return {{std::move(name),
             std::move(unit),
             std::move(meaning),
             {"year", "municipality"},
             better,
             Stored::real,
             "municipality"},
            [read](World const& w, Tally const&, OutcomeParameters const&, Reals& out) {
                auto const before = out.size();
                out.resize(before + w.dimensions.municipalities);
                read(w, std::span{out}.subspan(before));
            },
            {}};
}

/// Likewise, found one by one; `read(world, municipality)`.
template <class Read>
Output by_municipality(std::string name, std::string unit, std::string meaning, Better better, Read read) {
    return by_all_municipalities(std::move(name), std::move(unit), std::move(meaning), better,
                                 [read](World const& w, std::span<double> figures) {
                                     for (std::size_t i = 0; i < figures.size(); ++i) figures[i] = read(w, i);
                                 });
}

/// Whole numbers of any dimensions after the year; `read(world, out)` appends them row-major.
template <class Read>
Output whole(std::string group, std::string name, std::string unit, std::string meaning,
             std::vector<std::string> dimensions, Stored stored, Read read) {
    return {{std::move(name), std::move(unit), std::move(meaning), std::move(dimensions), Better::none,
             stored, std::move(group)},
            {},
            [read](World const& w, Tally const&, Integers& out) { read(w, out); }};
}

/// A count a year for each mission; `read(world, mission)`.
template <class Read>
Output count_by_mission(std::string group, std::string name, std::string meaning, Read read) {
    return whole(std::move(group), std::move(name), "1", std::move(meaning), {"year", "mission"},
                 Stored::count, [read](World const& w, Integers& out) {
                     for (std::size_t m = 0; m < w.dimensions.missions; ++m) out.push_back(read(w, m));
                 });
}

/// A single figure of a run; `read(world, tally, parameters)`.
template <class Read>
Output outcome(std::string name, std::string unit, std::string meaning, Better better, Read read) {
    return {{std::move(name), std::move(unit), std::move(meaning), {}, better, Stored::real, "outcome"},
            [read](World const& w, Tally const& t, OutcomeParameters const& p, Reals& out) {
                out.push_back(read(w, t, p));
            },
            {}};
}

}  // namespace build

}  // namespace spil
