#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "analysis/summary.hpp"
#include "engine/io/results_layout.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/noisy_runs.hpp"

using namespace spil;
using spil::test::Folder;

namespace {

bool same(double a, double b) {
    return a == b || (std::isnan(a) && std::isnan(b));
}

EnsembleOptions noisy(Study const& study, int threads) {
    EnsembleOptions options{.threads = threads};
    options.tests.simulator = [&](Country const&, Settings const& s, RunOptions const& o) {
        if (s.regime.selection == Selection::none && o.seed % 5 == 0) throw ContractError("1 cent adrift");
        return test::noisy_run(study, s, o);
    };
    return options;
}

void batch(std::string const& path, Study const& study, EnsembleOptions const& options) {
    ResultsWriter writer(path, results_header(study), Existing::refuse);
    run_ensemble(study, writer, options);
    writer.finish({"a test", options.threads, true});
}

bool equal_files(Folder const& folder, std::string const& a, std::string const& b) {
    auto const said = test::shell("h5diff --exclude-path /runtime " + a + " " + b, folder);
    INFO(said.out << said.err);
    return said.code == 0;
}

}  // namespace

TEST_CASE("the summary is mean - sd and quantiles over the runs that are stored", "[io][results][summary]") {
    Folder const folder("summary");
    auto const study = test::tiny_study({set_override("study.worlds=41")});
    batch(folder / "1.h5", study, noisy(study, 1));
    auto const file = hdf5::File::open(folder / "1.h5");
    auto const status = file.read<std::int8_t>("run_status");
    auto const failures = std::count(status.begin(), status.end(), 2);
    REQUIRE(failures > 0);
    CHECK(file.read<std::int32_t>("summary/runs_ok") ==
          std::vector<std::int32_t>{41 - static_cast<std::int32_t>(failures), 41, 41});
    CHECK(file.read<std::int32_t>("summary/runs_failed")[0] == failures);
    CHECK(file.read<std::int32_t>("summary/runs_not_run") == std::vector<std::int32_t>{0, 0, 0});
    CHECK(file.read_strings("summary/policy") == file.read_strings("policy"));
    CHECK(file.read<std::int32_t>("summary/year") == file.read<std::int32_t>("year"));
    std::vector<double> const shares{0.05, 0.25, 0.5, 0.75, 0.95};
    CHECK(file.read<double>("summary/quantile") == shares);

    std::size_t summarised = 0, missing = 0, different = 0;
    for (auto const& o : study.kept_outputs()) {
        bool const yearly = o.dimensions == std::vector<std::string>{"year"};
        auto const name = "summary/" + o.name;
        CHECK(file.has(name + "_mean") == (yearly || o.dimensions.empty()));
        if (!yearly && !o.dimensions.empty()) continue;
        ++summarised;
        std::size_t const years = yearly ? 5 : 1;
        auto const values = file.read<double>(o.name);
        auto const runs = file.read<std::int32_t>(name + "_runs");
        auto const means = file.read<double>(name + "_mean"), sds = file.read<double>(name + "_sd");
        auto const all = file.read<double>(name + "_quantiles");
        REQUIRE(all.size() == 3 * years * 5);
        for (std::size_t p = 0; p < 3; ++p)
            for (std::size_t y = 0; y < years; ++y) {
                std::vector<double> known;
                for (std::size_t world = 0; world < 41; ++world) {
                    auto const x = values[(3 * world + p) * years + y];
                    if (status[3 * world + p] == 1 && !std::isnan(x)) known.push_back(x);
                }
                auto const at = p * years + y;
                missing += known.size() < 41 && p > 0 ? 1 : 0;
                different += runs[at] == static_cast<std::int32_t>(known.size()) ? 0 : 1;
                different += same(means[at], mean(known)) && same(sds[at], sample_sd(known)) ? 0 : 1;
                auto const q = quantiles(known, shares);
                for (std::size_t k = 0; k < 5; ++k) different += same(all[5 * at + k], q[k]) ? 0 : 1;
            }
    }
    CHECK(summarised > 40);
    CHECK(missing > 0);
    CHECK(different == 0);
    CHECK(file.text_attribute("summary/served_years_mean", "units") ==
          file.text_attribute("served_years", "units"));

    for (int const threads : {2, 3, 8}) {
        auto const name = std::to_string(threads) + ".h5";
        batch(folder / name, study, noisy(study, threads));
        CHECK(equal_files(folder, "1.h5", name));
    }
    // The comparison can fail.
    auto other = hdf5::File::open(folder / "8.h5", hdf5::Access::write);
    auto sd = other.read<double>("summary/served_years_sd");
    sd[0] = std::nextafter(sd[0], 1e9);
    other.write_all("summary/served_years_sd", sd);
    other.close();
    CHECK_FALSE(equal_files(folder, "1.h5", "8.h5"));
}

