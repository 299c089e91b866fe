#include "engine/processes/common/kene.hpp"

#include <algorithm>

#include "engine/core/error.hpp"

namespace spil {

namespace {

constexpr int neighbourhood = 30;  ///< capabilities among which a mission's solutions choose

/// 0 .. n - 1, all alike but for less than n / 2^32.
int below(Draws& draws, int n) {
    return static_cast<int>((std::uint64_t{draws()} * static_cast<std::uint64_t>(n)) >> 32);
}

/// The k-th capability (from 0) outside `known`; there is one.
int missing_capability(Draws& draws, Capabilities const& known) {
    int k = below(draws, capability_kinds - static_cast<int>(known.count()));
    for (int c = 1; c <= capability_kinds; ++c)
        if (!known.test(static_cast<std::size_t>(c)) && k-- == 0) return c;
    return 1;
}

std::size_t least_expertise(KeneView kene) {
    std::size_t least = 0;
    for (std::size_t k = 0; k < kene.capability.size(); ++k) {
        if (kene.capability[k] == 0) return k;  // an empty place
        if (kene.expertise[k] < kene.expertise[least]) least = k;
    }
    return least;
}

void put(Kene kene, std::size_t place, int capability, int ability, int expertise) {
    kene.capability[place] = static_cast<std::uint8_t>(capability);
    kene.ability[place] = static_cast<std::uint8_t>(ability);
    kene.expertise[place] = static_cast<std::uint8_t>(expertise);
}

}  // namespace

Capabilities capability_set(std::span<std::uint8_t const> capabilities) {
    Capabilities set;
    for (auto const c : capabilities)
        if (c != 0) set.set(c);
    return set;
}

double kene_overlap(Capabilities const& a, Capabilities const& b) {
    auto const smaller = std::min(a.count(), b.count());
    return smaller == 0 ? 0 : static_cast<double>((a & b).count()) / static_cast<double>(smaller);
}

double coverage_of(Capabilities const& required, Capabilities const& present) {
    auto const all = required.count();
    return all == 0 ? 1 : static_cast<double>((required & present).count()) / static_cast<double>(all);
}

void draw_required(std::uint64_t seed, std::size_t mission, std::size_t solution,
                   std::span<std::uint8_t> required) {
    SPIL_EXPECT(required.size() <= neighbourhood, "a solution takes few capabilities");
    auto const address = [&](std::size_t entity, std::uint32_t alternative) {
        return Draws{Address{.seed = seed,
                             .purpose = Purpose::required_capabilities,
                             .entity = static_cast<std::uint32_t>(entity),
                             .alternative = alternative}};
    };
    auto place = address(mission, 0);
    int const first = below(place, capability_kinds);
    auto draws = address(solution, 1);
    Capabilities taken;
    for (auto& r : required) {
        int c = 0;
        do c = 1 + (first + below(draws, neighbourhood)) % capability_kinds;
        while (taken.test(static_cast<std::size_t>(c)));
        taken.set(static_cast<std::size_t>(c));
        r = static_cast<std::uint8_t>(c);
    }
}

void draw_kene(Draws& draws, std::span<std::uint8_t const> required, int known, int triples, Kene kene) {
    Capabilities have;
    auto const length = static_cast<int>(kene.capability.size());
    for (int k = 0; k < length; ++k) {
        auto const place = static_cast<std::size_t>(k);
        if (k >= triples) {
            put(kene, place, 0, 0, 0);
            continue;
        }
        int c = 0;
        if (k < known && place < required.size()) c = required[place];
        if (c == 0 || have.test(static_cast<std::size_t>(c))) c = missing_capability(draws, have);
        have.set(static_cast<std::size_t>(c));
        int const ability = below(draws, highest_ability + 1);
        put(kene, place, c, ability, 1 + below(draws, highest_expertise));
    }
}

bool learn_triple(Kene mine, KeneView teacher) {
    auto const known = capability_set(mine.capability);
    std::size_t best = teacher.capability.size();
    for (std::size_t k = 0; k < teacher.capability.size(); ++k) {
        if (teacher.capability[k] == 0 || known.test(teacher.capability[k])) continue;
        if (best == teacher.capability.size() || teacher.expertise[k] > teacher.expertise[best]) best = k;
    }
    if (best == teacher.capability.size() || teacher.expertise[best] < 2) return false;
    int const expertise = teacher.expertise[best] - 1;
    auto const place = least_expertise(mine);
    if (mine.capability[place] != 0 && mine.expertise[place] >= expertise) return false;
    put(mine, place, teacher.capability[best], teacher.ability[best], expertise);
    return true;
}

void research_incremental(Draws& draws, Capabilities const& required, Kene kene) {
    int serving = 0;
    for (auto const c : kene.capability) serving += required.test(c) ? 1 : 0;
    if (serving == 0) return;
    int chosen = below(draws, serving);
    int const step = draws.chance(0.5) ? 1 : -1;
    for (std::size_t k = 0; k < kene.capability.size(); ++k) {
        if (!required.test(kene.capability[k]) || chosen-- != 0) continue;
        kene.ability[k] = static_cast<std::uint8_t>(std::clamp(kene.ability[k] + step, 0, highest_ability));
        return;
    }
}

void research_radical(Draws& draws, Capabilities const& wanted, Kene kene) {
    auto const known = capability_set(kene.capability);
    auto const missing = wanted & ~known;
    // Everything but what is wanted and missing counts as known, as long as something is.
    int const c = missing_capability(draws, missing.any() ? ~missing & ~Capabilities{1} : known);
    int const ability = below(draws, highest_ability + 1);
    put(kene, least_expertise(kene), c, ability, 1);
}

void practise(Capabilities const& used, Kene kene) {
    for (std::size_t k = 0; k < kene.capability.size(); ++k) {
        if (kene.capability[k] == 0) continue;
        int const change = used.test(kene.capability[k]) ? 1 : -1;
        int const expertise = std::min(kene.expertise[k] + change, highest_expertise);
        if (expertise <= 0)
            put(kene, k, 0, 0, 0);
        else
            kene.expertise[k] = static_cast<std::uint8_t>(expertise);
    }
}

}  // namespace spil
