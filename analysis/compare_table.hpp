#pragma once
/// \file compare_table.hpp  The comparison of policies as a text that an advisor can read, and as JSON.
///
/// For each outcome: its name; one sentence per policy, which claims a difference only when the interval
/// leaves zero out; a table. Brackets always hold intervals over worlds.

#include <cstddef>
#include <string>
#include <vector>

#include "analysis/compare.hpp"

namespace spil {

struct TableOptions {
    std::size_t width = 110;       ///< columns; sentences wrap, long policy names are clipped in the table
    std::size_t failed_runs = 0;   ///< named under the tables when there are any
    std::size_t pending_runs = 0;  ///< likewise
    std::size_t points = 0;        ///< in parameter space; told when there are any
    /// Worlds that were enough, and of the study; told when the batch ended before all were run.
    std::size_t stopped_after_worlds = 0, planned_worlds = 0;
    std::vector<Lineage> lineage = {};  ///< told under the tables
};

/// "Emissions saved in 2027 (saved, Mt; higher is better)".
std::string outcome_heading(OutcomeLabel const& label);

/// "portfolio from year 10: project until month 120".
std::string lineage_text(Lineage const& lineage);
/// One line for each.
std::string lineage_lines(TableOptions const& options);

/// One block per outcome, in the order given; ends with a line break. Empty text for no outcomes.
std::string compare_table(std::vector<OutcomeComparison> const& comparisons,
                          TableOptions const& options = {});

/// The one sentence about a policy: "In 73 % [70-76 %] of worlds portfolio does better than project on ...".
/// \throws ContractError for the baseline's own row
std::string compare_sentence(OutcomeComparison const& comparison, PolicyComparison const& policy);

/// The same figures, unrounded, as JSON (indented, UTF-8, final line break). What does not exist is null; a
/// worth that is infinite is null with "constant": true.
std::string compare_json(std::vector<OutcomeComparison> const& comparisons, TableOptions const& options = {});

}  // namespace spil
