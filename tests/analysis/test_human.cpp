#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "analysis/human.hpp"
#include "tests/support/catch.hpp"

using namespace spil;

TEST_CASE("numbers show three significant digits - separators and words", "[analysis][human]") {
    CHECK(human_number(0.0) == "0");
    CHECK(human_number(1.2345) == "1.23");
    CHECK(human_number(9.999) == "10.0");
    CHECK(human_number(-12.345) == "-12.3");
    CHECK(human_number(1234.0) == "1,230");
    CHECK(human_number(999.6) == "1,000");
    CHECK(human_number(-345678.0) == "-346,000");
    CHECK(human_number(999600.0) == "1.00 million");
    CHECK(human_number(1.2345e9) == "1.23 billion");
    CHECK(human_number(-4.5e13) == "-45.0 trillion");
    CHECK(human_number(0.01234) == "0.0123");
    CHECK(human_number(0.00001234) == "1.23e-05");
    CHECK(human_number(std::nan("")) == "n/a");
    CHECK(human_number(-std::numeric_limits<double>::infinity()) == "-inf");
    CHECK(human_number(5.0, Sign::always) == "+5.00");
    CHECK(human_number(-5.0, Sign::always) == "-5.00");
    CHECK(human_number(0.0, Sign::always) == "0");
}

TEST_CASE("a difference and its interval share decimals and scale", "[analysis][human]") {
    auto const plain = human_difference(1.2, {0.8, 1.6});
    CHECK(plain.value == "+1.20");
    CHECK(plain.interval == "[0.80, 1.60]");
    CHECK(plain.scale.empty());

    auto const large = human_difference(-2.5e6, {-5.25e6, 250000.0});
    CHECK(large.value == "-2.50");
    CHECK(large.interval == "[-5.25, 0.25]");
    CHECK(large.scale == "million");

    auto const tiny = human_difference(1.5e-6, {-2e-6, 5e-6});
    CHECK(tiny.value == "+1.50e-06");
    CHECK(tiny.interval == "[-2.00e-06, 5.00e-06]");

    CHECK(human_difference(3.0, {std::nan(""), std::nan("")}).interval.empty());
    CHECK(human_difference(0.0, {0.0, 0.0}).interval == "[0, 0]");
}

TEST_CASE("an end of the interval does not pass for zero", "[analysis][human]") {
    CHECK(human_difference(4.0, {0.001, 7.999}).interval == "[0.001, 7.999]");
    CHECK(human_difference(4.0, {-0.001, 8.001}).interval == "[-0.001, 8.001]");
    // Beyond three more decimals it is rounded after all, and then without a sign.
    CHECK(human_difference(4.0, {-0.0000001, 8.0}).interval == "[0.00000, 8.00000]");
}

TEST_CASE("shares claim none or all only when it is so", "[analysis][human]") {
    CHECK(human_share(0.73) == "73");
    CHECK(human_share(0.0) == "0");
    CHECK(human_share(1.0) == "100");
    CHECK(human_share(0.9983) == "99.8");
    CHECK(human_share(0.99999) == "99.9");
    CHECK(human_share(0.00001) == "0.1");
    CHECK(human_share(0.73, {0.7016, 0.7566}) == "73 % [70-76 %]");
    CHECK(human_share(std::nan(""), {0.0, 1.0}) == "n/a");
}

TEST_CASE("percentages - ratios and counts", "[analysis][human]") {
    CHECK(human_percent(5.23) == "+5.2 %");
    CHECK(human_percent(-31.4) == "-31 %");
    CHECK(human_percent(0.0412) == "+0.041 %");
    CHECK(human_percent(9.97) == "+10 %");
    CHECK(human_percent(1234.0) == "+1,230 %");
    CHECK(human_percent(0.0) == "0 %");
    CHECK(human_percent(std::nan("")) == "n/a");
    CHECK(human_ratio(4.7654) == "4.8");
    CHECK(human_ratio(0.42) == "0.4");
    CHECK(human_ratio(9.96) == "10");
    CHECK(human_ratio(1234.5) == "1,234");
    CHECK(human_count(1, "world") == "1 world");
    CHECK(human_count(0, "run") == "0 runs");
    CHECK(human_count(12345, "run") == "12,345 runs");
}

TEST_CASE("width counts characters - not bytes", "[analysis][human]") {
    CHECK(display_width("Súdwest") == 7);
    CHECK(padded_right("Súd", 5) == "Súd  ");
    CHECK(padded_left("Súd", 5) == "  Súd");
    CHECK(padded_left("long", 2) == "long");
    CHECK(clipped("Súdwest", 7) == "Súdwest");
    CHECK(clipped("Súdwest", 4) == "Súd…");
}

TEST_CASE("lines break at blanks - but not within an interval or before %", "[analysis][human]") {
    CHECK(wrapped("in 73 % [70 to 76 %] of worlds", 10, 2) ==
          std::vector<std::string>{"  in 73 %", "  [70 to 76 %]", "  of", "  worlds"});
    CHECK(wrapped("short", 110, 0) == std::vector<std::string>{"short"});
}
