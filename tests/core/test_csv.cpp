#include "engine/core/csv.hpp"

#include "engine/core/sha256.hpp"
#include "tests/support/catch.hpp"

using namespace spil;

namespace {

struct Parsed {
    CsvTable table;
    std::vector<Problem> problems;
};

Parsed parsed(std::string_view bytes) {
    Parsed p;
    p.table = parse_csv(bytes, "t.csv", p.problems);
    return p;
}

std::vector<std::string> texts(std::vector<CsvCell> const& cells) {
    std::vector<std::string> out;
    for (auto const& cell : cells) out.push_back(cell.text);
    return out;
}

std::vector<std::string> said(std::vector<Problem> const& problems) {
    std::vector<std::string> out;
    for (auto const& p : problems) out.push_back(to_string(p.place) + ": " + p.message);
    return out;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("cells keep their text and place", "[core][csv]") {
    auto const [table, problems] = parsed("code,name\nGM1,\"Nuenen, Gerwen\"\nGM2,Súdwest\nGM3,\n");
    REQUIRE(problems.empty());
    REQUIRE(table.rows.size() == 3);
    CHECK(texts(table.header) == Lines{"code", "name"});
    CHECK(texts(table.rows[0]) == Lines{"GM1", "Nuenen, Gerwen"});
    CHECK(texts(table.rows[1]) == Lines{"GM2", "Súdwest"});
    CHECK(texts(table.rows[2]) == Lines{"GM3", ""});
    CHECK(table.place(table.rows[0][1]) == Place{"t.csv", 2, 5});
    CHECK(table.place(table.rows[2][1]) == Place{"t.csv", 4, 5});
    CHECK(table.find("name") == 1u);
    CHECK_FALSE(table.find("nam").has_value());
}

TEST_CASE("columns count characters - not bytes", "[core][csv]") {
    auto const [table, problems] = parsed("a,b\nâêî,x\n");
    REQUIRE(problems.empty());
    CHECK(table.rows[0][1].column == 5);
}

TEST_CASE("quotes - newlines in cells - and doubled quotes", "[core][csv]") {
    auto const [table, problems] = parsed("a,b\n\"one\ntwo\",\"say \"\"yes\"\"\"\n3,4");
    REQUIRE(problems.empty());
    REQUIRE(table.rows.size() == 2);
    CHECK(texts(table.rows[0]) == Lines{"one\ntwo", "say \"yes\""});
    CHECK(table.rows[0][1].line == 3);
    CHECK(table.rows[1][0].line == 4);
}

TEST_CASE("byte order mark - CRLF - comments and blank lines are passed over", "[core][csv]") {
    auto const [table, problems] =
        parsed("\xEF\xBB\xBF# by hand\r\n\r\na, b \r\n1,2\r\n# between\r\n3,\"#4\"\r\n\r\n");
    REQUIRE(problems.empty());
    CHECK(table.column_names() == Lines{"a", "b"});
    REQUIRE(table.rows.size() == 2);
    CHECK(texts(table.rows[0]) == Lines{"1", "2"});
    CHECK(texts(table.rows[1]) == Lines{"3", "#4"});
    CHECK(table.rows[0][0].line == 4);
}

TEST_CASE("the fingerprint is that of the bytes as they lie on disk", "[core][csv]") {
    std::string const bytes =
        "\xEF\xBB\xBF"
        "a\r\n1\r\n";
    CHECK(parsed(bytes).table.sha256 == sha256(bytes));
}

TEST_CASE("a table that cannot be understood says why - and is empty", "[core][csv]") {
    CHECK(said(parsed("").problems) ==
          Lines{"t.csv: the table is empty; its first line must name the columns"});
    CHECK(said(parsed("# x\n\n").problems) ==
          Lines{"t.csv: the table is empty; its first line must name the columns"});
    CHECK(said(parsed("a,b\n").problems) == Lines{"t.csv: the table has a header but no rows"});
    auto const semicolons = parsed("a;b\n1;2\n");
    CHECK(said(semicolons.problems) ==
          Lines{"t.csv:1:1: the cells are separated by semicolons; separate them by commas"});
    CHECK(semicolons.table.header.empty());
    CHECK(said(parsed("a\tb\n1\t2\n").problems) ==
          Lines{"t.csv:1:1: the cells are separated by tabs; separate them by commas"});
    auto const binary = parsed(std::string_view("a,b\né\0", 7));
    CHECK(said(binary.problems) ==
          Lines{"t.csv:2:2: not a text file: byte 0x00 is not UTF-8 text; save the table "
                "as comma-separated values in UTF-8"});
    CHECK(binary.table.header.empty());
}

TEST_CASE("all that is wrong is said at once", "[core][csv]") {
    auto const [table, problems] =
        parsed("a,b,a,\n1,2,3,4\n1,2,3\n1\n1,2,3,4,5\nx\"y,\"p\"q,3,4\n1,2,3,\"4\n5");
    CHECK(said(problems) ==
          Lines{"t.csv:1:5: the column 'a' appears twice", "t.csv:1:7: this column has no name",
                "t.csv:3:1: 3 cells in a row of a table with 4 columns",
                "t.csv:4:1: 1 cell in a row of a table with 4 columns",
                "t.csv:5:1: 5 cells in a row of a table with 4 columns",
                "t.csv:6:1: a quote inside a cell without quotes; put the whole cell in quotes and double "
                "those in it",
                "t.csv:6:5: text after the closing quote of this cell; double the quotes that belong to it",
                "t.csv:7:7: the quote that opens here is never closed"});
    CHECK(table.rows.size() == 3);
}

TEST_CASE("numbers in cells", "[core][csv]") {
    auto [table, problems] = parsed("n\n 12 \nx\n3.5\n-1\n1001\n\"\"\n");
    REQUIRE(problems.empty());
    NumberRule const rule{"n", "persons", 0, 1000, true};
    CHECK(number_in(table, table.rows[0][0], rule, problems) == 12.0);
    CHECK(problems.empty());
    for (std::size_t r = 1; r < table.rows.size(); ++r)
        CHECK_FALSE(number_in(table, table.rows[r][0], rule, problems).has_value());
    CHECK(said(problems) == Lines{"t.csv:3:1: 'n' = \"x\" is not a number; allowed: 0 to 1000 persons",
                                  "t.csv:4:1: 'n' = 3.5 is not a whole number; allowed: 0 to 1000 persons",
                                  "t.csv:5:1: 'n' = -1 is out of range; allowed: 0 to 1000 persons",
                                  "t.csv:6:1: 'n' = 1001 is out of range; allowed: 0 to 1000 persons",
                                  "t.csv:7:1: 'n' = \"\" is not a number; allowed: 0 to 1000 persons"});
    CHECK(NumberRule{"share", "", 0, 0.5}.allowed() == "0 to 0.5");
}

TEST_CASE("a file that cannot be read is the user's mistake", "[core][csv]") {
    std::vector<Problem> problems;
    auto const folder = std::string{SPIL_SOURCE_DIR} + "/tests";
    CHECK(read_csv("no/such/table.csv", problems).header.empty());
    CHECK(read_csv(folder, problems).header.empty());
    CHECK(said(problems) == Lines{"no/such/table.csv: cannot read this table: No such file or directory",
                                  folder + ": cannot read this table: it is a folder"});
}
