#pragma once
/// \file grant_audit.hpp  Whether every promise of money adds up, to the cent.
///
///     awarded = paid + remaining + released            returned <= paid
///     committed of a programme = sum of what remains of its grants

#include "engine/world/labs.hpp"
#include "engine/world/programmes.hpp"

namespace spil {

/// Throws ContractError, naming the grant or mission, unless the equations above hold.
void audit_grants(Labs const& labs, Programmes const& programmes, Grants const& grants);

}  // namespace spil
