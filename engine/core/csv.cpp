#include "engine/core/csv.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cmath>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "engine/core/sha256.hpp"
#include "engine/core/text.hpp"

namespace spil {

namespace {

/// Walks through the bytes once and keeps count of line and character.
class Cursor {
  public:
    explicit Cursor(std::string_view bytes) : rest_(bytes) {}

    bool done() const { return rest_.empty(); }
    char peek() const { return done() ? '\0' : rest_.front(); }
    bool at_line_end() const { return done() || peek() == '\n' || rest_.starts_with("\r\n"); }
    int line() const { return line_; }
    int column() const { return column_; }

    char take() {
        char const c = rest_.front();
        rest_.remove_prefix(1);
        if (c == '\n') {
            ++line_;
            column_ = 1;
        } else if (rest_.empty() || (static_cast<unsigned char>(rest_.front()) & 0xC0) != 0x80) {
            ++column_;  // the next byte begins a new character
        }
        return c;
    }
    void pass_line_end() {
        if (peek() == '\r') take();
        if (!done()) take();
    }

  private:
    std::string_view rest_;
    int line_ = 1;
    int column_ = 1;
};

CsvCell read_cell(Cursor& cursor, std::string const& file, std::vector<Problem>& problems) {
    CsvCell cell{"", cursor.line(), cursor.column()};
    auto const complain = [&](std::string message) {
        problems.push_back({{file, cell.line, cell.column}, std::move(message)});
    };
    if (cursor.peek() != '"') {
        bool stray = false;
        while (!cursor.at_line_end() && cursor.peek() != ',') {
            stray = stray || cursor.peek() == '"';
            cell.text += cursor.take();
        }
        if (stray)
            complain(
                "a quote inside a cell without quotes; put the whole cell in quotes and double those in it");
        return cell;
    }
    cursor.take();
    for (;;) {
        if (cursor.done()) {
            complain("the quote that opens here is never closed");
            return cell;
        }
        char const c = cursor.take();
        if (c != '"') {
            cell.text += c;
        } else if (cursor.peek() == '"') {
            cell.text += cursor.take();
        } else {
            break;
        }
    }
    if (!cursor.at_line_end() && cursor.peek() != ',') {
        complain("text after the closing quote of this cell; double the quotes that belong to it");
        while (!cursor.at_line_end() && cursor.peek() != ',') cursor.take();
    }
    return cell;
}

std::vector<CsvCell> read_record(Cursor& cursor, std::string const& file, std::vector<Problem>& problems) {
    std::vector<CsvCell> cells{read_cell(cursor, file, problems)};
    while (cursor.peek() == ',') {
        cursor.take();
        cells.push_back(read_cell(cursor, file, problems));
    }
    cursor.pass_line_end();
    return cells;
}

void check_header(CsvTable const& table, std::vector<Problem>& problems) {
    for (std::size_t i = 0; i < table.header.size(); ++i) {
        auto const& cell = table.header[i];
        auto const name = trim(cell.text);
        if (name.empty()) {
            problems.push_back({table.place(cell), "this column has no name"});
            continue;
        }
        if (*table.find(name) < i)
            problems.push_back({table.place(cell), fmt::format("the column '{}' appears twice", name)});
    }
}

/// True when the header is one cell that holds another separator: every later message would only confuse.
bool other_separator(CsvTable const& table, std::vector<Problem>& problems) {
    if (table.header.size() != 1) return false;
    auto const at = table.header[0].text.find_first_of(";\t");
    if (at == std::string::npos) return false;
    problems.push_back(
        {table.place(table.header[0]), fmt::format("the cells are separated by {}; separate them by commas",
                                                   table.header[0].text[at] == ';' ? "semicolons" : "tabs")});
    return true;
}

}  // namespace

std::optional<std::size_t> CsvTable::find(std::string_view column) const {
    for (std::size_t i = 0; i < header.size(); ++i)
        if (trim(header[i].text) == column) return i;
    return std::nullopt;
}

std::vector<std::string> CsvTable::column_names() const {
    std::vector<std::string> names;
    for (auto const& cell : header) names.emplace_back(trim(cell.text));
    return names;
}

CsvTable parse_csv(std::string_view bytes, std::string file, std::vector<Problem>& problems) {
    auto const problems_before = problems.size();
    CsvTable table{std::move(file), sha256(bytes), {}, {}};
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    if (auto const bad = first_non_text(bytes)) {
        Cursor cursor{bytes.substr(0, *bad)};
        while (!cursor.done()) cursor.take();
        problems.push_back({{table.file, cursor.line(), cursor.column()},
                            fmt::format("not a text file: byte 0x{:02X} is not UTF-8 text; save the table as "
                                        "comma-separated values in UTF-8",
                                        static_cast<unsigned>(static_cast<unsigned char>(bytes[*bad])))});
        return table;
    }
    Cursor cursor{bytes};
    while (!cursor.done()) {
        if (cursor.peek() == '#' || cursor.at_line_end()) {
            while (!cursor.at_line_end()) cursor.take();
            cursor.pass_line_end();
            continue;
        }
        auto record = read_record(cursor, table.file, problems);
        if (table.header.empty()) {
            table.header = std::move(record);
            if (other_separator(table, problems)) return {table.file, table.sha256, {}, {}};
            check_header(table, problems);
        } else if (record.size() == table.header.size()) {
            table.rows.push_back(std::move(record));
        } else {
            problems.push_back({{table.file, record.front().line, 1},
                                fmt::format("{} {} in a row of a table with {} columns", record.size(),
                                            record.size() == 1 ? "cell" : "cells", table.header.size())});
        }
    }
    if (table.header.empty())
        problems.push_back({{table.file}, "the table is empty; its first line must name the columns"});
    else if (table.rows.empty() && problems.size() == problems_before)
        problems.push_back({{table.file}, "the table has a header but no rows"});
    return table;
}

CsvTable read_csv(std::filesystem::path const& path, std::vector<Problem>& problems) {
    auto const refuse = [&](std::string const& reason) {
        problems.push_back({{path.string()}, "cannot read this table: " + reason});
        return CsvTable{path.string(), "", {}, {}};
    };
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) return refuse("it is a folder");
    errno = 0;
    std::ifstream in{path, std::ios::binary};
    if (!in) return refuse(std::generic_category().message(errno));
    std::string const bytes{std::istreambuf_iterator<char>{in}, {}};
    if (in.bad()) return refuse(std::generic_category().message(errno));
    return parse_csv(bytes, path.string(), problems);
}

std::string NumberRule::allowed() const {
    return fmt::format("{} to {}{}{}", low, high, unit.empty() ? "" : " ", unit);
}

std::optional<double> number_in(CsvTable const& table, CsvCell const& cell, NumberRule const& rule,
                                std::vector<Problem>& problems) {
    auto const complain = [&](std::string const& what) {
        problems.push_back(
            {table.place(cell), fmt::format("'{}' = {}; allowed: {}", rule.name, what, rule.allowed())});
        return std::nullopt;
    };
    auto const value = parse_number(cell.text);
    if (!value) return complain(fmt::format("\"{}\" is not a number", trim(cell.text)));
    if (rule.whole && std::floor(*value) != *value)
        return complain(fmt::format("{} is not a whole number", *value));
    if (*value < rule.low || *value > rule.high) return complain(fmt::format("{} is out of range", *value));
    return value;
}

}  // namespace spil
