#pragma once
/// \file schedule.hpp  THE schedule: which processes make up a month, in which phase, in which order.

#include "engine/model/parameters.hpp"
#include "engine/world/process.hpp"

namespace spil {

/// The month of the model, checked once: no phase has a conflict.
Schedule<Settings> const& schedule();

/// What happens once before the first month under another way of funding; it is a funding process too.
Process<Settings> const& handover();

/// Processes of the month that fund (SM4 to SM8): the only ones that may read the regime, the programmes or
/// the grants.
std::vector<std::string> const& funding_processes();

/// Columns through which funding may act on the rest of the model: the channels of the regime-neutral core.
/// Money is one more, and goes through the ledger.
std::vector<std::string> const& funding_channels();

}  // namespace spil
