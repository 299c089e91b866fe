#pragma once
/// \file exchange.hpp  Members of a lab learn from each other when it is evaluated (SM9).
///
///     each organisation   one triple it lacks, from another organisation in the lab drawn by lot, with
///                         expertise E - 1 (common/kene.hpp)
///
/// Teachers are what they were when the month's exchange began. What is learnt goes along into the next lab.
/// Reads evaluations and members; writes the kenes of organisations. Source: learning among partners as in
/// SKIN (Gilbert, Ahrweiler and Pyka).

#include "engine/world/access.hpp"

namespace spil {

void exchange_knowledge(Step const&, In<&Labs::key> key, In<&Labs::evaluated> evaluated,
                        In<&Members::lab> lab, In<&Members::party> party, In<&Members::kind> kind,
                        In<&Members::left> left, Update<&Organisations::capability> capability,
                        Update<&Organisations::ability> ability, Update<&Organisations::expertise> expertise);

}  // namespace spil
