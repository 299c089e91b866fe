#include "analysis/compare_table.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "analysis/human.hpp"
#include "engine/core/error.hpp"

namespace spil {

namespace {

constexpr std::size_t columns = 6;
constexpr std::size_t policy_column = 0;
constexpr std::array<bool, columns> right_aligned{false, true, false, false, false, true};
constexpr std::size_t gap = 2;
constexpr std::size_t shortest_policy = 8;
constexpr std::size_t few_policies = 4;
using Cells = std::array<std::string, columns>;

std::string unit_of(OutcomeLabel const& label) {
    return label.unit == "1" || label.unit.empty() ? "" : " " + label.unit;
}

std::string spoken_name(OutcomeLabel const& label) {
    auto const& name = label.long_name.empty() ? label.name : label.long_name;
    return label.year ? name + " in " + std::to_string(*label.year) : name;
}

std::string confidence_text(double confidence) {
    return human_share(confidence) + " %";
}

/// "+1.20 Mt [0.81, 1.65] (+5.2 %)"
std::string spoken_difference(PairedComparison const& c, OutcomeLabel const& label) {
    auto const shown = human_difference(c.difference, c.interval);
    auto text = shown.value + (shown.scale.empty() ? "" : " " + shown.scale) + unit_of(label);
    if (!c.constant && !shown.interval.empty()) text += " " + shown.interval;
    if (!std::isnan(c.percent)) text += " (" + human_percent(c.percent) + ")";
    return text;
}

bool is_better(PairedComparison const& c, Direction direction) {
    return direction == Direction::lower_is_better ? c.difference < 0.0 : c.difference > 0.0;
}

std::string verb(Direction direction, bool better) {
    if (direction == Direction::none) return better ? "is higher" : "is lower";
    return better ? "does better" : "does worse";
}

std::string worth_text(PairedComparison const& c) {
    if (std::isinf(c.worth)) return "exact";
    if (std::isnan(c.worth)) return "n/a";
    return c.worth > 1e4 ? "over 10,000 x" : human_ratio(c.worth) + " x";
}

std::string worlds_text(PolicyComparison const& row) {
    auto const used = human_count(row.worlds);
    return row.missing == 0 ? used : used + " (" + human_count(row.missing) + " missing)";
}

Cells cells_of(PolicyComparison const& row) {
    if (!row.against_baseline)
        return {row.policy, human_number(row.mean), "baseline", "", worlds_text(row), ""};
    auto const& c = *row.against_baseline;
    bool const identical = c.worlds > 0 && c.ties == c.worlds;
    auto const shown = human_difference(c.difference, c.interval);
    auto difference = shown.value;
    if (!shown.interval.empty()) difference += " " + shown.interval;
    if (!shown.scale.empty()) difference += " " + shown.scale;
    return {row.policy,       human_number(row.mean),
            difference,       identical ? "always equal" : human_share(c.win_share, c.win_interval),
            worlds_text(row), worth_text(c)};
}

std::vector<Cells> table_of(OutcomeComparison const& comparison) {
    auto const wins = comparison.label.direction == Direction::none ? "higher in" : "better in";
    std::vector<Cells> rows{{"policy", "mean",
                             "difference [" + confidence_text(comparison.confidence) + " interval]", wins,
                             "worlds", "pairing worth"}};
    for (auto const& policy : comparison.policies) rows.push_back(cells_of(policy));
    return rows;
}

std::array<std::size_t, columns> widths_of(std::vector<Cells> const& rows) {
    std::array<std::size_t, columns> widths{};
    for (auto const& row : rows) {
        for (std::size_t i = 0; i < columns; ++i) widths[i] = std::max(widths[i], display_width(row[i]));
    }
    return widths;
}

std::string aligned(std::vector<Cells> rows, std::size_t width) {
    auto widths = widths_of(rows);
    std::size_t others = 0;
    for (std::size_t i = policy_column + 1; i < columns; ++i) others += widths[i];
    // Long names give way first, then the space between columns.
    std::size_t const between = others + columns * gap + shortest_policy <= width ? gap : 1;
    auto const taken = others + columns * between;
    auto const room = std::max(shortest_policy, taken < width ? width - taken : 0);
    widths[policy_column] = std::min(widths[policy_column], room);
    std::string text;
    for (auto& row : rows) {
        row[policy_column] = clipped(row[policy_column], room);
        std::string line;
        for (std::size_t i = 0; i < columns; ++i) {
            line += std::string(between, ' ');
            line += right_aligned[i] ? padded_left(row[i], widths[i]) : padded_right(row[i], widths[i]);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    }
    return text;
}

/// What several comparisons side by side take back from a single interval.
std::string holm_note(OutcomeComparison const& comparison) {
    std::string names, last;
    std::size_t doubtful = 0;
    double p = 0.0;
    for (auto const& row : comparison.policies) {
        bool const claimed = row.against_baseline && row.against_baseline->clear();
        if (!claimed || !(row.holm_p > 1.0 - comparison.confidence)) continue;
        if (doubtful++ > 0) names += (names.empty() ? "" : ", ") + last;
        last = row.policy;
        p = doubtful == 1 ? row.holm_p : std::min(p, row.holm_p);
    }
    if (doubtful == 0) return "";
    std::string const start = "Read together with the other policies' comparisons, ";
    if (doubtful == 1) return start + last + "'s difference is not clear (Holm p = " + human_number(p) + ").";
    return start + "the differences of " + names + " and " + last +
           " are not clear (Holm p = " + human_number(p) + " or more).";
}

void add_wrapped(std::string& text, std::string const& sentence, TableOptions const& options,
                 std::size_t indent) {
    for (auto const& line : wrapped(sentence, options.width, indent)) text += line + "\n";
}

/// \param leading  the outcome that stands first: its differences are also said in words
std::string block(OutcomeComparison const& comparison, TableOptions const& options, bool leading) {
    std::string text;
    add_wrapped(text, outcome_heading(comparison.label), options, 0);
    text += "\n";
    // With many policies, sentences on every outcome would bury the tables.
    if (leading || comparison.policies.size() <= few_policies) {
        for (auto const& row : comparison.policies) {
            if (row.against_baseline) add_wrapped(text, compare_sentence(comparison, row), options, gap);
        }
        text += "\n";
    }
    text += aligned(table_of(comparison), options.width);
    auto const note = holm_note(comparison);
    if (!note.empty()) add_wrapped(text, note, options, gap);
    return text + "\n";
}

bool any_missing(std::vector<OutcomeComparison> const& comparisons) {
    for (auto const& comparison : comparisons) {
        for (auto const& row : comparison.policies) {
            if (row.missing > 0) return true;
        }
    }
    return false;
}

std::string missing_note(TableOptions const& options) {
    std::string text;
    if (options.failed_runs > 0) text += human_count(options.failed_runs, "run") + " failed";
    if (options.pending_runs > 0) {
        text += (text.empty() ? "" : ", ") + human_count(options.pending_runs, "run") + " not finished";
    }
    return text.empty() ? "" : text + ": left out as missing, never counted as zero.";
}

}  // namespace

std::string outcome_heading(OutcomeLabel const& label) {
    auto text = spoken_name(label);
    if (text.front() >= 'a' && text.front() <= 'z' && !label.long_name.empty()) {
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    }
    text += " (" + label.name;
    if (!unit_of(label).empty()) text += "," + unit_of(label);
    if (label.direction == Direction::higher_is_better) text += "; higher is better";
    if (label.direction == Direction::lower_is_better) text += "; lower is better";
    return text + ")";
}

std::string compare_sentence(OutcomeComparison const& comparison, PolicyComparison const& policy) {
    SPIL_EXPECT(policy.against_baseline.has_value(), "the baseline is not compared with itself");
    auto const& c = *policy.against_baseline;
    auto const direction = comparison.label.direction;
    auto const& other = comparison.baseline;
    auto topic = " on " + spoken_name(comparison.label);
    if (direction == Direction::lower_is_better) topic += " (lower is better)";
    auto const better = is_better(c, direction);
    auto const versus = policy.policy + " " + verb(direction, better) + " than " + other + topic;
    if (c.worlds < 2) {
        return "Too few worlds to compare " + policy.policy + " with " + other + topic + ": " +
               human_count(c.worlds, "world") + " with a value under both, " + human_count(c.missing) +
               " missing.";
    }
    if (c.constant && c.difference == 0.0) {
        return "In all " + human_count(c.worlds, "world") + " " + policy.policy + " equals " + other + topic +
               ".";
    }
    if (c.constant) {
        return "In all " + human_count(c.worlds, "world") + " " + versus + " by the same " +
               spoken_difference(c, comparison.label) + ".";
    }
    if (!c.clear()) {
        return "No clear difference between " + policy.policy + " and " + other + topic +
               ": mean difference " + spoken_difference(c, comparison.label) + "; " + policy.policy + " " +
               verb(direction, true) + " in " + human_share(c.win_share, c.win_interval) + " of worlds.";
    }
    auto const share =
        better ? human_share(c.win_share, c.win_interval)
               : human_share(1.0 - c.win_share, {1.0 - c.win_interval.high, 1.0 - c.win_interval.low});
    return "In " + share + " of worlds " + versus + "; mean difference " +
           spoken_difference(c, comparison.label) + ".";
}

std::string lineage_text(Lineage const& l) {
    return l.policy + ": " + l.from + " until month " + std::to_string(l.fork_month);
}

std::string lineage_lines(TableOptions const& options) {
    std::string text;
    for (auto const& l : options.lineage) add_wrapped(text, lineage_text(l), options, 0);
    return text;
}

std::string compare_table(std::vector<OutcomeComparison> const& comparisons, TableOptions const& options) {
    if (comparisons.empty()) return "";
    std::string text;
    for (auto const& comparison : comparisons)
        text += block(comparison, options, &comparison == &comparisons.front());
    auto const confidence = confidence_text(comparisons.front().confidence);
    add_wrapped(
        text,
        "In brackets: " + confidence +
            " intervals over worlds; a tie counts as half a world. Pairing worth: comparing within the "
            "same worlds is as sharp as that many times as many independent runs.",
        options, 0);
    if (any_missing(comparisons)) {
        add_wrapped(text,
                    "Where worlds are missing, a difference is taken over those that both policies have.",
                    options, 0);
    }
    if (options.points > 0) {
        add_wrapped(text,
                    "Worlds differ in their parameters too: they belong to " +
                        human_count(options.points, "point") +
                        " in parameter space. --points compares point by point.",
                    options, 0);
    }
    if (options.planned_worlds > 0) {
        add_wrapped(text,
                    "The batch ended after " + human_count(options.stopped_after_worlds) + " of " +
                        human_count(options.planned_worlds, "world") +
                        ": the difference that it was run for was known as precisely as asked.",
                    options, 0);
    }
    text += lineage_lines(options);
    auto const missing = missing_note(options);
    if (!missing.empty()) add_wrapped(text, missing, options, 0);
    return text;
}

}  // namespace spil
