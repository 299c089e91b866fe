#include "engine/model/channels.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "engine/core/error.hpp"
#include "engine/model/presets.hpp"
#include "engine/model/schedule.hpp"
#include "engine/schema/binding.hpp"
#include "tests/support/catch.hpp"

using namespace spil;

TEST_CASE("every knob - every funding column and every payment of funders has its channel",
          "[model][channels]") {
    Regime r;
    auto const knobs = bind(r);
    REQUIRE(knob_channels().size() == knobs.size());
    for (std::size_t k = 0; k < knobs.size(); ++k) {
        INFO(knobs[k].name);
        CHECK(knob_channels()[k].knob == knobs[k].name);
        CHECK_FALSE(channels_of(knobs[k].name).empty());
        CHECK(std::is_sorted(channels_of(knobs[k].name).begin(), channels_of(knobs[k].name).end()));
    }
    std::set<std::string> const columns(funding_channels().begin(), funding_channels().end());
    std::set<std::string> mapped;
    for (auto const& c : column_channels()) mapped.emplace(c.column);
    CHECK(mapped == columns);
    CHECK_THROWS_AS(channels_of("luck"), ContractError);
}

TEST_CASE("regimes without a difference have no channel between them", "[model][channels]") {
    for (auto const& p : presets()) CHECK(differing_channels(p.regime, p.regime).empty());
    CHECK(differing_knobs(preset("project"), preset("project+strategy")) ==
          std::vector<std::string_view>{"upscaling_required"});
    CHECK(differing_channels(preset("project"), preset("project+bundling")) == std::vector{Channel::burden});
    CHECK(differing_channels(preset("portfolio"), preset("block")).size() == channel_count);
    // Nobody is hired out of money by formula where there is none.
    CHECK(differing_channels(preset("project"), preset("portfolio")).size() == channel_count - 1);
    CHECK(differing_channels(preset("project"), preset("project+X")) ==
          std::vector{Channel::cash, Channel::information, Channel::rules, Channel::acceptance});
}
