#include <algorithm>
#include <string>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/core/sha256.hpp"
#include "engine/model/presets.hpp"
#include "engine/run/describe.hpp"
#include "engine/run/estimate.hpp"
#include "engine/run/study.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"

using namespace spil;
using spil::test::Folder;
using spil::test::store;

namespace {

std::string const country = "[country]\nsynthetic = { municipalities = 4, population = 40000 }\n";
std::string const policies = "[[policies]]\nname = \"a\"\n[[policies]]\nname = \"b\"\npreset = \"project\"\n";

Study study_of(Folder const& folder, std::string const& text, std::vector<Override> const& overrides = {}) {
    auto const path = folder / "study.toml";
    store(path, text);
    return read_study(path, overrides);
}

}  // namespace

TEST_CASE("a study fills in what is left out", "[run][study]") {
    Folder const folder("study");
    auto const study = study_of(folder, "format = 1\n" + country + policies);
    StudySettings const defaults;
    CHECK(study.settings.name == "study");
    CHECK(study.settings.worlds == defaults.worlds);
    CHECK(study.settings.baseline == "a");
    CHECK_FALSE(study.settings.outcome.empty());
    CHECK(study.country.size() == 4);
    CHECK(study.parameters.missions.size() == default_missions().size());
    CHECK(study.policies[0].regime.selection == Selection::none);
    CHECK(study.policies[1].regime.budget == preset("project").budget);
    CHECK(study.runs() == static_cast<std::size_t>(defaults.worlds) * 2);
    CHECK(study.policy_of(5) == 1);
    CHECK(study.world_of(5) == 2);
}

TEST_CASE("knobs go before their preset - missions replace the default ones", "[run][study]") {
    Folder const folder("knobs");
    auto const study =
        study_of(folder, "format = 1\n" + country +
                             "[[missions]]\ntitle = \"care\"\ncost = 700\n"
                             "[[missions]]\ntitle = \"quiet\"\n"
                             "[[policies]]\nname = \"p\"\npreset = \"portfolio\"\nbudget = 5e6\n"
                             "selection = \"score\"\n");
    auto const& regime = study.policies.at(0).regime;
    CHECK(regime.budget == 5e6);
    CHECK(regime.selection == Selection::score);
    CHECK(regime.interval == preset("portfolio").interval);
    CHECK(study.mission_titles() == std::vector<std::string>{"care", "quiet"});
    auto const all = default_missions();
    auto const care = std::find_if(all.begin(), all.end(), [](auto const& m) { return m.title == "care"; });
    REQUIRE(care != all.end());
    CHECK(study.parameters.missions[0].cost == 700);
    CHECK(study.parameters.missions[0].need_interval == care->need_interval);
    CHECK(study.parameters.missions[1].need_interval == MissionParameters{}.need_interval);
}

TEST_CASE("the country nearer to the user wins over its base's", "[run][study]") {
    Folder const folder("countries");
    auto const table = test::in_repository("scenarios/data/municipalities_nl.csv");
    store(folder / "base.toml", "format = 1\n[country]\ntable = \"" + table + "\"\n" + policies);
    auto const made = study_of(folder, "base = \"base.toml\"\n" + country);
    CHECK(made.country.size() == 4);
    CHECK(made.table.empty());
    CHECK(made.files.size() == 2);
    auto const real = study_of(folder, "base = \"base.toml\"\n" + country,
                               {set_override("country.table=\"" + table + "\"")});
    CHECK(real.country.size() == 342);
    CHECK(real.table == table);
    REQUIRE(real.files.size() == 3);
    CHECK(real.files[2].sha256 == sha256(test::contents(table)));
    CHECK(real.country.context.size() == 342);
}

