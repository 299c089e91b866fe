#include <sys/resource.h>

#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"

using namespace spil::test;

namespace {

std::string const tiny = "'" + in_repository("scenarios/tiny.toml") + "'";
std::string const short_tiny = tiny + " --set study.months=12 --set study.worlds=2";

bool has(std::string const& text, std::string const& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a misspelt command or option gets its nearest neighbour and exit code 2", "[cli]") {
    Folder const folder("usage");
    auto const check = [&](std::string const& arguments, std::string const& message) {
        auto const said = spil::test::spil(arguments, folder);
        INFO(arguments << "\n" << said.out << said.err);
        CHECK(said.code == 2);
        CHECK(said.out.empty());
        CHECK(has(said.err, message));
    };
    check("", "spil: what shall be done?");
    check("rnu x", "spil: there is no command 'rnu'; did you mean 'run'?");
    check("simulate",
          "there are new, check, run, resume, merge, status, verify, rerun, export, describe, compare");
    check("run x.toml --ouput y", "there is no option '--ouput' of spil run; did you mean '--output'?");
    check("run x.toml -x", "there is no option '-x' of spil run; there are");
    check("--versoin", "there is no option '--versoin'; did you mean '--version'?");
    check("run x.toml", "--output is required");
    check("run", "STUDY is required");
    check("run x.toml -o y -j 0", "--jobs");
    check("run x.toml -o y --seed one", "--seed");
    check("check", "STUDY is required");
    check("describe paramters", "there is no 'paramters' to describe; did you mean 'parameters'?");
    check("describe regime", "there is no 'regime' to describe; did you mean 'regimes'?");
    check("describe outputs --toml", "--toml goes with `spil describe parameters`");
    check("describe outputs --json --markdown", "excludes");
    check("check no_such.toml", "no_such.toml: cannot read this study: No such file or directory");
    check("check " + tiny + " --set study.wordls=3",
          "--set study.wordls=3: unknown key 'wordls' in [study]; did you mean 'worlds'?");
}

TEST_CASE("help and version answer on standard output", "[cli]") {
    Folder const folder("help");
    auto const help = spil::test::spil("--help", folder);
    CHECK(help.code == 0);
    for (auto const* word : {"new", "check", "run", "describe", "compare", "130 interrupted"})
        CHECK(has(help.out, word));
    CHECK(has(spil::test::spil("run --help", folder).out, "--force"));
    auto const version = spil::test::spil("--version", folder);
    CHECK(version.code == 0);
    CHECK(version.out.find("spil ") == 0);
    CHECK(has(version.out, "(commit "));
}

TEST_CASE("from a new study to a comparison", "[cli]") {
    Folder const folder("job");
    auto const made = spil::test::spil("new here", folder);
    CHECK(made.out == "here/study.toml\n");
    auto const again = spil::test::spil("new here", folder);
    CHECK(again.code == 2);
    CHECK(again.err == "here/study.toml: the file is there already; name another folder\n");

    auto const checked = spil::test::spil("check here/study.toml --set study.months=12", folder);
    INFO(checked.out << checked.err);
    CHECK(checked.code == 0);
    for (auto const* line :
         {"no mistakes found", "runs      30 = 10 worlds x 3 policies", "measured here", "memory", "disk"})
        CHECK(has(checked.out, line));

    auto const run = spil::test::spil("run " + tiny + " -o out.h5 -j 2", folder);
    INFO(run.err);
    CHECK(run.code == 0);
    CHECK(run.out.empty());
    CHECK(has(run.err, "9/9 runs, 0 failed"));
    CHECK(has(run.err, "out.h5: 9 runs in "));
    CHECK_FALSE(has(run.err, "\033"));
    CHECK(folder.names() == std::vector<std::string>{"here", "out.h5", "out.h5.status.json"});

    auto const table = spil::test::spil("compare out.h5", folder);
    INFO(table.out << table.err);
    CHECK(table.code == 0);
    CHECK(has(table.out, "portfolio"));
    CHECK(has(table.out, "baseline"));
    CHECK(has(spil::test::spil("compare out.h5 --json", folder).out, "\"baseline\": \"project\""));
    CHECK(
        has(spil::test::spil("compare out.h5 --baseline none --json", folder).out, "\"baseline\": \"none\""));
    // Both parities are compared by default; without a budget there is nothing to divide by.
    for (auto const* parity : {"service_per_thousand_euro", "service_per_thousand_budget"})
        CHECK(has(table.out, parity));
    auto const against_none = spil::test::spil("compare out.h5 --baseline none", folder);
    CHECK(against_none.code == 0);
    CHECK(has(against_none.out, "service_per_thousand_euro"));
    CHECK_FALSE(has(against_none.out, "service_per_thousand_budget"));
    CHECK(has(against_none.err,
              "not compared, as fewer than two worlds have a value under two policies: "
              "service_per_thousand_budget\n"));
    CHECK(spil::test::spil("compare out.h5 --outcome nothing", folder).code == 2);
    CHECK(spil::test::spil("compare out.h5 --conf 2", folder).code == 2);

    auto const quiet = spil::test::spil("run " + short_tiny + " -o out.h5 -q --force", folder);
    CHECK(quiet.code == 0);
    CHECK(quiet.err.empty());
}

TEST_CASE("a study with points is checked - run and compared point by point", "[cli]") {
    Folder const folder("job_points");
    store(folder / "study.toml",
          contents(in_repository("scenarios/tiny.toml")) +
              "\n[uncertainties]\npoints = 4\nsample = [\"calls.*\", \"regime.budget\"]\n");
    auto const small = std::string{"study.toml --set study.months=12 --set study.worlds=2"};
    auto const checked = spil::test::spil("check " + small, folder);
    INFO(checked.out << checked.err);
    CHECK(checked.code == 0);
    CHECK(has(checked.out, "runs      24 = 4 points x 2 worlds x 3 policies"));
    CHECK(has(checked.out, "parameters and 1 knob of funding, other values at each point\n"));
    CHECK(has(checked.out, "design    latin hypercube of 4 points\n"));
    auto const sobol = spil::test::spil(
        "check " + small + " --set 'uncertainties.design=\"sobol\"' --set uncertainties.points=6", folder);
    CHECK(has(sobol.out, "runs      36 = 6 points x 2 worlds x 3 policies"));
    CHECK(has(sobol.out,
              "design    6 points of a scrambled Sobol' sequence; only a power of two is balanced\n"));
    auto const run = spil::test::spil("run " + small + " -o out.h5 -j 2", folder);
    CHECK(run.code == 0);
    CHECK(has(run.err, "24/24 runs, 0 failed"));
    auto const table = spil::test::spil("compare out.h5 --points --pair portfolio:none --drivers 2", folder);
    INFO(table.out << table.err);
    CHECK(table.code == 0);
    CHECK(has(table.out, "portfolio - none"));
}

TEST_CASE("the seed comes from the command line - else the environment - else the file", "[cli]") {
    Folder const folder("seed");
    auto const seed_of = [&](std::string const& before, std::string const& after) {
        auto const out = shell(before + " '" SPIL_EXECUTABLE "' check " + short_tiny + after, folder).out;
        auto const at = out.find("seed ");
        return at == std::string::npos ? out : out.substr(at + 5, out.find('\n', at) - at - 5);
    };
    CHECK(seed_of("", "") == "1");
    CHECK(seed_of("SPIL_SEED=5", "") == "5");
    CHECK(seed_of("SPIL_SEED=5", " --set study.seed=6") == "6");
    CHECK(seed_of("SPIL_SEED=5", " --set study.seed=6 --seed 7") == "7");
    auto const wrong = shell("SPIL_SEED=abc '" SPIL_EXECUTABLE "' check " + tiny, folder);
    CHECK(wrong.code == 2);
    CHECK(wrong.err == "SPIL_SEED=abc: the seed in the environment must be a whole number\n");
    auto const low = shell("SPIL_SEED=-1 '" SPIL_EXECUTABLE "' check " + tiny, folder);
    CHECK(low.err == "SPIL_SEED=-1: 'seed' = -1 is out of range; allowed: 0 to 9007199254740992\n");
}

TEST_CASE("an output that is there - or cannot be written - is refused and nothing is left", "[cli]") {
    Folder const folder("output");
    store(folder / "out.h5", "precious");
    auto const run = [&](std::string const& output) {
        return spil::test::spil("run " + short_tiny + " -q -o " + output, folder);
    };
    auto const there = run("out.h5");
    CHECK(there.code == 2);
    CHECK(there.err == "out.h5: the file is there already; --force replaces it\n");
    CHECK(contents(folder / "out.h5") == "precious");

    auto const no_folder = run("none/out.h5");
    CHECK(no_folder.code == 4);
    CHECK(no_folder.err == "spil: cannot write 'none/out.h5': there is no folder none\n");
    auto const is_folder = run("./");
    CHECK(is_folder.code == 4);
    CHECK(is_folder.err == "spil: cannot write './': it is a folder; name a file in it\n");
    auto const unwritable = run("/proc/out.h5");
    CHECK(unwritable.code == 4);
    CHECK(has(unwritable.err, "cannot create '/proc/out.h5.partial.new'"));

    // A disk that fills up: files of at most 64 KiB.
    auto const full = shell(
        "trap '' XFSZ; ulimit -f 64; '" SPIL_EXECUTABLE "' run " + short_tiny + " -q -o full.h5", folder);
    INFO(full.err);
    CHECK(full.code == 4);
    CHECK(has(full.err, "full.h5"));
    CHECK(folder.names() == std::vector<std::string>{"out.h5"});

    CHECK(spil::test::spil("compare nothing.h5", folder).code == 4);
    CHECK(spil::test::spil("compare out.h5", folder).code == 4);
    CHECK(shell("'" SPIL_EXECUTABLE "' describe parameters > /dev/full", folder).code == 4);
}

TEST_CASE("runs that fail are told and left out - the rest is kept - exit code 3", "[cli]") {
    if (sanitized) {
        WARN("a sanitizer needs more address space than the limit leaves: not tested");
        return;
    }
    Folder const folder("failing");
    // Distances between 6000 municipalities do not fit into the memory that is left.
    auto const said = shell("ulimit -v 700000; '" SPIL_EXECUTABLE "' run " + short_tiny +
                                " -o out.h5 -j 1 --set country.synthetic.municipalities=6000 "
                                "--set country.synthetic.population=18000000 --set study.networks=false",
                            folder);
    INFO(said.err);
    CHECK(said.code == 3);
    CHECK(has(said.err, "6/6 runs, 6 failed"));
    CHECK(has(said.err, "run 0 (policy none, world 0) failed: "));
    CHECK(has(said.err, "out.h5: 6 runs, 6 of them failed"));
    CHECK(folder.names() == std::vector<std::string>{"out.h5", "out.h5.status.json"});
    auto const table = spil::test::spil("compare out.h5", folder);
    CHECK(table.code == 2);
    CHECK(has(table.err, "fewer than two worlds have a value"));
}

TEST_CASE("Ctrl-C ends in order: what was done stays - exit code 130", "[cli]") {
    Folder const folder("interrupt");
    // `timeout` answers 124 unless it passes on the command's own code.
    auto const said = shell("timeout --preserve-status -s INT 0.7 '" SPIL_EXECUTABLE "' run " + tiny +
                                " -o out.h5 -j 1 --set study.worlds=5000 --set study.months=12",
                            folder);
    INFO(said.err);
    CHECK(said.code == 130);
    CHECK(has(said.err, "interrupted "));
    CHECK_FALSE(fs::exists(folder / "out.h5"));
    if (fs::exists(folder / "out.h5.partial")) {
        CHECK(has(said.err, "they are in out.h5.partial"));
        auto const table = spil::test::spil("compare out.h5.partial", folder);
        CHECK(table.code == 0);
    }
}

TEST_CASE("outside tools open the file of the real Netherlands", "[cli][tools]") {
    Folder const folder("netherlands");
    auto const study = "'" + in_repository("scenarios/netherlands/project_vs_portfolio.toml") + "'";
    auto const run =
        spil::test::spil("run " + study + " -q -o out.h5 --set study.worlds=1 --set study.months=12", folder);
    INFO(run.err);
    REQUIRE(run.code == 0);
    if (available("command -v ncdump", folder)) {
        auto const header = shell("ncdump -h out.h5", folder);
        CHECK(header.code == 0);
        for (auto const* line : {"run = 8 ;", "municipality = 342 ;", "policy = 8 ;", "mission = 5 ;",
                                 "int run_policy(run)", "Conventions = \"CF-1.10\"", "group: runtime {"})
            CHECK(has(header.out, line));
        CHECK_FALSE(has(header.out, "phony_dim"));
        CHECK(has(shell("ncdump -v municipality_name out.h5", folder).out, "\"Súdwest-Fryslân\""));
    } else {
        WARN("ncdump was not found: not tested");
    }
    if (!available("/usr/bin/python3 -c 'import xarray, netCDF4'", folder)) {
        WARN("python3 with xarray and netCDF4 was not found: not tested");
        return;
    }
    store(folder / "check.py", R"(
import netCDF4, xarray
with xarray.open_dataset("out.h5", engine="netcdf4") as ds:
    assert ds.sizes["run"] == 8 and ds.sizes["municipality"] == 342, ds.sizes
    names = list(ds.municipality_name.values)
    assert "'s-Hertogenbosch" in names and "Súdwest-Fryslân" in names, names
    assert {"run_policy", "run_world", "run_replicate"} <= set(ds.coords), ds.coords
    cube = ds.set_index(run=["run_policy", "run_world", "run_replicate"]).unstack("run")
    assert cube.sizes["run_policy"] == 8, cube.sizes
    assert set(ds.run_status.values) == {1}
    assert ds.attrs["baseline_policy"] == "project" and "preset = \"portfolio\"" in ds.attrs["study_toml"]
    for name in ds.variables:
        assert not any(d.startswith("phony") for d in ds[name].dims), name

def look(group, path):
    for name, variable in group.variables.items():
        where = path + name
        assert str(getattr(variable, "units", "")).strip(), f"{where} has no units"
        assert str(getattr(variable, "long_name", "")).strip(), f"{where} has no description"
    for name, inner in group.groups.items():
        look(inner, path + name + "/")

with netCDF4.Dataset("out.h5") as ds:
    look(ds, "/")
    assert set(ds.groups) == {"country_table", "runtime", "summary"}, ds.groups
)");
    auto const said = shell("/usr/bin/python3 check.py", folder);
    INFO(said.out << said.err);
    CHECK(said.code == 0);
}
