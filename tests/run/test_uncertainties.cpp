#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/core/name_hash.hpp"
#include "engine/core/random.hpp"
#include "engine/io/hdf5.hpp"
#include "engine/model/outputs.hpp"
#include "engine/run/ensemble.hpp"
#include "engine/run/estimate.hpp"
#include "engine/run/latin_hypercube.hpp"
#include "engine/run/study.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/studies.hpp"

using namespace spil;
using spil::test::Folder;
using spil::test::store;

namespace {

std::string const head =
    "format = 1\n[study]\nmonths = 12\nworlds = 2\nsolutions_per_mission = 2\n[country]\n"
    "synthetic = { municipalities = 4, population = 40000 }\n[[missions]]\ntitle = \"care\"\n"
    "[[policies]]\nname = \"none\"\n[[policies]]\nname = \"project\"\npreset = \"project\"\nsetup_delay = 0\n"
    "[[policies]]\nname = \"portfolio\"\npreset = \"portfolio\"\nsetup_delay = 0\n";

Study study_of(Folder const& folder, std::string const& text, std::vector<Override> const& overrides = {}) {
    return test::study_in(folder, head + text, overrides);
}

std::vector<std::string> names_of(Study const& study) {
    std::vector<std::string> names;
    for (auto const& s : study.uncertainties.value().sampled) names.push_back(s.name);
    return names;
}

bool has(std::vector<std::string> const& names, std::string const& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

Uncertain const& sampled(Study const& study, std::string const& name) {
    auto const& all = study.uncertainties.value().sampled;
    return *std::find_if(all.begin(), all.end(), [&](auto const& s) { return s.name == name; });
}

/// The points' values of one quantity.
std::vector<double> column(Study const& study, std::string const& name) {
    auto const names = names_of(study);
    auto const k = static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
    std::vector<double> values;
    for (auto const& point : design_points(*study.uncertainties, 1)) values.push_back(point.at(k));
    return values;
}

void run_into(std::string const& path, Study const& study, EnsembleOptions const& options) {
    ResultsWriter writer(path, results_header(study), Existing::refuse);
    auto const report = run_ensemble(study, writer, options);
    CHECK(report.failed.empty());
    writer.finish({"a test", options.threads, true});
}

/// Variables of the root that do not hold the same values in both files.
std::vector<std::string> different(std::string const& path, std::string const& other) {
    auto const a = hdf5::File::open(path);
    auto const b = hdf5::File::open(other);
    std::vector<std::string> names;
    for (auto const& name : a.variables()) {
        bool same = b.has(name) && a.shape(name) == b.shape(name);
        if (same && a.type(name) == hdf5::Type::string) {
            same = a.read_strings(name) == b.read_strings(name);
        } else if (same) {
            auto const x = a.read<double>(name);
            auto const y = b.read<double>(name);
            for (std::size_t i = 0; i < x.size(); ++i)
                same = same && (x[i] == y[i] || (std::isnan(x[i]) && std::isnan(y[i])));
        }
        if (!same) names.push_back(name);
    }
    return names;
}

}  // namespace

TEST_CASE("a name's hash is FNV-1a", "[run][uncertainties]") {
    // Published test vectors of the 64-bit FNV-1a.
    CHECK(name_hash("") == 0xcbf29ce484222325u);
    CHECK(name_hash("a") == 0xaf63dc4c8601ec8cu);
    CHECK(name_hash("foobar") == 0x85944171f73967e8u);
}

TEST_CASE("each part of the range holds exactly one point", "[run][uncertainties]") {
    for (std::size_t const n : {1u, 2u, 7u, 200u, 1000u})
        for (auto const* name : {"calls.panel_noise", "regime.budget"}) {
            INFO(name << " " << n);
            auto const values = latin_hypercube(1, name, n);
            REQUIRE(values.size() == n);
            std::set<std::size_t> parts;
            for (double const u : values) {
                CHECK(u >= 0);
                CHECK(u < 1);
                parts.insert(static_cast<std::size_t>(u * static_cast<double>(n)));
            }
            CHECK(parts.size() == n);
        }
}

TEST_CASE("a column depends on seed and name - and is in no order", "[run][uncertainties]") {
    auto const a = latin_hypercube(1, "calls.panel_noise", 50);
    CHECK(a == latin_hypercube(1, "calls.panel_noise", 50));
    CHECK(a != latin_hypercube(2, "calls.panel_noise", 50));
    CHECK(a != latin_hypercube(1, "calls.size_bonus", 50));
    CHECK_FALSE(std::is_sorted(a.begin(), a.end()));
    // Two columns go their own ways: with 1000 points a correlation beyond 0.16 is one chance in 2 million.
    auto const x = latin_hypercube(1, "calls.panel_noise", 1000);
    auto const y = latin_hypercube(1, "calls.size_bonus", 1000);
    double xy = 0;
    for (std::size_t p = 0; p < 1000; ++p) xy += (x[p] - 0.5) * (y[p] - 0.5);
    CHECK(std::abs(xy / 1000 * 12) < 0.16);
}

TEST_CASE("patterns take what has a plausible range - and no knobs unasked", "[run][uncertainties]") {
    Folder const folder("patterns");
    auto const study = study_of(folder,
                                "[uncertainties]\npoints = 5\nsample = [\"*\", \"regime.budget\"]\n"
                                "leave = [\"attitudes.*\", \"calls.panel_noise\"]\n");
    auto const names = names_of(study);
    CHECK(study.points() == 5);
    CHECK(study.worlds() == 10);
    CHECK(study.runs() == 30);
    CHECK(study.point_of(3) == 1);
    CHECK(names.size() > 100);
    CHECK(has(names, "calls.signal_validity"));
    CHECK(has(names, "regime.budget"));
    CHECK_FALSE(has(names, "regime.duration"));
    CHECK_FALSE(has(names, "calls.panel_noise"));       // taken out by name
    CHECK_FALSE(has(names, "calls.money_unit"));        // has no plausible range
    CHECK_FALSE(has(names, "outcomes.discount_rate"));  // a choice of the design
    for (auto const& name : names) CHECK(name.find("attitudes.") == std::string::npos);
    auto const all_knobs = names_of(study_of(folder, "[uncertainties]\nsample = [\"regime.*\"]\n"));
    CHECK(has(all_knobs, "regime.duration"));
    CHECK_FALSE(has(all_knobs, "regime.gates"));
    for (auto const& s : study.uncertainties->sampled) {
        INFO(s.name);
        CHECK(s.low < s.high);
        CHECK_FALSE(s.meaning.empty());
        CHECK(s.knob == s.name.starts_with("regime."));
    }
}

TEST_CASE("own ranges go before plausible ones - and make a range where there is none",
          "[run][uncertainties]") {
    Folder const folder("ranges");
    auto const study = study_of(folder,
                                "[uncertainties]\npoints = 40\nsample = [\"calls.*\", \"contacts.number\"]\n"
                                "[uncertainties.ranges]\n\"calls.panel_noise\" = [0.5, 0.6]\n"
                                "calls.money_unit = [1e5, 2e6]\n\"contacts.number\" = [2, 4]\n");
    CHECK(sampled(study, "calls.panel_noise").low == 0.5);
    CHECK(sampled(study, "calls.money_unit").high == 2e6);
    CHECK(sampled(study, "calls.signal_validity").low == 0.2);
    for (double const v : column(study, "calls.panel_noise")) CHECK((v >= 0.5 && v <= 0.6));
    std::set<double> numbers;
    for (double const v : column(study, "contacts.number")) numbers.insert(v);
    CHECK(numbers == std::set<double>{2, 3, 4});
    auto const moved = study_of(folder,
                                "[uncertainties]\nsample = [\"calls.panel_noise\"]\n"
                                "ranges = { \"calls.panel_noise\" = [0.5, 0.6] }\n",
                                {set_override("uncertainties.ranges.calls.panel_noise=[0.7, 0.9]")});
    CHECK(sampled(moved, "calls.panel_noise").low == 0.7);
}

TEST_CASE("another quantity leaves the samples of the others untouched", "[run][uncertainties]") {
    Folder const folder("untouched");
    auto const one = study_of(folder, "[uncertainties]\npoints = 30\nsample = [\"calls.panel_noise\"]\n");
    auto const many = study_of(folder, "[uncertainties]\npoints = 30\nsample = [\"regime.budget\", \"*\"]\n");
    CHECK(column(one, "calls.panel_noise") == column(many, "calls.panel_noise"));
    CHECK(column(many, "calls.panel_noise") != column(many, "calls.size_bonus"));
}

TEST_CASE("a run gets the point's values - a knob only where the policy has it", "[run][uncertainties]") {
    Folder const folder("settings");
    auto const study = study_of(folder,
                                "[uncertainties]\npoints = 3\nsample = [\"calls.panel_noise\", "
                                "\"contacts.number\", \"regime.budget\", \"regime.novelty_penalty\"]\n");
    auto const points = design_points(*study.uncertainties, 1);
    CHECK(names_of(study) == std::vector<std::string>{"contacts.number", "calls.panel_noise", "regime.budget",
                                                      "regime.novelty_penalty"});
    REQUIRE(points.size() == 3);
    auto const& v = points[2];
    auto const none = settings_at(study, 0, v);
    auto const project = settings_at(study, 1, v);
    auto const portfolio = settings_at(study, 2, v);
    for (auto const& s : {none, project, portfolio}) {
        CHECK(static_cast<double>(s.get<ContactParameters>().number) == v[0]);
        CHECK(s.get<CallParameters>().panel_noise == v[1]);
        CHECK(s.get<CallParameters>().signal_validity == CallParameters{}.signal_validity);
    }
    CHECK(none.regime.budget == 0);
    CHECK(project.regime.budget == v[2]);
    CHECK(portfolio.regime.budget == v[2]);
    CHECK(project.regime.novelty_penalty == v[3]);
    CHECK(portfolio.regime.novelty_penalty == 0);
    CHECK(project.regime.duration == study.policies[1].regime.duration);
    auto const plain = settings_at(study, 1, {});
    CHECK(plain.regime.budget == study.policies[1].regime.budget);
}

TEST_CASE("the effective study writes out names and ranges - and gives the same points",
          "[run][uncertainties]") {
    Folder const folder("effective_points");
    auto const study = study_of(folder,
                                "[uncertainties]\npoints = 6\nsample = [\"*\", \"regime.*\"]\n"
                                "leave = [\"opinion.*\"]\n[uncertainties.ranges]\n"
                                "\"calls.panel_noise\" = [0.123456789, 2]\n");
    auto const text = effective_text(study);
    store(folder / "again.toml", text);
    auto const again = read_study(folder / "again.toml");
    CHECK(effective_text(again) == text);
    CHECK(names_of(again) == names_of(study));
    CHECK(design_points(*again.uncertainties, 1) == design_points(*study.uncertainties, 1));
    CHECK(effective_text(study_of(folder, "")).find("uncertainties") == std::string::npos);
}

TEST_CASE("the bits of a sampled study do not depend on threads or order", "[run][uncertainties]") {
    Folder const folder("points");
    // 4 points of 2 worlds under 3 policies: 24 runs, two blocks.
    auto const study = study_of(
        folder, "[uncertainties]\npoints = 4\nsample = [\"*\", \"regime.budget\", \"regime.duration\"]\n");
    run_into(folder / "1.h5", study, {.threads = 1});
    run_into(folder / "2.h5", study, {.threads = 2});
    run_into(folder / "3.h5", study, {.threads = 3});
    run_into(folder / "reverse.h5", study, {.threads = 2, .order = RunOrder::reverse});
    for (auto const* name : {"2.h5", "3.h5", "reverse.h5"}) {
        INFO(name);
        CHECK(different(folder / "1.h5", folder / name).empty());
    }
    // What the file says about its points is what was run.
    auto const file = hdf5::File::open(folder / "1.h5");
    CHECK(file.read<std::int32_t>("world_point") == std::vector<std::int32_t>{0, 0, 1, 1, 2, 2, 3, 3});
    CHECK(file.read_strings("uncertainty") == names_of(study));
    CHECK(file.dimensions("point_value") == std::vector<std::string>{"point", "uncertainty"});
    std::vector<double> written;
    for (auto const& point : design_points(*study.uncertainties, 1))
        written.insert(written.end(), point.begin(), point.end());
    CHECK(file.read<double>("point_value") == written);
    CHECK(file.text_attribute("uncertainty_low", "long_name") == "lowest value sampled");
    auto const low = file.read<double>("uncertainty_low");
    auto const high = file.read<double>("uncertainty_high");
    auto const& all = study.uncertainties->sampled;
    auto const units = file.read_strings("uncertainty_unit");
    auto const meanings = file.read_strings("uncertainty_meaning");
    for (std::size_t k = 0; k < all.size(); ++k) {
        CHECK(low[k] == all[k].low);
        CHECK(high[k] == all[k].high);
        CHECK(units[k] == all[k].unit);
        CHECK(meanings[k] == all[k].meaning);
    }
    std::set<std::string> seeds;
    for (auto const& seed : file.read_strings("world_seed")) seeds.insert(seed);
    CHECK(seeds.size() == 8);

    // A run of point 3 alone, with the settings written out, gives the row of the file.
    auto const values = design_points(*study.uncertainties, 1)[3];
    auto const alone = simulate(study.country, settings_at(study, 1, values),
                                {.seed = world_seed(1, 6), .months = 12, .solutions_per_mission = 2});
    auto const& out = outputs();
    auto const k = static_cast<std::size_t>(
        std::find_if(out.begin(), out.end(),
                     [](auto const& o) { return o.stored == Stored::real && o.dimensions.empty(); }) -
        out.begin());
    REQUIRE(k < out.size());
    CHECK(file.read<double>(out[k].name)[6 * 3 + 1] == alone.reals[k][0]);

    // The parameters matter: without uncertainties the same worlds end elsewhere.
    auto plain = study;
    plain.uncertainties.reset();
    plain.settings.worlds = 8;
    run_into(folder / "plain.h5", plain, {.threads = 2});
    auto const moved = different(folder / "plain.h5", folder / "1.h5");
    CHECK(moved.size() > 5);
    CHECK_FALSE(has(moved, "world_seed"));
    auto const without = hdf5::File::open(folder / "plain.h5");
    for (auto const* name : {"point", "uncertainty", "world_point", "point_value", "uncertainty_low"})
        CHECK_FALSE(without.has(name));

    // What is told by the file alone gives the same file's results.
    store(folder / "told.toml", *file.text_attribute("/", "effective_study_toml"));
    run_into(folder / "told.h5", read_study(folder / "told.toml"), {.threads = 2});
    CHECK(different(folder / "1.h5", folder / "told.h5").empty());

    if (test::available("command -v ncdump", folder)) {
        auto const said = test::shell("ncdump -h 1.h5", folder);
        CHECK(said.code == 0);
        CHECK(said.out.find("double point_value(point, uncertainty)") != std::string::npos);
        CHECK(said.out.find("int world_point(world)") != std::string::npos);
        CHECK(said.out.find("phony_dim") == std::string::npos);
    }
    if (test::available("/usr/bin/python3 -c 'import xarray, netCDF4'", folder)) {
        auto const said = test::shell(
            "/usr/bin/python3 -c \"import xarray; d = xarray.open_dataset('1.h5'); "
            "print(d.point_value.sel(uncertainty='regime.budget').sizes['point'], "
            "d.world_point.dims[0], d.point_value.dtype)\"",
            folder);
        INFO(said.err);
        CHECK(said.out == "4 world float64\n");
    }
}

TEST_CASE("an estimate counts the worlds of all points", "[run][uncertainties]") {
    Folder const folder("estimate_points");
    auto const plain = estimate(study_of(folder, ""), 2, 0.1);
    auto const study =
        study_of(folder, "[uncertainties]\npoints = 50\nsample = [\"calls.*\", \"regime.budget\"]\n");
    auto const e = estimate(study, 2, 0.1);
    CHECK(e.runs == 300);
    CHECK(e.result_bytes == 50 * plain.result_bytes);
    CHECK(e.seconds_per_run > 0);
}
