#include "engine/processes/revocation.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

/// Institutions of one solution that residents are against and that fit badly, under new colleges.
World unwanted(std::size_t n) {
    auto w = small_world(n, 1, 1, 1);
    fill(w.municipalities.implemented, 1);
    fill(w.municipalities.learning, 0.6);
    fill(w.municipalities.opposition, 0.5);
    fill(w.municipalities.embedding, 0.1);
    fill(w.municipalities.college_new, 1);
    w.labs.stage.now = {Stage::institutionalised};
    w.labs.host.now = {0};
    return w;
}
RevocationParameters const certain{.chance = 1};

}  // namespace

TEST_CASE("opposition and a bad fit together put an institution at risk", "[processes][revocation]") {
    RevocationParameters const p;
    CHECK(may_be_revoked(0.31, 0.29, p));
    CHECK_FALSE(may_be_revoked(0.3, 0.29, p));
    CHECK_FALSE(may_be_revoked(0.31, 0.3, p));
}

TEST_CASE("a revoked institution is a visible failure and its lab is lost", "[processes][revocation]") {
    auto w = unwanted(2);
    w.municipalities.opposition.now = {0.5, 0.2};
    w.municipalities.failures.now = {1, 0};
    run<&revoke_institutions>(w, step_of(w, 30), certain);
    CHECK(w.municipalities.implemented.now == std::vector<std::uint8_t>{0, 1});
    CHECK(w.municipalities.failures.now == std::vector<std::int32_t>{2, 0});
    CHECK(w.municipalities.revocations.now == std::vector<std::int32_t>{1, 0});
    CHECK(w.municipalities.learning.now == std::vector<double>{0, 0, 0, 0.6, 0.6, 0.6});
    CHECK(w.labs.stage.now[0] == Stage::dead);
    CHECK(w.labs.death_month.now[0] == 30);
}

TEST_CASE("only new colleges revoke - and only institutions", "[processes][revocation]") {
    auto w = unwanted(2);
    w.municipalities.college_new.now = {0, 1};
    w.municipalities.implemented.now = {1, 0};
    run<&revoke_institutions>(w, step_of(w), certain);
    CHECK(w.municipalities.implemented.now == std::vector<std::uint8_t>{1, 0});
    CHECK(w.municipalities.failures.now == std::vector<std::int32_t>{0, 0});
    CHECK(w.labs.stage.now[0] == Stage::institutionalised);
}

TEST_CASE("revocations come at their chance", "[processes][revocation]") {
    constexpr std::size_t n = 20000;
    auto w = unwanted(n);
    run<&revoke_institutions>(w, step_of(w), RevocationParameters{});
    std::size_t revoked = 0;
    for (auto const i : w.municipalities.implemented.now) revoked += i == 0;
    CHECK(static_cast<double>(revoked) / n == Approx(0.1).margin(0.01));
}
