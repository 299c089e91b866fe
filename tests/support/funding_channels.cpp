#include "tests/support/funding_channels.hpp"

#include <algorithm>

#include "engine/model/schedule.hpp"
#include "engine/processes/blocks.hpp"

namespace spil::testing {

namespace {

/// What makes the position of a lab: where it stands and what was decided about it.
constexpr std::array position{"labs.stage",      "labs.stop_signal", "labs.follow_on",  "labs.upscaling",
                              "grants.in_force", "grants.stopping",  "labs.own_budget", "labs.unbacked"};

template <class Table>
void read(Table const& table, std::map<std::string, Funded::Values>& columns) {
    for_each_column(table, [&](auto const& field, auto const& c) {
        Funded::Values values{c.width, std::vector<double>(c.now.size())};
        std::transform(c.now.begin(), c.now.end(), values.now.begin(),
                       [](auto const v) { return static_cast<double>(v); });
        columns.emplace(std::string{Table::name} + "." + std::string{field.name}, std::move(values));
    });
}

bool same_row(Funded::Values const& a, Funded::Values const& b, std::size_t row, std::size_t other) {
    for (std::size_t k = 0; k < a.width; ++k)
        if (a.now[row * a.width + k] != b.now[other * b.width + k]) return false;
    return true;
}

/// A column of both worlds.
struct Both {
    std::string const* name;
    Funded::Values const* a;
    Funded::Values const* b;
};

struct Comparing {
    Funded const& a;
    Funded const& b;
    std::vector<char> apart = {};  ///< municipalities one of whose labs is in another position
    Comparison found = {};

    std::vector<Both> columns(std::string_view table) const {
        std::vector<Both> all;
        for (auto const& [name, values] : a.columns)
            if (name.starts_with(table)) all.push_back({&name, &values, &b.columns.at(name)});
        return all;
    }

    void differs(Channel c) { found.channels.set(static_cast<std::size_t>(c)); }
    void differs(std::string const& column) {
        auto const known = column_channels();
        auto const row =
            std::find_if(known.begin(), known.end(), [&](auto const& k) { return k.column == column; });
        if (row == known.end())
            found.undeclared.insert(column);
        else
            differs(row->channel);
    }

    void labs() {
        auto const of_labs = columns("labs.");
        std::vector<Both> where;
        for (auto const* column : position)
            where.push_back({nullptr, &a.columns.at(column), &b.columns.at(column)});
        auto const &keys = a.columns.at("labs.key").now, &hosts = a.columns.at("labs.host").now;
        auto const &other_keys = b.columns.at("labs.key").now, &other_hosts = b.columns.at("labs.host").now;
        std::map<double, std::size_t> row_of;
        for (std::size_t l = 0; l < other_keys.size(); ++l) row_of.emplace(other_keys[l], l);
        std::vector<char> met(other_keys.size(), 0);
        for (std::size_t l = 0; l < keys.size(); ++l) {
            auto const host = static_cast<std::size_t>(hosts[l]);
            auto const twin = row_of.find(keys[l]);
            if (twin == row_of.end()) {
                move_apart(host);
                continue;
            }
            met[twin->second] = 1;
            bool const together = std::all_of(where.begin(), where.end(), [&](Both const& c) {
                return c.a->now[l] == c.b->now[twin->second];
            });
            if (together)
                twins(of_labs, l, twin->second);
            else
                move_apart(host);
        }
        for (std::size_t l = 0; l < met.size(); ++l)
            if (met[l] == 0) move_apart(static_cast<std::size_t>(other_hosts[l]));
    }
    void move_apart(std::size_t host) {
        apart[host] = 1;
        differs(Channel::acceptance);
    }
    void twins(std::vector<Both> const& of_labs, std::size_t l, std::size_t other) {
        // What people count on follows what became of others, too: those were accepted or not.
        auto const m = static_cast<std::size_t>(a.at("labs.mission", l));
        bool const heard_the_same =
            a.at("programmes.stop_rate", m) == b.at("programmes.stop_rate", m) &&
            a.at("programmes.follow_on_rate", m) == b.at("programmes.follow_on_rate", m);
        for (auto const& c : of_labs)
            if (!same_row(*c.a, *c.b, l, other) && (*c.name != "labs.horizon" || heard_the_same))
                differs(*c.name);
        if (a.lab_balance[l] != b.lab_balance[other]) differs(Channel::cash);
    }

