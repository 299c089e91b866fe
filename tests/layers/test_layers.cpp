// The floors of the house: who may include whom, where each third party lives, and which names have one
// place.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/layers.hpp"

using spil::layers::code_only;
using spil::layers::Offence;
using spil::layers::offences;

namespace {

namespace fs = std::filesystem;

struct SourceFile {
    std::string path;
    std::string text;
};

std::vector<SourceFile> sources() {
    std::vector<SourceFile> files;
    fs::path const root = SPIL_SOURCE_DIR;
    for (auto const* folder : {"engine", "analysis", "cli"}) {
        for (auto const& entry : fs::recursive_directory_iterator(root / folder)) {
            auto const kind = entry.path().extension();
            if (kind != ".hpp" && kind != ".cpp" && kind != ".h" && kind != ".inl") continue;
            std::ifstream stream(entry.path(), std::ios::binary);
            files.push_back({entry.path().lexically_relative(root).generic_string(),
                             {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()}});
        }
    }
    return files;
}

bool refused(std::string const& path, std::string const& text) {
    return !offences(path, text).empty();
}

bool include_refused(std::string const& path, std::string const& header) {
    return refused(path, "#include \"" + header + "\"\n");
}

}  // namespace

TEST_CASE("every source file keeps to its floor", "[layers]") {
    auto const files = sources();
    auto const is_version = [](auto const& file) { return file.path == "engine/core/version.hpp"; };
    REQUIRE(std::any_of(files.begin(), files.end(), is_version));
    for (auto const& file : files) {
        for (auto const& offence : offences(file.path, file.text)) {
            FAIL_CHECK(offence.path << ':' << offence.line << ": " << offence.what << ": " << offence.why);
        }
    }
}

TEST_CASE("a type's name is defined in one header of its namespace", "[layers]") {
    // Two types of one name in two headers that no file includes together are one type for the linker, which
    // then keeps the functions of one of them for both.
    std::regex const definition("^(?:struct|class|enum class) (\\w+)[^;<]*\\{");
    std::regex const space("^namespace ([\\w:]+) \\{");
    std::map<std::string, std::string> defined;
    for (auto const& file : sources()) {
        if (!file.path.ends_with(".hpp")) continue;
        std::string where, line;
        std::istringstream lines(code_only(file.text));
        while (std::getline(lines, line)) {
            std::smatch found;
            if (std::regex_search(line, found, space)) where = found[1];
            if (!std::regex_search(line, found, definition)) continue;
            auto const name = where + "::" + found[1].str();
            auto const [first, fresh] = defined.emplace(name, file.path);
            INFO(name << " is defined in " << first->second << " and in " << file.path);
            CHECK((fresh || first->second == file.path));
        }
    }
    CHECK(defined.size() > 200);
}

TEST_CASE("an include up the stairs is refused - one down is not", "[layers]") {
    // One row for each floor: a header it may include, and every kind it may not.
    struct Row {
        std::string path;
        std::vector<std::string> may;
        std::vector<std::string> may_not;
    };
    std::string const core = "engine/core/a.hpp", schema = "engine/schema/a.hpp",
                      world = "engine/world/a.hpp", process = "engine/processes/a.hpp",
                      model = "engine/model/a.hpp", io = "engine/io/a.hpp", hdf5 = "engine/io/hdf5.hpp",
                      run = "engine/run/a.hpp", analysis = "analysis/a.hpp", cli = "cli/a.hpp";
    std::vector<Row> const table{
        {"engine/core/x.cpp", {core}, {schema, world, process, model, io, run, analysis, cli}},
        {"engine/schema/x.cpp", {core, schema}, {world, process, model, io, run, analysis, cli}},
        {"engine/world/x.cpp", {core, schema, world}, {process, model, io, run, analysis, cli}},
        {"engine/processes/x.cpp", {core, schema, world}, {process, model, io, run, analysis, cli}},
        {"engine/model/x.cpp", {core, schema, world, process, model}, {io, run, analysis, cli}},
        {"engine/io/x.cpp", {core, schema, world, io}, {process, model, run, analysis, cli}},
        {"engine/run/x.cpp", {core, schema, world, model, io, run}, {process, analysis, cli}},
        {"analysis/x.cpp", {core, schema, hdf5, analysis}, {world, process, model, io, run, cli}},
        {"cli/x.cpp", {core, schema, model, io, run, analysis, cli}, {world, process}},
    };
    for (auto const& row : table) {
        for (auto const& header : row.may) {
            INFO(row.path << " includes " << header);
            CHECK_FALSE(include_refused(row.path, header));
        }
        for (auto const& header : row.may_not) {
            INFO(row.path << " includes " << header);
            CHECK(include_refused(row.path, header));
        }
    }
}

