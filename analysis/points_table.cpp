#include "analysis/points_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "analysis/human.hpp"

namespace spil {

namespace {

using Json = nlohmann::ordered_json;
using Cells = std::array<std::string, 5>;
constexpr std::array<bool, 5> right_aligned{false, false, true, false, true};

/// "70 % [35-93 %]", or "70 %" where the points are no sample.
std::string share_text(PointComparison const& c) {
    if (std::isnan(c.share)) return "n/a";
    return std::isnan(c.interval.low) ? human_share(c.share) + " %" : human_share(c.share, c.interval);
}

std::string percent(double value) {
    return std::isnan(value) ? "n/a" : human_percent(value);
}

Cells titles_of(OutcomePoints const& outcome) {
    auto const won = outcome.label.direction == Direction::none ? "higher at" : "ahead at";
    return {"first - second",
            std::string{won} + " [" + human_share(outcome.confidence) + " % interval] of points",
            "median gap", "10th to 90th percentile", "points"};
}

Cells cells_of(PointComparison const& c) {
    auto const count = human_count(c.gaps.size());
    return {c.first + " - " + c.second, share_text(c), percent(c.median_percent),
            percent(c.p10_percent) + " to " + percent(c.p90_percent),
            c.missing == 0 ? count : count + " (" + human_count(c.missing) + " missing)"};
}

std::vector<Cells> rows_of(OutcomePoints const& outcome) {
    std::vector<Cells> rows{titles_of(outcome)};
    for (auto const& c : outcome.pairs) rows.push_back(cells_of(c));
    return rows;
}

std::string aligned(std::vector<Cells> const& rows) {
    std::array<std::size_t, 5> widths{};
    for (auto const& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));
    std::string text;
    for (auto const& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i)
            line +=
                "  " + (right_aligned[i] ? padded_left(row[i], widths[i]) : padded_right(row[i], widths[i]));
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    }
    return text;
}

/// "calls.panel_noise +0.41"
std::string driver_text(Driver const& d) {
    return fmt::format("{} {:+.2f}", d.name, d.correlation);
}

std::string drivers_text(PointComparison const& c) {
    std::string text;
    for (auto const& d : c.drivers) text += (text.empty() ? "" : ", ") + driver_text(d);
    return text;
}

bool any_drivers(OutcomePoints const& outcome) {
    return std::any_of(outcome.pairs.begin(), outcome.pairs.end(),
                       [](auto const& c) { return !c.drivers.empty(); });
}

/// What the design of the points means for the figures.
std::string design_note(std::string const& design) {
    if (design == "full_factorial") return " The points are a full factorial, not a sample: no interval.";
    if (design == "morris") return " The points are trajectories (Morris), not a sample: no interval.";
    if (design == "list") return " The points are a list: the interval holds if they were drawn at random.";
    if (design == "saltelli")
        return " Of the points (Saltelli) those of the matrices A and B are taken: the others repeat them.";
    return {};
}

std::string notes(std::vector<OutcomePoints> const& outcomes, TableOptions const& options) {
    std::string text =
        "The gap at a point is the difference of the two means over the worlds of that point, in percent of "
        "the mean of the two. A tie counts as half a point.";
    if (!outcomes.empty()) text += design_note(outcomes.front().design);
    if (options.failed_runs > 0)
        text += " " + human_count(options.failed_runs, "run") + " failed: left out as missing.";
    if (options.pending_runs > 0)
        text += " " + human_count(options.pending_runs, "run") + " not finished: left out as missing.";
    return text;
}

constexpr char const* drivers_title = "What goes with the gap (rank correlation over points)";

std::string markdown_row(Cells const& cells) {
    std::string line = "|";
    for (auto const& cell : cells) line += " " + cell + " |";
    return line + "\n";
}

