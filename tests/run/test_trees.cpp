#include "engine/run/trees.hpp"

#include <algorithm>
#include <atomic>
#include <map>
#include <string>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/core/random.hpp"
#include "engine/model/presets.hpp"
#include "engine/model/schedule.hpp"
#include "engine/run/ensemble.hpp"
#include "engine/run/estimate.hpp"
#include "tests/support/null_runs.hpp"
#include "tests/support/studies.hpp"

using namespace spil;
using spil::test::Folder;

namespace {

/// The same bits; a missing value equals itself.
bool same(RunRecord const& a, RunRecord const& b) {
    auto const equal = [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); };
    if (a.reals.size() != b.reals.size() || a.integers != b.integers) return false;
    for (std::size_t k = 0; k < a.reals.size(); ++k)
        if (!std::equal(a.reals[k].begin(), a.reals[k].end(), b.reals[k].begin(), b.reals[k].end(), equal))
            return false;
    return true;
}

/// A study of twelve municipalities, two missions and residents as agents. \param rows  one for each policy
Study study_of(std::vector<std::string> const& rows, int months, std::string const& more = "") {
    auto text =
        "format = 1\n[study]\nworlds = 2\nsolutions_per_mission = 3\nmonths = " + std::to_string(months) +
        "\n[country]\nsynthetic = { municipalities = 12, population = 400000, seed = 1 }\n" +
        "[[missions]]\ntitle = \"energy\"\n[[missions]]\ntitle = \"care\"\n" + more;
    for (auto const& row : rows) text += "[[policies]]\n" + row + "\n";
    return read_study_text(text, "study of trees");
}

std::string root(std::string const& name) {
    return "name = \"" + name + "\"\npreset = \"" + name + "\"\n";
}
std::string branch(std::string const& name, std::string const& preset, std::string const& from, int month) {
    return "name = \"" + name + "\"\npreset = \"" + preset + "\"\nfrom = \"" + from +
           "\"\nfork_month = " + std::to_string(month) + "\n";
}

/// Project funding, and five other ways of funding from month 120 on.
std::vector<std::string> const five{root("project"),
                                    branch("portfolio later", "portfolio", "project", 120),
                                    branch("block later", "block", "project", 120),
                                    branch("lottery later", "lottery", "project", 120),
                                    branch("hybrid later", "hybrid", "project", 120),
                                    branch("none later", "none", "project", 120)};

RunOptions options_of(Study const& study, std::uint32_t world = 0) {
    RunOptions options;
    options.seed = world_seed(static_cast<std::uint64_t>(study.settings.seed), world);
    options.months = static_cast<int>(study.settings.months);
    options.solutions_per_mission = static_cast<std::size_t>(study.settings.solutions_per_mission);
    return options;
}

RunRecord straight(Study const& study, std::size_t policy, RunOptions options) {
    auto run = straight_run(study, policy, {});
    options.switches = std::move(run.switches);
    return simulate(study.country, run.settings, options);
}

/// Results of some policies by name, and how many months were run.
struct Grown {
    std::map<std::string, RunResult> results;
    std::vector<std::string> order;
    int months = 0;
};
Grown grown(Study const& study, std::vector<std::size_t> const& wanted, RunOptions options) {
    Grown all;
    options.observe = [&, before = options.observe](World const& world, int month) {
        if (month > 0) ++all.months;
        if (before) before(world, month);
    };
    auto const branches = branches_of(study, wanted, {});
    grow(study.country, branches, options, [&](std::size_t b, RunResult result) {
        auto const& name = study.policies[branches[b].policy].name;
        all.order.push_back(name);
        all.results.emplace(name, std::move(result));
    });
    return all;
}

std::vector<std::size_t> all_of(Study const& study) {
    std::vector<std::size_t> policies;
    for (std::size_t p = 0; p < study.policies.size(); ++p) policies.push_back(p);
    return policies;
}

void check_straight(Study const& study, Grown const& all) {
    CHECK(all.results.size() == study.policies.size());
    for (std::size_t p = 0; p < study.policies.size(); ++p) {
        auto const& name = study.policies[p].name;
        INFO(name);
        REQUIRE(all.results.count(name) == 1);
        CHECK(all.results.at(name).error.empty());
        CHECK(same(all.results.at(name).record, straight(study, p, options_of(study))));
    }
}

