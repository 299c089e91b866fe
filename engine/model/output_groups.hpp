#pragma once
/// \file output_groups.hpp  The groups that the registry of results is put together from, in the file's
/// order.

#include <vector>

#include "engine/model/output_builders.hpp"

namespace spil {

void add_outcomes(std::vector<Output>& all);
void add_parity_outcomes(std::vector<Output>& all);
void add_national_outputs(std::vector<Output>& all);
void add_mission_outputs(std::vector<Output>& all);
void add_programme_outputs(std::vector<Output>& all);
void add_lab_outputs(std::vector<Output>& all);
void add_political_outputs(std::vector<Output>& all);
void add_solution_outputs(std::vector<Output>& all);
void add_firm_outputs(std::vector<Output>& all);
void add_municipal_outputs(std::vector<Output>& all);
void add_parity_outputs(std::vector<Output>& all);
void add_money_outputs(std::vector<Output>& all);
void add_partner_outputs(std::vector<Output>& all);
void add_network_outputs(std::vector<Output>& all);

/// All declarations with their readers.
std::vector<Output> const& output_registry();

}  // namespace spil
