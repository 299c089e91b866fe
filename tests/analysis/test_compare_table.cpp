#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "analysis/compare_table.hpp"
#include "analysis/human.hpp"
#include "engine/core/error.hpp"
#include "engine/core/random.hpp"
#include "tests/support/catch.hpp"

using namespace spil;

namespace {

// Student's sleep data, and a third group that never slept otherwise than under the first drug.
OutcomeComparison sleep(Direction direction) {
    std::vector<double> const drug1{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
    std::vector<double> const drug2{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};
    std::vector<double> const unsure{1.7, -2.6, 0.8, -2.2, 0.9, 2.3, 4.7, -0.2, 1.0, std::nan("")};
    std::vector<PolicyRuns> policies{{"drug1", {}}, {"drug2", {}}, {"unsure", {}}, {"placebo", {}}};
    for (std::size_t i = 0; i < drug1.size(); ++i) {
        auto const world = static_cast<int>(i);
        policies[0].runs.push_back({world, 0, drug1[i]});
        policies[1].runs.push_back({world, 0, drug2[i]});
        policies[2].runs.push_back({world, 0, unsure[i]});
        policies[3].runs.push_back({world, 0, drug1[i]});
    }
    return compare_policies({"extra_sleep", "hours of extra sleep", "h", direction}, policies, {});
}

}  // namespace

TEST_CASE("the comparison as text", "[analysis][compare_table]") {
    CHECK(compare_table({sleep(Direction::higher_is_better)}, {.failed_runs = 1, .pending_runs = 2}) ==
          R"(Hours of extra sleep (extra_sleep, h; higher is better)

  In 95 % [66-99 %] of worlds drug2 does better than drug1 on hours of extra sleep; mean difference +1.58 h
  [0.70, 2.46] (+211 %).
  No clear difference between unsure and drug1 on hours of extra sleep: mean difference +0.100 h
  [-0.721, 0.921] (+16 %); unsure does better in 56 % [27-81 %] of worlds.
  In all 10 worlds placebo equals drug1 on hours of extra sleep.

  policy    mean  difference [95 % interval]  better in       worlds         pairing worth
  drug1    0.750  baseline                                    10
  drug2     2.33  +1.58 [0.70, 2.46]          95 % [66-99 %]  10                     4.8 x
  unsure   0.711  +0.100 [-0.721, 0.921]      56 % [27-81 %]  9 (1 missing)          7.3 x
  placebo  0.750  0 [0, 0]                    always equal    10                     exact

In brackets: 95 % intervals over worlds; a tie counts as half a world. Pairing worth: comparing within the
same worlds is as sharp as that many times as many independent runs.
Where worlds are missing, a difference is taken over those that both policies have.
1 run failed, 2 runs not finished: left out as missing, never counted as zero.
)");
}

TEST_CASE("the sentence knows which way is better", "[analysis][compare_table]") {
    auto const lower = sleep(Direction::lower_is_better);
    CHECK(
        compare_sentence(lower, lower.policies[1]) ==
        "In 95 % [66-99 %] of worlds drug2 does worse than drug1 on hours of extra sleep (lower is better); "
        "mean difference +1.58 h [0.70, 2.46] (+211 %).");
    auto const neither = sleep(Direction::none);
    CHECK(compare_sentence(neither, neither.policies[1]) ==
          "In 95 % [66-99 %] of worlds drug2 is higher than drug1 on hours of extra sleep; mean difference "
          "+1.58 h "
          "[0.70, 2.46] (+211 %).");
    CHECK_THROWS_AS(compare_sentence(neither, neither.policies[0]), ContractError);
}

TEST_CASE("the same difference everywhere - and too few worlds - are said as such",
          "[analysis][compare_table]") {
    double const none = std::nan("");
    std::vector<PolicyRuns> const policies{{"project", {{0, 0, 1e6}, {1, 0, 2e6}, {2, 0, 3e6}}},
                                           {"portfolio", {{0, 0, 3e6}, {1, 0, 4e6}, {2, 0, 5e6}}},
                                           {"late", {{0, 0, 3e6}, {1, 0, none}, {2, 0, none}}}};
    auto const c = compare_policies({.name = "served", .unit = "people", .year = 2054}, policies, {});
    CHECK(
        compare_sentence(c, c.policies[1]) ==
        "In all 3 worlds portfolio is higher than project on served in 2054 by the same +2.00 million people "
        "(+100 %).");
    CHECK(compare_sentence(c, c.policies[2]) ==
          "Too few worlds to compare late with project on served in 2054: 1 world with a value under both, 2 "
          "missing.");
    auto const text = compare_table({c});
    CHECK(text.find("served in 2054 (served, people)\n") == 0);
    CHECK(text.find(
              "  portfolio  4.00 million  +2.00 [2.00, 2.00] million  100 % [44-100 %]  3              ") !=
          std::string::npos);
}

TEST_CASE("an interval that other comparisons put in doubt carries a note", "[analysis][compare_table]") {
    // Differences with p = 0.04: clear alone, not clear as one of three.
    std::vector<double> const differences{1.0, 2.2, -0.4, 1.5, 0.1, 1.8, -0.4, 1.1};
    std::vector<PolicyRuns> policies{{"a", {}}, {"b", {}}, {"c", {}}, {"d", {}}};
    for (std::size_t i = 0; i < differences.size(); ++i) {
        auto const world = static_cast<int>(i);
        double const base = static_cast<double>(i * i % 7);
        policies[0].runs.push_back({world, 0, base});
        policies[1].runs.push_back({world, 0, base + differences[i]});
        policies[2].runs.push_back({world, 0, base + (i % 2 == 0 ? 1.0 : -1.1)});
        policies[3].runs.push_back({world, 0, base + (i % 2 == 0 ? -1.0 : 1.2)});
    }
    auto const c = compare_policies({.name = "x", .direction = Direction::higher_is_better}, policies, {});
    REQUIRE(c.policies[1].against_baseline->clear());
    REQUIRE(c.policies[1].holm_p > 0.05);
    auto const text = compare_table({c});
    CHECK(text.find("  Read together with the other policies' comparisons, b's difference is not clear (Holm "
                    "p = 0.") != std::string::npos);
    CHECK(text.find("c's difference") == std::string::npos);
    CHECK(compare_table({sleep(Direction::none)}).find("Holm") == std::string::npos);
}

TEST_CASE("no line is wider than asked - whatever the numbers and names", "[analysis][compare_table]") {
    std::string const name =
        "a policy with a very long name that someone wrote in a hurry, and its twin in ’s-Gravenhage";
    for (double const size : {1e-7, 0.013, 12345.678, 999999.4, 7.7e8, 3.1e12}) {
        std::vector<PolicyRuns> policies{{"project", {}}, {name, {}}, {"none", {}}};
        for (int world = 0; world < 1500; ++world) {
            Draws draws{Address{.seed = 5, .entity = static_cast<std::uint32_t>(world)}};
            double const base = size * draws.normal();
            policies[0].runs.push_back({world, 0, base});
            policies[1].runs.push_back({world, 0,
                                        world < 1100 && world % 100 != 0 && world > 20
                                            ? std::nan("")
                                            : base - size * (3.0 + draws.normal())});
            policies[2].runs.push_back({world, 0, base + 0.2 * size * draws.normal()});
        }
        auto const text = compare_table(
            {compare_policies({"an_outcome_with_a_name", "something with a long name in its own right",
                               "million eur/year", Direction::lower_is_better, 2054},
                              policies, {})});
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line);) {
            INFO(line);
            CHECK(display_width(line) <= 110);
        }
    }
}

