#include "engine/run/resume.hpp"

#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "engine/core/error.hpp"
#include "engine/run/ensemble.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/studies.hpp"

using namespace spil;
using spil::test::Folder;
using spil::test::in_repository;
namespace fs = std::filesystem;

namespace {

/// 40 runs of two policies: two whole blocks and a part of a third.
std::string const study_text =
    "format = 1\n[study]\nworlds = 20\nmonths = 12\nnetworks = false\n"
    "[country]\nsynthetic = { municipalities = 4, population = 40000, seed = 3 }\n"
    "[citizens]\nform = \"mean_field\"\n"
    "[[missions]]\ntitle = \"energy\"\n"
    "[[policies]]\nname = \"a\"\npreset = \"project\"\n[[policies]]\nname = \"b\"\npreset = \"none\"\n";

struct Batch {
    Folder folder;
    explicit Batch(std::string const& name) : folder(name) {
        test::store(folder / "study.toml", study_text);
        REQUIRE(spil("run study.toml -o whole.h5 -q").code == 0);
    }
    test::Said spil(std::string const& arguments) const { return test::spil(arguments, folder); }
    /// The study as the command in the folder sees it.
    Study study() const {
        auto const before = fs::current_path();
        fs::current_path(folder / ".");
        auto s = read_study("study.toml");
        fs::current_path(before);
        return s;
    }
    bool same(std::string const& file) const { return test::same_results(folder, "whole.h5", file); }
    bool has(std::string const& file) const { return fs::exists(folder / file); }
    void flip(std::string const& file, std::uintmax_t at, std::size_t bytes = 8) const {
        std::fstream stream(folder / file, std::ios::in | std::ios::out | std::ios::binary);
        stream.seekg(static_cast<std::streamoff>(at));
        std::string here(bytes, '\0');
        stream.read(here.data(), static_cast<std::streamsize>(bytes));
        for (auto& c : here) c = static_cast<char>(~c);
        stream.seekp(static_cast<std::streamoff>(at));
        stream.write(here.data(), static_cast<std::streamsize>(bytes));
    }
};

}  // namespace

TEST_CASE("a whole file is intact and lacks nothing", "[resume]") {
    Batch const batch("resume_whole");
    auto const verified = batch.spil("verify whole.h5");
    CHECK(verified.code == 0);
    CHECK(verified.out == "whole.h5: 40 of 40 runs are intact, 0 failed, 0 not run, 0 damaged\n");
    CHECK(batch.spil("status whole.h5").code == 0);
    auto const resumed = batch.spil("resume whole.h5");
    CHECK(resumed.code == 0);
    CHECK(resumed.err == "whole.h5: nothing is missing\n");
    CHECK_FALSE(batch.has("whole.h5.partial"));
}

TEST_CASE("shards put together are the file of one batch", "[resume]") {
    Batch const batch("resume_shards");
    for (auto const* k : {"1", "2", "3"})
        CHECK(batch.spil(std::string{"run study.toml -q --shard "} + k + "/3 -o part" + k + ".h5").code == 0);
    CHECK(batch.spil("status part1.h5").code == 3);
    CHECK(batch.spil("merge part3.h5 part1.h5 part2.h5 -o all.h5").code == 0);
    CHECK(batch.same("all.h5"));

    // One is not there: what there is is kept, and the rest is run.
    auto const part = batch.spil("merge part1.h5 part3.h5 -o some.h5");
    CHECK(part.code == 3);
    CHECK(part.err == "16 of 40 runs are in none of the files; `spil resume some.h5` runs them\n");
    CHECK(batch.spil("resume some.h5 -q").code == 0);
    CHECK(batch.same("some.h5"));
    CHECK_FALSE(batch.has("some.h5.partial"));

    CHECK(batch.spil("run study.toml -q --shard 4/3 -o x.h5").code == 2);
    CHECK(batch.spil("run study.toml -q --seed 9 -o other.h5").code == 0);
    auto const foreign = batch.spil("merge part1.h5 other.h5 -o x.h5");
    CHECK(foreign.code == 2);
    CHECK(foreign.err == "other.h5: it is of another study than part1.h5\n");
}

TEST_CASE("an interrupted batch goes on where it was - to the same bits", "[resume]") {
    Batch const batch("resume_interrupted");
    auto const study = batch.study();
    {
        ResultsWriter writer(batch.folder / "cut.h5", results_header(study), Existing::refuse);
        EnsembleOptions options;
        std::size_t blocks = 0;
        options.stop = [&] { return ++blocks > 1; };
        CHECK(run_ensemble(study, writer, options).interrupted);
        writer.interrupt({"", 1, false});
    }
    REQUIRE(batch.has("cut.h5.partial"));
    auto const said = batch.spil("status cut.h5.partial");
    CHECK(said.code == 3);
    CHECK(said.out.find("40 runs: 16 ok, 0 failed, 24 pending\n") != std::string::npos);
    auto const resumed = batch.spil("resume cut.h5");
    CHECK(resumed.code == 0);
    CHECK(resumed.err.find("16 of 40 runs are there; 0 failed, 0 damaged\n") == 0);
    CHECK(batch.same("cut.h5"));
    CHECK_FALSE(batch.has("cut.h5.partial"));
    CHECK_FALSE(batch.has("cut.h5.partial.next"));
}

