#pragma once
/// \file study_distributions.hpp  Reads [uncertainties.ranges] of a study: how each quantity is spread.
///
///     "calls.panel_noise" = [0.3, 2.0]                                             uniform
///     "calls.panel_noise" = { distribution = "normal", mean = 1.0, sd = 0.3 }
///     "regime.gates" = { values = [true, false], weights = [3, 1] }                categorical
///
/// For engine/run/study_uncertainties.cpp only.

#include <vector>

#include "engine/run/study_candidates.hpp"

namespace spil {

/// Gives each candidate that `ranges` names its own distribution; what is wrong goes to `problems`.
void read_distributions(Scenario const& scenario, Node const& ranges, Candidates& candidates,
                        std::vector<Problem>& problems);

/// Calls use(candidate, node) for each row of a table of quantities, "a.b" = x or a.b = x: a key in quotes,
/// or a table in a table. \param key  what messages call the table
template <class Use>
void each_quantity(Node const& node, std::string_view key, Candidates& candidates,
                   std::vector<Problem>& problems, Use const& use, std::string const& prefix = {}) {
    auto const* t = node.table();
    if (t == nullptr) {
        problems.push_back({node.place, "'" + std::string{key} + "' must be a section, [uncertainties." +
                                            std::string{key} + "], not " + node.kind()});
        return;
    }
    for (auto const& [name, value] : t->entries) {
        auto const path = prefix + name;
        if (auto* c = candidates.find(path))
            use(*c, value);
        else if (prefix.empty() && value.table() != nullptr && path.find('.') == std::string::npos)
            each_quantity(value, key, candidates, problems, use, path + ".");
        else
            problems.push_back({value.place, candidates.unknown(path)});
    }
}

}  // namespace spil