EnsembleReport into(std::string const& path, Study const& study, EnsembleOptions options) {
    ResultsWriter writer(path, results_header(study), Existing::refuse);
    auto report = run_ensemble(study, writer, options);
    writer.finish({"a test", options.threads, !report.interrupted});
    return report;
}

std::atomic<int> failing_month = 0;
std::atomic<Selection> failing_selection = Selection::formula;
void fail_when_asked(Step const& step, Regime const& regime) {
    if (regime.selection == failing_selection && static_cast<int>(step.tick) + 1 == failing_month)
        throw ContractError("1 cent adrift");
}
Schedule<Settings> failing_schedule() {
    auto longer = schedule();
    longer.push_back({"failing", {process<Settings, &fail_when_asked>("failing", "fails when asked to")}});
    return longer;
}

}  // namespace

TEST_CASE("a fork at month 120 into five policies equals five straight runs - bit for bit", "[run][trees]") {
    auto const study = study_of(five, 240);
    auto const all = grown(study, all_of(study), options_of(study));
    check_straight(study, all);
    // 240 months of the trunk and 120 of each branch, instead of 6 x 240.
    CHECK(all.months == 240 + 5 * 120);
    CHECK(all.months == months_as_trees(study));
    CHECK(months_straight(study) == 6 * 240);
    // The runs can be told apart.
    for (auto const& [name, result] : all.results)
        for (auto const& [other, its] : all.results)
            if (name < other) CHECK_FALSE(same(result.record, its.record));

    // Without the trunk's own run, it is run to the fork only.
    auto const branches = grown(study, {1, 2, 3, 4, 5}, options_of(study));
    CHECK(branches.months == 120 + 5 * 120);
    CHECK(branches.results.size() == 5);
    for (auto const& [name, result] : branches.results)
        CHECK(same(result.record, all.results.at(name).record));
}

TEST_CASE("branches grow from branches", "[run][trees]") {
    auto const study = study_of(
        {branch("c", "portfolio", "b", 61), branch("b", "block", "a", 30), root("none"),
         "name = \"a\"\npreset = \"project\"", branch("d", "none", "a", 30), branch("e", "project", "c", 95)},
        96);
    auto const all = grown(study, all_of(study), options_of(study));
    check_straight(study, all);
    CHECK(all.months == 96 + 96 + 2 * 66 + 35 + 1);
    // Only what is needed for one of them.
    auto const last = grown(study, {5}, options_of(study));
    CHECK(last.months == 96);
    CHECK(last.order == std::vector<std::string>{"e"});
    CHECK(same(last.results.at("e").record, all.results.at("e").record));
}

TEST_CASE("a branch that goes on as its trunk is its trunk", "[run][trees]") {
    for (auto const name : preset_names()) {
        std::string const preset{name};
        auto const study = study_of({root(preset), branch("same", preset, preset, 31)}, 48);
        auto const all = grown(study, all_of(study), options_of(study));
        INFO(preset);
        CHECK(all.months == 48 + 17);
        CHECK(same(all.results.at(preset).record, all.results.at("same").record));
    }
}

TEST_CASE("another way of choosing labs is set up from the fork on", "[run][trees]") {
    auto const study = study_of(
        {root("project"), branch("portfolio later", "portfolio", "project", 120),
         branch("hybrid later", "hybrid", "project", 120), root("none"),
         branch("project later", "project", "none", 60), branch("lottery", "lottery", "project later", 90),
         branch("lottery again", "random", "lottery", 130)},
        240);
    auto const delays = [&](std::size_t p) {
        auto const run = straight_run(study, p, {});
        std::vector<double> found{run.settings.regime.setup_delay};
        for (auto const& s : run.switches) found.push_back(s.settings.regime.setup_delay);
        return found;
    };
    CHECK(delays(0) == std::vector<double>{6});
    CHECK(delays(1) == std::vector<double>{6, 132});
    CHECK(delays(2) == std::vector<double>{6, 9});  // scored calls go on
    CHECK(delays(4) == std::vector<double>{6, 66});
    CHECK(delays(5) == std::vector<double>{6, 66, 94});
    CHECK(delays(6) == std::vector<double>{6, 66, 94, 96});
    CHECK(straight_run(study, 6, {}).switches[2].after == 130);

    // So the portfolio's first labs come a year after the fork, while project funding would have gone on.
    std::vector<int> awards;
    auto options = options_of(study);
    options.observe = [&](World const& world, int) {
        awards.push_back(world.programmes.awards.now[0] + world.programmes.awards.now[1]);
    };
    straight(study, 1, options);
    CHECK(awards[120] > 0);
    CHECK(awards[132] == awards[120]);
    CHECK(awards[240] > awards[132]);
}

