/// Every parameter moves some result, and every result moves: what nobody reads, or what a later equation has
/// made idle, shows up here by name.
///
/// Each parameter is changed by itself in small countries under several ways of funding, one after another,
/// until the record of the run differs in at least one bit. A change stays in the plausible range when there
/// is one, else it is half as much or half as much again: a parameter that only shows at the far end of what
/// is allowed does not count.

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <optional>
#include <set>

#include "engine/core/parallel.hpp"
#include "engine/core/random.hpp"
#include "engine/model/outputs.hpp"
#include "engine/model/presets.hpp"
#include "engine/model/synthetic_country.hpp"
#include "engine/run/simulation.hpp"
#include "tests/support/catch.hpp"

using namespace spil;

namespace {

/// Circumstances in which a parameter may show.
struct Setting {
    std::string_view preset;
    int months = 96;
    std::string_view reason = "as it comes";
    std::function<void(Settings&)> change = [](Settings&) {};
};

std::vector<Setting> const& all_settings() {
    static std::vector<Setting> const list{
        {"project"},
        {"portfolio"},
        {"hybrid"},
        {"block"},
        {"lottery"},
        {"block_local"},
        {"project+bundling"},
        {"project", 96, "little money: proposals compete",
         [](Settings& s) { s.regime.budget = s.regime.reference_grant = 1e6; }},
        {"portfolio", 96, "little money and many ministries: labs are stopped, coordination is dear",
         [](Settings& s) {
             s.regime.budget = 8e6;
             s.regime.reference_grant = 2e6;
             s.regime.ministries = 6;
             s.regime.stop_override = 0;
         }},
        {"project", 96, "residents against: support collapses",
         [](Settings& s) { s.parameters.get<CitizenParameters>().opinion_mean = -0.3; }},
        {"portfolio", 180, "poor municipalities: reserves bind, upkeep is not paid",
         [](Settings& s) {
             s.parameters.get<InitialParameters>().reserve_years = 0.5;
             s.parameters.get<TreasuryParameters>().free_share = 0.002;
         }},
        {"portfolio", 300, "rules hinder every solution, and there is time to change them and to take off",
         [](Settings& s) {
             s.parameters.get<SolutionParameters>().blocked_share = 1;
             s.parameters.get<SolutionParameters>().blocked_permission = 0.4;
             s.parameters.get<RegulationParameters>().start_rate = 0.2;
             s.parameters.get<CabinetParameters>().fall_rate = 0.04;
             s.parameters.get<AdoptionParameters>().constant = -1;
         }},
    };
    return list;
}

Country const& country() {
    static Country const c = make_country({.municipalities = 24, .population = 1'500'000, .seed = 7});
    return c;
}

Settings settings_of(Setting const& setting) {
    Settings s{default_parameters(), preset(setting.preset)};
    // One mission whose labs need a firm and one whose labs do not.
    s.parameters.missions = {s.parameters.missions[0], s.parameters.missions[3]};
    setting.change(s);
    return s;
}

RunRecord run(Settings const& settings, int months) {
    RunOptions options;
    options.seed = world_seed(11, 3);
    options.months = months;
    options.solutions_per_mission = 3;
    return simulate(country(), settings, options);
}

bool same_bits(RunRecord const& a, RunRecord const& b) {
    auto const equal = [](double x, double y) {
        return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
    };
    return a.integers == b.integers &&
           std::equal(a.reals.begin(), a.reals.end(), b.reals.begin(), b.reals.end(),
                      [&](auto const& x, auto const& y) {
                          return std::equal(x.begin(), x.end(), y.begin(), y.end(), equal);
                      });
}

/// The records of all settings, unchanged.
std::vector<RunRecord> const& unchanged() {
    static auto const records = [] {
        std::vector<RunRecord> made(all_settings().size());
        for_each_task(made.size(), available_threads(), [&](std::size_t k) {
            made[k] = run(settings_of(all_settings()[k]), all_settings()[k].months);
        });
        return made;
    }();
    return records;
}

/// A parameter or knob: where to find it in settings.
struct Quantity {
    std::string name;
    std::function<Binding(Settings&)> of;
};

std::vector<Quantity> quantities() {
    std::vector<Quantity> list;
    auto settings = settings_of(all_settings().front());
    auto const known = sections(settings.parameters);
    for (std::size_t s = 0; s < known.size(); ++s)
        for (std::size_t b = 0; b < known[s].bindings.size(); ++b)
            list.push_back({known[s].name + "." + std::string{known[s].bindings[b].name},
                            [s, b](Settings& at) { return sections(at.parameters)[s].bindings[b]; }});
    auto const knobs = bind(settings.regime);
    for (std::size_t b = 0; b < knobs.size(); ++b)
        list.push_back(
            {"regime." + std::string{knobs[b].name}, [b](Settings& at) { return bind(at.regime)[b]; }});
    auto const mission = bind(settings.parameters.missions[0]);
    for (std::size_t b = 0; b < mission.size(); ++b)
        if (mission[b].name != "title")  // a label; see the last test
            list.push_back({"missions." + std::string{mission[b].name},
                            [b](Settings& at) { return bind(at.parameters.missions[0])[b]; }});
    return list;
}

/// Other values that a quantity may take, as numbers.
std::vector<double> other_values(Binding const& b) {
    if (auto const* word = std::get_if<WordTarget>(&b.target)) {
        std::vector<double> words;
        for (std::size_t w = 0; w < word->words.size(); ++w)
            if (w != word->get(word->member)) words.push_back(static_cast<double>(w));
        return words;
    }
    if (auto* const* flag = std::get_if<bool*>(&b.target)) return {**flag ? 0.0 : 1.0};
    double const now = b.number();
    double const step = now != 0 ? 0.5 * now : 0.1 * std::min(1.0, b.range.high);
    std::vector<double> values = std::isnan(b.range.likely_low)
                                     ? std::vector{now - step, now + step}
                                     : std::vector{b.range.likely_low, b.range.likely_high};
    for (auto& v : values) {
        v = std::clamp(v, b.range.low, b.range.high);
        if (std::holds_alternative<std::int64_t*>(b.target)) v = std::round(v);
    }
    std::erase(values, now);
    return values;
}

void set(Binding const& b, double value) {
    if (auto* const* real = std::get_if<double*>(&b.target)) **real = value;
    if (auto* const* whole = std::get_if<std::int64_t*>(&b.target)) **whole = std::llround(value);
    if (auto* const* flag = std::get_if<bool*>(&b.target)) **flag = value != 0;
    if (auto const* word = std::get_if<WordTarget>(&b.target))
        word->set(word->member, static_cast<std::size_t>(value));
}

/// The first setting in which the quantity moves a result; none when there is none.
std::optional<std::size_t> moves_in(Quantity const& quantity) {
    for (std::size_t k = 0; k < all_settings().size(); ++k) {
        auto const& setting = all_settings()[k];
        auto settings = settings_of(setting);
        auto const binding = quantity.of(settings);
        for (double const value : other_values(binding)) {
            set(binding, value);
            if (!same_bits(run(settings, setting.months), unchanged()[k])) return k;
        }
    }
    return std::nullopt;
}

}  // namespace

