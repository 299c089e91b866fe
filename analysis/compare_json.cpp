#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "analysis/compare_table.hpp"

namespace spil {

namespace {

using Json = nlohmann::ordered_json;

Json number(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json interval(Interval const& bounds) {
    return std::isnan(bounds.low) ? Json(nullptr) : Json{bounds.low, bounds.high};
}

Json against(PairedComparison const& c, double holm_p) {
    return {{"policy_mean", number(c.policy_mean)},
            {"baseline_mean", number(c.baseline_mean)},
            {"difference", number(c.difference)},
            {"difference_interval", interval(c.interval)},
            {"difference_percent", number(c.percent)},
            {"clear", c.clear()},
            {"constant", c.constant},
            {"sd_of_differences", number(c.sd)},
            {"t", number(c.t)},
            {"df", number(c.df)},
            {"p", number(c.p)},
            {"p_holm", number(holm_p)},
            {"win_share", number(c.win_share)},
            {"win_share_interval", interval(c.win_interval)},
            {"ties", c.ties},
            {"correlation", number(c.correlation)},
            {"variance_ratio", number(c.variance_ratio)},
            {"pairing_worth", number(c.worth)},
            {"welch",
             {{"t", number(c.welch.t)},
              {"df", number(c.welch.df)},
              {"p", number(c.welch.p)},
              {"difference_interval", interval(c.welch.interval)}}}};
}

Json policy_row(PolicyComparison const& row) {
    Json json{{"policy", row.policy},
              {"mean", number(row.mean)},
              {"worlds", row.worlds},
              {"worlds_missing", row.missing}};
    json["against_baseline"] =
        row.against_baseline ? against(*row.against_baseline, row.holm_p) : Json(nullptr);
    return json;
}

Json outcome(OutcomeComparison const& comparison) {
    auto const& label = comparison.label;
    Json json{{"outcome", label.name},
              {"long_name", label.long_name},
              {"units", label.unit},
              {"direction", to_string(label.direction)},
              {"year", label.year ? Json(*label.year) : Json(nullptr)},
              {"baseline", comparison.baseline},
              {"confidence", comparison.confidence}};
    auto policies = Json::array();
    auto sentences = Json::array();
    for (auto const& row : comparison.policies) {
        policies.push_back(policy_row(row));
        if (row.against_baseline) sentences.push_back(compare_sentence(comparison, row));
    }
    json["sentences"] = std::move(sentences);
    json["policies"] = std::move(policies);
    return json;
}

}  // namespace

std::string compare_json(std::vector<OutcomeComparison> const& comparisons, TableOptions const& options) {
    Json json{{"failed_runs", options.failed_runs}, {"pending_runs", options.pending_runs}};
    if (options.points > 0) json["points"] = options.points;
    if (options.planned_worlds > 0) {
        json["stopped_after_worlds"] = options.stopped_after_worlds;
        json["planned_worlds"] = options.planned_worlds;
    }
    for (auto const& l : options.lineage)
        json["lineage"].push_back({{"policy", l.policy}, {"from", l.from}, {"fork_month", l.fork_month}});
    auto outcomes = Json::array();
    for (auto const& comparison : comparisons) outcomes.push_back(outcome(comparison));
    json["outcomes"] = std::move(outcomes);
    return json.dump(2) + "\n";
}

}  // namespace spil