TEST_CASE("failed runs are run again - those beside them are kept", "[resume]") {
    Batch const batch("resume_failed");
    auto const study = batch.study();
    {
        ResultsWriter writer(batch.folder / "bad.h5", results_header(study), Existing::refuse);
        EnsembleOptions options;
        std::size_t runs = 0;
        options.tests.simulator = [&](Country const& c, Settings const& s, RunOptions const& o) {
            if (++runs % 7 == 0) throw std::runtime_error("bad luck");
            return simulate(c, s, o);
        };
        CHECK(run_ensemble(study, writer, options).failed.size() == 5);
        writer.finish({"", 1, true});
    }
    auto const said = batch.spil("status bad.h5 --json");
    CHECK(said.code == 3);
    CHECK(said.out.find("\"failed\": 5") != std::string::npos);
    CHECK(said.out.find("\"error\": \"bad luck\"") != std::string::npos);
    CHECK(batch.spil("verify bad.h5").code == 3);
    auto const resumed = batch.spil("resume bad.h5");
    CHECK(resumed.code == 0);
    CHECK(resumed.err.find("35 of 40 runs are there; 5 failed, 0 damaged\n") == 0);
    CHECK(resumed.err.find("bad.h5: 5 runs in") != std::string::npos);
    CHECK(batch.same("bad.h5"));
}

TEST_CASE("flipped bytes are found and mended wherever they are", "[resume]") {
    Batch const batch("resume_flipped");
    auto const size = fs::file_size(batch.folder / "whole.h5");
    std::size_t found = 0, mended = 0, hopeless = 0;
    constexpr std::size_t places = test::sanitized ? 6 : 24;
    for (std::size_t k = 0; k < places; ++k) {
        fs::copy_file(batch.folder / "whole.h5", batch.folder / "hurt.h5",
                      fs::copy_options::overwrite_existing);
        batch.flip("hurt.h5", (2 * k + 1) * size / (2 * places));
        auto const verified = batch.spil("verify hurt.h5");
        CHECK((verified.code == 0 || verified.code == 2 || verified.code == 4));
        found += verified.code == 4 ? 1 : 0;
        auto const resumed = batch.spil("resume hurt.h5 -q");
        if (resumed.code != 0) {
            // Nothing was made worse: the file is what it was.
            ++hopeless;
            CHECK(fs::file_size(batch.folder / "hurt.h5") == size);
        } else if (verified.code == 4) {
            ++mended;
            INFO("flipped at " << (2 * k + 1) * size / (2 * places));
            CHECK(batch.same("hurt.h5"));
        }
        for (auto const* rest : {"hurt.h5.partial", "hurt.h5.partial.next"}) fs::remove(batch.folder / rest);
    }
    INFO(found << " found, " << mended << " mended, " << hopeless << " beyond help");
    CHECK(found > 0);
    CHECK(mended > 0);
}

TEST_CASE("a file that was cut gives back what it still has", "[resume]") {
    Batch const batch("resume_cut");
    auto const size = fs::file_size(batch.folder / "whole.h5");
    for (auto const share : {0.999, 0.9, 0.7}) {
        fs::copy_file(batch.folder / "whole.h5", batch.folder / "cut.h5",
                      fs::copy_options::overwrite_existing);
        fs::resize_file(batch.folder / "cut.h5",
                        static_cast<std::uintmax_t>(share * static_cast<double>(size)));
        auto const verified = batch.spil("verify cut.h5");
        INFO(share << ": " << verified.out << verified.err);
        CHECK(verified.code == 4);
        auto const resumed = batch.spil("resume cut.h5 -q");
        INFO(resumed.err);
        if (resumed.code == 0)
            CHECK(batch.same("cut.h5"));
        else
            CHECK(resumed.err.find("run the study again") != std::string::npos);
    }
}

TEST_CASE("two writers of one file - the second refuses", "[resume]") {
    Batch const batch("resume_two");
    auto const study = batch.study();
    ResultsWriter writer(batch.folder / "one.h5", results_header(study), Existing::refuse);
    for (auto const* arguments : {"run study.toml -o one.h5 --force -q", "resume one.h5 -q"}) {
        auto const second = batch.spil(arguments);
        INFO(arguments << ": " << second.err);
        CHECK(second.code == 4);
    }
    CHECK(run_ensemble(study, writer, {}).done == 40);
    writer.finish({"", 1, true});
    CHECK(batch.same("one.h5"));
}