TEST_CASE("every parameter and every knob moves some result", "[model][moves]") {
    auto const all = quantities();
    unchanged();
    std::vector<std::string> verdict(all.size());
    std::vector<std::size_t> where(all.size(), all_settings().size());
    for_each_task(all.size(), available_threads(), [&](std::size_t q) {
        try {
            if (auto const k = moves_in(all[q]))
                where[q] = *k;
            else
                verdict[q] = all[q].name + " moves nothing";
        } catch (std::exception const& e) {
            verdict[q] = all[q].name + " fails: " + e.what();
        }
    });
    std::string idle;
    for (auto const& line : verdict)
        if (!line.empty()) idle += line + "\n";
    INFO(idle);
    CHECK(idle.empty());
    // A setting that shows nothing which the ones before it do not is no use.
    for (std::size_t k = 0; k < all_settings().size(); ++k) {
        INFO("setting " << k << ": " << all_settings()[k].preset << ", " << all_settings()[k].reason);
        for (std::size_t q = 0; q < all.size(); ++q)
            if (where[q] == k && k > 0) UNSCOPED_INFO(all[q].name);
        CHECK(std::find(where.begin(), where.end(), k) != where.end());
    }
}

TEST_CASE("every result takes more than one value", "[model][moves]") {
    auto const& infos = outputs();
    std::string still;
    for (std::size_t o = 0; o < infos.size(); ++o) {
        std::set<double> values;
        for (auto const& record : unchanged()) {
            for (double const v : record.reals[o])
                if (!std::isnan(v)) values.insert(v);
            for (auto const v : record.integers[o]) values.insert(static_cast<double>(v));
        }
        if (values.size() < 2) still += infos[o].name + "\n";
    }
    INFO("results that never move:\n" << still);
    CHECK(still.empty());
}

TEST_CASE("a mission's title labels its results", "[model][moves]") {
    auto const dimensions = result_dimensions(country(), {"one", "another"}, 3, 12, 2026);
    auto const mission =
        std::find_if(dimensions.begin(), dimensions.end(), [](auto const& d) { return d.name == "mission"; });
    REQUIRE(mission != dimensions.end());
    CHECK(mission->texts == std::vector<std::string>{"one", "another"});
}
