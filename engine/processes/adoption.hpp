#pragma once
/// \file adoption.hpp  Residents consider a solution that is offered to them and take it up, or not (SM16a as
/// a mean field).
///
///     consider  1/T_m + rho n                              the need comes round; contacts bring it up
///     choose    the offered solution with the highest V:   P(s) = offer_s * prod_{V_r > V_s} (1 - offer_r)
///     take up   logistic(V), V as in common/take_up.hpp with b_N E[pull(R/k)],   R ~ Binomial(k, n)
///     n         share served among contacts (common/contacts.hpp), last month
///
/// One cell is a municipality x threshold class x income class. Offers of several solutions are independent
/// between residents. A resident uses at most one solution of a mission and does not switch; where a
/// solution's embedding has sunk below a level, users give up at a constant rate and may consider again
/// later. Opposition is the mean of max(0, -opinion).
/// Offers are drawn anew each month: in the end everybody considers what only a few are offered at a time,
/// where an agent is offered it for good or not at all.
///
/// Reads offers, embedding, prices, opinions, trust and last month's adoption; writes adoption by cell and by
/// municipality, served, orders (what `purchases` buys) and experience.
/// Source: random utility with peers as in McCullen et al. (2013); the expectation over R is a Bernstein
/// polynomial of n.

#include <span>
#include <vector>

#include "engine/processes/common/contacts.hpp"
#include "engine/processes/common/take_up.hpp"
#include "engine/world/access.hpp"

namespace spil {

/// Chance that each option is the best of those offered: offers are independent, ties go to the lower index.
/// All three have the same length; offers within 0..1. The chances add up to 1 - prod (1 - offer).
void best_offered(std::span<double const> value, std::span<double const> offer, std::span<double> chance);

/// logistic((r/k - threshold)/noise) for r = 0..k: the reaction to each number of served contacts.
std::vector<double> threshold_reactions(double threshold, double noise, std::size_t k);

/// Binomial coefficients (k over r) for r = 0..k.
std::vector<double> binomial_coefficients(std::size_t k);

/// Chances that r = 0..k of k contacts are served when each is with chance n (0..1).
/// \param coefficients  binomial_coefficients(k); as long as `chance`
void binomial_chances(std::span<double const> coefficients, double n, std::span<double> chance);

void adopt(Step const& step, AdoptionParameters const& p, ContactParameters const& contacts,
           In<&Municipalities::population> population, In<&Municipalities::households> households,
           In<&Municipalities::values> values, In<&Municipalities::offer> offer,
           In<&Municipalities::embedding> embedding, In<&Municipalities::price> price,
           In<&Municipalities::opinion> opinion, In<&Municipalities::local_trust> trust,
           In<&Missions::need_interval> need_interval, In<&Missions::need_running_saving> saving,
           In<&Solutions::appeal> appeal, In<&CitizenCells::weight> weight,
           In<&CitizenCells::threshold> threshold, In<&CitizenCells::income> income,
           In<&CitizenCells::adopted> adopted, In<&Municipalities::served> served,
           In<&Municipalities::adoption> adoption, Out<&CitizenCells::adopted> adopted_next,
           Out<&Municipalities::served> served_next, Out<&Municipalities::adoption> adoption_next,
           Update<&Municipalities::orders> orders, Update<&Solutions::experience> experience);

}  // namespace spil
