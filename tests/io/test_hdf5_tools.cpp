#include "engine/io/hdf5.hpp"
#include "tests/io/small_study.hpp"
#include "tests/support/catch.hpp"

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

namespace hdf5 = spil::hdf5;
using namespace spil::hdf5_test;

namespace {

/// Runs a command with both its outputs in a file; its exit status and what it said.
std::pair<int, std::string> output_of(std::string const& command, std::string const& file) {
    auto const status = std::system((command + " > '" + file + "' 2>&1").c_str());
    return {status, contents(file)};
}

}  // namespace

TEST_CASE("ncdump shows named dimensions - units and missing values", "[io][hdf5][tools]") {
    Folder const folder;
    if (output_of("command -v ncdump", folder / "which.txt").first != 0) {
        WARN("ncdump was not found: not tested");
        return;
    }
    auto const path = folder / "study.h5";
    small_study(path).close();
    auto const [status, header] = output_of("ncdump -h '" + path + "'", folder / "header.txt");
    CHECK(status == 0);
    for (auto const* line :
         {"run = 4 ;", "year = 2 ;", "municipality = 3 ;", "quantile = 3 ;",
          "float embedding(run, year, municipality)", "string municipality_name(municipality)",
          "embedding:units = \"1\"", "year:units = \"year\"", "embedding:_FillValue = NaNf",
          "adopters:_FillValue = -2147483647", "run_status:flag_values = 0b, 1b, 2b, 3b",
          "string run_status:flag_meanings = \"pending ok failed timeout\"",
          "string :Conventions = \"CF-1.10\"", "int64 budget(run)", "group: summary {",
          "double embedding(year, quantile)"}) {
        INFO(line << " in\n" << header);
        CHECK(contains(header, line));
    }
    CHECK_FALSE(contains(header, "phony_dim"));
    CHECK(header.find("run_status(") < header.find("adopters("));
    auto const listed = output_of("ncdump -v municipality_name '" + path + "'", folder / "names.txt").second;
    INFO(listed);
    CHECK(contains(listed, "s-Hertogenbosch\", \"Súdwest-Fryslân\", \"Utrecht\""));
}

TEST_CASE("xarray opens the file unaided and netCDF can append to it", "[io][hdf5][tools]") {
    Folder const folder;
    std::string const python = "/usr/bin/python3";
    if (output_of(python + " -c 'import xarray, netCDF4'", folder / "import.txt").first != 0) {
        WARN("python3 with xarray and netCDF4 was not found: not tested");
        return;
    }
    auto const path = folder / "study.h5";
    small_study(path).close();
    store(folder / "check.py", R"(import sys
import netCDF4
import xarray

def check(expected, found):
    assert expected == found, f"expected {expected!r}, found {found!r}"

path = sys.argv[1]
for engine in sys.argv[2:]:
    engine = None if engine == "default" else engine
    with xarray.open_dataset(path, engine=engine) as ds:
        check({"run": 4, "year": 2, "municipality": 3}, dict(ds.sizes))
        check(("run", "year", "municipality"), ds.embedding.dims)
        check({"run", "year", "municipality"}, set(ds.coords))
        check(["'s-Hertogenbosch", "Súdwest-Fryslân", "Utrecht"], list(ds.municipality_name.values))
        check(["GM0796", "GM1900", "GM0344"], list(ds.municipality.values))
        check(["", "", "money of tick 7: 1 cent adrift", ""], list(ds.run_error.values))
        check(7, int(ds.embedding.isnull().sum()))
        check(6, int(ds.adopters.isnull().sum()))
        check(16777217, ds.adopters.values[0, 0])
        check("int32", str(ds.run_policy.dtype))
        check("int8", str(ds.run_status.dtype))
        check([2025, 2026], list(ds.year.values))
        check("1", ds.embedding.attrs["units"])
        check([1, 0], list(ds.attrs["layout_version"]))
        check(0.75, float(ds.embedding.sel(run=3, year=2026, municipality="GM0344")))
    with xarray.open_dataset(path, engine=engine, group="summary") as ds:
        check(("year", "quantile"), ds.embedding.dims)

with netCDF4.Dataset(path, "a") as file:
    check("run_status", list(file.variables)[4])
    file.createDimension("box", 2)
    file.createVariable("density", "f8", ("box", "year"))[:] = 0.5
    file.createVariable("summary/spread", "f8", ("quantile",))[:] = 0.125
    file.note = "appended"
)");
    auto const engines = output_of(python + " -c 'import h5netcdf'", folder / "import.txt").first == 0
                             ? "default h5netcdf"
                             : "default";
    auto const [status, said] =
        output_of(python + " '" + (folder / "check.py") + "' '" + path + "' " + engines, folder / "said.txt");
    INFO(said);
    REQUIRE(status == 0);

    auto const file = hdf5::File::open(path);
    CHECK(file.read<double>("density") == std::vector<double>(4, 0.5));
    CHECK(file.dimensions("density") == std::vector<std::string>{"box", "year"});
    CHECK(file.read<double>("summary/spread") == std::vector<double>(3, 0.125));
    CHECK(file.text_attribute("/", "note") == "appended");
    CHECK(file.variables().back() == "density");
}
