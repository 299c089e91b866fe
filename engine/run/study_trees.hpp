#pragma once
/// \file study_trees.hpp  Which policies of a study grow from which (trees.hpp), checked.

#include <vector>

#include "engine/io/scenario.hpp"
#include "engine/run/study.hpp"

namespace spil {

/// Finds the trunk of every policy that has `from`, once policies and settings are read. Appends what is
/// wrong to `problems`: an unknown trunk, a policy that grows from itself or in a circle, a month that is
/// missing, outside the run or not after the trunk's own fork.
void read_policy_trees(Scenario const& scenario, Study& study, std::vector<Problem>& problems);

}  // namespace spil
