#pragma once
/// \file labs.hpp  Living labs: each row one lab, from founding to its end. Rows are never reused.

#include <cstdint>

#include "engine/world/column.hpp"
#include "engine/world/ledger.hpp"

namespace spil {

/// forming: partners are sought; preparing: plans and permits; active: it runs; bridging: it runs on
/// follow-on money; post: money has stopped, knowledge decays (no man's land); closed: stopped in an orderly
/// way at a gate, decays slower; institutionalised: the municipality has taken it over; dead: gone.
enum class Stage : std::uint8_t {
    forming,
    preparing,
    active,
    bridging,
    post,
    closed,
    institutionalised,
    dead
};
inline constexpr std::size_t stage_count = 8;
inline constexpr std::array<std::string_view, stage_count> stage_names{
    "forming", "preparing", "active", "bridging", "post", "closed", "institutionalised", "dead"};

constexpr bool funded(Stage s) {
    return s <= Stage::bridging;
}
constexpr bool running(Stage s) {
    return s == Stage::active || s == Stage::bridging;
}
constexpr bool in_no_mans_land(Stage s) {
    return s == Stage::post || s == Stage::closed;
}

enum class Exemption : std::uint8_t { none, applied, granted, refused };

struct Labs {
    static constexpr std::string_view name = "labs";

    // Who it is.
    Column<std::uint32_t> key;
    Column<std::int32_t> host, mission, solution, start_month;

    // Its life.
    Column<Stage> stage;
    Column<double> stage_months, preparation_left, learning, embedding, effort;
    Column<std::uint8_t> upscaling, routine, own_budget, unbacked, formed;
    Column<Exemption> exemption;
    Column<double> exemption_months;
    Column<std::int32_t> end_month, embedded_month, death_month;

    // Its partners.
    Column<std::int32_t> knowledge_partners, intermediary_partners, civic_partners, firm_partners,
        public_partners, lead_firm;
    Column<std::int32_t> knowledge_payee, intermediary_payee, civic_payee, candidates, acceptances;
    Column<double> coverage, coalition_trust, search_fte;

    // Its money and what its funder lets it know (channels).
    Column<double> horizon, softness, gate_distance, reference_spending, planned_spending, spending;
    Column<Cents> spent, firm_cash;
    Column<std::uint8_t> stop_signal, follow_on;

    // Evaluation.
    Column<double> expected_embedding, retention;
    Column<std::uint8_t> evaluated;