TEST_CASE("a failing branch leaves the others alone - a failing trunk takes along what would grow later",
          "[run][trees]") {
    auto const study =
        study_of({root("project"), branch("block later", "block", "project", 24),
                  branch("block's own", "none", "block later", 40),
                  branch("none later", "none", "project", 24), branch("last", "none", "project", 36)},
                 48);
    auto const schedule = failing_schedule();
    auto options = options_of(study);
    options.schedule = &schedule;
    auto const failed = [&](Selection selection, int month) {
        failing_selection = selection;
        failing_month = month;
        std::vector<std::string> names;
        for (auto const& [name, result] : grown(study, all_of(study), options).results) {
            CHECK((result.error.empty() || result.error == "1 cent adrift"));
            CHECK(result.record.reals.empty() == !result.error.empty());
            if (!result.error.empty()) names.push_back(name);
        }
        return names;
    };
    using Names = std::vector<std::string>;
    CHECK(failed(Selection::formula, 0).empty());
    CHECK(failed(Selection::formula, 45) == Names{"block later"});
    CHECK(failed(Selection::formula, 30) == Names{"block later", "block's own"});
    CHECK(failed(Selection::score, 48) == Names{"project"});
    CHECK(failed(Selection::score, 30) == Names{"last", "project"});
    CHECK(failed(Selection::score, 24).size() == 5);
    failing_month = 0;
}

TEST_CASE("in every month after a switch the ledger closes - for all pairs of presets", "[run][trees]") {
    auto const mean_field = "[citizens]\nform = \"mean_field\"\n";
    auto const trunks = test::sanitized ? preset_names().first(4) : preset_names();
    std::size_t switched = 0;
    for (auto const trunk : trunks) {
        std::vector<std::string> rows{root(std::string{trunk}) + "setup_delay = 0\nduration = 24\n"};
        for (auto const name : preset_names())
            rows.push_back(branch("to " + std::string{name}, std::string{name}, std::string{trunk}, 41) +
                           "setup_delay = 0\n");
        auto const study = study_of(rows, 72, mean_field);
        auto options = options_of(study);
        options.observe = [&](World const& world, int month) {
            // The run audits ledger and grants itself and would have thrown.
            for (std::size_t m = 0; m < world.dimensions.missions; ++m)
                if (world.ledger.balance({AccountClass::programme, m}) < world.programmes.committed.now[m])
                    FAIL_CHECK("mission " << m << " cannot pay what it promised in month " << month);
        };
        for (auto const& [name, result] : grown(study, all_of(study), options).results) {
            INFO(trunk << " " << name);
            CHECK(result.error == "");
            ++switched;
        }
    }
    CHECK(switched == trunks.size() * (preset_names().size() + 1));
}

TEST_CASE("what is uncertain has the point's value on the whole way", "[run][trees]") {
    auto const study =
        study_of(five, 24 * 12,
                 "[uncertainties]\npoints = 3\nsample = [\"regime.budget\", \"calls.panel_noise\", "
                 "\"regime.setup_delay\"]\n");
    for (auto const& values : design_points(*study.uncertainties, 1)) {
        auto const run = straight_run(study, 1, values);
        REQUIRE(run.switches.size() == 1);
        CHECK(run.settings.regime.budget == run.switches[0].settings.regime.budget);
        CHECK(run.switches[0].settings.regime.setup_delay == run.settings.regime.setup_delay + 120);
        CHECK(run.settings.get<CallParameters>().panel_noise ==
              run.switches[0].settings.get<CallParameters>().panel_noise);
        CHECK(straight_run(study, 5, values).switches[0].settings.regime.budget == 0);
    }
}

