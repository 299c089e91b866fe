#include "engine/core/error.hpp"

#include <string>

#include "tests/support/catch.hpp"

using namespace spil;

namespace {

int checked_half(int n) {
    SPIL_EXPECT(n % 2 == 0, "only even numbers have a half");
    SPIL_ENSURE(n < 100, "the half stays below 50");
    return n / 2;
}

std::string message_of(int n) {
    try {
        checked_half(n);
    } catch (ContractError const& error) {
        return error.what();
    }
    return "no error";
}

}  // namespace

TEST_CASE("A place is said as far as it is known", "[core][error]") {
    CHECK(to_string(Place{"a.toml", 3, 7}) == "a.toml:3:7");
    CHECK(to_string(Place{"a.toml", 3}) == "a.toml:3");
    CHECK(to_string(Place{"a.toml"}) == "a.toml");
    CHECK(to_string(Place{"a.toml", 0, 7}) == "a.toml");
    CHECK(to_string(Place{}).empty());
}

TEST_CASE("An input error holds all problems - one line each", "[core][error]") {
    InputError const error{{{{"a.toml", 3, 7}, "first"}, {{}, "second"}, {{"b.csv"}, "third"}}};
    CHECK(std::string{error.what()} == "a.toml:3:7: first\nsecond\nb.csv: third");
    REQUIRE(error.problems().size() == 3);
    CHECK(error.problems()[0] == Problem{{"a.toml", 3, 7}, "first"});
    CHECK(error.problems()[1] == Problem{{}, "second"});

    InputError const one{{"a.toml", 1, 2}, "only"};
    CHECK(std::string{one.what()} == "a.toml:1:2: only");
    CHECK(one.problems() == std::vector<Problem>{{{"a.toml", 1, 2}, "only"}});
}

TEST_CASE("A file error carries path and operation", "[core][error]") {
    FileError const error{"out/run.h5", "create", "no such directory"};
    CHECK(error.path() == "out/run.h5");
    CHECK(error.operation() == "create");
    CHECK(std::string{error.what()} == "cannot create 'out/run.h5': no such directory");
}

TEST_CASE("A broken contract names condition - kind and place", "[core][error]") {
    CHECK(checked_half(8) == 4);

    auto const before = message_of(7);
    CHECK(before.starts_with("only even numbers have a half (expected n % 2 == 0 at "));
    CHECK(before.find("test_error.cpp:") != std::string::npos);

    auto const after = message_of(100);
    CHECK(after.starts_with("the half stays below 50 (ensured n < 100 at "));
}

TEST_CASE("The three kinds of failure are told apart by type", "[core][error]") {
    // Who has to act decides the exit code; none of the three may be caught as another.
    CHECK_FALSE(std::is_base_of_v<InputError, FileError>);
    CHECK_FALSE(std::is_base_of_v<FileError, InputError>);
    CHECK(std::is_base_of_v<std::runtime_error, InputError>);
    CHECK(std::is_base_of_v<std::runtime_error, FileError>);
    CHECK_FALSE(std::is_base_of_v<std::runtime_error, ContractError>);
    CHECK(std::is_base_of_v<std::logic_error, ContractError>);
}