    void municipalities() {
        for (auto const& c : columns("municipalities.")) {
            bool const by_labs = *c.name == "municipalities.accountability_fte" ||
                                 *c.name == "municipalities.knowledge" ||
                                 *c.name == "municipalities.carry_over";
            for (std::size_t i = 0; i < apart.size(); ++i)
                if (!(by_labs && apart[i] != 0) && !same_row(*c.a, *c.b, i, i)) differs(*c.name);
        }
    }

    void nation() {
        for (auto const& [name, values] : a.columns)
            if ((name.starts_with("missions.") || name.starts_with("solutions.")) &&
                values.now != b.columns.at(name).now)
                differs(name);
        bool const all_together = std::none_of(apart.begin(), apart.end(), [](char v) { return v != 0; });
        for (std::size_t f = 0; f < flow_count; ++f) {
            if (a.flows[f] == b.flows[f]) continue;
            auto const flow = static_cast<Flow>(f);
            // What labs get or return, and reports on them, follow from the labs in hand; see twins().
            bool const by_labs = flow == Flow::award || flow == Flow::claw_back ||
                                 flow == Flow::co_financing || flow == Flow::firm_co_financing ||
                                 flow == Flow::ppp_surcharge || flow == Flow::lab_wages ||
                                 flow == Flow::accountability;
            if (by_labs && !all_together) continue;
            if (auto const c = channel_of(flow))
                differs(*c);
            else
                found.undeclared.insert("flow " + std::string{flow_types()[f].name});
        }
    }
};

}  // namespace

std::string text_of(ChannelSet const& channels) {
    std::string text;
    for (std::size_t c = 0; c < channel_count; ++c)
        if (channels.test(c)) text += (text.empty() ? "" : ", ") + std::string{channel_names[c]};
    return text.empty() ? "none" : text;
}

void fund_one_month(World& world, Settings const& settings, std::uint64_t seed, std::uint32_t month) {
    Step const step{seed, month, world.dimensions};
    auto const& names = funding_processes();
    for (auto const& phase : schedule())
        for (auto const& process : phase.processes) {
            if (std::find(names.begin(), names.end(), process.name) == names.end()) continue;
            process.run(world, settings, step);
            process.publish(world);
            if (rows(world.grants) < rows(world.labs))
                resize(world.grants, rows(world.labs), world.dimensions);
        }
}

void hand_over_pools(World& world, Regime const& regime) {
    if (regime.selection != Selection::formula) return;
    auto const pool = pools_of(world.municipalities.region.now, regime.pooled);
    auto const left = unpromised(pool, world.pools, world.labs, world.grants);
    for (std::size_t k = 0; k < left.size(); ++k)
        if (left[k] < 0) world.pools.allotted.now[k] -= left[k];
}

Funded::Funded(World const& world) {
    read(world.labs, columns);
    read(world.municipalities, columns);
    read(world.missions, columns);
    read(world.solutions, columns);
    auto const& g = world.grants;
    Values in_force, stopping;
    for (std::size_t l = 0; l < g.in_force.now.size(); ++l) {
        in_force.now.push_back(g.in_force.now[l]);
        stopping.now.push_back(g.pending_months.now[l] > 0 && g.next_intensity.now[l] == 0 ? 1 : 0);
    }
    columns.emplace("programmes.stop_rate", Values{1, world.programmes.stop_rate.now});
    columns.emplace("programmes.follow_on_rate", Values{1, world.programmes.follow_on_rate.now});
    columns.emplace("grants.in_force", std::move(in_force));
    columns.emplace("grants.stopping", std::move(stopping));
    for (std::size_t l = 0; l < labs(); ++l)
        lab_balance.push_back(world.ledger.balance({AccountClass::lab, l}));
    for (std::size_t f = 0; f < flow_count; ++f) flows[f] = world.ledger.flow(static_cast<Flow>(f));
}

Comparison compare(Funded const& a, Funded const& b) {
    Comparing c{a, b};
    c.apart.assign(a.columns.at("municipalities.population").now.size(), 0);
    c.labs();
    c.municipalities();
    c.nation();
    return c.found;
}

}  // namespace spil::testing
