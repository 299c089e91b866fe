#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>

#include "engine/model/channels.hpp"
#include "engine/model/outputs.hpp"
#include "engine/model/parameters.hpp"
#include "engine/model/presets.hpp"
#include "engine/run/describe.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"

using namespace spil;

namespace {

/// Compares line by line, so that a failure shows the line and the command that mends it.
void check_fresh(std::string const& path, std::string const& expected, std::string const& command) {
    INFO(path << " is stale; write it anew: build/release/spil " << command << " > " << path);
    auto const found = test::contents(test::in_repository(path));
    auto const same_until =
        std::mismatch(found.begin(), found.end(), expected.begin(), expected.end()).second;
    INFO("the first difference is in line " << 1 + std::count(expected.begin(), same_until, '\n'));
    bool const fresh = found == expected;
    CHECK(fresh);
}

}  // namespace

TEST_CASE("the parameter reference is fresh", "[run][describe]") {
    check_fresh("scenarios/parameters.md", describe_parameters(DescribeAs::markdown),
                "describe parameters --markdown");
}

TEST_CASE("the baseline study is fresh", "[run][describe]") {
    check_fresh("scenarios/netherlands/baseline.toml", baseline_study(), "describe parameters --toml");
}

TEST_CASE("every parameter - result and process is described - in every form", "[run][describe]") {
    auto parameters = default_parameters();
    auto const json = nlohmann::json::parse(describe_parameters(DescribeAs::json));
    auto const text = describe_parameters(DescribeAs::text);
    for (auto const& section : sections(parameters)) {
        INFO(section.name);
        CHECK(json.at(section.name).size() == section.bindings.size());
        CHECK(text.find("[" + section.name + "]\n") != std::string::npos);
        for (auto const& row : json.at(section.name))
            CHECK_FALSE(row.at("meaning").get<std::string>().empty());
    }
    CHECK(json.at("presets").contains("portfolio"));
    CHECK(nlohmann::json::parse(describe_outputs(DescribeAs::json)).size() == outputs().size());
    for (auto const& o : outputs()) {
        CHECK(describe_outputs(DescribeAs::text).find("  " + o.name + " (") != std::string::npos);
        CHECK(describe_outputs(DescribeAs::markdown).find("| `" + o.name + "` |") != std::string::npos);
    }
    auto const phases = nlohmann::json::parse(describe_schedule(DescribeAs::json));
    REQUIRE_FALSE(phases.empty());
    for (auto const& phase : phases) {
        auto const name = phase.at("phase").get<std::string>();
        INFO(name);
        CHECK(describe_schedule(DescribeAs::text).find(". " + name + "\n") != std::string::npos);
        CHECK_FALSE(phase.at("processes").empty());
    }
}

TEST_CASE("every regime is told apart from project by its knobs and their channels", "[run][describe]") {
    auto const json = nlohmann::json::parse(describe_regimes(DescribeAs::json));
    auto const text = describe_regimes(DescribeAs::text);
    auto const page = describe_regimes(DescribeAs::markdown);
    CHECK(json.at("knobs").size() == knob_channels().size());
    CHECK(json.at("channels").size() == channel_count);
    REQUIRE(json.at("regimes").size() == presets().size());
    for (std::size_t k = 0; k < presets().size(); ++k) {
        auto const& p = presets()[k];
        auto const& row = json.at("regimes")[k];
        INFO(p.name);
        CHECK(row.at("name") == p.name);
        CHECK_FALSE(row.at("meaning").get<std::string>().empty());
        CHECK(row.at("differing_knobs").size() == differing_knobs(p.regime, preset("project")).size());
        CHECK(row.at("differing_channels").size() == differing_channels(p.regime, preset("project")).size());
        CHECK(page.find("## `" + std::string{p.name} + "`\n") != std::string::npos);
    }
    CHECK(text.find("    bundling = true (project: false): burden\n") != std::string::npos);
    CHECK(text.find("    selection = \"set\" (project: \"score\"): cash, horizon") != std::string::npos);
    CHECK(page.find("| `duration` | 96.0 | 48.0 | cash, horizon") != std::string::npos);
}