Json number(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json pair_json(PointComparison const& c) {
    Json json{{"first", c.first},
              {"second", c.second},
              {"points", c.gaps.size()},
              {"points_missing", c.missing},
              {"wins", c.wins},
              {"ties", c.ties},
              {"share", number(c.share)},
              {"share_interval",
               std::isnan(c.interval.low) ? Json(nullptr) : Json{c.interval.low, c.interval.high}},
              {"gap_percent",
               {{"median", number(c.median_percent)},
                {"p10", number(c.p10_percent)},
                {"p90", number(c.p90_percent)}}}};
    auto drivers = Json::array();
    for (auto const& d : c.drivers)
        drivers.push_back({{"quantity", d.name}, {"rank_correlation", number(d.correlation)}});
    json["drivers"] = std::move(drivers);
    auto gaps = Json::array();
    for (auto const& g : c.gaps)
        gaps.push_back({{"point", g.point},
                        {"worlds", g.worlds},
                        {"first", number(g.first)},
                        {"second", number(g.second)},
                        {"gap", number(g.gap)},
                        {"gap_percent", number(g.percent())}});
    json["gaps"] = std::move(gaps);
    return json;
}

}  // namespace

std::string points_table(std::vector<OutcomePoints> const& outcomes, TableOptions const& options) {
    std::string text;
    auto const add = [&](std::string const& sentence, std::size_t indent) {
        for (auto const& line : wrapped(sentence, options.width, indent)) text += line + "\n";
    };
    for (auto const& outcome : outcomes) {
        add(outcome_heading(outcome.label), 0);
        text += "\n" + aligned(rows_of(outcome)) + "\n";
        if (!any_drivers(outcome)) continue;
        text += std::string{drivers_title} + ":\n\n";
        for (auto const& c : outcome.pairs) add(c.first + " - " + c.second + ": " + drivers_text(c), 2);
        text += "\n";
    }
    add(notes(outcomes, options), 0);
    return text + lineage_lines(options);
}

std::string points_markdown(std::vector<OutcomePoints> const& outcomes, TableOptions const& options) {
    std::string text;
    for (auto const& outcome : outcomes) {
        text += "## " + outcome_heading(outcome.label) + "\n\n";
        auto const rows = rows_of(outcome);
        text += markdown_row(rows.front()) + "|---|---|---:|---|---:|\n";
        for (std::size_t r = 1; r < rows.size(); ++r) text += markdown_row(rows[r]);
        text += "\n";
        if (!any_drivers(outcome)) continue;
        text += std::string{drivers_title} + ":\n\n";
        for (auto const& c : outcome.pairs)
            text += "- " + c.first + " - " + c.second + ": " + drivers_text(c) + "\n";
        text += "\n";
    }
    text += notes(outcomes, options) + "\n";
    for (auto const& l : options.lineage)
        text += (&l == &options.lineage.front() ? "\n- " : "- ") + lineage_text(l) + "\n";
    return text;
}

std::string points_json(std::vector<OutcomePoints> const& outcomes, TableOptions const& options) {
    Json json{{"failed_runs", options.failed_runs}, {"pending_runs", options.pending_runs}};
    auto all = Json::array();
    for (auto const& outcome : outcomes) {
        auto pairs = Json::array();
        for (auto const& c : outcome.pairs) pairs.push_back(pair_json(c));
        all.push_back({{"outcome", outcome.label.name},
                       {"long_name", outcome.label.long_name},
                       {"units", outcome.label.unit},
                       {"direction", to_string(outcome.label.direction)},
                       {"year", outcome.label.year ? Json(*outcome.label.year) : Json(nullptr)},
                       {"confidence", outcome.confidence},
                       {"design", outcome.design.empty() ? Json(nullptr) : Json(outcome.design)},
                       {"pairs", std::move(pairs)}});
    }
    json["outcomes"] = std::move(all);
    for (auto const& l : options.lineage)
        json["lineage"].push_back({{"policy", l.policy}, {"from", l.from}, {"fork_month", l.fork_month}});
    return json.dump(2) + "\n";
}

}  // namespace spil
