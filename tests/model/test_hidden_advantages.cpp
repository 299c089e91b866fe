/// No way of funding may have an advantage that nobody declared: what regimes do differently in a month, in
/// the same world, against the channels of the knobs in which they differ.

#include <algorithm>
#include <map>
#include <set>

#include "engine/core/random.hpp"
#include "engine/model/channels.hpp"
#include "engine/model/presets.hpp"
#include "engine/model/synthetic_country.hpp"
#include "engine/run/random_policies.hpp"
#include "engine/run/simulation.hpp"
#include "engine/schema/binding.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/funding_channels.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

constexpr std::uint64_t seed = 77;

/// Programmes small enough for two dozen municipalities: money has to be short, or nobody is ever turned
/// down.
Regime small(Regime regime) {
    regime.budget *= 0.14;
    return regime;
}

Settings settings_of(Regime const& regime) {
    Settings s{default_parameters(), regime};
    s.parameters.missions.resize(2);
    return s;
}

Country const& country() {
    static Country const c = make_country({.municipalities = 24, .population = 1'200'000, .seed = 7});
    return c;
}

RunOptions options(int months) {
    RunOptions o;
    o.seed = seed;
    o.months = months;
    o.solutions_per_mission = 3;
    return o;
}

/// A world in the middle of a run, and the month that comes next.
struct Start {
    World world;
    std::uint32_t month = 0;
};

/// Worlds in which labs stand at every stage: in the sixth year, in months with a budget, the end of a
/// quarter, an intake, and the calls of every preset. Under a sanitizer two of the ten months: then nobody
/// asks whether all that may differ does.
std::vector<Start> const& starts() {
    static auto const all = [] {
        auto const months =
            test::sanitized ? std::vector{60, 66} : std::vector{57, 60, 62, 64, 66, 69, 72, 75, 78, 81};
        std::vector<Start> list;
        for (auto const* source : {"project", "portfolio", "hybrid", "block"}) {
            auto o = options(84);
            o.observe = [&](World const& world, int month) {
                if (std::find(months.begin(), months.end(), month) == months.end()) return;
                list.push_back({world, static_cast<std::uint32_t>(month)});
                list.back().world.ledger.clear_flows();
            };
            auto regime = small(preset(source));
            regime.duration = 36;  // so that terms end before these months
            simulate(country(), settings_of(regime), o);
        }
        return list;
    }();
    return all;
}

Funded funded(Start const& start, Regime const& regime) {
    World world = start.world;
    hand_over_pools(world, regime);
    fund_one_month(world, settings_of(regime), seed, start.month);
    world.ledger.audit();
    return Funded{world};
}

/// Values of a regime's knobs, to tell regimes apart.
std::vector<double> knob_values(Regime regime) {
    std::vector<double> values;
    for (auto const& b : bind(regime)) values.push_back(b.number());
    return values;
}

void set_knob(Binding const& b, double value) {
    if (auto* const* const number = std::get_if<double*>(&b.target))
        **number = value;
    else if (auto* const* const truth = std::get_if<bool*>(&b.target))
        **truth = value != 0;
    else if (auto const* const word = std::get_if<WordTarget>(&b.target))
        word->set(word->member, static_cast<std::size_t>(value));
}

/// `regime` with every knob that acts on channel c as `like` has it.
Regime equalised(Regime regime, Regime like, Channel c) {
    auto const mine = bind(regime);
    auto const theirs = bind(like);
    for (std::size_t k = 0; k < mine.size(); ++k) {
        auto const& channels = channels_of(mine[k].name);
        if (std::find(channels.begin(), channels.end(), c) != channels.end())
            set_knob(mine[k], theirs[k].number());
    }
    return regime;
}

std::string listed(std::vector<std::string_view> const& names) {
    std::string text;
    for (auto const n : names) text += (text.empty() ? "" : ", ") + std::string{n};
    return text;
}

std::string listed(std::set<std::string> const& names) {
    return listed(std::vector<std::string_view>(names.begin(), names.end()));
}

std::string_view selection_of(Regime const& r) {
    return Words<Selection>::list[static_cast<std::size_t>(r.selection)];
}

struct Pair {
    Regime a, b;
};

