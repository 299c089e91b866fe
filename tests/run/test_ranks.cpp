/// A batch shared by MPI ranks, on this machine.

#include <filesystem>
#include <string>

#include "engine/io/hdf5.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/studies.hpp"

using namespace spil;
using spil::test::Folder;

namespace {

std::string const study_text =
    "format = 1\n[study]\nworlds = 12\nmonths = 12\nnetworks = false\n"
    "[country]\nsynthetic = { municipalities = 4, population = 40000, seed = 3 }\n"
    "[citizens]\nform = \"mean_field\"\n"
    "[[missions]]\ntitle = \"energy\"\n"
    "[[policies]]\nname = \"a\"\npreset = \"project\"\n[[policies]]\nname = \"b\"\npreset = \"none\"\n"
    "[[policies]]\nname = \"c\"\npreset = \"portfolio\"\nfrom = \"a\"\nfork_month = 6\n";

/// A folder with the study and what one process makes of it; nothing where there is no MPI.
struct Batch {
    Folder folder{"ranks"};
    bool possible =
        !test::sanitized &&  // Open MPI's own leaks would be the only finding
        test::available("command -v mpirun && ldd '" SPIL_EXECUTABLE "' | grep -q libmpi", folder);
    Batch() {
        if (!possible) {
            WARN("no mpirun, or spil was built without MPI: not tested");
            return;
        }
        test::store(folder / "study.toml", study_text);
        REQUIRE(test::spil("run study.toml -o whole.h5 -q -j 2", folder).code == 0);
    }
    test::Said on(int ranks, std::string const& arguments) const {
        return test::shell(
            "OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_btl=self,vader,tcp "
            "OMPI_MCA_btl_vader_single_copy_mechanism=none OMPI_MCA_hwloc_base_binding_policy=none "
            "timeout 120 mpirun --oversubscribe -n " +
                std::to_string(ranks) + " '" SPIL_EXECUTABLE "' " + arguments,
            folder);
    }
    bool same(std::string const& file) const { return test::same_results(folder, "whole.h5", file); }
};

}  // namespace

TEST_CASE("1 rank, 2, 4, three shards put together and threads give equal files", "[ranks]") {
    Batch const batch;
    if (!batch.possible) return;
    for (int const ranks : {1, 2, 4}) {
        auto const file = "ranks" + std::to_string(ranks) + ".h5";
        auto const said = batch.on(ranks, "run study.toml -q -j 1 -o " + file);
        INFO(ranks << " ranks: " << said.out << said.err);
        CHECK(said.code == 0);
        CHECK(batch.same(file));
        auto const stored = hdf5::File::open(batch.folder / file);
        CHECK(stored.number_attribute("runtime", "ranks").value().front() == ranks);
    }
    auto const threads = batch.on(2, "run study.toml -q -j 2 -o threads.h5");
    INFO(threads.err);
    CHECK(threads.code == 0);
    CHECK(batch.same("threads.h5"));
    for (auto const* k : {"1", "2", "3"})
        CHECK(
            batch.on(2, std::string{"run study.toml -q -j 1 --shard "} + k + "/3 -o part" + k + ".h5").code ==
            0);
    CHECK(test::spil("merge part1.h5 part2.h5 part3.h5 -o merged.h5", batch.folder).code == 0);
    CHECK(batch.same("merged.h5"));
}

TEST_CASE("several ranks resume a file and tell a mistake once", "[ranks]") {
    Batch const batch;
    if (!batch.possible) return;
    std::filesystem::copy_file(batch.folder / "whole.h5", batch.folder / "lacks.h5");
    {
        auto file = hdf5::File::open(batch.folder / "lacks.h5", hdf5::Access::write);
        file.write("run_status", {3}, {20}, std::vector<std::int8_t>(20, 0));
        file.write("run_checksum", {3}, {20}, std::vector(20, hdf5::missing<std::int64_t>()));
    }
    auto const resumed = batch.on(3, "resume lacks.h5 -j 1");
    INFO(resumed.err);
    CHECK(resumed.code == 0);
    CHECK(resumed.err.find("16 of 36 runs are there") != std::string::npos);
    CHECK(batch.same("lacks.h5"));

    auto const wrong = batch.on(3, "run study.toml --set study.months=13 -o x.h5");
    INFO(wrong.err);
    CHECK(wrong.code == 2);
    auto const first = wrong.err.find("study.months");
    REQUIRE(first != std::string::npos);
    CHECK(wrong.err.find("study.months", first + 1) == std::string::npos);
    CHECK(batch.on(2, "check study.toml").out.find("36 = 12 worlds x 3 policies") != std::string::npos);
}
