#include "engine/processes/common/meetings.hpp"

#include <algorithm>

#include "engine/core/clones.hpp"

namespace spil {

double contact_strength(double proximity, bool same_region, double trust, double practice,
                        CirculationParameters const& p) {
    return p.proximity_weight * proximity + (same_region ? p.region_weight : 0.0) + p.trust_weight * trust +
           p.practice_weight * practice;
}

namespace {

/// Rows of the matrices lie far apart: they are asked for some rows ahead, or each would be waited for.
constexpr std::size_t ahead = 8;
inline void fetch_lane([[maybe_unused]] double const* lane) {
#if defined(__GNUC__)
    __builtin_prefetch(lane);
    __builtin_prefetch(lane + readers_abreast / 2);
    __builtin_prefetch(lane + readers_abreast - 1);
#endif
}

/// Readers of a block as their contact with others has it.
struct Known {
    std::array<std::int32_t, readers_abreast> region{};
    Lane trust{};
};

/// contact_strength of one municipality with the readers.
SPIL_CLONES void contact_without_practice(Lane const& proximity, Known const& readers, std::int32_t region,
                                          double trust, CirculationParameters const& p, Lane& contact) {
    Lane strength{};
    for (std::size_t b = 0; b < readers_abreast; ++b)
        strength[b] =
            contact_strength(proximity[b], region == readers.region[b], (trust + readers.trust[b]) / 2, 0, p);
    contact = strength;
}

}  // namespace

Acquaintances::Acquaintances(std::size_t n, In<&Ties::municipality> const& municipality,
                             In<&Ties::party> const& party, In<&Ties::kind> const& kind,
                             In<&Ties::trust> const& trust)
    : of_(n) {
    for (std::size_t t = 0, end = kind.rows(); t < end; ++t) {
        if (kind(t) != Party::municipality) continue;
        auto const i = static_cast<std::size_t>(municipality(t));
        auto const j = static_cast<std::size_t>(party(t));
        of_[i].push_back({j, trust(t)});
        of_[j].push_back({i, trust(t)});
    }
}

std::unique_ptr<Nearness[]> HostContacts::nearness(std::span<std::size_t const> hosts, std::size_t first,
                                                   std::size_t last) const {
    Known readers;
    std::copy_n(&region[first], last - first, readers.region.begin());
    std::copy_n(&trust[first], last - first, readers.trust.begin());
    auto near = std::make_unique_for_overwrite<Nearness[]>(geography.n);
    // The matrices are symmetric: a row of the host holds its readers side by side.
    auto const row = [&](std::vector<double> const& matrix, std::size_t i) {
        return matrix.data() + i * geography.n + first;
    };
    Lane proximity{};
    for (std::size_t h = 0; h < hosts.size(); ++h) {
        auto const i = hosts[h];
        if (h + ahead < hosts.size())
            for (auto const* matrix :
                 {&geography.proximity, &geography.likeness, &geography.perceived_likeness})
                fetch_lane(row(*matrix, hosts[h + ahead]));
        if (last - first < readers_abreast) near[i] = {};  // the last, shorter block
        std::copy_n(row(geography.proximity, i), last - first, proximity.begin());
        contact_without_practice(proximity, readers, region[i], trust[i], p, near[i].contact);
        std::copy_n(row(geography.likeness, i), last - first, near[i].like.begin());
        std::copy_n(row(geography.perceived_likeness, i), last - first, near[i].seen.begin());
    }
    for (auto j = first; j < last; ++j)
        for (auto const& [i, tie] : acquaintances.of(j))
            near[i].contact[j - first] =
                contact_strength(geography.at(geography.proximity, i, j), region[i] == region[j], tie, 0, p);
    return near;
}

Joined HostContacts::joined(std::size_t m, std::size_t first, std::size_t last) const {
    Joined readers;
    for (auto j = first; j < last; ++j)
        if (member(j, m) != 0) {
            readers.joined[j - first] = 1;
            readers.hub[j - first] = hub(m);
        }
    return readers;
}

}  // namespace spil
