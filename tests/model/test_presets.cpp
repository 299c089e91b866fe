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

TEST_CASE("a misspelt preset is answered with the nearest", "[model][presets]") {
    try {
        preset("portfolo");
        FAIL("no error");
    } catch (InputError const& e) {
        REQUIRE(e.problems().size() == 1);
        CHECK(e.problems()[0].message ==
              "there is no regime 'portfolo'; known are none, project, portfolio; did you mean 'portfolio'?");
    }
    CHECK_THROWS_AS(preset(""), InputError);
}
