#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/core/sha256.hpp"
#include "engine/io/hdf5.hpp"
#include "engine/io/results.hpp"
#include "engine/io/stored_runs.hpp"
#include "engine/run/ensemble.hpp"
#include "engine/run/resume.hpp"
#include "engine/run/study.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/studies.hpp"

using namespace spil;
using spil::test::contents;
using spil::test::Folder;
using spil::test::store;

namespace {

std::string const head =
    "format = 1\n[study]\nmonths = 12\nworlds = 2\nsolutions_per_mission = 2\n[country]\n"
    "synthetic = { municipalities = 4, population = 40000 }\n[[missions]]\ntitle = \"care\"\n"
    "[[policies]]\nname = \"portfolio\"\npreset = \"portfolio\"\nsetup_delay = 0\n";

/// One quantity of every kind.
std::string const kinds =
    "sample = [\"calls.panel_noise\", \"calls.size_bonus\", \"contacts.number\", \"calls.signal_validity\", "
    "\"citizens.form\", \"regime.budget\", \"regime.gates\", \"regime.duration\"]\n"
    "[uncertainties.ranges]\n"
    "\"calls.panel_noise\" = [0.5, 0.6]\n"
    "\"calls.size_bonus\" = { distribution = \"normal\", mean = 0.4, sd = 0.2, high = 1 }\n"
    "contacts.number = { distribution = \"integer\", low = 2, high = 4 }\n"
    "calls.signal_validity = { distribution = \"triangular\", mode = 0.4 }\n"
    "\"citizens.form\" = { values = [\"mean_field\", \"agents\"], weights = [1, 3] }\n"
    "\"regime.budget\" = { distribution = \"log_uniform\", low = 1e6, high = 1e8 }\n"
    "\"regime.gates\" = { values = [true, false] }\n"
    "\"regime.duration\" = { distribution = \"categorical\", values = [24, 48.5] }\n";

Study study_of(Folder const& folder, std::string const& text, std::vector<Override> const& overrides = {}) {
    return test::study_in(folder, head + text, overrides);
}

std::string said(Folder const& folder, std::string const& text, std::vector<Override> const& overrides = {}) {
    try {
        study_of(folder, text, overrides);
    } catch (InputError const& error) {
        std::string all;
        for (auto const& p : error.problems()) all += p.message + "\n";
        return all;
    }
    return "nothing";
}

std::vector<std::vector<double>> points_of(Study const& study) {
    return design_points(*study.uncertainties, static_cast<std::uint64_t>(study.settings.seed));
}

Uncertain const& quantity(Study const& study, std::string const& name) {
    auto const& all = study.uncertainties.value().sampled;
    return *std::find_if(all.begin(), all.end(), [&](auto const& q) { return q.name == name; });
}

std::set<double> column(Study const& study, std::string const& name) {
    auto const& all = study.uncertainties.value().sampled;
    auto const k = static_cast<std::size_t>(&quantity(study, name) - all.data());
    std::set<double> values;
    for (auto const& point : points_of(study)) values.insert(point.at(k));
    return values;
}

void run_into(std::string const& path, Study const& study) {
    ResultsWriter writer(path, results_header(study), Existing::refuse);
    CHECK(run_ensemble(study, writer, {.threads = 2}).failed.empty());
    writer.finish({"a test", 2, true});
}

}  // namespace

TEST_CASE("each quantity is spread as its distribution says", "[run][designs]") {
    Folder const folder("kinds");
    auto const study = study_of(folder, "[uncertainties]\npoints = 64\n" + kinds);
    CHECK(quantity(study, "contacts.number").type == ValueType::whole);
    CHECK(quantity(study, "citizens.form").words == std::vector<std::string>{"agents", "mean_field"});
    CHECK(quantity(study, "calls.size_bonus").low == 0);  // the lowest allowed
    CHECK(quantity(study, "calls.size_bonus").high == 1);
    CHECK(quantity(study, "calls.signal_validity").low == 0.2);  // the plausible one
    CHECK(distribution_text(quantity(study, "regime.duration")) ==
          "{ distribution = \"categorical\", values = [24.0, 48.5] }");
    CHECK(column(study, "contacts.number") == std::set<double>{2, 3, 4});
    CHECK(column(study, "regime.duration") == std::set<double>{24, 48.5});
    CHECK(column(study, "citizens.form") == std::set<double>{0, 1});
    CHECK(*column(study, "calls.size_bonus").rbegin() < 1);
    auto const budgets = column(study, "regime.budget");
    CHECK(std::count_if(budgets.begin(), budgets.end(), [](double b) { return b < 1e7; }) == 32);
    // The values arrive in the settings of a run, words and switches as well.
    auto const& names = study.uncertainties->sampled;
    for (auto const& point : points_of(study)) {
        auto const s = settings_at(study, 0, point);
        for (std::size_t k = 0; k < names.size(); ++k) {
            auto const is = [&](char const* name) { return names[k].name == name; };
            if (is("citizens.form")) CHECK(static_cast<double>(s.get<CitizenParameters>().form) == point[k]);
            if (is("regime.gates")) CHECK(s.regime.gates == (point[k] == 1));
            if (is("regime.duration")) CHECK(s.regime.duration == point[k]);
        }
    }
}