    template <class F>
    static constexpr auto fields(F&& f) {
        using T = Labs;
        return f(
            column(&T::key, "key", "1", at_least(0),
                   "stable identity for random numbers: host, solution and how many before"),
            column(&T::host, "host", "1", at_least(0), "municipality"),
            column(&T::mission, "mission", "1", at_least(0), "mission"),
            column(&T::solution, "solution", "1", at_least(0), "solution, over all missions"),
            column(&T::start_month, "start_month", "month", at_least(0), "month of the first award"),
            column(&T::stage, "stage", "1", within(0, 7), "stage of life"),
            column(&T::stage_months, "stage_months", "months", at_least(0), "time in this stage"),
            column(&T::preparation_left, "preparation_left", "months", any_value(),
                   "preparation still to do"),
            column(&T::learning, "learning", "1", within(0, 1), "what has been learnt for each condition",
                   Axis::condition),
            column(&T::embedding, "embedding", "1", within(0, 1),
                   "embedding: accepted, permitted and viable"),
            column(&T::effort, "effort", "1", within(0, 1), "effort of those involved"),
            column(&T::upscaling, "upscaling", "1", within(0, 1),
                   "1 with an upscaling strategy from the start"),
            column(&T::routine, "routine", "1", within(0, 1), "1 when built into an existing routine"),
            column(&T::own_budget, "own_budget", "1", within(0, 1), "1 when its host pays for it alone"),
            column(&T::unbacked, "unbacked", "1", within(0, 1),
                   "1 while the college of its host does not back it"),
            column(&T::formed, "formed", "1", within(0, 1), "1 once its coalition stood"),
            column(&T::exemption, "exemption", "1", within(0, 3),
                   "local exemption: none, applied for, granted, refused"),
            column(&T::exemption_months, "exemption_months", "months", at_least(0),
                   "months the application for it has run"),
            column(&T::end_month, "end_month", "month", at_least(-1), "month the money stopped, -1 before"),
            column(&T::embedded_month, "embedded_month", "month", at_least(-1),
                   "month of institutionalisation, -1 before"),
            column(&T::death_month, "death_month", "month", at_least(-1), "month it was lost, -1 before"),
            column(&T::knowledge_partners, "knowledge_partners", "1", at_least(0),
                   "knowledge institutions taking part"),
            column(&T::intermediary_partners, "intermediary_partners", "1", at_least(0),
                   "intermediaries taking part"),
            column(&T::civic_partners, "civic_partners", "1", at_least(0), "civic groups taking part"),
            column(&T::firm_partners, "firm_partners", "1", at_least(0), "firms taking part"),
            column(&T::public_partners, "public_partners", "1", at_least(0),
                   "provinces or water authorities taking part"),
            column(&T::knowledge_payee, "knowledge_payee", "1", at_least(0),
                   "account of the knowledge institution it buys from this month"),
            column(&T::intermediary_payee, "intermediary_payee", "1", at_least(0),
                   "account of the intermediary it buys from this month"),
            column(&T::civic_payee, "civic_payee", "1", at_least(0),
                   "account of the civic group it buys from this month"),
            column(&T::candidates, "candidates", "1", at_least(0), "candidates for partner met so far"),
            column(&T::acceptances, "acceptances", "1", at_least(0),
                   "those among them that wanted to take part"),
            column(&T::lead_firm, "lead_firm", "1", at_least(0),
                   "firm (row + 1) that joined first and works for the lab; 0 none"),
            column(&T::coverage, "coverage", "1", within(0, 1), "share of the required capabilities present"),
            column(&T::coalition_trust, "coalition_trust", "1", within(0, 1),
                   "mean trust between the host and the partners"),
            column(&T::search_fte, "search_fte", "FTE", at_least(0),
                   "staff of the host bound by the search for partners"),
            column(&T::horizon, "horizon", "months", at_least(0),
                   "months of money its people count on (channel)"),
            column(&T::softness, "softness", "1", within(0, 1),
                   "chance to go on after a poor result (channel)"),
            column(&T::gate_distance, "gate_distance", "months", at_least(0),
                   "months to the next gate; 0 when none comes (channel)"),
            column(&T::reference_spending, "reference_spending", "EUR/month", at_least(0),
                   "full spending of a lab of its kind (channel)"),
            column(&T::planned_spending, "planned_spending", "EUR/month", at_least(0),
                   "spending its funders agreed to (channel)"),
            column(&T::spending, "spending", "EUR/month", at_least(0), "spent this month"),
            column(&T::spent, "spent", "0.01 EUR", at_least(0), "spent so far"),
            column(&T::firm_cash, "firm_cash", "0.01 EUR", at_least(0), "cash received from firms so far"),
            column(&T::follow_on, "follow_on", "1", within(0, 1), "1 once its funder goes on after the term"),
            column(&T::stop_signal, "stop_signal", "1", within(0, 2),
                   "funder's word: 0 goes on, 1 term over, 2 stopped at a gate (channel)"),
            column(&T::expected_embedding, "expected_embedding", "1", any_value(),
                   "embedding its partners expect at the next evaluation"),
            column(&T::retention, "retention", "1", within(0, 1),
                   "share of the decay in no man's land that is held off"),
            column(&T::evaluated, "evaluated", "1", within(0, 2),
                   "evaluated this month: 0 no, 1 yearly, 2 at its end"));
    }
};

}  // namespace spil
