#pragma once
/// \file study_uncertainties.hpp  Reads the section [uncertainties] of a study.
///
/// Names in `sample` and `leave` are "section.parameter", "section.*" or "*"; "regime.knob" and "regime.*"
/// are the knobs of the ways of funding, which "*" leaves alone. A pattern takes what has a range: a
/// plausible one, unless the value is a choice of the design, or one under [uncertainties.ranges]. Words and
/// true or false are sampled when their values stand there. The design `list` names its quantities itself.

#include <vector>

#include "engine/io/scenario.hpp"
#include "engine/run/study.hpp"

namespace spil {

/// Fills study.uncertainties when the scenario has the section. Parameters and policies must have been read.
void read_study_uncertainties(Scenario const& scenario, Study& study, std::vector<Problem>& problems);

}  // namespace spil
