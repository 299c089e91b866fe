#include "engine/model/populate_organisations.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/core/elementary.hpp"
#include "engine/processes/common/kene.hpp"

namespace spil {

namespace {

/// Groups of municipalities (provinces, regions) that have any, and the largest municipality of each; the
/// most populous group first, the lower index among equals.
struct Groups {
    std::vector<std::size_t> group, seat;
};
Groups by_inhabitants(Country const& c, std::vector<std::int32_t> const& group_of, std::size_t groups) {
    std::vector<std::int64_t> people(groups, 0);
    std::vector<std::size_t> seat(groups, c.size());
    for (std::size_t i = 0; i < c.size(); ++i) {
        auto const g = static_cast<std::size_t>(group_of[i]);
        people[g] += c.population[i];
        if (seat[g] == c.size() || c.population[i] > c.population[seat[g]]) seat[g] = i;
    }
    Groups found;
    for (std::size_t g = 0; g < groups; ++g)
        if (people[g] > 0) found.group.push_back(g);
    std::stable_sort(found.group.begin(), found.group.end(),
                     [&](auto a, auto b) { return people[a] > people[b]; });
    for (auto const g : found.group) found.seat.push_back(seat[g]);
    return found;
}

Groups provinces(Country const& c) {
    return by_inhabitants(c, c.province, c.province_names.size());
}
Groups waters(Country const& c, PartyParameters const& p) {
    auto const regions = by_inhabitants(c, c.region, c.region_names.size());
    Groups g;
    for (std::size_t k = 0; k < static_cast<std::size_t>(p.water_authorities); ++k) {
        g.group.push_back(regions.group[k % regions.group.size()]);
        g.seat.push_back(regions.seat[k % regions.seat.size()]);
    }
    return g;
}

/// Entry k is drawn with odds weights[k].
std::size_t drawn(Draws& draws, std::span<double const> weights) {
    double left = draws.uniform() * std::accumulate(weights.begin(), weights.end(), 0.0);
    std::size_t last = 0;
    for (std::size_t k = 0; k < weights.size(); ++k) {
        if (weights[k] <= 0) continue;
        last = k;
        if ((left -= weights[k]) < 0) return k;
    }
    return last;
}

/// Where each organisation is at home.
std::vector<std::size_t> homes(World const& w, Country const& c, PartyParameters const& p,
                               std::uint64_t seed) {
    auto const n = c.size();
    std::vector<double> weights(n);
    for (std::size_t i = 0; i < n; ++i)
        weights[i] = elementary::pow(w.municipalities.population.now[i], p.size_attraction) *
                     elementary::exp(p.urban_attraction * w.municipalities.context.now[i * context_parts]);
    auto const counts = organisation_counts(c, p);
    std::vector<std::size_t> at;
    for (std::size_t kind = 0; kind < 2; ++kind)
        for (std::size_t k = 0; k < counts[kind]; ++k) {
            Draws draws{Address{.seed = seed,
                                .purpose = Purpose::organisation_place,
                                .entity = static_cast<std::uint32_t>(k),
                                .alternative = static_cast<std::uint32_t>(kind)}};
            at.push_back(drawn(draws, weights));
        }
    for (std::size_t i = 0; i < n; ++i) at.insert(at.end(), static_cast<std::size_t>(p.civic_groups), i);
    auto const province = provinces(c);
    auto const water = waters(c, p);
    at.insert(at.end(), province.seat.begin(), province.seat.end());
    at.insert(at.end(), water.seat.begin(), water.seat.end());
    return at;
}

/// A kene whose first triples serve missions by affinity: a solution's capability drawn for each.
void fill_kene(World& w, PartyParameters const& p, Draws& draws, std::size_t o) {
    auto& t = w.organisations;
    auto const& d = w.dimensions;
    auto const affinity = std::span<double const>{t.affinity.now}.subspan(o * d.missions, d.missions);
    auto const pick = [&](std::size_t n) {
        return std::min(n - 1, static_cast<std::size_t>(draws.uniform() * static_cast<double>(n)));
    };
    std::vector<std::uint8_t> wanted;
    for (std::int64_t k = 0; k < p.specialisation; ++k) {
        auto const s = drawn(draws, affinity) * d.solutions_per_mission + pick(d.solutions_per_mission);
        wanted.push_back(w.solutions.required.now[s * requirement_length + pick(requirement_length)]);
    }
    auto const row = [&](auto& column) {
        return std::span{column.now}.subspan(o * kene_length, kene_length);
    };
    draw_kene(draws, wanted, static_cast<int>(wanted.size()), static_cast<int>(kene_length),
              {row(t.capability), row(t.ability), row(t.expertise)});
}

}  // namespace

std::array<std::size_t, organisation_kinds> organisation_counts(Country const& country,
                                                                PartyParameters const& p) {
    return {static_cast<std::size_t>(p.knowledge_institutions), static_cast<std::size_t>(p.intermediaries),
            country.size() * static_cast<std::size_t>(p.civic_groups),
            provinces(country).seat.size() + waters(country, p).seat.size()};
}

std::vector<std::string> organisation_labels(Country const& country, PartyParameters const& p) {
    std::vector<std::string> labels;
    auto const numbered = [&](std::string const& what, std::size_t n) {
        for (std::size_t k = 1; k <= n; ++k) labels.push_back(what + " " + std::to_string(k));
    };
    numbered("knowledge", static_cast<std::size_t>(p.knowledge_institutions));
    numbered("intermediary", static_cast<std::size_t>(p.intermediaries));
    for (auto const& code : country.code) numbered("civic " + code, static_cast<std::size_t>(p.civic_groups));
    for (auto const g : provinces(country).group) labels.push_back("province " + country.province_names[g]);
    numbered("water authority", waters(country, p).seat.size());
    return labels;
}

void populate_organisations(World& w, Country const& country, PartyParameters const& p, std::uint64_t seed) {
    auto& t = w.organisations;
    auto const M = w.dimensions.missions;
    auto const counts = organisation_counts(country, p);
    auto const at = homes(w, country, p, seed);
    auto const capacity = p.capacity();
    resize(t, at.size(), w.dimensions);
    std::size_t o = 0;
    for (std::size_t kind = 0; kind < organisation_kinds; ++kind)
        for (std::size_t k = 0; k < counts[kind]; ++k, ++o) {
            auto const draws = [&](Purpose purpose) {
                return Draws{Address{.seed = seed,
                                     .purpose = purpose,
                                     .entity = static_cast<std::uint32_t>(k),
                                     .alternative = static_cast<std::uint32_t>(kind)}};
            };
            t.kind.now[o] = static_cast<Party>(kind);
            t.municipality.now[o] = static_cast<std::int32_t>(at[o]);
            t.capacity.now[o] = static_cast<std::int32_t>(std::lround(capacity[kind]));
            auto cares = draws(Purpose::organisation_affinity);
            for (std::size_t m = 0; m < M; ++m) t.affinity.now[o * M + m] = cares.uniform();
            auto knows = draws(Purpose::organisation_kene);
            fill_kene(w, p, knows, o);
        }
}

}  // namespace spil
