#include "engine/run/random_policies.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/core/name_hash.hpp"
#include "engine/core/random.hpp"
#include "engine/model/presets.hpp"
#include "engine/schema/binding.hpp"

namespace spil {

namespace {

constexpr std::array<std::string_view, 3> kept{"budget", "reference_grant", "clairvoyant"};

void draw(Binding const& knob, double u) {
    if (auto const* number = std::get_if<double*>(&knob.target)) {
        if (!std::isnan(knob.range.likely_low))
            **number = knob.range.likely_low + u * (knob.range.likely_high - knob.range.likely_low);
    } else if (auto const* flag = std::get_if<bool*>(&knob.target)) {
        **flag = u < 0.5;
    } else if (auto const* word = std::get_if<WordTarget>(&knob.target)) {
        // The first word of a choice is "none": a way of funding that does not fund.
        auto const words = word->words.size() - 1;
        word->set(word->member,
                  1 + std::min(words - 1, static_cast<std::size_t>(u * static_cast<double>(words))));
    }
}

}  // namespace

Regime random_regime(std::uint64_t seed, std::uint32_t n) {
    Regime regime = preset("project");
    for (auto const& knob : bind(regime)) {
        if (std::find(kept.begin(), kept.end(), knob.name) != kept.end()) continue;
        auto const hash = name_hash(knob.name);
        Draws draws{Address{.seed = seed,
                            .purpose = Purpose::random_knob,
                            .entity = n,
                            .alternative = static_cast<std::uint32_t>(hash & 0xFFFFFu),
                            .replicate = static_cast<std::uint32_t>(hash >> 32)}};
        draw(knob, draws.uniform());
    }
    return regime;
}

void read_random_policies(Scenario const& scenario, Study& study, std::vector<Problem>& problems) {
    auto const* node = scenario.root.find("random_policies");
    if (node == nullptr) return;
    if (node->table() == nullptr) {
        problems.push_back(
            {node->place,
             fmt::format("'random_policies' must be a section, [random_policies], not {}", node->kind())});
        return;
    }
    RandomPolicySettings settings;
    assign(*node->table(), bind(settings), "[random_policies]", problems);
    for (std::int64_t n = 1; n <= settings.count; ++n) {
        auto name = fmt::format("random_{}", n);
        auto const taken = std::any_of(study.policies.begin(), study.policies.end(),
                                       [&](Policy const& p) { return p.name == name; });
        if (taken)
            problems.push_back(
                {node->place, fmt::format("a policy is called \"{}\" already; [random_policies] would "
                                          "give that name to one of its own",
                                          name)});
        study.policies.push_back(
            {std::move(name),
             {},
             random_regime(static_cast<std::uint64_t>(settings.seed), static_cast<std::uint32_t>(n))});
    }
}

}  // namespace spil