/// For each pair of regimes, the channels in which a month of funding differs from any of the starts. A month
/// that several pairs need is computed once.
std::vector<Comparison> comparisons(std::vector<Pair> const& pairs) {
    std::vector<Comparison> all(pairs.size());
    for (auto const& start : starts()) {
        std::map<std::vector<double>, Funded> known;
        auto const month = [&](Regime const& regime) -> Funded const& {
            auto const key = knob_values(regime);
            auto const found = known.find(key);
            return found != known.end() ? found->second
                                        : known.emplace(key, funded(start, regime)).first->second;
        };
        for (std::size_t k = 0; k < pairs.size(); ++k) {
            auto const c = compare(month(pairs[k].a), month(pairs[k].b));
            all[k].channels |= c.channels;
            all[k].undeclared.insert(c.undeclared.begin(), c.undeclared.end());
        }
    }
    return all;
}

/// Channels in which a year of funding differs while the rest of the model stands still.
ChannelSet within_a_year(Start const& start, Regime const& a, Regime const& b) {
    World left = start.world;
    World right = start.world;
    hand_over_pools(left, a);
    hand_over_pools(right, b);
    ChannelSet seen;
    for (std::uint32_t month = 0; month < 12; ++month) {
        left.ledger.clear_flows();
        right.ledger.clear_flows();
        fund_one_month(left, settings_of(a), seed, start.month + month);
        fund_one_month(right, settings_of(b), seed, start.month + month);
        seen |= compare(Funded{left}, Funded{right}).channels;
    }
    return seen;
}

}  // namespace

TEST_CASE("the worlds that regimes are compared in hold labs of every kind", "[model][channels]") {
    std::set<Stage> stages;
    for (auto const& s : starts())
        stages.insert(s.world.labs.stage.now.begin(), s.world.labs.stage.now.end());
    for (auto const stage : {Stage::forming, Stage::preparing, Stage::active, Stage::bridging, Stage::post,
                             Stage::institutionalised}) {
        INFO(stage_names[static_cast<std::size_t>(stage)]);
        CHECK(stages.count(stage) == 1);
    }
}

TEST_CASE("an advantage that is slipped in is found", "[model][channels]") {
    World world = starts().front().world;
    fund_one_month(world, settings_of(small(preset("project"))), seed, starts().front().month);
    Funded const plain{world};
    CHECK(compare(plain, plain).channels.none());
    auto const found = [&](auto change) {
        World other = world;
        change(other);
        return compare(plain, Funded{other});
    };
    auto const prepared = found([](World& w) { w.labs.preparation_left.now[0] -= 1; });
    CHECK(prepared.undeclared == std::set<std::string>{"labs.preparation_left"});
    auto const staffed = found([](World& w) { w.municipalities.fte_free.now[3] += 1; });
    CHECK(staffed.undeclared == std::set<std::string>{"municipalities.fte_free"});
    auto const cheaper = found([](World& w) { w.solutions.cost.now[0] *= 0.9; });
    CHECK(cheaper.undeclared == std::set<std::string>{"solutions.cost"});
    auto const introduced = found([](World& w) {
        w.ledger.post(Flow::roll_out, {AccountClass::municipality, 0}, {AccountClass::household, 0}, 100);
    });
    CHECK(introduced.undeclared == std::set<std::string>{"flow roll_out"});
    auto const richer = found([](World& w) {
        w.ledger.post(Flow::award, {AccountClass::programme, 0}, {AccountClass::lab, 0}, 1);
    });
    CHECK(richer.channels == set_of({Channel::cash}));
    auto const promised = found([](World& w) { w.labs.horizon.now[0] += 1; });
    CHECK(promised.channels == set_of({Channel::horizon}));
}

TEST_CASE("regimes differ through declared channels only - pair by pair", "[model][channels]") {
    std::vector<Pair> pairs;
    std::vector<std::string> names;
    for (auto const& a : presets())
        for (auto const& b : presets())
            if (a.name < b.name) {
                pairs.push_back({small(a.regime), small(b.regime)});
                names.push_back(std::string{a.name} + " and " + std::string{b.name});
            }
    auto const seen = comparisons(pairs);
    for (std::size_t k = 0; k < pairs.size(); ++k) {
        auto const& [a, b] = pairs[k];
        auto const declared = set_of(differing_channels(a, b));
        INFO(names[k] << " differ in the knobs " << listed(differing_knobs(a, b)) << "; declared channels "
                      << text_of(declared) << "; seen " << text_of(seen[k].channels) << "; undeclared "
                      << listed(seen[k].undeclared));
        CHECK((seen[k].channels & ~declared).none());
        CHECK(seen[k].undeclared.empty());
        if (!test::sanitized) CHECK(seen[k].channels.any());
    }
}

