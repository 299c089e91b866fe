#include "engine/run/study_points.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <system_error>

#include "engine/core/csv.hpp"
#include "engine/core/text.hpp"
#include "engine/io/table_source.hpp"
#include "engine/run/study_distributions.hpp"

namespace spil {

namespace {

using Columns = std::map<UncertaintyCandidate const*, std::vector<double>>;

/// A cell as the field it stands for would have it in a study.
Node node_of(CsvTable const& table, CsvCell const& cell, UncertaintyCandidate const& c) {
    auto const text = std::string{trim(cell.text)};
    Node node{table.place(cell), text};
    if (text == "true" || text == "false") node.value = text == "true";
    if (!c.number()) return node;
    if (auto const number = parse_number(text)) {
        node.value = *number;
        // A table writes 4 and 4.0 as it likes.
        constexpr double most_exact = 9007199254740992.0;
        if (std::holds_alternative<std::int64_t*>(c.field.target) && std::floor(*number) == *number &&
            std::abs(*number) <= most_exact)
            node.value = static_cast<std::int64_t>(*number);
    }
    return node;
}

Columns read_columns(CsvTable const& table, Candidates& candidates, std::vector<Problem>& problems) {
    Columns columns;
    auto const source = read_table_source(table, problems);
    for (std::size_t k = 0; k < table.header.size(); ++k) {
        auto const name = std::string{trim(table.header[k].text)};
        auto const place = table.place(table.header[k]);
        auto const* c = candidates.find(name);
        if (c == nullptr) {
            problems.push_back({place, candidates.unknown(name)});
            continue;
        }
        if (!c->used) problems.push_back({place, Candidates::unused(*c)});
        auto const& unit = source.columns.at(k).unit;
        if (!unit.empty() && unit != c->field.unit)
            problems.push_back({place, fmt::format("the column '{}' is in '{}', the parameter in '{}'", name,
                                                   unit, c->field.unit)});
        auto& values = columns[c];
        for (auto const& row : table.rows)
            if (auto const value = c->value_of(node_of(table, row[k], *c), problems))
                values.push_back(*value);
    }
    return columns;
}

Columns read_table(Node const& node, Candidates& candidates, Study& study, std::vector<Problem>& problems) {
    if (node.text() == nullptr) return {};  // said when it was assigned
    auto const path = resolved(node.place, *node.text());
    std::error_code error;
    if (!std::filesystem::exists(path, error)) {
        problems.push_back({node.place, fmt::format("'table': there is no file {}", path.string())});
        return {};
    }
    auto const table = read_csv(path, problems);
    if (table.header.empty()) return {};
    study.files.push_back({table.file, table.sha256});
    return read_columns(table, candidates, problems);
}

Columns read_values(Node const& node, Candidates& candidates, std::vector<Problem>& problems) {
    Columns columns;
    UncertaintyCandidate const* first = nullptr;
    each_quantity(node, "values", candidates, problems, [&](UncertaintyCandidate const& c, Node const& list) {
        if (list.array() == nullptr) {
            problems.push_back({list.place, fmt::format("the values of '{}' must be a list, one for each "
                                                        "point, not {}",
                                                        c.path(), list.kind())});
            return;
        }
        if (!c.used) problems.push_back({list.place, Candidates::unused(c)});
        auto& values = columns[&c];
        values.clear();
        for (auto const& item : list.array()->items) values.push_back(c.value_of(item, problems).value_or(0));
        if (first == nullptr) first = &c;
        if (values.size() != columns[first].size())
            problems.push_back(
                {list.place, fmt::format("'{}' has {} values and '{}' has {}: one for each point", c.path(),
                                         values.size(), first->path(), columns[first].size())});
    });
    return columns;
}

}  // namespace

void read_listed_points(Scenario const& scenario, Node const& section, Candidates& candidates, Study& study,
                        Uncertainties& found, std::vector<Problem>& problems) {
    auto const* table = section.table()->find("table");
    auto const* values = section.table()->find("values");
    if (table == nullptr && values == nullptr) {
        problems.push_back({section.place,
                            "the design \"list\" needs a 'table' of its points, or their "
                            "'values' in a section [uncertainties.values]"});
        return;
    }
    if (table != nullptr && values != nullptr) {
        auto const near = scenario.distance(table->place);
        auto const far = scenario.distance(values->place);
        if (near == far) {
            problems.push_back(
                {values->place, "[uncertainties] has a table of points and values; take one of them out"});
            return;
        }
        (near < far ? values : table) = nullptr;
    }
    auto const before = problems.size();
    auto const columns = table != nullptr ? read_table(*table, candidates, study, problems)
                                          : read_values(*values, candidates, problems);
    auto const& place = table != nullptr ? table->place : values->place;
    auto const points = columns.empty() ? 0 : columns.begin()->second.size();
    if (problems.size() == before && points == 0) problems.push_back({place, "the list has no points"});
    if (problems.size() != before) return;
    found.listed.assign(points, {});
    for (auto const& c : candidates.all()) {  // in the order of the registry
        auto const column = columns.find(&c);
        if (column == columns.end()) continue;
        auto quantity = c.quantity();
        auto const [low, high] = std::minmax_element(column->second.begin(), column->second.end());
        quantity.low = *low;
        quantity.high = *high;
        found.sampled.push_back(std::move(quantity));
        for (std::size_t p = 0; p < points; ++p) found.listed[p].push_back(column->second[p]);
    }
}

}  // namespace spil
