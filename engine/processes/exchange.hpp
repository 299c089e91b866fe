#pragma once
/// \file exchange.hpp  Members of a lab learn from each other when it is evaluated (SM9).
///
///     each organisation and firm   one triple it lacks, from another member of the lab drawn by lot, with
///                                  expertise E - 1 (common/kene.hpp)
///
/// Teachers are what they were when the month's exchange began. What is learnt goes along into the next lab;
/// a firm uses it in research and in what it sells. Reads evaluations and members; writes the kenes of
/// organisations and firms. Source: learning among partners as in SKIN (Gilbert, Ahrweiler and Pyka).

#include "engine/world/access.hpp"

namespace spil {

void exchange_knowledge(Step const&, In<&Labs::key> key, In<&Labs::evaluated> evaluated,
                        In<&Members::lab> lab, In<&Members::party> party, In<&Members::kind> kind,
                        In<&Members::left> left, In<&Organisations::capability> taught_capability,
                        In<&Organisations::ability> taught_ability,
                        In<&Organisations::expertise> taught_expertise,
                        In<&Firms::capability> firm_taught_capability,
                        In<&Firms::ability> firm_taught_ability, In<&Firms::expertise> firm_taught_expertise,
                        Update<&Organisations::capability> capability,
                        Update<&Organisations::ability> ability, Update<&Organisations::expertise> expertise,
                        Update<&Firms::capability> firm_capability, Update<&Firms::ability> firm_ability,
                        Update<&Firms::expertise> firm_expertise);

}  // namespace spil
