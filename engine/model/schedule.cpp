#include "engine/model/schedule.hpp"

#include "engine/processes/adoption.hpp"
#include "engine/processes/agent_adoption.hpp"
#include "engine/processes/agent_opinion.hpp"
#include "engine/processes/agent_trust.hpp"
#include "engine/processes/attitudes.hpp"
#include "engine/processes/blocks.hpp"
#include "engine/processes/budgets.hpp"
#include "engine/processes/cabinet.hpp"
#include "engine/processes/calls.hpp"
#include "engine/processes/capacity.hpp"
#include "engine/processes/circulation.hpp"
#include "engine/processes/coalition.hpp"
#include "engine/processes/exchange.hpp"
#include "engine/processes/expectations.hpp"
#include "engine/processes/firm_entry.hpp"
#include "engine/processes/follow_on.hpp"
#include "engine/processes/gates.hpp"
#include "engine/processes/handover.hpp"
#include "engine/processes/ideas.hpp"
#include "engine/processes/implementation.hpp"
#include "engine/processes/institutionalisation.hpp"
#include "engine/processes/intake.hpp"
#include "engine/processes/lab_events.hpp"
#include "engine/processes/lab_learning.hpp"
#include "engine/processes/lab_money.hpp"
#include "engine/processes/landscape.hpp"
#include "engine/processes/local_initiative.hpp"
#include "engine/processes/market.hpp"
#include "engine/processes/no_mans_land.hpp"
#include "engine/processes/opinion.hpp"
#include "engine/processes/organisation.hpp"
#include "engine/processes/payments.hpp"
#include "engine/processes/politics.hpp"
#include "engine/processes/practice.hpp"
#include "engine/processes/procurement.hpp"
#include "engine/processes/purchases.hpp"
#include "engine/processes/regulation.hpp"
#include "engine/processes/relocation.hpp"
#include "engine/processes/research.hpp"
#include "engine/processes/revocation.hpp"
#include "engine/processes/role_choice.hpp"
#include "engine/processes/sellers.hpp"
#include "engine/processes/third_spaces.hpp"
#include "engine/processes/treasury.hpp"
#include "engine/processes/trust.hpp"
#include "engine/processes/wages.hpp"

