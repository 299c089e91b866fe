#pragma once
/// \file municipalities.hpp  The municipalities: who they are, what they know, what they do.

#include <cstdint>

#include "engine/world/column.hpp"

namespace spil {

/// What a municipality does for a mission, from nothing to driving it.
enum class Role : std::uint8_t { none, facilitator, stimulator, financier, driver };
inline constexpr std::size_t role_count = 5;

struct Municipalities {
    static constexpr std::string_view name = "municipalities";

    // Who they are.
    Fixed<double> population, households, establishments, household_income;
    Fixed<std::int32_t> region, province;
    Fixed<double> context, values, challenge_base, accepted_fit, unviable_odds, judgement_error,
        aversion_anchor_base, fte_structural, yearly_fund, yearly_free;

    // What presses and what people think.
    Column<std::int32_t> seller;
    Column<double> seller_share, price_level, price, viable_fit, potential;
    Column<double> challenge, served, adoption, orders, opinion, support, opposition, local_trust;

    // The organisation.
    Column<double> aversion, aversion_anchor, push, skill, fte_temporary, fte_required, fte_free, capacity,
        partner_trust, programme_trust;
    Column<std::uint8_t> role;

    // Its politics.
    Column<double> priority, champion_gap;
    Column<std::int32_t> promises_broken;
    Column<std::uint8_t> college_fell, college_new;
    Column<std::int32_t> revocations;

    // What was learnt and what stands.
    Column<double> judgement, knowledge, carry_over, belief, belief_weight;
    Column<std::int32_t> idea, idea_age;
    Column<std::uint8_t> implemented;
    Column<double> learning, embedding, offer;

    // What happened this month and what programmes ask of them.
    Column<std::int32_t> failures, reports_kept, labs_running;
    Column<double> application_fte, accountability_fte, block_fte;
    Column<std::int32_t> awards_won;
    Column<std::uint8_t> discouraged, practice_member;
    Column<std::int32_t> third_space;

