#pragma once
/// \file results_header.hpp  What the results file of a study tells besides its results.

#include "engine/io/results.hpp"
#include "engine/run/study.hpp"

namespace spil {

/// \param study  must outlive the header
ResultsHeader results_header(Study const& study);

}  // namespace spil
