#include "engine/io/firm_size_table.hpp"

#include <fmt/format.h>

#include "engine/core/csv.hpp"
#include "engine/core/text.hpp"
#include "engine/io/table_source.hpp"

namespace spil {

FirmSizes read_firm_sizes(std::filesystem::path const& path) {
    std::vector<Problem> problems;
    auto const table = read_csv(path, problems);
    if (table.header.empty()) throw InputError(problems);
    auto const at =
        match_columns(table, {{"size_class"}, {"persons_from"}, {"persons_to"}, {"firms"}}, problems);
    if (!problems.empty()) throw InputError(problems);

    constexpr NumberRule from_rule{"persons_from", "persons", 1, 1e9, true};
    constexpr NumberRule to_rule{"persons_to", "persons", 1, 1e9, true};
    constexpr NumberRule firms_rule{"firms", "firms", 1, 1e9, true};
    FirmSizes sizes;
    std::int64_t next = 0;  // the fewest persons that the next class may begin with; 0 = not known
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        auto const& row = table.rows[r];
        FirmSizeClass entry;
        entry.label = std::string{trim(row[*at[0]].text)};
        if (entry.label.empty()) problems.push_back({table.place(row[*at[0]]), "'size_class' is empty"});
        auto const from = number_in(table, row[*at[1]], from_rule, problems);
        auto const firms = number_in(table, row[*at[3]], firms_rule, problems);
        auto const& to_cell = row[*at[2]];
        bool const last = r + 1 == table.rows.size();
        if (!trim(to_cell.text).empty()) {
            if (auto const to = number_in(table, to_cell, to_rule, problems)) {
                entry.highest_persons = static_cast<std::int64_t>(*to);
                if (from && *to < *from)
                    problems.push_back({table.place(to_cell), fmt::format("'persons_to' = {} is below "
                                                                          "'persons_from' = {}",
                                                                          *to, *from)});
            }
        } else if (!last) {
            problems.push_back(
                {table.place(to_cell), "'persons_to' is empty; only the last class may be open"});
        }
        if (from) {
            entry.lowest_persons = static_cast<std::int64_t>(*from);
            if (next > 0 && entry.lowest_persons != next)
                problems.push_back(
                    {table.place(row[*at[1]]),
                     fmt::format("'persons_from' = {} must be {}, one more than the class before "
                                 "ends with: classes neither overlap nor leave gaps",
                                 entry.lowest_persons, next)});
        }
        next = entry.highest_persons ? *entry.highest_persons + 1 : 0;
        if (firms) entry.firms = static_cast<std::int64_t>(*firms);
        sizes.classes.push_back(std::move(entry));
    }
    sizes.source = read_table_source(table, problems);
    if (sizes.classes.empty()) problems.push_back({{table.file}, "the table has no class of firms"});
    if (!problems.empty()) throw InputError(problems);
    return sizes;
}

}  // namespace spil