TEST_CASE("columns that are too long to hold are summed up in parts", "[io][results][summary]") {
    Folder const folder("summary_parts");
    auto const study = test::tiny_study({set_override("study.worlds=9")});
    for (auto const* name : {"whole.h5", "parts.h5", "wiped.h5"})
        batch(folder / name, study, noisy(study, 2));
    auto parts = hdf5::File::open(folder / "parts.h5", hdf5::Access::write);
    auto wiped = hdf5::File::open(folder / "wiped.h5", hdf5::Access::write);
    for (auto* file : {&parts, &wiped})
        for (auto const& name : file->variables("summary"))
            if (name.ends_with("_sd"))
                file->write_all("summary/" + name,
                                std::vector<double>(file->read<double>("summary/" + name).size(), -1));
    write_summary(parts, parts, study.kept_outputs(), 3, 2 * 27);  // two years, then two
    parts.close();
    wiped.close();
    CHECK(equal_files(folder, "whole.h5", "parts.h5"));
    CHECK_FALSE(equal_files(folder, "whole.h5", "wiped.h5"));
}

TEST_CASE("a summary of nothing is missing", "[io][results][summary]") {
    Folder const folder("summary_empty");
    auto const study = test::tiny_study({set_override("study.worlds=2")});
    {
        ResultsWriter writer(folder / "out.h5", results_header(study), Existing::refuse);
        auto options = noisy(study, 1);
        options.tests.simulator = [](auto const&, auto const&, auto const&) -> RunRecord {
            throw ContractError("all fail");
        };
        run_ensemble(study, writer, options);
        writer.finish({"a test", 1, true});
    }
    auto const file = hdf5::File::open(folder / "out.h5");
    CHECK(file.read<std::int32_t>("summary/runs_failed") == std::vector<std::int32_t>{2, 2, 2});
    CHECK(file.read<std::int32_t>("summary/served_years_runs") == std::vector<std::int32_t>{0, 0, 0});
    for (auto const* what : {"_mean", "_sd", "_quantiles"})
        for (auto const x : file.read<double>(std::string{"summary/served_years"} + what))
            CHECK(std::isnan(x));
}

TEST_CASE("netCDF tools see the summary as it is", "[io][results][summary][tools]") {
    Folder const folder("summary_tools");
    auto const study = test::tiny_study({set_override("study.worlds=7")});
    batch(folder / "out.h5", study, noisy(study, 2));
    if (test::available("command -v ncdump", folder)) {
        auto const header = test::shell("ncdump -h -g summary out.h5", folder);
        CHECK(header.code == 0);
        for (auto const* line : {"policy = 3 ;", "year = 5 ;", "quantile = 5 ;",
                                 "double served_years_quantiles(policy, quantile) ;"}) {
            INFO(line << " in\n" << header.out);
            CHECK(header.out.find(line) != std::string::npos);
        }
        CHECK(header.out.find("phony_dim") == std::string::npos);
    } else {
        WARN("ncdump was not found: not tested");
    }
    if (!test::available("/usr/bin/python3 -c 'import xarray, netCDF4'", folder)) {
        WARN("python3 with xarray and netCDF4 was not found: not tested");
        return;
    }
    test::store(folder / "check.py", R"(
import numpy, xarray
runs = xarray.open_dataset("out.h5", engine="netcdf4")
with xarray.open_dataset("out.h5", engine="netcdf4", group="summary") as ds:
    assert list(ds.policy.values) == ["none", "project", "portfolio"], ds.policy
    median = ds.served_years_quantiles.sel(policy="project", quantile=0.5)
    ok = (runs.run_policy == 1) & (runs.run_status == 1)
    assert abs(float(median) - numpy.nanquantile(runs.served_years.values[ok.values], 0.5)) < 1e-12, median
    for name in ds.variables:
        assert ds[name].attrs.get("units") and ds[name].attrs.get("long_name"), name
)");
    auto const said = test::shell("/usr/bin/python3 check.py", folder);
    INFO(said.out << said.err);
    CHECK(said.code == 0);
}