TEST_CASE("a process sees its own header and the common kernels - no other process", "[layers]") {
    CHECK_FALSE(include_refused("engine/processes/market.cpp", "engine/processes/market.hpp"));
    CHECK_FALSE(include_refused("engine/processes/market.cpp", "engine/processes/common/logit.hpp"));
    CHECK_FALSE(include_refused("engine/processes/common/logit.cpp", "engine/processes/common/logit.hpp"));
    CHECK(include_refused("engine/processes/market.cpp", "engine/processes/adoption.hpp"));
    CHECK(include_refused("engine/processes/market.hpp", "engine/processes/adoption.hpp"));
    CHECK(include_refused("engine/processes/market_prices.cpp", "engine/processes/market.hpp"));
    CHECK(include_refused("engine/processes/common/logit.cpp", "engine/processes/market.hpp"));
}

TEST_CASE("an include names the file from the repository root", "[layers]") {
    CHECK(include_refused("engine/core/text.cpp", "text.hpp"));
    CHECK(include_refused("engine/core/text.cpp", "../core/text.hpp"));
    CHECK(include_refused("engine/core/text.cpp", "tests/support/catch.hpp"));
    CHECK(include_refused("engine/io/x.cpp", "engine/io/../model/schedule.hpp"));
    CHECK(include_refused("engine/attic/x.cpp", "engine/core/text.hpp"));
    CHECK(offences("engine/core/x.cpp", "\n  #  include  \"engine/run/study.hpp\"  // why not\n") ==
          std::vector<Offence>{{"engine/core/x.cpp", 2, "engine/run/study.hpp", "core may not include run"}});
}

TEST_CASE("every third party has one home", "[layers]") {
    struct Row {
        std::string header;
        std::vector<std::string> home;
        std::vector<std::string> abroad;
    };
    std::vector<Row> const table{
        {"omp.h",
         {"engine/core/parallel.hpp", "engine/core/parallel.cpp"},
         {"engine/core/random.cpp", "cli/run.cpp"}},
        {"hdf5.h", {"engine/io/hdf5.cpp"}, {"engine/io/results.cpp", "analysis/read_results.cpp"}},
        {"H5DSpublic.h",
         {"engine/io/hdf5.hpp", "engine/io/hdf5_read.cpp"},
         {"engine/io/tables.cpp", "cli/run.cpp"}},
        {"toml++/toml.h",
         {"engine/io/scenario.cpp", "engine/io/scenario_reader.hpp"},
         {"engine/io/tables.cpp"}},
        {"CLI/CLI.hpp", {"cli/main.cpp"}, {"engine/run/study.cpp", "analysis/report.cpp"}},
        {"boost/random/normal_distribution.hpp",
         {"engine/core/random.hpp", "engine/processes/labs.cpp", "engine/model/populate.cpp"},
         {"engine/processes/labs.hpp", "engine/model/populate.hpp", "engine/world/world.cpp",
          "engine/run/study.cpp"}},
        {"Eigen/Dense",
         {"analysis/paired.hpp", "engine/processes/labs.cpp", "engine/model/populate.cpp"},
         {"engine/processes/labs.hpp", "engine/core/text.cpp", "engine/world/network.cpp", "cli/run.cpp"}},
        {"random", {"engine/core/random.hpp"}, {"engine/processes/labs.cpp", "engine/model/populate.cpp"}},
    };
    for (auto const& row : table) {
        for (auto const& path : row.home) {
            INFO(path << " includes <" << row.header << ">");
            CHECK_FALSE(refused(path, "#include <" + row.header + ">\n"));
        }
        for (auto const& path : row.abroad) {
            INFO(path << " includes <" << row.header << ">");
            CHECK(refused(path, "#include <" + row.header + ">\n"));
            CHECK(refused(path, "#include \"" + row.header + "\"\n"));
        }
    }
    CHECK_FALSE(refused("engine/world/network.cpp", "#include <vector>\n#include <fmt/format.h>\n"));
}