TEST_CASE("trees by any number of threads in any order - and straight runs - give the same file",
          "[run][trees]") {
    Folder const folder("trees_threads");
    auto rows = five;
    rows.push_back(root("none"));
    rows.push_back(branch("and back", "project", "block later", 130));
    auto const study = study_of(rows, 144);
    std::atomic<int> months = 0;
    EnsembleOptions options{.threads = 1};
    options.tests.each.observe = [&](World const&, int month) { months += month > 0 ? 1 : 0; };
    CHECK(into(folder / "1.h5", study, options).failed.empty());
    CHECK(months == 2 * (144 + 5 * 24 + 144 + 14));
    CHECK(months == 2 * months_as_trees(study));
    for (int const threads : {2, 3, 8}) {
        into(folder / std::to_string(threads) + ".h5", study, {.threads = threads});
        CHECK(test::same_results(folder, "1.h5", std::to_string(threads) + ".h5"));
    }
    for (int const threads : {1, 3}) {
        auto const name = "reverse" + std::to_string(threads) + ".h5";
        into(folder / name, study, {.threads = threads, .order = RunOrder::reverse});
        CHECK(test::same_results(folder, "1.h5", name));
    }
    into(folder / "straight.h5", study, {.threads = 2, .tests = {.simulator = simulate}});
    CHECK(test::same_results(folder, "1.h5", "straight.h5"));

    auto const file = hdf5::File::open(folder / "1.h5");
    CHECK(file.read_strings("policy_from").at(7) == "block later");
    CHECK(file.read<std::int32_t>("policy_fork_month") ==
          std::vector<std::int32_t>{-1, 120, 120, 120, 120, 120, -1, 130});
    CHECK(file.text_attribute("policy_fork_month", "units") == "months");
    // A branch's seconds are its own.
    auto const seconds = file.read<double>("runtime/seconds");
    CHECK(seconds[7] < seconds[6]);
    CHECK(*std::min_element(seconds.begin(), seconds.end()) > 0);

    auto const said = test::spil("compare 1.h5", folder);
    CHECK(said.out.find("\nand back: block later until month 130\n") != std::string::npos);
    auto const json = test::spil("compare 1.h5 --json", folder);
    CHECK(json.out.find("\"from\": \"block later\",\n      \"fork_month\": 130") != std::string::npos);
    // Without trees there is nothing to tell.
    into(folder / "plain.h5", study_of({root("none"), root("project")}, 12), {});
    CHECK_FALSE(hdf5::File::open(folder / "plain.h5").has("policy_from"));
    CHECK(test::spil("compare plain.h5", folder).out.find("until month") == std::string::npos);
}

TEST_CASE("of a tree that was interrupted what is missing is run - and no more", "[run][trees]") {
    Folder const folder("trees_resume");
    auto const study = study_of(five, 144);
    into(folder / "whole.h5", study, {});
    // All that failed under money by formula or none is run again, and what is there is kept.
    EnsembleOptions bad;
    bad.tests.simulator = [&](Country const& c, Settings const& s, RunOptions const& o) {
        auto const& last = o.switches.empty() ? s : o.switches.back().settings;
        if (last.regime.selection == Selection::formula || last.regime.selection == Selection::none)
            throw ContractError("bad luck");
        return simulate(c, s, o);
    };
    CHECK(into(folder / "bad.h5", study, bad).failed.size() == 4);
    auto const resumed = test::spil("resume bad.h5", folder);
    INFO(resumed.err);
    CHECK(resumed.code == 0);
    CHECK(resumed.err.find("8 of 12 runs are there; 4 failed, 0 damaged\n") == 0);
    CHECK(test::same_results(folder, "whole.h5", "bad.h5"));

    // The same within the program, counted: one trunk to the fork and two branches in each world.
    std::atomic<int> months = 0;
    EnsembleOptions rest;
    rest.tests.each.observe = [&](World const&, int month) { months += month > 0 ? 1 : 0; };
    for (std::size_t run = 0; run < study.runs(); ++run) rest.skip.push_back(run % 6 != 2 && run % 6 != 5);
    RunResult elsewhere;
    elsewhere.pending = true;
    rest.known = [&](std::size_t) { return std::vector<RunResult>(12, elsewhere); };
    into(folder / "rest.h5", study, rest);
    CHECK(months == 2 * (120 + 2 * 24));
}

