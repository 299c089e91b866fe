#pragma once
/// \file study_points.hpp  Reads the points of the design `list`: a table (CSV) with a column for each
/// quantity and a row for each point, or the same in the study itself, as the results file has it:
///
///     [uncertainties.values]
///     "calls.panel_noise" = [0.5, 1.0, 1.5]
///     "regime.gates" = [true, false, true]
///
/// Whole numbers, words and true or false stand as in a study, in the table without quotes of their own. For
/// engine/run/study_uncertainties.cpp only.

#include <vector>

#include "engine/run/study_candidates.hpp"

namespace spil {

/// Fills `sampled` and `listed` from the section [uncertainties], `section`; a table joins the study's files.
/// What is wrong goes to `problems`.
void read_listed_points(Scenario const& scenario, Node const& section, Candidates& candidates, Study& study,
                        Uncertainties& found, std::vector<Problem>& problems);

}  // namespace spil