TEST_CASE("names that make results depend on the library or the threads are refused", "[layers]") {
    for (std::string const wrong : {
             "int x = rand();",
             "int x = std::rand ();",
             "srand(1);",
             "std::random_device seed;",
             "std::normal_distribution<double> draw;",
             "std :: uniform_int_distribution<> draw;",
             "using std::poisson_distribution;",
             "#pragma omp parallel for",
             "  #  pragma   omp atomic",
             "_Pragma(\"omp parallel\")",
             "int n = omp_get_max_threads();",
             "auto file = H5Fopen(name, H5F_ACC_RDONLY, H5P_DEFAULT);",
         }) {
        INFO(wrong);
        CHECK(offences("engine/processes/labs.cpp", "int before;\n" + wrong + "\n").size() >= 1);
        CHECK(offences("engine/processes/labs.cpp", "int before;\n" + wrong + "\n").front().line == 2);
        CHECK(refused("analysis/paired.cpp", wrong));
        CHECK(refused("cli/main.cpp", wrong));
    }
    CHECK_FALSE(
        refused("engine/core/parallel.hpp", "#pragma omp parallel for\nint n = omp_get_num_threads();"));
    CHECK_FALSE(refused("engine/io/hdf5.cpp", "H5Fclose(file);"));
    CHECK(refused("engine/core/parallel.hpp", "std::random_device seed;"));
    CHECK(refused("engine/core/random.hpp", "std::normal_distribution<> draw;"));
}

TEST_CASE("functions whose bits differ between processors are refused in the engine", "[layers]") {
    for (std::string const wrong : {"double y = std::exp(x);", "double y = std :: pow(x, 2);"}) {
        CHECK(refused("engine/processes/labs.cpp", wrong));
        CHECK(refused("engine/run/distribution.cpp", wrong));
        CHECK_FALSE(refused("analysis/paired.cpp", wrong));  // what is printed is no part of the results
    }
    CHECK_FALSE(refused("engine/processes/labs.cpp", "double y = elementary::exp(std::sqrt(x));"));
}

TEST_CASE("names that only look like forbidden ones are allowed", "[layers]") {
    for (std::string const right : {
             "double x = operand(3);",
             "boost::random::normal_distribution<double> draw;",
             "int strand(int); int brand (int);",
             "double bank_distribution = 0;",
             "// rand() and std::normal_distribution differ between libraries",
             "/* #pragma omp parallel\n H5Fopen */ int x;",
             "auto text = \"rand() H5Fopen omp_get\";",
             "auto text = R\"x(std::random_device \" rand() )x\";",
             "int million = 1'000'000; char quote = '\"'; // rand()",
             "auto escaped = \"\\\" rand() \\\\\"; int after;",
             "int with_H5 = 1; int comp_ = 2;",
             "// #include \"engine/run/study.hpp\"",
         }) {
        INFO(right);
        CHECK_FALSE(refused("engine/world/world.cpp", right));
    }
}

TEST_CASE("code_only keeps lines and code - drops comments and literals", "[layers]") {
    CHECK(code_only("a // b\nc") == "a     \nc");
    CHECK(code_only("a /* b\n */ c") == "a     \n    c");
    CHECK(code_only("f(\"x\", 'y')") == "f(\" \", ' ')");
    CHECK(code_only("R\"(a\nb)\" c") == "R\"  \n  \" c");
    CHECK(code_only("#include \"engine/core/text.hpp\"  // t\nx") ==
          "#include \"engine/core/text.hpp\"      \nx");
    CHECK(code_only("1'000 'a'") == "1'000 ' '");
}