TEST_CASE("a disk that fills up while a batch is resumed costs nothing", "[resume]") {
    Batch const batch("resume_full");
    auto const size = fs::file_size(batch.folder / "whole.h5");
    fs::copy_file(batch.folder / "whole.h5", batch.folder / "hurt.h5");
    batch.flip("hurt.h5", size / 2);
    auto const before = test::contents(batch.folder / "hurt.h5");
    // Files of at most half of what it takes, in units of a KiB.
    auto const full = test::shell("trap '' XFSZ; ulimit -f " + std::to_string(size / 2048) +
                                      "; '" SPIL_EXECUTABLE "' resume hurt.h5 -q",
                                  batch.folder);
    INFO(full.err);
    CHECK(full.code == 4);
    CHECK(full.err.find("hurt.h5") != std::string::npos);
    CHECK(test::contents(batch.folder / "hurt.h5") == before);
    CHECK(batch.spil("resume hurt.h5 -q").code == 0);
    CHECK(batch.same("hurt.h5"));
    CHECK(batch.folder.names() == std::vector<std::string>{"hurt.h5", "hurt.h5.status.json", "study.toml",
                                                           "whole.h5", "whole.h5.status.json"});
}

TEST_CASE("a folder that cannot be written is named, and nothing is lost", "[resume]") {
    Batch const batch("resume_read_only");
    fs::copy_file(batch.folder / "whole.h5", batch.folder / "hurt.h5");
    batch.flip("hurt.h5", fs::file_size(batch.folder / "hurt.h5") / 2);
    // Root may write anywhere, so the command goes as nobody, who may not even reach where it was built.
    Folder const bin("resume_nobody");
    fs::copy_file(SPIL_EXECUTABLE, bin / "spil");
    std::string const root = ::geteuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups " : "";
    auto const as_user = [&](std::string const& arguments) {
        return test::shell("chmod 555 .; { " + root + "'" + (bin / "spil") + "' " + arguments +
                               "; }; code=$?; chmod 755 .; (exit $code)",
                           batch.folder);
    };
    auto const before = test::contents(batch.folder / "hurt.h5");
    for (auto const* command : {"resume hurt.h5 -q", "run study.toml -o new.h5 -q"}) {
        auto const said = as_user(command);
        INFO(command << ": " << said.err);
        CHECK(said.code == 4);
        CHECK(said.err.find(".h5") != std::string::npos);
    }
    CHECK(test::contents(batch.folder / "hurt.h5") == before);
    CHECK_FALSE(batch.has("new.h5"));
    CHECK(batch.spil("resume hurt.h5 -q").code == 0);
    CHECK(batch.same("hurt.h5"));
}

TEST_CASE("another spil or other tables do not go on with a file", "[resume]") {
    Batch const batch("resume_other");
    auto file = hdf5::File::open(batch.folder / "whole.h5", hdf5::Access::write);
    file.attribute("/", "git_commit", "0123456789012345678901234567890123456789");
    file.close();
    auto const other = batch.spil("verify whole.h5");
    CHECK(other.code == 2);
    CHECK(other.err.find("whole.h5: it was written by spil of commit 0123456789") == 0);
}

TEST_CASE("results are exported as tables of text", "[cli][export]") {
    Batch const batch("export");
    auto const said = batch.spil("export whole.h5 --csv tables");
    INFO(said.err);
    CHECK(said.code == 0);
    auto const served = test::contents(batch.folder / "tables/served_years.csv");
    CHECK(served.find("run,policy,world,served_years\n0,a,0,") == 0);
    CHECK(std::count(served.begin(), served.end(), '\n') == 41);
    CHECK_FALSE(batch.has("tables/municipality_adoption.csv"));

    // Against the file itself, place by place, in a table of more dimensions.
    REQUIRE(batch.spil("export whole.h5 --csv more --outcome served_years --outcome flow_matrix").code == 0);
    auto const file = hdf5::File::open(batch.folder / "whole.h5");
    auto const values = file.read<std::int64_t>("flow_matrix");
    auto const text = test::contents(batch.folder / "more/flow_matrix.csv");
    std::size_t lines = 0, equal = 0;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line); ++lines)
        if (lines > 0 && std::stoll(line.substr(line.rfind(',') + 1)) == values[lines - 1]) ++equal;
    CHECK(lines == values.size() + 1);
    CHECK(equal == values.size());

    auto const full = test::shell("trap '' XFSZ; ulimit -f 64; '" SPIL_EXECUTABLE
                                  "' export whole.h5 --csv full --outcome flow_matrix",
                                  batch.folder);
    INFO(full.err);
    CHECK(full.code == 4);
    CHECK(full.err.find("full/flow_matrix.csv") != std::string::npos);

    auto const wrong = batch.spil("export whole.h5 --csv more --outcome servd_years");
    CHECK(wrong.code == 2);
    CHECK(wrong.err.find("served_years") != std::string::npos);
}
