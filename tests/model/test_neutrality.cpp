/// The core must not know the regime: proved from what processes declare, and from runs that ought to be
/// equal.

#include <algorithm>

#include "engine/core/parallel.hpp"
#include "engine/core/random.hpp"
#include "engine/model/outputs.hpp"
#include "engine/model/presets.hpp"
#include "engine/model/schedule.hpp"
#include "engine/model/synthetic_country.hpp"
#include "engine/run/simulation.hpp"
#include "tests/support/catch.hpp"

using namespace spil;

namespace {

bool among(std::vector<std::string> const& list, std::string const& word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

bool funders_only(std::string const& column) {
    return column == "regime" || column.starts_with("programmes.") || column.starts_with("grants.") ||
           column.starts_with("pools.") || column == "ledger.programme";
}

Country const& country() {
    static Country const c = make_country({.municipalities = 24, .population = 1'200'000, .seed = 7});
    return c;
}

/// Digests of the world after each year.
std::vector<std::uint64_t> years(Regime const& regime, Schedule<Settings> const* schedule = nullptr) {
    std::vector<std::uint64_t> digests;
    Settings const settings{default_parameters(), regime};
    RunOptions options;
    options.seed = world_seed(11, 3);
    options.months = 48;
    options.solutions_per_mission = 3;
    options.schedule = schedule;
    options.observe = [&](World const& world, int month) {
        if (month % 12 == 0) digests.push_back(digest(world));
    };
    simulate(country(), settings, options);
    return digests;
}

Regime broke(std::string_view name) {
    auto regime = preset(name);
    regime.budget = 0;
    return regime;
}

void do_nothing(Step const&, In<&Municipalities::aversion>) {}

}  // namespace

TEST_CASE("only funding processes read the regime - programmes or grants", "[model][neutrality]") {
    for (auto const& phase : schedule())
        for (auto const& process : phase.processes) {
            INFO(process.name);
            bool const funds = among(funding_processes(), process.name);
            for (auto const& read : process.reads) CHECK((funds || !funders_only(read)));
            for (auto const& write : process.writes) CHECK((funds || !funders_only(write)));
        }
}

TEST_CASE("funding acts on the rest of the model through declared channels only", "[model][neutrality]") {
    for (auto const& phase : schedule())
        for (auto const& process : phase.processes) {
            if (!among(funding_processes(), process.name)) continue;
            for (auto const& write : process.writes) {
                INFO(process.name << " writes " << write);
                bool const own = write.starts_with("programmes.") || write.starts_with("grants.") ||
                                 write.starts_with("pools.") || write == "ledger.*";
                CHECK((own || among(funding_channels(), write)));
            }
        }
}

TEST_CASE("every funding process and channel that is listed exists", "[model][neutrality]") {
    std::vector<std::string> names;
    std::vector<std::string> writes;
    for (auto const& phase : schedule())
        for (auto const& process : phase.processes) {
            names.push_back(process.name);
            if (among(funding_processes(), process.name))
                writes.insert(writes.end(), process.writes.begin(), process.writes.end());
        }
    for (auto const& name : funding_processes()) CHECK(among(names, name));
    for (auto const& channel : funding_channels()) {
        INFO(channel);
        CHECK(among(writes, channel));
    }
}

TEST_CASE("placebo: without a budget every regime is the baseline - bit for bit", "[model][placebo]") {
    auto const none = years(preset("none"));
    REQUIRE(none.size() == 5);
    for (auto const& p : presets()) {
        INFO(p.name);
        CHECK(years(broke(p.name)) == none);
        CHECK((years(p.regime) == none) == (p.regime.selection == Selection::none));
    }
}

TEST_CASE("placebo: a process that does nothing changes nothing", "[model][placebo]") {
    auto longer = schedule();
    longer.insert(longer.begin() + 3, {"idle", {process<Settings, &do_nothing>("idle", "does nothing")}});
    for (auto const& p : presets()) {
        INFO(p.name);
        CHECK(years(p.regime, &longer) == years(p.regime));
    }
}

TEST_CASE("every regime gives the same bits for any number of threads", "[model][parallel]") {
    // Large enough for loops to be cut into chunks, and a run alone, so that the threads are its own.
    static Country const large = make_country({.municipalities = 70, .population = 3'000'000, .seed = 8});
    for (auto const& p : presets()) {
        Settings settings{default_parameters(), p.regime};
        settings.parameters.missions.resize(2);
        settings.regime.setup_delay = 0;
        std::vector<std::uint64_t> digests;
        for (int const threads : {1, 2, 3, 8}) {
            RunOptions options;
            options.seed = world_seed(11, 9);
            options.months = 36;
            options.solutions_per_mission = 3;
            options.observe = [&](World const& world, int month) {
                if (month == options.months) digests.push_back(digest(world));
            };
            set_threads(threads);
            simulate(large, settings, options);
        }
        set_threads(1);
        INFO(p.name);
        REQUIRE(digests.size() == 4);
        CHECK(std::count(digests.begin(), digests.end(), digests[0]) == 4);
    }
}

TEST_CASE("the yearly flow matrix explains every change of a stock - to the cent", "[model][money]") {
    auto const& infos = outputs();
    auto const index = [&](std::string const& name) {
        auto const found =
            std::find_if(infos.begin(), infos.end(), [&](auto const& o) { return o.name == name; });
        REQUIRE(found != infos.end());
        return static_cast<std::size_t>(found - infos.begin());
    };
    for (auto const name : preset_names()) {
        INFO(name);
        RunOptions options;
        options.months = 60;
        options.seed = world_seed(11, 4);
        options.solutions_per_mission = 3;
        // Every month the run audits the ledger and the grants, and throws when a cent is adrift.
        auto const record = simulate(country(), {default_parameters(), preset(name)}, options);
        auto const& matrix = record.integers[index("flow_matrix")];
        auto const& stock = record.integers[index("stock")];
        auto const& by_type = record.integers[index("flow_by_type")];
        REQUIRE(stock.size() == 6 * account_classes);
        for (std::size_t y = 1; y < 6; ++y) {
            std::int64_t all = 0;
            std::int64_t total = 0;
            for (std::size_t c = 0; c < account_classes; ++c) {
                std::int64_t change = 0;
                for (std::size_t o = 0; o < account_classes; ++o) {
                    auto const at = [&](std::size_t payer, std::size_t payee) {
                        return matrix[(y * account_classes + payer) * account_classes + payee];
                    };
                    change += at(o, c) - at(c, o);
                    all += at(c, o);
                }
                CHECK(stock[y * account_classes + c] - stock[(y - 1) * account_classes + c] == change);
                total += stock[y * account_classes + c];
            }
            CHECK(total == 0);
            std::int64_t types = 0;
            for (std::size_t f = 0; f < flow_count; ++f) types += by_type[y * flow_count + f];
            CHECK(types == all);
            CHECK(all > 0);
        }
    }
}
