#pragma once
/// \file agent_adoption.hpp  Agents consider a solution that is offered to them and take it up, or not
/// (SM16a).
///
///     consider  u < 1/T_m + rho n_c             the need comes round; contacts bring it up
///     offered   h_cs < offer_s                  h_cs lasts for the run: an offer that grows keeps those it
///     has choose    the solution of highest V among those offered take up   logistic(V), V as in
///     common/take_up.hpp, with the agent's own income, opinion, trust,
///               threshold and contacts
///     give up   with a constant rate where the embedding of the solution in use is below a level
///
/// n_c is the share of the agent's contacts that use a solution of the mission, last month. An agent uses at
/// most one solution of a mission and does not switch. Whether contacts matter is known from u alone, so they
/// are looked at only when u lies below 1/T_m + rho; nothing is drawn where nothing is offered. In every
/// municipality the counts change by what its agents did, in whole agents; each stands for
/// households / agents.
///
/// Reads offers, embedding, prices, agents; writes what agents use, their counts, adoption, served, orders
/// (what `purchases` buys) and experience.
/// Source: random utility with peers as in McCullen et al. (2013); contact-driven consideration after Bass
/// (1969).

#include "engine/processes/common/citizen_parameters.hpp"
#include "engine/processes/common/contacts.hpp"
#include "engine/processes/common/take_up.hpp"
#include "engine/world/access.hpp"

namespace spil {

void adopt_as_agents(Step const& step, AdoptionParameters const& p, ContactParameters const& contacts,
                     CitizenParameters const& citizens, Geography const& geography,
                     In<&Municipalities::population> population, In<&Municipalities::households> households,
                     In<&Municipalities::household_income> household_income,
                     In<&Municipalities::values> values, In<&Municipalities::offer> offer,
                     In<&Municipalities::embedding> embedding, In<&Municipalities::price> price,
                     In<&Missions::need_interval> need_interval, In<&Missions::need_running_saving> saving,
                     In<&Solutions::appeal> appeal, In<&Communities::first> first,
                     In<&Communities::agents> agents, In<&Citizens::threshold> threshold,
                     In<&Citizens::income> income, In<&Citizens::opinion> opinion, In<&Citizens::trust> trust,
                     In<&Citizens::adopted> adopted, In<&Municipalities::adoption> adoption,
                     Update<&Citizens::adopted> adopted_next, Update<&Communities::users> users,
                     Out<&Municipalities::served> served_next, Out<&Municipalities::adoption> adoption_next,
                     Update<&Municipalities::orders> orders, Update<&Solutions::experience> experience);

}  // namespace spil
