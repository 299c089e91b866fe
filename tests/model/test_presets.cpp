#include "engine/model/presets.hpp"

#include <string>

#include "engine/core/error.hpp"
#include "engine/schema/binding.hpp"
#include "tests/support/catch.hpp"

using namespace spil;

TEST_CASE("every preset exists and lies within the ranges of the knobs", "[model][presets]") {
    for (auto const name : preset_names()) {
        auto r = preset(name);
        for (auto const& knob : bind(r)) {
            INFO(name << "." << knob.name);
            CHECK(knob.range.admits(knob.number()));
        }
    }
    CHECK_FALSE(funding(preset("none")));
    CHECK(funding(preset("project")));
    CHECK(preset("project").budget == preset("portfolio").budget);
}

TEST_CASE("the two ways of funding differ where they should", "[model][presets]") {
    auto const project = preset("project"), portfolio = preset("portfolio");
    CHECK(project.selection == Selection::score);
    CHECK(portfolio.selection == Selection::set);
    CHECK_FALSE(project.gates);
    CHECK(portfolio.gates);
    CHECK(project.regulation_share + project.practice_share + project.intermediary_share == 0);
    CHECK(portfolio.regulation_share + portfolio.practice_share + portfolio.intermediary_share ==
          Approx(0.24));
    CHECK(project.reference_grant == portfolio.reference_grant);
    CHECK(project.decision_lag == portfolio.decision_lag);
}

TEST_CASE("every regime has the same money - or none", "[model][presets]") {
    for (auto const& p : presets()) {
        INFO(p.name);
        CHECK(p.regime.budget == (p.regime.selection == Selection::none ? 0 : 50e6));
        CHECK(p.regime.reference_grant == 4e6);
        CHECK(p.regime.decision_lag == 3);
    }
}

TEST_CASE("a decomposition changes what its name says and nothing else", "[model][presets]") {
    auto const differing = [](std::string_view a, std::string_view b) {
        auto x = preset(a), y = preset(b);
        auto const left = bind(x), right = bind(y);
        std::vector<std::string> names;
        for (std::size_t k = 0; k < left.size(); ++k)
            if (left[k].number() != right[k].number()) names.emplace_back(left[k].name);
        return names;
    };
    using Names = std::vector<std::string>;
    Names const bundle{"regulation_share", "practice_share", "intermediary_share", "third_space_share"};
    CHECK(differing("project", "project+X") == bundle);
    CHECK(differing("portfolio", "portfolio-X") == bundle);
    CHECK(differing("project", "project+strategy") == Names{"upscaling_required"});
    CHECK(differing("project", "project_long") == Names{"duration"});
    CHECK(differing("project", "project+bundling") == Names{"bundling"});
    CHECK(differing("project", "project_clairvoyant") == Names{"clairvoyant"});
    CHECK(differing("portfolio", "portfolio_clairvoyant") == Names{"clairvoyant"});
    CHECK(differing("portfolio", "portfolio-gates") == Names{"gates", "stop_override", "first_intensity"});
    CHECK(differing("portfolio", "portfolio-diversification") == Names{"risk_weight", "information_weight"});
    CHECK(differing("project", "random") == Names{"selection", "screen"});
    CHECK(differing("block", "block_local") == Names{"pooled"});
}

TEST_CASE("a misspelt preset is answered with the nearest", "[model][presets]") {
    try {
        preset("portfolo");
        FAIL("no error");
    } catch (InputError const& e) {
        REQUIRE(e.problems().size() == 1);
        CHECK(
            e.problems()[0].message ==
            "there is no regime 'portfolo'; known are none, project, portfolio, hybrid, lottery, block, "
            "block_local, project+X, portfolio-X, project+strategy, project_long, project+bundling, "
            "portfolio-gates, portfolio-diversification, portfolio_clairvoyant, project_clairvoyant, random; "
            "did you mean 'portfolio'?");
    }
    CHECK_THROWS_AS(preset(""), InputError);
}