TEST_CASE("every design is in its results file - and made again from it alone", "[run][designs]") {
    Folder const folder("designs_alone");
    store(folder / "points.csv",
          "regime.gates,calls.panel_noise,contacts.number,citizens.form\n"
          "true,0.123456789012345678,3,agents\nfalse,1.5,4.0,mean_field\ntrue, 2 ,3,agents\n");
    std::vector<std::pair<std::string, std::size_t>> const designs{
        {"points = 3\n" + kinds, 3},
        {"design = \"sobol\"\npoints = 4\n" + kinds, 4},
        {"design = \"full_factorial\"\nlevels = 2\nsample = [\"calls.panel_noise\", \"regime.gates\"]\n"
         "ranges = { \"regime.gates\" = { values = [true, false] }, "
         "\"calls.panel_noise\" = { low = 1, high = 2, levels = 3 } }\n",
         6},
        {"design = \"list\"\ntable = \"points.csv\"\n", 3},
        {"design = \"morris\"\ntrajectories = 2\nsample = [\"calls.panel_noise\", \"regime.budget\"]\n", 6},
        {"design = \"saltelli\"\nbase = 2\nscramble = false\nsecond_order = true\n"
         "sample = [\"calls.panel_noise\", \"regime.budget\"]\n",
         12}};
    for (auto const& [text, points] : designs) {
        INFO(text);
        std::filesystem::remove(folder / "out.h5");
        auto const study = study_of(folder, "[uncertainties]\n" + text);
        CHECK(study.points() == points);
        CHECK(points_of(study).size() == points);
        run_into(folder / "out.h5", study);
        if (study.uncertainties->settings.design == UncertaintyDesign::list) {
            CHECK(study.files.back().path == folder / "points.csv");
            CHECK(study.files.back().sha256 == sha256(contents(folder / "points.csv")));
            std::filesystem::remove(folder / "points.csv");
        }
        auto const again = stored_study(StoredRuns{folder / "out.h5"});
        CHECK(effective_text(again) == effective_text(study));
        CHECK(points_of(again) == points_of(study));

        auto const file = hdf5::File::open(folder / "out.h5");
        auto const all = sampled_points(study);
        std::vector<double> values;
        for (auto const& point : points_of(study)) values.insert(values.end(), point.begin(), point.end());
        CHECK(file.read<double>("point_value") == values);
        CHECK(file.text_attribute("/", "points_design") ==
              std::string{to_string(study.uncertainties->settings.design)});
        std::vector<std::string> distributions, types;
        std::vector<double> low, high;
        for (auto const& q : study.uncertainties->sampled) {
            distributions.push_back(distribution_text(q));
            types.emplace_back(to_string(q.type));
            low.push_back(q.low);
            high.push_back(q.high);
        }
        CHECK(file.read_strings("uncertainty_distribution") == distributions);
        CHECK(file.read_strings("uncertainty_type") == types);
        CHECK(file.read<double>("uncertainty_low") == low);
        CHECK(file.read<double>("uncertainty_high") == high);
        // Which world is which: world = point * worlds + replicate.
        auto const point = file.read<std::int32_t>("world_point");
        auto const replicate = file.read<std::int32_t>("world_replicate");
        REQUIRE(point.size() == 2 * points);
        for (std::size_t w = 0; w < point.size(); ++w)
            CHECK(static_cast<std::size_t>(point[w] * 2 + replicate[w]) == w);
        CHECK(file.has("point_share") == !all.shares.empty());
        CHECK(file.has("point_moved") == !all.moved.empty());
        CHECK(all.shares.empty() == (study.uncertainties->settings.design == UncertaintyDesign::list));
        if (!all.moved.empty()) {
            CHECK(file.read<std::int32_t>("point_moved") == all.moved);
            CHECK(file.read<std::int32_t>("point_block") == all.block);
        }
    }
    // 3 levels of its own by 2 values.
    auto const factorial = study_of(folder, "[uncertainties]\n" + designs[2].first);
    CHECK(column(factorial, "calls.panel_noise").size() == 3);
    std::vector<std::string> told;
    store(folder / "points.csv", "calls.panel_noise\n1\n2\n");
    for (auto const& [text, points] : designs)
        told.push_back(design_text(*study_of(folder, "[uncertainties]\n" + text).uncertainties));
    CHECK(told == std::vector<std::string>{"latin hypercube of 3 points",
                                           "4 points of a scrambled Sobol' sequence",
                                           "full factorial of 3 x 2 levels", "a list of 2 points",
                                           "Morris: 2 trajectories of 2 + 1 points, 4 levels",
                                           "Saltelli: 2 base points, each with 2 x 2 + 2 points"});
}

