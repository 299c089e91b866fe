#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "analysis/compare.hpp"
#include "engine/core/error.hpp"
#include "tests/support/catch.hpp"

using namespace spil;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

PolicyRuns one_run_per_world(std::string name, std::vector<double> const& values) {
    PolicyRuns runs{std::move(name), {}};
    for (std::size_t w = 0; w < values.size(); ++w) runs.runs.push_back({static_cast<int>(w), 0, values[w]});
    return runs;
}

std::vector<PolicyRuns> three_policies() {
    return {one_run_per_world("none", {1.0, 2.0, 3.0, 4.0}),
            one_run_per_world("project", {2.0, 2.0, 5.0, 7.0}),
            one_run_per_world("portfolio", {9.0, missing, 8.0, 8.5})};
}

OutcomeLabel const label{.name = "served", .direction = Direction::higher_is_better};

std::string message(std::vector<PolicyRuns> const& policies, ComparisonOptions const& options) {
    try {
        compare_policies(label, policies, options);
    } catch (InputError const& error) {
        return error.what();
    }
    return "no error";
}

}  // namespace

TEST_CASE("the baseline comes first and every other policy meets it", "[analysis][compare]") {
    auto const c = compare_policies(label, three_policies(), {.baseline = "project"});
    CHECK(c.baseline == "project");
    REQUIRE(c.policies.size() == 3);
    CHECK(c.policies[0].policy == "project");
    CHECK(c.policies[0].mean == 4.0);
    CHECK_FALSE(c.policies[0].against_baseline);
    CHECK(c.policies[1].policy == "none");
    CHECK(c.policies[1].against_baseline->difference == -1.5);
    CHECK(c.policies[2].policy == "portfolio");
    CHECK(c.policies[2].mean == 8.5);
    CHECK(c.policies[2].worlds == 3);
    CHECK(c.policies[2].missing == 1);
    // Over worlds 0, 2 and 3, in which both have a value.
    CHECK(c.policies[2].against_baseline->difference == Approx((7.0 + 3.0 + 1.5) / 3.0));
    CHECK(std::isnan(c.policies[0].holm_p));
    auto const smaller = std::min(c.policies[1].against_baseline->p, c.policies[2].against_baseline->p);
    CHECK(std::min(c.policies[1].holm_p, c.policies[2].holm_p) == Approx(2.0 * smaller));
}

TEST_CASE("without a baseline the first policy is it", "[analysis][compare]") {
    CHECK(compare_policies(label, three_policies(), {}).baseline == "none");
}

TEST_CASE("a comparison that cannot be made is refused with the reason", "[analysis][compare]") {
    CHECK(message({one_run_per_world("a", {1.0}), one_run_per_world("b", {2.0})}, {.file = "x.h5"}) ==
          "x.h5: one world gives no interval; run more worlds");
    CHECK(message({one_run_per_world("a", {1.0, 2.0})}, {}) ==
          "a comparison needs two policies; the study has 1");
    CHECK(message(three_policies(), {.baseline = "market", .file = "x.h5"}) ==
          "x.h5: no policy is called 'market'; the study has none, project, portfolio");
    CHECK(message(three_policies(), {.confidence = 95.0}) ==
          "a confidence lies between 0 and 1, both excluded; 0.95 is usual");
    CHECK(message({one_run_per_world("a", {1.0, missing}), one_run_per_world("b", {2.0, 2.0})}, {}) ==
          "fewer than two worlds have a value of 'served' under both 'a' and another policy: no interval is "
          "possible; finish the runs or run more worlds");
    // Replicates of one world are still one world.
    CHECK(message({{"a", {{0, 0, 1.0}, {0, 1, 2.0}}}, {"b", {{0, 0, 1.0}, {0, 1, 2.0}}}}, {}) ==
          "one world gives no interval; run more worlds");
}

TEST_CASE("all that is wrong with a comparison is said at once", "[analysis][compare]") {
    CHECK(message({one_run_per_world("a", {1.0})}, {.baseline = "b", .confidence = 0.0}) ==
          "a confidence lies between 0 and 1, both excluded; 0.95 is usual\n"
          "a comparison needs two policies; the study has 1\n"
          "no policy is called 'b'; the study has a\n"
          "one world gives no interval; run more worlds");
}
