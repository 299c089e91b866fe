#include "engine/io/careful.hpp"

#include <csignal>
#include <ctime>
#include <stdexcept>

#include "tests/support/catch.hpp"

using namespace spil;

TEST_CASE("what crashes or never ends is survived", "[careful]") {
    CHECK(in_child(10, [] { return 0; }) == 0);
    CHECK(in_child(10, [] { return 42; }) == 42);
    CHECK(in_child(10, []() -> int { throw std::runtime_error("bad"); }) == 2);
    CHECK(in_child(10, [] {
              std::signal(SIGSEGV, SIG_DFL);
              std::raise(SIGSEGV);
              return 0;
          }) == -1);
    volatile bool forever = true;
    CHECK(in_child(1, [&] {
              while (forever) {
              }
              return 0;
          }) == -1);
    // Each part of a long work may ask for time of its own.
    CHECK(in_child(1, [] {
              for (int part = 0; part < 3; ++part) {
                  end_after(10);
                  auto const begin = std::clock();
                  while (std::clock() - begin < CLOCKS_PER_SEC / 2) {
                  }
              }
              return 7;
          }) == 7);
}

TEST_CASE("patience grows with the file", "[careful]") {
    CHECK(patience(0) == 5);
    CHECK(patience(std::uintmax_t{1} << 30) == 5 + 1024);
    CHECK(bytes_of("/no/such/file") == 0);
}