namespace spil {

namespace {

template <auto Function>
Process<Settings> does(std::string const& name, std::string const& meaning, int period = 1, int offset = 0) {
    return process<Settings, Function>(name, meaning, period, offset);
}

template <CitizenForm Form>
bool citizens_are(Settings const& s) {
    return s.get<CitizenParameters>().form == Form;
}
Process<Settings> for_agents(Process<Settings> const& p) {
    return p.only("citizens.form = agents", citizens_are<CitizenForm::agents>);
}
Process<Settings> for_mean_field(Process<Settings> const& p) {
    return p.only("citizens.form = mean_field", citizens_are<CitizenForm::mean_field>);
}

Schedule<Settings> month() {
    return {
        {"landscape",
         {does<&govern>("cabinet", "the national cabinet falls or governs"),
          does<&move_landscape>("landscape", "pressure from the landscape moves")}},
        {"state",
         {does<&run_treasury>("treasury", "the state pays municipalities and levies"),
          does<&press>("challenge", "challenges press, less where people are served"),
          does<&learn_by_doing>("market", "solutions get cheaper with experience")}},
        {"rules", {does<&make_rules>("regulation", "national rules follow evidence, in the law's own time")}},
        {"prices",
         {does<&set_prices>("prices", "what a solution costs and could be worth in each municipality", 3,
                            0)}},
        {"residents",
         {for_agents(does<&adopt_as_agents>("adoption",
                                            "residents consider what is offered and take it up, or not")),
          for_mean_field(does<&adopt>("mean_adoption", "the same for shares of residents")),
          for_agents(does<&revise_opinions_as_agents>("opinion", "residents revise their opinions")),
          for_mean_field(does<&revise_opinions>("mean_opinion", "the same for shares of residents"))}},
        {"households",
         {does<&buy_solutions>("purchases", "households pay for what they took up"),
          does<&form_attitudes>("attitudes", "support and opposition among residents"),
          for_agents(does<&trust_as_agents>("council_trust", "residents' trust in local government")),
          for_mean_field(does<&trust_council>("mean_council_trust", "the same for all residents at once"))}},
        {"wages",
         {does<&pay_wages>("wages", "what firms and institutions received goes back to households", 3, 2)}},
        {"procurement",
         {does<&procure>("procurement", "municipalities buy first units of what their labs try", 12, 5)}},
        {"research", {does<&run_research>("research", "firms do research, with public support", 12, 11)}},
        {"firms",
         {does<&adapt_mark_ups>("mark_up", "firms adapt their mark-ups", 12, 11),
          does<&revise_expectations>("expectations", "firms revise what they expect of labs", 12, 11),
          does<&relocate>("relocation", "firms move", 12, 11)}},
        {"entry", {does<&renew_firms>("entry", "firms end, start-ups take their place", 12, 11)}},
        {"sellers", {does<&choose_sellers>("sellers", "buyers compare other sellers", 12, 11)}},
        {"municipality",
         {does<&plan_capacity>("capacity", "staff: work in hand, what there is, what is left"),
          does<&judge_solutions>("judgement", "municipalities judge solutions")}},
        {"organisation",
         {does<&adapt_organisation>("organisation", "risk aversion springs back or is pushed; skill grows")}},
        {"politics",
         {does<&form_colleges>("colleges", "elections and broken colleges: priorities, aversion, backing"),
          does<&change_aldermen>("aldermen", "aldermen leave, their labs go without a champion")}},
        {"decisions",
         {does<&choose_roles>("roles", "a third of the municipalities choose their roles"),
          does<&have_ideas>("ideas", "ideas come up")}},
        {"initiative", {does<&start_own_labs>("own_labs", "municipalities start small labs of their own")}},
        {"own money", {does<&pay_own_labs>("own_money", "municipalities pay for their own labs")}},
        {"third spaces",
         {does<&hold_third_spaces>("third_spaces", "third spaces between municipalities begin and end")}},
        {"budgets", {does<&run_budgets>("budgets", "programmes receive budgets, pay overhead and earmarks")}},
        {"follow-on", {does<&hold_follow_ons>("follow_on", "labs whose term ends well get follow-on money")}},
        {"blocks", {does<&run_blocks>("blocks", "money by formula: allotment, local choice, review")}},
        {"gates", {does<&hold_gates>("gates", "labs pass gates, terms end, grants are closed")}},
        {"calls", {does<&hold_calls>("calls", "calls: apply, score, fund in order")}},
        {"intake", {does<&hold_intake>("intake", "intake: recruit, choose a set, fund")}},
        {"payments", {does<&pay_grants>("payments", "instalments, co-financing, what labs may count on")}},
        {"partners", {does<&form_coalitions>("coalitions", "forming labs and parties choose each other")}},
        {"lab money", {does<&spend>("lab_money", "labs spend what they have")}},
        {"learning", {does<&learn>("learning", "running labs learn")}},
        {"events", {does<&live>("lab_events", "labs start, fail, lose support, end")}},
        {"no man's land", {does<&forget>("no_mans_land", "where money stopped, learning fades")}},
        {"embedding", {does<&embed>("embedding", "how far each lab's solution is embedded")}},
        {"institutions",
         {does<&institutionalise>("institutionalisation", "hosts make a lab's solution their own")}},
        {"copies", {does<&copy_solutions>("copies", "others copy what is known to work")}},
        {"revocation",
         {does<&revoke_institutions>("revocation", "new colleges revoke what residents do not want")}},
        {"upkeep", {does<&keep_up>("upkeep", "institutions are kept up and go on learning", 3, 0)}},
        {"offers",
         {does<&offer_solutions>("offers", "what residents are offered, and how well it is embedded")}},
        {"practice",
         {does<&keep_practice>("practice", "communities of practice live on money"),
          does<&join_practice>("membership", "municipalities join them")}},
        {"circulation",
         {does<&circulate>("circulation", "knowledge and beliefs travel", circulation_period, 0)}},
        {"trust",
         {does<&trust_partners>("partner_trust", "trust in ties follows performance"),
          does<&exchange_knowledge>("exchange", "members of a lab learn from each other"),
          does<&trust_programmes>("programme_trust", "trust in programmes follows kept promises")}},
    };
}

}  // namespace

Schedule<Settings> const& schedule() {
    static auto const checked_month = checked(month());
    return checked_month;
}

Process<Settings> const& handover() {
    static auto const once = does<&hand_over>("handover", "another way of funding takes over");
    return once;
}

std::vector<std::string> const& funding_processes() {
    static std::vector<std::string> const names{"budgets", "follow_on", "blocks",  "gates",
                                                "calls",   "intake",    "payments"};
    return names;
}

std::vector<std::string> const& funding_channels() {
    static std::vector<std::string> const columns{
        // labs found and ended, the horizon, softness and gates of their money (i, ii, vi, vii)
        "labs.*", "labs.reference_spending", "labs.horizon", "labs.softness", "labs.gate_distance",
        "labs.planned_spending", "labs.stop_signal", "labs.follow_on", "labs.firm_cash",
        // burdens, acceptance and rejection (iii, vi)
        "municipalities.application_fte", "municipalities.accountability_fte", "municipalities.block_fte",
        "municipalities.awards_won", "municipalities.discouraged", "municipalities.programme_trust",
        "municipalities.idea", "municipalities.idea_age",
        // what an application teaches; spending on practice, intermediaries, rules (iv, v)
        "municipalities.knowledge", "municipalities.carry_over", "missions.practice_spending",
        "missions.intermediary_strength", "missions.third_space_paid", "solutions.regulatory_work"};
    return columns;
}

}  // namespace spil
