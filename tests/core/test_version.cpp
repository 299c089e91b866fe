#include "engine/core/version.hpp"

#include <algorithm>
#include <string>

#include "tests/support/catch.hpp"

TEST_CASE("the version names release - commit - compiler and kind of build", "[core]") {
    auto const& built = spil::version();
    auto const dots = std::count(built.number.begin(), built.number.end(), '.');
    CHECK(dots == 2);
    CHECK(built.number.find_first_not_of("0123456789.") == std::string::npos);
    CHECK(built.compiler.find(' ') != std::string::npos);
    CHECK_FALSE(built.build_type.empty());
    INFO("commit " << std::string(built.commit));
    if (built.commit == "unknown") {
        CHECK_FALSE(built.dirty);
    } else {
        CHECK(built.commit.size() == 40);
        CHECK(built.commit.find_first_not_of("0123456789abcdef") == std::string::npos);
    }
}