TEST_CASE("a study names its firms by size - or has the Dutch ones", "[run][study][firms]") {
    Folder const folder("firm_sizes");
    store(folder / "mine.csv", "size_class,persons_from,persons_to,firms\nfew,1,9,70\nmany,10,,30\n");
    CHECK(study_of(folder, "format = 1\n" + country + policies).country.firm_sizes.size() == 7);
    auto const mine = study_of(folder, "format = 1\n" + country + policies,
                               {set_override("country.firm_sizes=\"" + (folder / "mine.csv") + "\"")});
    REQUIRE(mine.country.firm_sizes.size() == 2);
    CHECK(mine.country.firm_sizes[0].persons() == 3);
    CHECK(mine.country.firm_sizes[1].persons() == 25);
    CHECK(mine.files.size() == 2);
    CHECK(effective_text(mine).find("firm_sizes = ") != std::string::npos);

    store(folder / "none.csv", "size_class,persons_from,persons_to,firms\n");
    CHECK_THROWS_AS(study_of(folder, "format = 1\n" + country + policies,
                             {set_override("country.firm_sizes=\"" + (folder / "none.csv") + "\"")}),
                    InputError);
    CHECK_THROWS_AS(study_of(folder, "format = 1\n" + country + policies,
                             {set_override("country.firm_sizes=\"nowhere.csv\"")}),
                    InputError);
}

TEST_CASE("the effective study - read again - is the same study", "[run][study]") {
    Folder const folder("effective");
    auto const study = study_of(
        folder,
        "format = 1\n[study]\ndescription = \"two\\nlines and a \\\"quote\\\"\"\n" + country + policies,
        {set_override("policies.b.budget=12345678.5"), set_override("study.months=24")});
    auto const text = effective_text(study);
    auto const again = study_of(folder, text);
    CHECK(effective_text(again) == text);
    CHECK(again.settings.months == 24);
    CHECK(again.policies[1].regime.budget == 12345678.5);
    CHECK(again.settings.description == study.settings.description);
}

TEST_CASE("the scenarios of the repository are good studies", "[run][study]") {
    for (auto const* name :
         {"tiny.toml", "synthetic.toml", "netherlands/baseline.toml", "netherlands/project_vs_portfolio.toml",
          "netherlands/decomposition.toml", "netherlands/steps.toml", "netherlands/structure_check.toml"}) {
        INFO(name);
        CHECK_NOTHROW(read_study(test::in_repository(std::string{"scenarios/"} + name)));
    }
    auto const main_job = read_study(test::in_repository("scenarios/netherlands/project_vs_portfolio.toml"));
    CHECK(main_job.runs() == 240);
    CHECK(main_job.settings.months == 360);
    CHECK(main_job.country.size() == 342);
    CHECK(main_job.parameters.missions.size() == 5);
    auto const check = read_study(test::in_repository("scenarios/netherlands/structure_check.toml"));
    CHECK(check.points() == 200);
    CHECK(check.runs() == 200 * 3 * 7);
    CHECK(check.uncertainties.value().sampled.size() > 150);
    Folder const folder("starter");
    CHECK(study_of(folder, starter_study()).policies.size() == 3);
}

TEST_CASE("an estimate counts runs and bytes", "[run][study]") {
    Folder const folder("estimate");
    auto const study =
        study_of(folder, "format = 1\n[study]\nmonths = 24\nworlds = 3\n" + country + policies);
    auto const e = estimate(study, 64, 0.1);
    CHECK(e.runs == 6);
    CHECK(e.threads == 6);
    CHECK(e.municipalities == 4);
    CHECK(e.seconds_per_run > 0);
    CHECK(e.calibration_months >= 12);
    CHECK(e.calibration_months <= 24);
    CHECK(e.result_bytes > 0);
    CHECK(e.result_bytes % 6 == 0);
    CHECK(e.memory_bytes > 0);
    // A run that is the only one has all threads to itself.
    auto const one = study_of(folder, "format = 1\n[study]\nmonths = 12\nworlds = 1\n" + country +
                                          "[[policies]]\nname = \"none\"\npreset = \"none\"\n");
    CHECK(estimate(one, 3, 0.1).threads == 3);
}
