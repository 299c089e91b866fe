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

/// contact_strength of one municipality with `readers` others side by side.
SPIL_CLONES void contact_without_practice(double const* proximity, std::int32_t const* regions,
                                          double const* trusts, std::int32_t region, double trust,
                                          CirculationParameters const& p, std::size_t readers,
                                          Lane& contact) {
    for (std::size_t b = 0; b < readers; ++b)
        contact[b] = contact_strength(proximity[b], region == regions[b], (trust + trusts[b]) / 2, 0, p);
}

/// Readers of a block in one mission: 1 in the community and 0 outside, and the strength of the hub for each.
struct Readers {
    Lane joined{}, hub{};
};

/// How readers meet one host. \param base  contact without the community  \param practice  its weight, 0 for
/// a host outside
/// \param like, seen  true and perceived likeness to the readers, `readers_abreast` numbers each
SPIL_CLONES void meet_host(Lane const& base, double practice, Readers const& readers, double const* like,
                           double const* seen, Meeting& met) {
    for (std::size_t b = 0; b < readers_abreast; ++b) {
        met.contact[b] = base[b] + readers.joined[b] * practice;
        double const relevance = seen[b] + readers.hub[b] * (like[b] - seen[b]);
        met.like[b] = met.contact[b] * like[b];
        met.seen[b] = met.contact[b] * relevance;
        met.told_by_hub[b] = readers.joined[b] * met.seen[b];
    }
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

std::vector<Lane> HostContacts::apart_from_practice(std::size_t first, std::size_t last) const {
    std::vector<Lane> lanes(geography.n);
    double const* const near = geography.proximity.data() + first;
    for (std::size_t i = 0; i < geography.n; ++i) {
        if (i + ahead < geography.n) fetch_lane(near + (i + ahead) * geography.n);
        contact_without_practice(near + i * geography.n, &region[first], &trust[first], region[i], trust[i],
                                 p, last - first, lanes[i]);
    }
    for (auto j = first; j < last; ++j)
        for (auto const& [i, tie] : acquaintances.of(j))
            lanes[i][j - first] =
                contact_strength(geography.at(geography.proximity, i, j), region[i] == region[j], tie, 0, p);
    return lanes;
}

void HostContacts::meet(std::span<std::size_t const> hosts, std::optional<std::size_t> m,
                        std::vector<Lane> const& base, std::size_t first, std::size_t last,
                        std::vector<Meeting>& meetings) const {
    Readers readers;
    for (auto j = first; m && j < last; ++j)
        if (member(j, *m) != 0) {
            readers.joined[j - first] = 1;
            readers.hub[j - first] = hub(*m);
        }
    meetings.resize(geography.n);
    Lane like{}, seen{};  // of the last, shorter block
    // The matrices are symmetric: a row of the host holds its readers side by side.
    auto const row = [&](std::vector<double> const& matrix, std::size_t i) {
        return matrix.data() + i * geography.n + first;
    };
    for (std::size_t h = 0; h < hosts.size(); ++h) {
        auto const i = hosts[h];
        double const* true_row = row(geography.likeness, i);
        double const* seen_row = row(geography.perceived_likeness, i);
        if (h + ahead < hosts.size()) {
            fetch_lane(row(geography.likeness, hosts[h + ahead]));
            fetch_lane(row(geography.perceived_likeness, hosts[h + ahead]));
        }
        if (last - first < readers_abreast) {
            std::copy_n(true_row, last - first, like.begin());
            std::copy_n(seen_row, last - first, seen.begin());
            true_row = like.data();
            seen_row = seen.data();
        }
        meet_host(base[i], m ? p.practice_weight * community(i, *m) : 0, readers, true_row, seen_row,
                  meetings[i]);
    }
}

}  // namespace spil
