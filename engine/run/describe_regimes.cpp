/// \file describe_regimes.cpp  Ways of funding with a name: what each is, in which knobs and through which
/// channels it differs from funding by project.

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "engine/model/channels.hpp"
#include "engine/model/presets.hpp"
#include "engine/run/describe.hpp"
#include "engine/run/describe_text.hpp"
#include "engine/schema/binding.hpp"

namespace spil {

using namespace describe_text;

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view reference = "project";

struct Difference {
    std::string knob, value, reference_value;
    std::vector<std::string> channels;
};

std::vector<std::string> names(std::vector<Channel> const& channels) {
    std::vector<std::string> list;
    list.reserve(channels.size());
    for (auto const c : channels) list.emplace_back(channel_names[static_cast<std::size_t>(c)]);
    return list;
}

std::vector<Difference> differences(Regime regime, Regime base) {
    auto const mine = bind(regime);
    auto const theirs = bind(base);
    auto const between = differing_channels(regime, base);
    std::vector<Difference> found;
    for (std::size_t k = 0; k < mine.size(); ++k) {
        if (mine[k].number() == theirs[k].number()) continue;
        std::vector<Channel> here;
        std::ranges::set_intersection(channels_of(mine[k].name), between, std::back_inserter(here));
        found.push_back({std::string{mine[k].name}, mine[k].text(), theirs[k].text(), names(here)});
    }
    return found;
}

std::string as_json(Regime const& base) {
    Json channels = Json::array();
    Json knobs = Json::array();
    Json regimes = Json::array();
    for (std::size_t c = 0; c < channel_count; ++c)
        channels.push_back({{"name", channel_names[c]}, {"meaning", channel_meanings[c]}});
    for (auto const& k : knob_channels())
        knobs.push_back({{"name", k.knob}, {"channels", names(k.channels)}});
    for (auto const& p : presets()) {
        Json differing = Json::array();
        for (auto const& d : differences(p.regime, base))
            differing.push_back({{"name", d.knob},
                                 {"value", d.value},
                                 {"reference", d.reference_value},
                                 {"channels", d.channels}});
        regimes.push_back({{"name", p.name},
                           {"meaning", p.meaning},
                           {"differing_knobs", std::move(differing)},
                           {"differing_channels", names(differing_channels(p.regime, base))}});
    }
    Json const all{{"reference", reference},
                   {"channels", std::move(channels)},
                   {"knobs", std::move(knobs)},
                   {"regimes", std::move(regimes)}};
    return all.dump(2) + "\n";
}

std::string as_markdown(Regime const& base) {
    std::string text = fmt::format(
        "# Ways of funding\n\nHow each differs from `{}`, knob by knob, and through which channels that "
        "acts.\n",
        reference);
    for (auto const& p : presets()) {
        text += fmt::format("\n## `{}`\n\n{}.\n", p.name, escaped(p.meaning));
        auto const differing = differences(p.regime, base);
        if (differing.empty()) continue;
        text += fmt::format("\n| knob | here | `{}` | channels |\n|---|---|---|---|\n", reference);
        for (auto const& d : differing)
            text += fmt::format("| `{}` | {} | {} | {} |\n", d.knob, d.value, d.reference_value,
                                listed(d.channels, "none"));
    }
    text += "\n## Channels\n\n| channel | what |\n|---|---|\n";
    for (std::size_t c = 0; c < channel_count; ++c)
        text += fmt::format("| {} | {} |\n", channel_names[c], escaped(channel_meanings[c]));
    return text;
}

}  // namespace

std::string describe_regimes(DescribeAs form) {
    auto const base = preset(reference);
    if (form == DescribeAs::json) return as_json(base);
    if (form == DescribeAs::markdown) return as_markdown(base);
    std::string text;
    for (auto const& p : presets()) {
        text += fmt::format("{}{}\n", text.empty() ? "" : "\n", p.name) + wrapped(p.meaning, "  ", 100);
        auto const differing = differences(p.regime, base);
        if (differing.empty()) continue;
        text += fmt::format("  differs from {} in\n", reference);
        for (auto const& d : differing)
            text += fmt::format("    {} = {} ({}: {}): {}\n", d.knob, d.value, reference, d.reference_value,
                                listed(d.channels, "none"));
    }
    text += "\nchannels, after the colon, are the ways in which a knob acts on the rest of the model:\n";
    for (std::size_t c = 0; c < channel_count; ++c)
        text += fmt::format("  {}: {}\n", channel_names[c], channel_meanings[c]);
    return text;
}

}  // namespace spil
