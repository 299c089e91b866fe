#include "engine/core/text.hpp"

#include "tests/support/catch.hpp"

using namespace spil;

TEST_CASE("split keeps empty parts", "[core][text]") {
    CHECK(split("a,b,,c", ',') == std::vector<std::string>{"a", "b", "", "c"});
    CHECK(split("", ',') == std::vector<std::string>{""});
    CHECK(split(",", ',') == std::vector<std::string>{"", ""});
}

TEST_CASE("trim takes blanks off both ends only", "[core][text]") {
    CHECK(trim(" \t a b \r\n") == "a b");
    CHECK(trim("   ").empty());
    CHECK(trim("").empty());
}

TEST_CASE("a number is the whole word or nothing", "[core][text]") {
    CHECK(parse_number(" 12.5 ") == 12.5);
    CHECK(parse_number("-3e4") == -30000.0);
    for (auto const* word : {"", " ", "1,5", "12 km", "0x10", "nan", "inf", "1e999", "--1"}) {
        INFO(word);
        CHECK_FALSE(parse_number(word).has_value());
    }
}

TEST_CASE("edit distance counts a swap as one step", "[core][text]") {
    CHECK(edit_distance("", "") == 0);
    CHECK(edit_distance("", "abc") == 3);
    CHECK(edit_distance("budget", "budget") == 0);
    CHECK(edit_distance("budegt", "budget") == 1);
    CHECK(edit_distance("kitten", "sitting") == 3);
    CHECK(edit_distance("ca", "abc") == 3);  // optimal string alignment; unrestricted Damerau would say 2
}

TEST_CASE("the nearest word", "[core][text]") {
    std::vector<std::string> const known{"population", "households", "region", "regions", "a"};
    CHECK(nearest("popluation", known) == "population");
    CHECK(nearest("Population", known) == "population");
    CHECK(nearest("household", known) == "households");
    CHECK(nearest("regino", known) == "region");
    CHECK(nearest("regionx", known) == "region");  // one step to both: the first wins
    CHECK_FALSE(nearest("mayor", known).has_value());
    CHECK_FALSE(nearest("b", known).has_value());  // "a" is another word, not a misspelling of "b"
    CHECK_FALSE(nearest("", known).has_value());
    CHECK_FALSE(nearest("region", std::vector<std::string>{}).has_value());
}

TEST_CASE("the limit is a third of the word", "[core][text]") {
    std::vector<std::string> const known{"abcdefghi"};
    CHECK(nearest("abcdefxyz", known).has_value());
    CHECK_FALSE(nearest("abcdewxyz", known).has_value());
}

TEST_CASE("text is told from other bytes", "[core][text]") {
    CHECK_FALSE(first_non_text("").has_value());
    CHECK_FALSE(first_non_text("Súdwest-Fryslân\t€ 𐍈\r\n").has_value());
    CHECK(first_non_text(std::string_view("ab\0c", 4)) == 2u);
    CHECK(first_non_text("a\rb") == 1u);
    CHECK(first_non_text("C\xE9") == 1u);             // Latin-1
    CHECK(first_non_text("\xC0\xAF") == 0u);          // overlong
    CHECK(first_non_text("\xED\xA0\x80") == 0u);      // surrogate
    CHECK(first_non_text("x\xE2\x82") == 1u);         // cut short
    CHECK(first_non_text("\xF4\x90\x80\x80") == 0u);  // above U+10FFFF
    CHECK(first_non_text("\xFF\xFE"
                         "c") == 0u);  // UTF-16
}
