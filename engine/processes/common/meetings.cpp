#include "engine/processes/common/meetings.hpp"

#include <algorithm>
#include <cstring>

#include "engine/core/clones.hpp"
#include "engine/core/prefetch.hpp"

namespace spil {

double contact_strength(double proximity, bool same_region, double trust, double practice,
                        CirculationParameters const& p) {
    return p.proximity_weight * proximity + (same_region ? p.region_weight : 0.0) + p.trust_weight * trust +
           p.practice_weight * practice;
}

namespace {

/// Rows of the matrices lie far apart: they are asked for some rows ahead.
inline void fetch_lane(double const* lane) {
    fetch(lane);
    fetch(lane + readers_abreast / 2);
    fetch(lane + readers_abreast - 1);
}

/// Readers of a block as their contact with others has it.
struct Known {
    std::array<std::int32_t, readers_abreast> region{};
    Lane trust{};
};

/// contact_strength of one municipality with the readers.
inline void contact_without_practice(double const* proximity, Known const& readers, std::int32_t region,
                                     double trust, CirculationParameters const& p, Lane& contact) {
    Lane strength{};
    for (std::size_t b = 0; b < readers_abreast; ++b)
        strength[b] =
            contact_strength(proximity[b], region == readers.region[b], (trust + readers.trust[b]) / 2, 0, p);
    contact = strength;
}

/// Where the readers of a block begin in the rows of each matrix. The matrices are symmetric: a row of the
/// host holds its readers side by side.
struct Rows {
    double const *proximity, *likeness, *perceived;
    std::size_t stride;
};

/// How near a full block of readers is to each host, without those who have worked together. One function
/// for all hosts, and lanes of a fixed length: copies of a length known at run time only, and a call for each
/// host, took most of the time.
SPIL_CLONES void meet_hosts(std::span<std::size_t const> hosts, Rows const& rows, Known const& readers,
                            std::int32_t const* region, double const* trust, CirculationParameters const& p,
                            Nearness* near) {
    auto const own = p;  // nothing that is written below can be a part of it
    for (std::size_t h = 0; h < hosts.size(); ++h) {
        auto const i = hosts[h];
        if (h + ahead < hosts.size()) {
            auto const next = hosts[h + ahead] * rows.stride;
            fetch_lane(rows.proximity + next);
            fetch_lane(rows.likeness + next);
            fetch_lane(rows.perceived + next);
        }
        auto const at = i * rows.stride;
        contact_without_practice(rows.proximity + at, readers, region[i], trust[i], own, near[i].contact);
        // Not std::copy: it allows for overlaps, and so is a call.
        std::memcpy(near[i].like.data(), rows.likeness + at, sizeof(Lane));
        std::memcpy(near[i].seen.data(), rows.perceived + at, sizeof(Lane));
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

std::unique_ptr<Nearness[]> HostContacts::nearness(std::span<std::size_t const> hosts, std::size_t first,
                                                   std::size_t last) const {
    Known readers;
    std::copy_n(&region[first], last - first, readers.region.begin());
    std::copy_n(&trust[first], last - first, readers.trust.begin());
    auto near = std::make_unique_for_overwrite<Nearness[]>(geography.n);
    Rows const rows{geography.proximity.data() + first, geography.likeness.data() + first,
                    geography.perceived_likeness.data() + first, geography.n};
    if (last - first == readers_abreast) {
        meet_hosts(hosts, rows, readers, region.data(), trust.data(), p, near.get());
    } else {
        Lane proximity{};
        for (auto const i : hosts) {
            auto const part = [&](double const* matrix, Lane& lane) {
                std::copy_n(matrix + i * rows.stride, last - first, lane.begin());
            };
            near[i] = {};
            part(rows.proximity, proximity);
            contact_without_practice(proximity.data(), readers, region[i], trust[i], p, near[i].contact);
            part(rows.likeness, near[i].like);
            part(rows.perceived, near[i].seen);
        }
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