    template <class F>
    static constexpr auto fields(F&& f) {
        using T = Municipalities;
        return f(
            column(&T::population, "population", "persons", at_least(1), "inhabitants"),
            column(&T::households, "households", "households", at_least(1), "households"),
            column(&T::establishments, "establishments", "1", at_least(0), "business establishments"),
            column(&T::household_income, "household_income", "EUR/year", at_least(0),
                   "mean disposable income of a household"),
            column(&T::region, "region", "1", at_least(0), "index of the energy region"),
            column(&T::province, "province", "1", at_least(0), "index of the province"),
            column(&T::context, "context", "sd", any_value(),
                   "urbanity, prosperity, housing, administrative-political", Axis::context),
            column(&T::values, "values", "1", within(0, 1),
                   "weight residents give to social, economic, ecological effects", Axis::appeal),
            column(&T::challenge_base, "challenge_base", "1", within(0, 1),
                   "intensity of the challenge before landscape and relief", Axis::mission),
            column(&T::accepted_fit, "accepted_fit", "1", within(0, 1),
                   "true fit with users and citizens, q_A", Axis::solution),
            column(&T::unviable_odds, "unviable_odds", "1", at_least(0),
                   "odds against economic fit at the starting price, exp(-v)", Axis::solution),
            column(&T::judgement_error, "judgement_error", "sd", any_value(),
                   "own misjudgement of each solution's merit", Axis::solution),
            column(&T::aversion_anchor_base, "aversion_anchor_base", "1", within(0, 1),
                   "where the anchor itself returns to"),
            column(&T::fte_structural, "fte_structural", "FTE", at_least(0),
                   "permanent staff for innovation"),
            column(&T::yearly_fund, "yearly_fund", "EUR/year", at_least(0),
                   "general grant received from the state"),
            column(&T::yearly_free, "yearly_free", "EUR/year", at_least(0),
                   "part of the general grant that can be steered towards missions"),
            column(&T::seller, "seller", "1", at_least(0),
                   "firms (row + 1) whose offers residents compare, the most bought first; 0 none",
                   Axis::solution, Axis::seller),
            column(&T::seller_share, "seller_share", "1", within(0, 1), "share of orders that each gets",
                   Axis::solution, Axis::seller),
            column(&T::price_level, "price_level", "1", at_least(0),
                   "mean of (1 + mark-up) x cost factor over those sellers, by share of orders",
                   Axis::solution),
            column(&T::price, "price", "EUR/household", at_least(0), "price of each solution here",
                   Axis::solution),
            column(&T::viable_fit, "viable_fit", "1", within(0, 1), "true economic fit at today's price, q_V",
                   Axis::solution),
            column(&T::potential, "potential", "1", within(0, 1),
                   "embedding if learning were complete under national rules: the merit nobody sees",
                   Axis::solution),
            column(&T::challenge, "challenge", "1", within(0, 1), "intensity of each challenge now",
                   Axis::mission),
            column(&T::served, "served", "1", within(0, 1), "share of residents served in each mission",
                   Axis::mission),
            column(&T::adoption, "adoption", "1", within(0, 1), "share of residents that use each solution",
                   Axis::solution),
            column(
                &T::orders, "orders", "households", at_least(0),
                "households that took up each solution this month, with the fraction of one left from before",
                Axis::solution),
            column(&T::opinion, "opinion", "1", within(0, 1),
                   "share of residents in each opinion bin, per mission", Axis::mission, Axis::opinion_bin),
            column(&T::support, "support", "1", within(0, 1), "support among residents", Axis::mission),
            column(&T::opposition, "opposition", "1", within(0, 1), "opposition among residents",
                   Axis::mission),
            column(&T::local_trust, "local_trust", "1", within(0, 1), "residents' trust in local government"),
            column(&T::aversion, "aversion", "1", within(0, 1), "risk aversion of the organisation"),
            column(&T::aversion_anchor, "aversion_anchor", "1", within(0, 1),
                   "level that aversion springs back to"),
            column(&T::push, "push", "1", within(0, 1), "push for change this month"),
            column(&T::skill, "skill", "1", within(0, 1), "skill in mission management"),
            column(&T::fte_temporary, "fte_temporary", "FTE", at_least(0), "project staff paid by labs"),
            column(&T::fte_required, "fte_required", "FTE", at_least(0), "work in hand"),
            column(&T::fte_free, "fte_free", "FTE", at_least(0), "effective staff not bound by work in hand"),
            column(&T::capacity, "capacity", "1", within(0, 1),
                   "share of the work in hand that staff can do"),
            column(&T::partner_trust, "partner_trust", "1", within(0, 1),
                   "trust that partners have in the municipality"),
            column(&T::programme_trust, "programme_trust", "1", within(0, 1),
                   "trust between municipality and each programme", Axis::mission),
            column(&T::role, "role", "1", within(0, 4),
                   "role per mission (none, facilitator, stimulator, financier, driver)", Axis::mission),
            column(&T::priority, "priority", "1", within(0, 1),
                   "political priority of each mission; sums to 1", Axis::mission),
            column(&T::champion_gap, "champion_gap", "months", at_least(0),
                   "months the mission's labs still go without a champion among the aldermen", Axis::mission),
            column(&T::promises_broken, "promises_broken", "1", at_least(0),
                   "labs that lost municipal backing this month"),
            column(&T::college_fell, "college_fell", "1", within(0, 1),
                   "1 when the college of mayor and aldermen broke this month"),
            column(&T::college_new, "college_new", "1", within(0, 1),
                   "1 when a new college took office this month, after an election or a break"),
            column(&T::revocations, "revocations", "1", at_least(0),
                   "institutions that new colleges have revoked so far"),
            column(&T::judgement, "judgement", "1", any_value(),
                   "merit of each solution as the municipality sees it", Axis::solution),
            column(&T::knowledge, "knowledge", "1", within(0, 1),
                   "knowledge absorbed on each solution and condition", Axis::solution, Axis::condition),
            column(&T::carry_over, "carry_over", "1", within(0, 1),
                   "share of that knowledge which holds under the conditions here", Axis::solution),
            column(&T::belief, "belief", "1", any_value(),
                   "reported embedding of each solution, weighed by relevance here", Axis::solution),
            column(&T::belief_weight, "belief_weight", "1", at_least(0),
                   "weight of the reports behind the belief", Axis::solution),
            column(&T::idea, "idea", "1", at_least(0),
                   "solution (within the mission) of the idea in hand + 1; 0 when none", Axis::mission),
            column(&T::idea_age, "idea_age", "months", at_least(0), "age of the idea in hand", Axis::mission),
            column(&T::implemented, "implemented", "1", within(0, 1),
                   "1 when the solution is an institution here", Axis::solution),
            column(&T::learning, "learning", "1", within(0, 1), "learning of the institutionalised solution",
                   Axis::solution, Axis::condition),
            column(&T::embedding, "embedding", "1", within(0, 1),
                   "embedding of each solution here, by institution or lab", Axis::solution),
            column(&T::offer, "offer", "1", within(0, 1), "share of residents each solution is offered to",
                   Axis::solution),
            column(&T::failures, "failures", "1", at_least(0), "visible failures this month"),
            column(&T::reports_kept, "reports_kept", "1", at_least(0),
                   "solutions institutionalised this month: promises kept"),
            column(&T::labs_running, "labs_running", "1", at_least(0), "labs in preparation or active"),
            column(&T::application_fte, "application_fte", "FTE", at_least(0),
                   "staff bound by writing proposals"),
            column(&T::accountability_fte, "accountability_fte", "FTE", at_least(0),
                   "staff bound by reporting on grants"),
            column(&T::block_fte, "block_fte", "FTE", at_least(0),
                   "permanent staff paid out of a block grant"),
            column(&T::awards_won, "awards_won", "1", at_least(0), "grants won so far", Axis::mission),
            column(&T::discouraged, "discouraged", "1", within(0, 1),
                   "1 when the next call is skipped after a rejection", Axis::mission),
            column(&T::practice_member, "practice_member", "1", within(0, 1),
                   "1 when in the community of practice", Axis::mission),
            column(&T::third_space, "third_space", "1", at_least(0),
                   "third space it is in for each mission + 1; 0 when in none", Axis::mission));
    }
};

}  // namespace spil
