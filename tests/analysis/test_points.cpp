#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "analysis/points_table.hpp"
#include "engine/core/error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"

using namespace spil;
using spil::test::Folder;

namespace {

constexpr double gone = std::numeric_limits<double>::quiet_NaN();

std::vector<RunValue> runs_of(std::vector<double> const& values) {
    std::vector<RunValue> runs;
    for (std::size_t w = 0; w < values.size(); ++w) runs.push_back({static_cast<int>(w), 0, values[w]});
    return runs;
}

std::vector<PointGap> gaps_of(std::vector<double> const& gaps) {
    std::vector<PointGap> all;
    for (std::size_t p = 0; p < gaps.size(); ++p)
        all.push_back({static_cast<int>(p), 1, 100 + gaps[p] / 2, 100 - gaps[p] / 2, gaps[p]});
    return all;
}

/// Three policies; five points of two worlds each; two quantities, the second at odds with the gap of b - a.
///
///     point   a        b        c        b - a
///     0       1, 3     4, 6     1, 1      3       one world of c failed: 1 alone
///     1       2, 2     4, 2     2, 2      1
///     2       5, 5     5, 5     5, 5      0
///     3       4, 4     2, 2     0, 0     -2
///     4       6, 6     10, 10   -, -      4
struct Design {
    std::string name = {};
    std::vector<std::int32_t> moved = {};
    std::vector<std::string> types = {};
};
void make_results(std::string const& path, bool with_points = true, Design const& design = {}) {
    auto file = hdf5::File::create(path);
    file.attribute("/", "primary_outcome", "served");
    std::vector<std::vector<double>> const values{
        {1, 3, 2, 2, 5, 5, 4, 4, 6, 6}, {4, 6, 4, 2, 5, 5, 2, 2, 10, 10}, {1, 1, 2, 2, 5, 5, 0, 0, 7, 7}};
    std::vector<std::int32_t> run, policy, world, replicate(30, 0);
    std::vector<std::int8_t> status(30, 1);
    std::vector<double> served;
    for (std::int32_t r = 0; r < 30; ++r) {
        run.push_back(r);
        policy.push_back(r % 3);
        world.push_back(r / 3);
        served.push_back(values[static_cast<std::size_t>(r % 3)][static_cast<std::size_t>(r / 3)]);
    }
    status[1 * 3 + 2] = 2;                      // world 1 of point 0
    status[8 * 3 + 2] = status[9 * 3 + 2] = 0;  // point 4, not finished
    file.create_dimension("", "run", run);
    file.create_dimension("", "policy", std::vector<std::string>{"a", "b", "c:d"});
    auto const integers = [&](std::string const& name, std::vector<std::int32_t> const& all,
                              std::string const& dimension) {
        file.create_variable({.name = name,
                              .type = hdf5::Type::int32,
                              .dimensions = {dimension},
                              .missing = hdf5::Missing::never});
        file.write_all(name, all);
    };
    integers("run_policy", policy, "run");
    integers("run_world", world, "run");
    integers("run_replicate", replicate, "run");
    file.create_variable({.name = "run_status",
                          .type = hdf5::Type::int8,
                          .dimensions = {"run"},
                          .flags = {"pending", "ok", "failed"}});
    file.write_all("run_status", status);
    for (auto const* name : {"served", "cost"}) {
        bool const cost = std::string{name} == "cost";
        file.create_variable(
            {.name = name,
             .dimensions = {"run"},
             .text_attributes = {{"units", "1"},
                                 {"long_name", cost ? "cost of it" : "share served"},
                                 {"direction", cost ? "lower_is_better" : "higher_is_better"}}});
        file.write_all(name, served);
    }
    if (!with_points) return;
    file.create_dimension("", "world", std::vector<std::int32_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
    file.create_dimension("", "point", std::vector<std::int32_t>{0, 1, 2, 3, 4});
    file.create_dimension("", "uncertainty", std::vector<std::string>{"x.same", "x.up", "x.down"});
    integers("world_point", {0, 0, 1, 1, 2, 2, 3, 3, 4, 4}, "world");
    file.create_variable({.name = "point_value", .dimensions = {"point", "uncertainty"}});
    // x.up ranks the points as 3, 2, 1, 0, 4 of b - a (-2, 0, 1, 3, 4) but for two neighbours; x.down is
    // -gap.
    file.write_all("point_value", std::vector<double>{7, 40, -3, 7, 10, -1, 7, 30, 0, 7, 5, 2, 7, 50, -4});
    if (!design.name.empty()) file.attribute("/", "points_design", design.name);
    if (!design.moved.empty()) integers("point_moved", design.moved, "point");
    if (design.types.empty()) return;
    file.create_variable(
        {.name = "uncertainty_type", .type = hdf5::Type::string, .dimensions = {"uncertainty"}});
    file.write_strings("uncertainty_type", 0, design.types);
}

template <class Action>
std::string input_error(Action action) {
    try {
        action();
    } catch (InputError const& error) {
        return error.what();
    }
    return "no error";
}

bool has(std::string const& text, std::string const& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the gap at a point is the paired difference of its means", "[analysis][points]") {
    // World 2 is missing under one policy: it counts for neither. Point 2 has no pair at all.
    auto const gaps = point_gaps(runs_of({1, 3, 10, 4, gone}), runs_of({2, 2, gone, 7, 5}),
                                 std::vector<int>{0, 0, 1, 1, 2});
    REQUIRE(gaps.size() == 2);
    CHECK(gaps[0].point == 0);
    CHECK(gaps[0].worlds == 2);
    CHECK(gaps[0].first == 2);
    CHECK(gaps[0].second == 2);
    CHECK(gaps[0].gap == 0);
    CHECK(gaps[0].percent() == 0);
    CHECK(gaps[1].worlds == 1);
    CHECK(gaps[1].first == 4);
    CHECK(gaps[1].gap == -3);
    CHECK(gaps[1].percent() == Approx(-100 * 3 / 5.5));
    CHECK(std::isnan(PointGap{0, 1, 1, -1, 2}.percent()));
    CHECK(PointGap{0, 1, 0, 0, 0}.percent() == 0);
    CHECK(PointGap{0, 1, -1, -3, 2}.percent() == 100);
}

TEST_CASE("points won - their interval and the spread of gaps - by hand", "[analysis][points]") {
    // 10 points, gaps in percent of 100 as they stand. 6 above, 1 tie, 3 below: 6.5 of 10.
    auto const gaps = gaps_of({10, 5, -4, 0, 20, 1, -8, 3, 2, -1});
    auto const c = sum_up(gaps, Direction::higher_is_better, 0.95);
    CHECK(c.wins == 6.5);
    CHECK(c.ties == 1);
    CHECK(c.share == 0.65);
    // Wilson with z = 1.959964: centre (6.5 + 1.920729) / 13.841459 = 0.608370,
    // half = 1.959964 sqrt(6.5 * 3.5 / 10 + 0.960365) / 13.841459 = 0.254699.
    CHECK(c.interval.low == Approx(0.353671).margin(2e-6));
    CHECK(c.interval.high == Approx(0.863068).margin(2e-6));
    // Sorted: -8 -4 -1 0 1 2 3 5 10 20; type 7: median 1.5, h = 0.9 and 8.1.
    CHECK(c.median_percent == Approx(1.5));
    CHECK(c.p10_percent == Approx(-8 + 0.9 * 4));
    CHECK(c.p90_percent == Approx(10 + 0.1 * 10));
    CHECK(sum_up(gaps, Direction::none, 0.95).wins == 6.5);
    CHECK(sum_up(gaps, Direction::lower_is_better, 0.95).wins == 3.5);
    auto const none = sum_up({}, Direction::none, 0.95);
    CHECK(std::isnan(none.share));
    CHECK(std::isnan(none.interval.low));
    CHECK(std::isnan(none.median_percent));
}

TEST_CASE("rank correlation against published and hand-computed values", "[analysis][points]") {
    // Intelligence and hours of television, the usual worked example: d squared add up to 194, rho = -29/165.
    std::vector<double> const iq{106, 86, 100, 101, 99, 103, 97, 113, 112, 110};
    std::vector<double> const hours{7, 0, 27, 50, 28, 29, 20, 12, 6, 17};
    CHECK(rank_correlation(iq, hours) == Approx(-29.0 / 165.0));
    // Ties share ranks: 1, 2.5, 2.5, 4 against 1, 3, 2, 4.
    CHECK(rank_correlation(std::vector<double>{1, 2, 2, 3}, std::vector<double>{1, 3, 2, 4}) ==
          Approx(4.5 / std::sqrt(4.5 * 5.0)));
    // Any rising curve is a straight line in ranks.
    CHECK(rank_correlation(std::vector<double>{1, 2, 3}, std::vector<double>{1, 10, 1000}) == Approx(1));
    CHECK(std::isnan(rank_correlation(std::vector<double>{1, 1, 1}, std::vector<double>{1, 2, 3})));
    CHECK(std::isnan(rank_correlation(std::vector<double>{1}, std::vector<double>{1})));
}

TEST_CASE("a file is compared point by point", "[analysis][points]") {
    Folder const folder("compare_points");
    make_results(folder / "out.h5");
    Results const results(folder / "out.h5");
    auto const table = results.points();
    CHECK(table.points() == 5);
    CHECK(table.quantities == std::vector<std::string>{"x.same", "x.up", "x.down"});
    CHECK(table.world_point == std::vector<int>{0, 0, 1, 1, 2, 2, 3, 3, 4, 4});

    auto const all = compare_points(results, {.pairs = {"c:d:b", "b:c:d"}, .drivers = 5});
    REQUIRE(all.size() == 2);
    CHECK(all[0].label.name == "served");
    CHECK(all[1].label.name == "cost");
    REQUIRE(all[0].pairs.size() == 4);
    auto const& b = all[0].pairs[0];
    CHECK(b.first == "b");
    CHECK(b.second == "a");
    CHECK(b.missing == 0);
    std::vector<double> gaps;
    for (auto const& g : b.gaps) gaps.push_back(g.gap);
    CHECK(gaps == std::vector<double>{3, 1, 0, -2, 4});
    CHECK(b.wins == 3.5);
    CHECK(all[1].pairs[0].wins == 1.5);  // lower is better
    // In percent of the mean of the two: 3/3.5, 1/2.5, 0, -2/3, 4/8.
    CHECK(b.median_percent == Approx(40));
    // x.down is the gap turned round; x.up ranks 4 2 3 1 5 against 4 3 2 1 5: rho = 1 - 6 * 2 / 120. x.same
    // does not vary.
    REQUIRE(b.drivers.size() == 2);
    CHECK(b.drivers[0].name == "x.down");
    CHECK(b.drivers[0].correlation == Approx(-1));
    CHECK(b.drivers[1].name == "x.up");
    CHECK(b.drivers[1].correlation == Approx(0.9));
    auto const& c = all[0].pairs[1];
    CHECK(c.first == "c:d");
    CHECK(c.missing == 1);
    CHECK(c.gaps[0].worlds == 1);
    CHECK(c.gaps[0].gap == 0);
    auto const& turned = all[0].pairs[2];
    CHECK(turned.first == "c:d");
    CHECK(turned.second == "b");
    CHECK(turned.gaps[0].gap == -3);
    CHECK(all[0].pairs[3].first == "b");
    CHECK(all[0].pairs[3].second == "c:d");
    CHECK(compare_points(results, {.pairs = {"b:a", "a:b", "a:b"}})[0].pairs.size() == 3);
    CHECK(compare_points(results, {.outcomes = {"served"}, .baseline = "b"})[0].pairs[0].gaps[0].gap == -3);
}

TEST_CASE("points as a table - a page and JSON", "[analysis][points]") {
    Folder const folder("points_table");
    make_results(folder / "out.h5");
    Results const results(folder / "out.h5");
    auto const all = compare_points(results, {.outcomes = {"served"}, .drivers = 1});
    TableOptions const options{
        .failed_runs = 1, .pending_runs = 2, .lineage = {{"b", "a", 12}, {"c:d", "b", 24}}};
    auto const text = points_table(all, options);
    INFO(text);
    CHECK(has(text, "Share served (served; higher is better)\n\n"));
    CHECK(has(text, "first - second  ahead at [95 % interval] of points  median gap"));
    CHECK(has(text, "b - a "));
    CHECK(has(text, " 70 % ["));
    CHECK(has(text, "+40 %"));
    CHECK(has(text, "4 (1 missing)"));
    CHECK(has(text, "b - a: x.down -1.00\n"));
    CHECK(has(text, "1 run failed"));
    CHECK(has(text, "\nb: a until month 12\nc:d: b until month 24\n"));
    auto const page = points_markdown(all, options);
    INFO(page);
    CHECK(has(page, "## Share served (served; higher is better)\n\n| first - second |"));
    CHECK(has(page, "|---|---|---:|---|---:|\n| b - a | 70 % ["));
    CHECK(has(page, "- b - a: x.down -1.00\n"));
    CHECK(has(page, "\n\n- b: a until month 12\n- c:d: b until month 24\n"));
    CHECK(points_markdown(all).find("until month") == std::string::npos);
    auto const json = nlohmann::json::parse(points_json(all, options));
    auto const& pair = json.at("outcomes").at(0).at("pairs").at(0);
    CHECK(json.at("failed_runs") == 1);
    CHECK(json.at("lineage").at(1).at("from") == "b");
    CHECK(pair.at("first") == "b");
    CHECK(pair.at("points") == 5);
    CHECK(pair.at("share") == 0.7);
    CHECK(pair.at("gap_percent").at("median").get<double>() == Approx(40));
    CHECK(pair.at("gaps").at(3).at("gap") == -2.0);
    CHECK(pair.at("gaps").at(3).at("worlds") == 2);
    CHECK(pair.at("drivers").at(0).at("quantity") == "x.down");
}

TEST_CASE("what cannot be compared by points is refused with a reason", "[analysis][points]") {
    Folder const folder("refused_points");
    auto const path = folder / "out.h5";
    make_results(path);
    Results const results(path);
    auto const said = [&](PointRequest const& request) {
        return input_error([&] { compare_points(results, request); });
    };
    CHECK(said({.baseline = "e"}) == path + ": no policy is called 'e'; it has a, b, c:d");
    CHECK(said({.pairs = {"a"}}) == path + ": a pair is two policies with a colon in between, not 'a'");
    CHECK(said({.pairs = {"a:a"}}) == path + ": a pair is two different policies, not 'a:a'");
    CHECK(said({.pairs = {"a:other"}}) == path + ": no policy is called 'other'; it has a, b, c:d");
    CHECK(said({.outcomes = {"serve"}}) == path + ": no outcome is called 'serve'; did you mean 'served'?");
    CHECK(has(said({.confidence = 1}), "a confidence lies between 0 and 1"));
    make_results(folder / "plain.h5", false);
    Results const plain(folder / "plain.h5");
    CHECK(plain.points().points() == 0);
    CHECK(
        input_error([&] { compare_points(plain); }) ==
        folder / "plain.h5" +
            ": the study has no points: all its worlds share their parameters; [uncertainties] makes points");
}

TEST_CASE("the command compares by points and says when worlds differ in parameters", "[cli][points]") {
    Folder const folder("cli_points");
    make_results(folder / "out.h5");
    make_results(folder / "plain.h5", false);
    auto const table =
        test::spil("compare out.h5 --points --outcome served --pair c:d:b --drivers 2", folder);
    INFO(table.out << table.err);
    CHECK(table.code == 0);
    CHECK(has(table.out, "c:d - b"));
    CHECK(has(table.out, "b - a: x.down -1.00, x.up +0.90\n"));
    CHECK(has(test::spil("compare out.h5 --points --markdown", folder).out, "## Share served"));
    CHECK(has(test::spil("compare out.h5 --points --json", folder).out, "\"gap_percent\""));
    auto const worlds = test::spil("compare out.h5 --outcome served", folder);
    CHECK(has(worlds.out, "Worlds differ in their parameters too: they belong to 5 points"));
    CHECK(has(test::spil("compare out.h5 --json", folder).out, "\"points\": 5"));
    CHECK_FALSE(has(test::spil("compare plain.h5", folder).out, "parameters"));
    for (auto const* wrong : {"out.h5 --pair b:a", "out.h5 --drivers 3", "out.h5 --markdown",
                              "out.h5 --points --json --markdown", "plain.h5 --points"}) {
        INFO(wrong);
        CHECK(test::spil(std::string{"compare "} + wrong, folder).code == 2);
    }
}

TEST_CASE("what means nothing under a design is left out or refused", "[analysis][points]") {
    Folder const folder("designs");
    auto const results_of = [&](std::string const& name, Design const& design) {
        make_results(folder / name, true, design);
        return Results{folder / name};
    };
    PointRequest const drivers{.outcomes = {"served"}, .drivers = 5};
    auto const plain = compare_points(results_of("plain.h5", {}), drivers)[0].pairs[0];
    CHECK(plain.drivers.size() == 2);

    // A sample of the space as before.
    auto const sobol = compare_points(results_of("sobol.h5", {"sobol"}), drivers)[0];
    CHECK(sobol.design == "sobol");
    CHECK(sobol.pairs[0].interval.low == plain.interval.low);
    CHECK(sobol.pairs[0].drivers[0].correlation == plain.drivers[0].correlation);

    auto const morris = results_of("morris.h5", {"morris", {-1, 1, 2, 0, -1}});
    CHECK(has(input_error([&] { compare_points(morris, drivers); }), "the points are trajectories (morris)"));
    auto const steps = compare_points(morris, {.outcomes = {"served"}});
    CHECK(steps[0].pairs[0].share == plain.share);
    CHECK(std::isnan(steps[0].pairs[0].interval.low));
    auto const text = points_table(steps);
    CHECK(has(text, " 70 %  "));
    CHECK(has(text, "trajectories (Morris), not a sample: no interval."));
    auto const json = nlohmann::json::parse(points_json(steps));
    CHECK(json.at("outcomes").at(0).at("design") == "morris");
    CHECK(json.at("outcomes").at(0).at("pairs").at(0).at("share_interval").is_null());

    auto const factorial =
        compare_points(results_of("factorial.h5", {"full_factorial"}), drivers)[0].pairs[0];
    CHECK(std::isnan(factorial.interval.low));
    CHECK(factorial.drivers.size() == 2);  // orthogonal: ranks say what they say
    auto const list = compare_points(results_of("list.h5", {"list"}), drivers);
    CHECK(list[0].pairs[0].interval.low == plain.interval.low);
    CHECK(has(points_table(list), "if they were drawn at random"));

    // Rows of A and B alone: points 0, 3 and 4 of b - a (3, 1, 0, -2, 4).
    auto const saltelli =
        compare_points(results_of("saltelli.h5", {"saltelli", {-1, 0, 1, -1, -1}}), drivers);
    auto const& pair = saltelli[0].pairs[0];
    CHECK(pair.gaps.size() == 3);
    CHECK(pair.missing == 0);
    CHECK(pair.wins == 2);
    CHECK(pair.gaps[1].point == 3);
    CHECK(pair.gaps[1].gap == -2);
    CHECK(saltelli[0].pairs[1].missing == 1);  // c has no point 4
    CHECK(has(points_table(saltelli), "those of the matrices A and B"));
    auto const cut = results_of("cut.h5", {"saltelli", {}});
    CHECK_THROWS_AS(compare_points(cut, drivers), FileError);

    // Five words have no ranks; two have.
    auto const words =
        compare_points(results_of("words.h5", {"sobol", {}, {"number", "word", "number"}}), drivers);
    REQUIRE(words[0].pairs[0].drivers.size() == 1);
    CHECK(words[0].pairs[0].drivers[0].name == "x.down");
}