TEST_CASE("a list takes its values as they stand - from a table or the study", "[run][designs]") {
    Folder const folder("listed");
    store(folder / "points.csv",
          "# two columns\nregime.gates, calls.panel_noise\ntrue,0.5\nfalse,1.5\ntrue,2\n");
    auto const table = study_of(folder, "[uncertainties]\ndesign = \"list\"\ntable = \"points.csv\"\n");
    CHECK(points_of(table) == std::vector<std::vector<double>>{{0.5, 1}, {1.5, 0}, {2, 1}});
    CHECK(quantity(table, "calls.panel_noise").high == 2);
    auto const values = study_of(folder,
                                 "[uncertainties]\ndesign = \"list\"\n[uncertainties.values]\n"
                                 "regime.gates = [true, false, true]\n"
                                 "\"calls.panel_noise\" = [0.5, 1.5, 2]\n");
    CHECK(effective_text(values) == effective_text(table));
    // A description of the columns beside the table is held to the parameters' units.
    store(folder / "points.columns.csv",
          "column,unit,year,publisher,basis,description\nregime.gates,1,2026,me,seen,gates\n"
          "calls.panel_noise,EUR,2026,me,seen,noise\n");
    CHECK(said(folder, "[uncertainties]\ndesign = \"list\"\ntable = \"points.csv\"\n")
              .starts_with("the column 'calls.panel_noise' is in 'EUR', the parameter in '"));
}

TEST_CASE("keys of another design are refused - unless they come from the base", "[run][designs]") {
    Folder const folder("other_keys");
    std::string const morris = "[uncertainties]\ndesign = \"morris\"\nlevels = 6\nsample = [\"calls.*\"]\n";
    CHECK(said(folder, morris + "points = 7\n") ==
          "the design \"morris\" has no 'points'; it has levels, trajectories, sample, leave, ranges\n");
    CHECK(said(folder, "[uncertainties]\nlevels = 7\nsample = [\"calls.*\"]\n") ==
          "the design \"latin_hypercube\" has no 'levels'; it has points, sample, leave, ranges\n");
    // The nearer choice of a design passes over what the farther one needed.
    auto const other = study_of(folder, morris, {set_override("uncertainties.design=\"sobol\"")});
    CHECK(other.points() == 100);
    store(folder / "base.toml", head + morris);
    store(folder / "list.toml",
          "format = 1\nbase = \"base.toml\"\n[uncertainties]\ndesign = \"list\"\n"
          "values = { \"calls.panel_noise\" = [1, 2] }\n");
    CHECK(read_study(folder / "list.toml").points() == 2);
    // So with distributions.
    auto const range = [](std::string const& text) {
        return "[uncertainties]\nsample = [\"calls.panel_noise\"]\n[uncertainties.ranges]\n"
               "\"calls.panel_noise\" = " +
               text + "\n";
    };
    auto const normal = range("{ distribution = \"normal\", mean = 1, sd = 0.5 }");
    CHECK(said(folder, range("{ mean = 1 }")) ==
          "a uniform distribution has no 'mean'; it has low, high, levels\n");
    auto const uniform =
        study_of(folder, normal,
                 {set_override("uncertainties.ranges.\"calls.panel_noise\".distribution=\"uniform\"")});
    CHECK(distribution_text(uniform.uncertainties->sampled[0])
              .starts_with("{ distribution = \"uniform\", low"));
}

TEST_CASE("designs that cannot be are refused with the reason", "[run][designs]") {
    Folder const folder("impossible");
    std::string const all = "sample = [\"*\"]\n";
    CHECK(said(folder, "[uncertainties]\ndesign = \"full_factorial\"\n" + all)
              .starts_with("the design has more than 1000000 points"));
    CHECK(said(folder, "[uncertainties]\ndesign = \"morris\"\nlevels = 5\n" + all)
              .starts_with("'levels' = 5 is odd"));
    std::string const open =
        "sample = [\"calls.panel_noise\", \"regime.screen\"]\n[uncertainties.ranges]\n"
        "\"regime.screen\" = { distribution = \"normal\", mean = 0, sd = 1 }\n";
    for (auto const* design : {"design = \"morris\"\n", "design = \"sobol\"\nscramble = false\n",
                               "design = \"saltelli\"\nscramble = false\n"})
        CHECK(said(folder, "[uncertainties]\n" + std::string{design} + open)
                  .starts_with("'regime.screen' is normal without an end"));
    CHECK(said(folder, "[uncertainties]\ndesign = \"sobol\"\n" + open) == "nothing");
    // Written out, ends that are nowhere are left out.
    auto const study = study_of(folder, "[uncertainties]\n" + open);
    CHECK(effective_text(read_study_text(effective_text(study), "again")) == effective_text(study));
}