TEST_CASE("more policies than a block holds", "[run][trees]") {
    Folder const folder("trees_many");
    std::vector<std::string> rows{root("project")};
    for (int k = 0; k < 69; ++k)
        rows.push_back(branch("b" + std::to_string(k), k % 2 == 0 ? "none" : "lottery",
                              k < 10 ? "project" : "b" + std::to_string(k - 10), 3 + k / 10));
    auto const study = study_of(rows, 12, "[citizens]\nform = \"mean_field\"\n");
    std::atomic<int> months = 0;
    EnsembleOptions options{.threads = 1};
    options.tests.each.observe = [&](World const&, int month) { months += month > 0 ? 1 : 0; };
    into(folder / "trees.h5", study, options);
    CHECK(months < 2 * 70 * 12);
    into(folder / "reverse.h5", study, {.threads = 3, .order = RunOrder::reverse});
    into(folder / "straight.h5", study, {.tests = {.simulator = simulate}});
    CHECK(test::same_results(folder, "trees.h5", "straight.h5"));
    CHECK(test::same_results(folder, "trees.h5", "reverse.h5"));
}

TEST_CASE("the effective study tells what grows from what", "[run][trees]") {
    auto const study = study_of(five, 240);
    auto const text = effective_text(study);
    CHECK(text.find("from = \"project\"\nfork_month = 120\n") != std::string::npos);
    auto const again = read_study_text(text, "effective");
    CHECK(effective_text(again) == text);
    for (std::size_t p = 0; p < 6; ++p) {
        CHECK(again.policies[p].trunk == study.policies[p].trunk);
        CHECK(again.policies[p].fork.month == study.policies[p].fork.month);
        CHECK(root_of(again, p) == 0);
    }
    CHECK(effective_text(study_of({root("none")}, 12)).find("fork_month") == std::string::npos);
}

TEST_CASE("what a lever makes of a branch is a branch", "[run][trees][levers]") {
    Folder const folder("trees_levers");
    auto const study = study_of({root("project"), branch("later", "portfolio", "project", 12)}, 36,
                                "[[levers]]\npolicy = \"later\"\nknobs = { gate_interval = [6, 9] }\n");
    REQUIRE(study.policies.size() == 4);
    for (std::size_t p = 1; p < 4; ++p) {
        CHECK(study.policies[p].trunk == std::size_t{0});
        CHECK(study.policies[p].fork.month == 12);
    }
    CHECK(months_as_trees(study) == 36 + 3 * 24);
    CHECK(effective_text(read_study_text(effective_text(study), "again")) == effective_text(study));
    test::store(folder / "study.toml", study.text);
    REQUIRE(test::spil("run study.toml -o a.h5 -q", folder).code == 0);
    CHECK(test::spil("verify a.h5", folder).code == 0);
    CHECK(test::spil("rerun a.h5 --run 7", folder).err == "the same bits as in a.h5\n");
}

TEST_CASE("an estimate counts a trunk once", "[run][trees]") {
    auto const rows = [](int month) {
        std::vector<std::string> all{"name = \"none\"\npreset = \"none\""};
        for (int k = 0; k < 4; ++k) all.push_back(branch("b" + std::to_string(k), "none", "none", month));
        return all;
    };
    auto const late = study_of(rows(228), 240), early = study_of(rows(12), 240);
    CHECK(months_as_trees(late) == 240 + 4 * 12);
    CHECK(months_as_trees(early) == 240 + 4 * 228);
    CHECK(months_straight(late) == 5 * 240);
    CHECK(estimate(late, 1, 0.1).runs == late.runs());
    Folder const folder("trees_check");
    test::store(folder / "s.toml", study_of(rows(228), 240).text);
    CHECK(test::spil("check s.toml", folder)
              .out.find("4 policies grow from another: 288 months a world are run instead of 1200") !=
          std::string::npos);
}
