#pragma once
/// \file funding_channels.hpp  One month of funding from a given world, and in which channels two such months
/// differ.
///
/// Only labs and municipalities in the same position are compared beyond the position itself: a lab that one
/// regime stopped and the other did not differs in acceptance, not in cash. See engine/model/channels.hpp.

#include <array>
#include <bitset>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/model/channels.hpp"
#include "engine/model/parameters.hpp"
#include "engine/world/world.hpp"

namespace spil::testing {

using ChannelSet = std::bitset<channel_count>;

inline ChannelSet set_of(std::vector<Channel> const& channels) {
    ChannelSet set;
    for (auto const c : channels) set.set(static_cast<std::size_t>(c));
    return set;
}
std::string text_of(ChannelSet const& channels);

/// Runs the funding processes of the schedule, and no others, for one month.
void fund_one_month(World& world, Settings const& settings, std::uint64_t seed, std::uint32_t month);
/// Under money by formula pools own what their labs hold; a world from another regime knows no pools yet.
void hand_over_pools(World& world, Regime const& regime);

/// Columns of labs, municipalities, missions and solutions by name, and what funding paid.
struct Funded {
    struct Values {
        std::size_t width = 1;
        std::vector<double> now;
    };
    std::map<std::string, Values> columns;
    std::vector<Cents> lab_balance;
    std::array<Cents, flow_count> flows{};

    explicit Funded(World const& world);
    double at(std::string const& column, std::size_t row) const { return columns.at(column).now[row]; }
    std::size_t labs() const { return columns.at("labs.key").now.size(); }
};

struct Comparison {
    ChannelSet channels;
    std::set<std::string> undeclared;  ///< columns and flows that differ and belong to no channel
};
Comparison compare(Funded const& a, Funded const& b);

}  // namespace spil::testing