TEST_CASE("nothing to compare gives no text", "[analysis][compare_table]") {
    CHECK(compare_table({}).empty());
}

TEST_CASE("the comparison as JSON holds the unrounded figures", "[analysis][compare_table]") {
    auto const json =
        nlohmann::json::parse(compare_json({sleep(Direction::higher_is_better)}, {.failed_runs = 1}));
    CHECK(json["failed_runs"] == 1);
    CHECK(json["pending_runs"] == 0);
    auto const& outcome = json["outcomes"][0];
    CHECK(outcome["outcome"] == "extra_sleep");
    CHECK(outcome["units"] == "h");
    CHECK(outcome["direction"] == "higher_is_better");
    CHECK(outcome["year"].is_null());
    CHECK(outcome["baseline"] == "drug1");
    CHECK(outcome["sentences"].size() == 3);
    CHECK(outcome["policies"][0]["against_baseline"].is_null());
    auto const& drug2 = outcome["policies"][1]["against_baseline"];
    CHECK(drug2["difference"].get<double>() == Approx(1.58));
    CHECK(drug2["difference_interval"][1].get<double>() == Approx(2.4598857633));
    CHECK(drug2["p"].get<double>() == Approx(0.0028328902));
    CHECK(drug2["p_holm"].get<double>() == Approx(2.0 * 0.0028328902));
    CHECK(drug2["pairing_worth"].get<double>() == Approx(4.7654).margin(1e-4));
    CHECK(drug2["clear"] == true);
    CHECK(outcome["policies"][2]["worlds_missing"] == 1);
    auto const& placebo = outcome["policies"][3]["against_baseline"];
    CHECK(placebo["constant"] == true);
    CHECK(placebo["clear"] == false);
    CHECK(placebo["p"].is_null());
    CHECK(placebo["pairing_worth"].is_null());
}

TEST_CASE("many policies are put into words for the leading outcome only", "[analysis][compare_table]") {
    std::vector<PolicyRuns> policies;
    for (auto const* name : {"a", "b", "c", "d", "e"}) policies.push_back({name, {}});
    std::vector<double> const differences{1.0, 2.2, -0.4, 1.5, 0.1, 1.8, -0.4, 1.1};
    for (std::size_t i = 0; i < differences.size(); ++i)
        for (std::size_t p = 0; p < policies.size(); ++p)
            policies[p].runs.push_back({static_cast<int>(i), 0, p == 0 ? 0.0 : differences[i]});
    auto const compared = [&](char const* name) {
        return compare_policies({.name = name, .direction = Direction::higher_is_better}, policies, {});
    };
    auto const text = compare_table({compared("first"), compared("second")}, {.width = 400});
    CHECK(text.find("b does better than a on first") != std::string::npos);
    CHECK(text.find("on second") == std::string::npos);
    // All four share one p: one note tells of them together.
    CHECK(text.find("the differences of b, c, d and e are not clear (Holm p = 0.") != std::string::npos);
}
