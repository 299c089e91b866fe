#pragma once
/// \file channels.hpp  The channels through which a way of funding acts on the rest of the model, declared
/// knob by knob.
///
/// The core of the model knows no regime (engine/README.md); what a regime does, it does through what funding
/// processes write. Every such column and every kind of payment belongs to one channel, and every knob has
/// the list of channels it may move. Two regimes can hence differ only in the channels of the knobs in which
/// they differ; tests/model/test_hidden_advantages.cpp holds the model to it.
///
/// A knob's channels are what it moves for labs and municipalities in the same position, and who gets into
/// which position (acceptance). What follows from that later is the model's own doing. Whatever costs a
/// programme money leaves less to promise, hence acts on acceptance too, and on what is handed out by
/// formula.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/world/ledger.hpp"
#include "engine/world/regime.hpp"

namespace spil {

enum class Channel : std::uint8_t { cash, horizon, burden, information, rules, acceptance, softness, staff };
inline constexpr std::size_t channel_count = 8;
inline constexpr std::array<std::string_view, channel_count> channel_names{
    "cash", "horizon", "burden", "information", "rules", "acceptance", "softness", "staff"};
inline constexpr std::array<std::string_view, channel_count> channel_meanings{
    "money for labs and its timing",
    "months of money that people in a lab count on",
    "staff and cash that applying and reporting take",
    "communities of practice, and what an application teaches",
    "spending on rules, intermediaries and third spaces",
    "who is accepted, rejected, followed on or stopped, on what condition and when",
    "chance to go on after a poor result",
    "permanent staff paid out of money by formula"};

struct KnobChannels {
    std::string_view knob;
    std::vector<Channel> channels;  ///< in the order of the enum
};
/// One row for each knob of Regime, in its order.
std::vector<KnobChannels> const& knob_channels();
/// \throws ContractError for a name that is no knob
std::vector<Channel> const& channels_of(std::string_view knob);

/// Names of the knobs in which two regimes differ.
std::vector<std::string_view> differing_knobs(Regime const& a, Regime const& b);
/// Every channel of those knobs, in the order of the enum; staff only where one of the two hands out money by
/// formula.
std::vector<Channel> differing_channels(Regime const& a, Regime const& b);

struct ColumnChannel {
    std::string_view column;
    Channel channel;
};
/// The channel of every column that funding processes write outside their own tables: those of
/// funding_channels() in model/schedule.hpp. "labs.*" stands for the founding of labs and for all that is
/// written with it and not named on its own.
std::span<ColumnChannel const> column_channels();
/// Nothing for payments that funding processes do not make.
std::optional<Channel> channel_of(Flow flow);

}  // namespace spil
