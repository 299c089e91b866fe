#pragma once
/// \file study_country.hpp  The country of a study: a table of municipalities, or a made-up one.
///
/// For engine/run/study_reader.cpp only.

#include <vector>

#include "engine/io/scenario.hpp"
#include "engine/run/study.hpp"

namespace spil {

/// Reads the section [country] into `study`; what is wrong, in the study or in the table, goes to `problems`.
void read_study_country(Scenario const& scenario, Study& study, std::vector<Problem>& problems);

}  // namespace spil
