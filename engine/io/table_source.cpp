#include "engine/io/table_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/core/text.hpp"

namespace spil {

std::filesystem::path columns_file_of(std::filesystem::path const& table) {
    auto path = table;
    return path.replace_extension(".columns.csv");
}

std::vector<std::optional<std::size_t>> match_columns(CsvTable const& table,
                                                      std::vector<WantedColumn> const& wanted,
                                                      std::vector<Problem>& problems) {
    std::vector<std::optional<std::size_t>> found;
    std::vector<std::string> missing;
    for (auto const& column : wanted) {
        found.push_back(table.find(column.name));
        if (!found.back()) missing.push_back(column.name);
    }
    std::vector<std::string> misspelt;  // columns whose absence a misspelling explains
    for (std::size_t i = 0; i < table.header.size(); ++i) {
        auto const name = std::string{trim(table.header[i].text)};
        if (name.empty() || std::find(found.begin(), found.end(), table.find(name)) != found.end()) continue;
        auto const near = nearest(name, missing);
        problems.push_back({table.place(table.header[i]),
                            near
                                ? fmt::format("unknown column '{}'; did you mean '{}'?", name, *near)
                                : fmt::format("unknown column '{}'; take it out, or see the known columns in "
                                              "scenarios/data/README.md",
                                              name)});
        if (near) misspelt.push_back(*near);
    }
    for (std::size_t k = 0; k < wanted.size(); ++k) {
        auto const& name = wanted[k].name;
        if (found[k] || wanted[k].optional ||
            std::find(misspelt.begin(), misspelt.end(), name) != misspelt.end())
            continue;
        problems.push_back({{table.file, table.header.empty() ? 0 : table.header[0].line, 1},
                            fmt::format("the column '{}' is missing", name)});
    }
    return found;
}

TableSource read_table_source(CsvTable const& table, std::vector<Problem>& problems) {
    TableSource source{table.file, table.sha256, {}, {}};
    for (auto const& name : table.column_names()) source.columns.push_back({name, "", "", "", "", ""});

    auto const path = columns_file_of(table.file);
    std::error_code error;
    if (!std::filesystem::exists(path, error)) return source;
    auto const before = problems.size();
    auto const sheet = read_csv(path, problems);
    if (sheet.header.empty()) return source;
    auto const at = match_columns(
        sheet, {{"column"}, {"unit"}, {"year"}, {"publisher"}, {"basis"}, {"description"}}, problems);
    if (problems.size() != before) return source;

    auto const names = table.column_names();
    std::vector<bool> described(names.size(), false);
    for (auto const& row : sheet.rows) {
        auto const text = [&](std::size_t k) { return std::string{trim(row[*at[k]].text)}; };
        auto const column = std::find(names.begin(), names.end(), text(0));
        auto const complain = [&](std::size_t k, std::string const& what) {
            problems.push_back({sheet.place(row[*at[k]]), what});
        };
        if (column == names.end()) {
            auto message = fmt::format("'{}' is not a column of {}", text(0), table.file);
            if (auto const near = nearest(text(0), names))
                message += fmt::format("; did you mean '{}'?", *near);
            complain(0, message);
            continue;
        }
        auto const k = static_cast<std::size_t>(column - names.begin());
        if (described[k]) complain(0, fmt::format("the column '{}' is described twice", text(0)));
        described[k] = true;
        constexpr std::array<std::string_view, 3> bases{"seen", "derived", "memory"};
        if (std::find(bases.begin(), bases.end(), text(4)) == bases.end())
            complain(4,
                     fmt::format("'basis' = \"{}\" is not known; allowed: seen, derived, memory", text(4)));
        source.columns[k] = {text(0), text(1), text(2), text(3), text(4), text(5)};
    }
    for (std::size_t k = 0; k < names.size(); ++k)
        if (!described[k])
            problems.push_back(
                {{sheet.file}, fmt::format("the column '{}' of {} is not described", names[k], table.file)});
    return source;
}

}  // namespace spil
