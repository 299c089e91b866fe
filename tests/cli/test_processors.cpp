// The same bits whatever the processor can do: the C library has functions for processors with and without
// fused multiplication, and can be told to take the other ones.

#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"

using namespace spil;

TEST_CASE("a study has the same bits whatever the library thinks of the processor", "[cli][processors]") {
    test::Folder const folder("processors");
    std::string const run = "'" SPIL_EXECUTABLE "' run '" +
                            test::in_repository("scenarios/netherlands/project_vs_portfolio.toml") +
                            "' -q --set study.worlds=1 --set study.months=24 -o ";
    REQUIRE(test::shell(run + "as_it_is.h5", folder).code == 0);
    std::string const without = "GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-FMA,-AVX2_Usable,-FMA_Usable ";
    REQUIRE(test::shell(without + run + "without.h5", folder).code == 0);
    CHECK(test::shell("h5diff -q --exclude-path /runtime as_it_is.h5 without.h5", folder).code == 0);
}
