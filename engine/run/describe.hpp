#pragma once
/// \file describe.hpp  The reference: parameters, results, schedule and regimes as their declarations tell
/// them.
///
/// scenarios/netherlands/baseline.toml and scenarios/parameters.md are these texts; a test holds them to it.

#include <string>

namespace spil {

enum class DescribeAs { text, markdown, json };

/// Every parameter, the missions, the knobs of a policy with their presets, and the settings of a study.
std::string describe_parameters(DescribeAs form);
std::string describe_outputs(DescribeAs form);
std::string describe_schedule(DescribeAs form);
/// Presets of funding: in which knobs, and through which channels, each differs from funding by project.
std::string describe_regimes(DescribeAs form);

/// A study of the Netherlands in which every value stands with its unit, range, meaning and source.
std::string baseline_study();
/// A small study to start from, of a synthetic country.
std::string starter_study();

}  // namespace spil
