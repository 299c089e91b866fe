#pragma once
/// \file points_table.hpp  The comparison over points in parameter space as a text, a page or JSON.

#include <string>
#include <vector>

#include "analysis/compare_table.hpp"
#include "analysis/points.hpp"

namespace spil {

/// One block per outcome: a heading, a table with one line per pair and, when asked for, what goes with each
/// pair's gap. Ends with a line break.
std::string points_table(std::vector<OutcomePoints> const& outcomes, TableOptions const& options = {});

/// The same as tables of Markdown.
std::string points_markdown(std::vector<OutcomePoints> const& outcomes, TableOptions const& options = {});

/// The same figures, unrounded and with the gap at each point, as JSON. What does not exist is null.
std::string points_json(std::vector<OutcomePoints> const& outcomes, TableOptions const& options = {});

}  // namespace spil