TEST_CASE("with the knobs of a channel made equal it no longer differs - pair by pair", "[model][channels]") {
    struct Named {
        std::string name;
        Regime regime;
    };
    std::vector<Named> regimes;
    for (auto const& p : presets()) regimes.push_back({std::string{p.name}, small(p.regime)});
    std::vector<Pair> pairs;
    std::vector<Channel> channels;
    std::vector<std::string> names;
    auto const add = [&](Named const& a, Named const& b) {
        for (auto const c : differing_channels(a.regime, b.regime)) {
            pairs.push_back({a.regime, equalised(b.regime, a.regime, c)});
            channels.push_back(c);
            names.push_back(a.name + " and " + b.name);
        }
    };
    for (std::size_t k = 0; k < regimes.size(); ++k)
        for (std::size_t j = 0; j < k; ++j) add(regimes[k], regimes[j]);
    // The presets take a few points of the space of knobs; these lie anywhere.
    for (std::uint32_t n = 1; n < 20; ++n)
        add({"random", small(random_regime(5, n))}, {"another", small(random_regime(5, n + 1))});
    auto const seen = comparisons(pairs);
    for (std::size_t k = 0; k < pairs.size(); ++k) {
        INFO(names[k] << " with the knobs of " << channel_names[static_cast<std::size_t>(channels[k])]
                      << " made equal; still different " << listed(differing_knobs(pairs[k].a, pairs[k].b))
                      << "; seen " << text_of(seen[k].channels) << "; undeclared "
                      << listed(seen[k].undeclared));
        CHECK_FALSE(seen[k].channels.test(static_cast<std::size_t>(channels[k])));
        CHECK(seen[k].undeclared.empty());
    }
}

TEST_CASE("a knob moves the channels it is declared to move - and no others", "[model][channels]") {
    std::map<std::string, std::set<double>> tried;
    for (auto const& p : presets()) {
        auto regime = p.regime;
        for (auto const& b : bind(regime)) {
            tried[std::string{b.name}].insert(b.number());
            if (b.range.likely_low < b.range.likely_high)
                tried[std::string{b.name}].insert({b.range.likely_low, b.range.likely_high});
        }
    }
    // Values far out: what only shows when a bound is met.
    tried["setup_delay"].insert(66);
    tried["longest_stay"].insert(2);
    tried["block_leak"].insert(0.95);
    tried["screening_noise"].insert(10);
    std::vector<Regime> bases;
    for (auto const* name : {"project", "portfolio", "hybrid", "lottery", "block", "block"})
        bases.push_back(small(preset(name)));
    // Work for the knobs of coordination, where what it costs is handed out otherwise.
    bases.back().coordination_cost = 0.001;
    bases.back().coordination_curvature = 0.15;
    std::vector<Pair> pairs;
    std::vector<std::string> knobs;
    for (auto const& original : bases) {
        for (auto const& [knob, values] : tried)
            for (auto const value : values) {
                auto regime = original;
                for (auto const& b : bind(regime))
                    if (b.name == knob) set_knob(b, value);
                if (differing_knobs(original, regime).empty()) continue;
                pairs.push_back({original, regime});
                knobs.push_back(knob);
            }
    }
    auto const seen = comparisons(pairs);
    std::map<std::string, ChannelSet> moved;
    for (std::size_t k = 0; k < pairs.size(); ++k) {
        auto const declared = set_of(channels_of(knobs[k]));
        moved[knobs[k]] |= seen[k].channels;
        INFO(selection_of(pairs[k].a)
             << " with another " << knobs[k] << ": declared " << text_of(declared) << "; seen "
             << text_of(seen[k].channels) << "; undeclared " << listed(seen[k].undeclared));
        CHECK((seen[k].channels & ~declared).none());
        CHECK(seen[k].undeclared.empty());
    }
    if (test::sanitized) return;
    // What waits for a decision to take effect shows within a year of funding.
    for (std::size_t k = 0; k < pairs.size(); ++k) {
        auto& so_far = moved[knobs[k]];
        auto const declared = set_of(channels_of(knobs[k]));
        for (std::size_t s = 0; s < starts().size() && (declared & ~so_far).any(); s += 2)
            so_far |= within_a_year(starts()[s], pairs[k].a, pairs[k].b);
    }
    for (auto const& k : knob_channels()) {
        auto const idle = set_of(k.channels) & ~moved[std::string{k.knob}];
        INFO(k.knob << " is declared to move " << text_of(idle) << " and does not");
        CHECK(idle.none());
    }
}
