#include "engine/run/random_policies.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "engine/core/error.hpp"
#include "engine/core/random.hpp"
#include "engine/model/presets.hpp"
#include "engine/model/synthetic_country.hpp"
#include "engine/run/simulation.hpp"
#include "engine/schema/binding.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/studies.hpp"

using namespace spil;
using spil::test::Folder;
using spil::test::store;

namespace {

std::string const head =
    "format = 1\n[study]\nmonths = 12\nworlds = 2\nsolutions_per_mission = 2\n[country]\n"
    "synthetic = { municipalities = 4, population = 40000 }\n[[missions]]\ntitle = \"care\"\n"
    "[[policies]]\nname = \"project\"\npreset = \"project\"\n";

Study study_of(Folder const& folder, std::string const& text) {
    return test::study_in(folder, head + text);
}

}  // namespace

TEST_CASE("random knobs lie in their plausible ranges and fill them", "[run][random_policies]") {
    auto const base = preset("project");
    std::set<std::string> moved;
    std::vector<double> lowest, highest;
    for (std::uint32_t n = 1; n <= 300; ++n) {
        auto r = random_regime(7, n);
        auto original = base;
        auto const knobs = bind(r), before = bind(original);
        lowest.resize(knobs.size(), 2.0), highest.resize(knobs.size(), -1.0);
        for (std::size_t k = 0; k < knobs.size(); ++k) {
            INFO(knobs[k].name);
            double const value = knobs[k].number();
            CHECK(knobs[k].range.admits(value));
            if (value != before[k].number()) moved.emplace(knobs[k].name);
            double const low = knobs[k].range.likely_low, high = knobs[k].range.likely_high;
            if (std::isnan(low)) continue;
            lowest[k] = std::min(lowest[k], (value - low) / (high - low));
            highest[k] = std::max(highest[k], (value - low) / (high - low));
        }
        CHECK(r.budget == base.budget);
        CHECK(r.reference_grant == base.reference_grant);
        CHECK_FALSE(r.clairvoyant);
        CHECK(r.selection != Selection::none);
    }
    for (auto const* name : {"selection", "gates", "duration", "interval", "bundling", "block_leak"}) {
        INFO(name);
        CHECK(moved.count(name) == 1);
    }
    auto any = base;
    auto const knobs = bind(any);
    for (std::size_t k = 0; k < knobs.size(); ++k)
        if (moved.count(std::string{knobs[k].name}) != 0 && !std::isnan(knobs[k].range.likely_low)) {
            INFO(knobs[k].name);
            CHECK(lowest[k] >= 0);
            CHECK(lowest[k] < 0.05);
            CHECK(highest[k] > 0.95);
            CHECK(highest[k] <= 1);
        }
}

TEST_CASE("any random way of funding keeps the books", "[run][random_policies][money]") {
    // The ledger and the grants are audited every month of every run.
    auto const country = make_country({.municipalities = 16, .population = 800'000, .seed = 3});
    for (std::uint32_t n = 1; n <= 40; ++n) {
        INFO(n);
        RunOptions options;
        options.seed = world_seed(5, n);
        options.months = 96;
        options.solutions_per_mission = 2;
        CHECK_NOTHROW(simulate(country, {default_parameters(), random_regime(11, n)}, options));
    }
}

TEST_CASE("drawn policies stand in the study with all their knobs", "[run][random_policies]") {
    Folder const folder("random_policies");
    auto const study = study_of(folder, "[random_policies]\ncount = 3\nseed = 5\n");
    REQUIRE(study.policies.size() == 4);
    CHECK(study.policies[1].name == "random_1");
    CHECK(study.policies[3].name == "random_3");
    CHECK(study.policies[2].regime.duration == random_regime(5, 2).duration);
    // Reading what was really run gives the same policies, without drawing again.
    store(folder / "again.toml", effective_text(study));
    auto const again = read_study(folder / "again.toml");
    REQUIRE(again.policies.size() == 4);
    for (std::size_t p = 0; p < 4; ++p) {
        auto left = study.policies[p].regime, right = again.policies[p].regime;
        auto const a = bind(left), b = bind(right);
        for (std::size_t k = 0; k < a.size(); ++k) CHECK(a[k].number() == b[k].number());
    }
}

TEST_CASE("random policies: what is wrong is said", "[run][random_policies]") {
    Folder const folder("random_policies_wrong");
    auto const said = [&](std::string const& text) -> std::string {
        try {
            study_of(folder, text);
        } catch (InputError const& e) {
            return e.problems().at(0).message;
        }
        return "nothing";
    };
    CHECK(said("[random_policies]\ncounts = 3\n").find("did you mean 'count'?") != std::string::npos);
    CHECK(said("[random_policies]\ncount = 3000\n").find("1000") != std::string::npos);
    CHECK(
        said("[[policies]]\nname = \"random_2\"\n[random_policies]\ncount = 3\n") ==
        "a policy is called \"random_2\" already; [random_policies] would give that name to one of its own");
}
