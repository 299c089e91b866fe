#include "engine/processes/circulation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

#include "engine/core/clones.hpp"
#include "engine/core/parallel.hpp"
#include "engine/processes/common/carry_over.hpp"

namespace spil {

double contact_strength(double proximity, bool same_region, double trust, double practice,
                        CirculationParameters const& p) {
    return p.proximity_weight * proximity + (same_region ? p.region_weight : 0.0) + p.trust_weight * trust +
           p.practice_weight * practice;
}

namespace {

/// Everything one municipality can tell about one solution.
struct Source {
    std::size_t host;                       ///< municipality
    std::array<double, conditions> taught;  ///< (0.5 + 0.5 zeta) L_k, summed over labs and institution
    double mean;                            ///< of taught
    double reported;                        ///< mean x Y
    double checked;                         ///< what the hub's check adds to that
};
/// Sources about one mission: who tells something, and what about each solution, in the order of the hosts.
struct MissionSources {
    std::vector<std::size_t> hosts;  ///< municipalities
    std::vector<std::vector<Source>> about;
};

double mean_of(std::span<double const> learnt) {
    double sum = 0;
    for (double const value : learnt) sum += value;
    return sum / static_cast<double>(learnt.size());
}

/// Sums over labs and institutions at one place.
struct Told {
    std::array<double, conditions> taught{};
    double by_labs = 0;      ///< weight of labs in the report
    double by_exempted = 0;  ///< of those with an exemption
    double total = 0;        ///< mean over the conditions of `taught`

    /// Returns what it adds to the total.
    double add(std::span<double const> learnt, double share) {
        for (std::size_t k = 0; k < conditions; ++k) taught[k] += share * learnt[k];
        double const mean = share * mean_of(learnt);
        total += mean;
        return mean;
    }
};

/// Readers handled together: their sums lie side by side, so that the inner loop is one vector operation.
constexpr std::size_t block = 16;
using Lane = std::array<double, block>;

/// Rows of the matrices lie far apart: they are asked for some rows ahead, or each would be waited for.
constexpr std::size_t ahead = 8;
inline void fetch_lane([[maybe_unused]] double const* lane) {
#if defined(__GNUC__)
    __builtin_prefetch(lane);
    __builtin_prefetch(lane + block / 2);
    __builtin_prefetch(lane + block - 1);
#endif
}

/// How readers and one host meet: contact, the same weighed by true and by perceived likeness, and the last
/// for members of the community only.
struct Meeting {
    Lane contact{}, like{}, seen{}, told_by_hub{};
};

/// What readers gather about one solution.
struct Gathered {
    std::array<Lane, conditions> exposure{};
    Lane likeness{}, relevance{}, report{};  ///< by mean teaching: true and perceived likeness, and Y
};

/// Sums over sources, in their order. The sums stand apart from the sources so that the compiler may keep a
/// lane of them in registers.
SPIL_CLONES void gather(std::span<Source const> sources, std::span<Meeting const> meetings, Gathered& sums) {
    Gathered sum{};
    for (auto const& source : sources) {
        auto const& met = meetings[source.host];
        for (std::size_t c = 0; c < conditions; ++c)
            for (std::size_t r = 0; r < block; ++r) sum.exposure[c][r] += met.contact[r] * source.taught[c];
        for (std::size_t r = 0; r < block; ++r) sum.likeness[r] += met.like[r] * source.mean;
        for (std::size_t r = 0; r < block; ++r) sum.relevance[r] += met.seen[r] * source.mean;
        for (std::size_t r = 0; r < block; ++r)
            sum.report[r] += met.seen[r] * source.reported + met.told_by_hub[r] * source.checked;
    }
    sums = sum;
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
/// \param like, seen  true and perceived likeness to the readers, `block` numbers each
SPIL_CLONES void meet_host(Lane const& base, double practice, Readers const& readers, double const* like,
                           double const* seen, Meeting& met) {
    for (std::size_t b = 0; b < block; ++b) {
        met.contact[b] = base[b] + readers.joined[b] * practice;
        double const relevance = seen[b] + readers.hub[b] * (like[b] - seen[b]);
        met.like[b] = met.contact[b] * like[b];
        met.seen[b] = met.contact[b] * relevance;
        met.told_by_hub[b] = readers.joined[b] * met.seen[b];
    }
}

/// Municipalities that have worked together, each seen from both sides.
class Acquaintances {
  public:
    struct With {
        std::size_t other;
        double trust;
    };
    Acquaintances(std::size_t n, In<&Ties::municipality> const& municipality, In<&Ties::party> const& party,
                  In<&Ties::kind> const& kind, In<&Ties::trust> const& trust)
        : of_(n) {
        for (std::size_t t = 0, end = kind.rows(); t < end; ++t) {
            if (kind(t) != Party::municipality) continue;
            auto const i = static_cast<std::size_t>(municipality(t));
            auto const j = static_cast<std::size_t>(party(t));
            of_[i].push_back({j, trust(t)});
            of_[j].push_back({i, trust(t)});
        }
    }
    std::span<With const> of(std::size_t municipality) const { return of_[municipality]; }

  private:
    std::vector<std::vector<With>> of_;
};

/// Who meets whom.
struct Contacts {
    Geography const& geography;
    CirculationParameters const& p;
    In<&Municipalities::region> region;
    In<&Municipalities::partner_trust> trust;
    Acquaintances const& acquaintances;
    In<&Municipalities::practice_member> member;
    In<&Missions::practice_strength> practice;
    In<&Missions::hub_strength> hub;

    /// Strength of the community of practice as municipality i has it.
    double community(std::size_t i, std::size_t m) const { return member(i, m) != 0 ? practice(m) : 0.0; }

    /// Contact of readers [first, last) with every municipality, communities of practice left out.
    std::vector<Lane> apart_from_practice(std::size_t first, std::size_t last) const {
        std::vector<Lane> lanes(geography.n);
        double const* const near = geography.proximity.data() + first;
        for (std::size_t i = 0; i < geography.n; ++i) {
            if (i + ahead < geography.n) fetch_lane(near + (i + ahead) * geography.n);
            contact_without_practice(near + i * geography.n, &region[first], &trust[first], region[i],
                                     trust[i], p, last - first, lanes[i]);
        }
        for (auto j = first; j < last; ++j)
            for (auto const& [i, tie] : acquaintances.of(j))
                lanes[i][j - first] = contact_strength(geography.at(geography.proximity, i, j),
                                                       region[i] == region[j], tie, 0, p);
        return lanes;
    }

    /// Whether mission m has a community that counts: in all other missions people meet alike.
    bool has_community(std::size_t m) const { return practice(m) > 0 || hub(m) > 0; }

    /// How readers [first, last) meet hosts, in a mission with a community or (none) in all those without.
    /// \param meetings  one for each municipality; those of hosts are set
    void meet(std::span<std::size_t const> hosts, std::optional<std::size_t> m, std::vector<Lane> const& base,
              std::size_t first, std::size_t last, std::vector<Meeting>& meetings) const {
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
            if (last - first < block) {
                std::copy_n(true_row, last - first, like.begin());
                std::copy_n(seen_row, last - first, seen.begin());
                true_row = like.data();
                seen_row = seen.data();
            }
            meet_host(base[i], m ? p.practice_weight * community(i, *m) : 0, readers, true_row, seen_row,
                      meetings[i]);
        }
    }
};

}  // namespace

double uptake(double knowledge, double skill, double practice, double exposure,
              CirculationParameters const& p, PracticeParameters const& practice_parameters) {
    double const absorption = p.absorption_floor + (1 - p.absorption_floor) * skill;
    double const rate =
        circulation_period * p.transfer_rate * absorption * (1 + practice_parameters.multiplier * practice);
    return (1 - knowledge) * (1 - std::exp(-rate * exposure));
}

void circulate(Step const& step, Geography const& geography, CirculationParameters const& p,
               ReportParameters const& report, PracticeParameters const& community,
               EmbeddingParameters const& embedding_parameters, In<&Municipalities::region> region,
               In<&Municipalities::skill> skill, In<&Municipalities::partner_trust> trust,
               In<&Municipalities::practice_member> member, In<&Municipalities::accepted_fit> accepted_fit,
               In<&Municipalities::viable_fit> viable_fit, In<&Municipalities::potential> potential,
               In<&Municipalities::implemented> implemented, In<&Municipalities::learning> learning,
               In<&Missions::practice_strength> practice, In<&Missions::hub_strength> hub,
               In<&Solutions::permission> permission, In<&Labs::stage> stage, In<&Labs::host> host,
               In<&Labs::solution> solution, In<&Labs::end_month> end_month, In<&Labs::learning> lab_learning,
               In<&Labs::retention> retention, In<&Labs::exemption> exemption,
               In<&Ties::municipality> tie_municipality, In<&Ties::party> tie_party, In<&Ties::kind> tie_kind,
               In<&Ties::trust> tie_trust, Update<&Municipalities::knowledge> knowledge,
               Update<&Municipalities::carry_over> carry_over, Update<&Municipalities::belief> belief,
               Update<&Municipalities::belief_weight> belief_weight) {
    auto const n = region.rows();
    auto const solutions = belief.width();
    auto const missions = practice.rows();
    auto const per_mission = step.dimensions.solutions_per_mission;
    SPIL_EXPECT(geography.n == n, "the geography is that of these municipalities");

    auto const remembered = [&](std::size_t l) {
        if (running(stage(l))) return true;
        return in_no_mans_land(stage(l)) && static_cast<double>(step.tick) - end_month(l) <= p.source_memory;
    };
    std::vector<Told> told(n * solutions);
    for (std::size_t l = 0; l < stage.rows(); ++l) {
        auto const learnt = lab_learning.row(l);
        if (!remembered(l) || !(mean_of(learnt) > p.least_learning)) continue;
        auto& here =
            told[static_cast<std::size_t>(host(l)) * solutions + static_cast<std::size_t>(solution(l))];
        double const held = p.unretained_share + (1 - p.unretained_share) * retention(l);
        double const weight = here.add(learnt, held);
        here.by_labs += weight;
        if (exemption(l) == Exemption::granted) here.by_exempted += weight;
    }
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t s = 0; s < solutions; ++s) {
            if (implemented(i, s) == 0) continue;
            auto const learnt = learning.row(i).subspan(s * conditions, conditions);
            if (mean_of(learnt) > p.least_learning) told[i * solutions + s].add(learnt, 1);
        }

    struct Report {
        double merit, error;
    };
    auto const said = [&](std::size_t i, std::size_t s) -> Report {
        auto const& here = told[i * solutions + s];
        double merit = potential(i, s);
        if (here.by_exempted > 0) {
            double const allowed = std::max(permission(s), embedding_parameters.exemption_level);
            double const exempted =
                embedding(accepted_fit(i, s), allowed, viable_fit(i, s), embedding_parameters);
            merit += (exempted - merit) * here.by_exempted / here.total;
        }
        double const noise = step.draws(Purpose::report_noise, i, s).normal();
        return {merit, report.effort_bias * here.by_labs / here.total + report.noise * noise};
    };
    std::vector<MissionSources> tellers(missions);
    for (std::size_t m = 0; m < missions; ++m) {
        auto& [hosts, about] = tellers[m];
        about.resize(per_mission);
        double const checked = community.hub_correction * hub(m);
        for (std::size_t i = 0; i < n; ++i) {
            bool tells = false;
            for (std::size_t local = 0; local < per_mission; ++local) {
                auto const s = m * per_mission + local;
                auto const& here = told[i * solutions + s];
                if (here.total <= 0) continue;
                auto const [merit, error] = said(i, s);
                about[local].push_back({i, here.taught, here.total, here.total * (merit + error),
                                        -here.total * checked * error});
                tells = true;
            }
            if (tells) hosts.push_back(i);
        }
    }

    Acquaintances const acquaintances{n, tie_municipality, tie_party, tie_kind, tie_trust};
    Contacts const contacts{geography, p, region, trust, acquaintances, member, practice, hub};
    std::vector<std::size_t> hosts_met_alike;
    for (std::size_t m = 0; m < missions; ++m)
        if (!contacts.has_community(m))
            hosts_met_alike.insert(hosts_met_alike.end(), tellers[m].hosts.begin(), tellers[m].hosts.end());
    std::sort(hosts_met_alike.begin(), hosts_met_alike.end());
    hosts_met_alike.erase(std::unique(hosts_met_alike.begin(), hosts_met_alike.end()), hosts_met_alike.end());
    double const kept = std::pow(1 - p.report_forgetting, circulation_period);
    auto const absorb = [&](std::size_t j, std::size_t m, std::size_t s, Gathered const& sum, std::size_t b) {
        double const old = kept * belief_weight(j, s);
        belief_weight(j, s) = old;
        double exposure = 0, before = 0, taken = 0;
        for (std::size_t c = 0; c < conditions; ++c) {
            auto& known = knowledge(j, s * conditions + c);
            double const more =
                uptake(known, skill[j], contacts.community(j, m), sum.exposure[c][b], p, community);
            exposure += sum.exposure[c][b] / static_cast<double>(conditions);
            before += known / static_cast<double>(conditions);
            taken += more / static_cast<double>(conditions);
            known += more;
        }
        if (!(taken > 0)) return;
        double const part = taken / exposure;
        double const weight = part * sum.relevance[b];
        if (weight > 0) {
            belief(j, s) = (old * belief(j, s) + part * sum.report[b]) / (old + weight);
            belief_weight(j, s) = old + weight;
        }
        carry_over(j, s) = clip01(mixed_carry_over(before, carry_over(j, s), taken, part * sum.likeness[b]));
    };
    auto const read = [&](std::size_t, std::size_t first, std::size_t last) {
        auto const base = contacts.apart_from_practice(first, last);
        std::vector<Meeting> alike, in_community;
        if (!hosts_met_alike.empty()) contacts.meet(hosts_met_alike, {}, base, first, last, alike);
        Gathered gathered;
        for (std::size_t m = 0; m < missions; ++m) {
            bool const community_counts = contacts.has_community(m);
            if (community_counts) contacts.meet(tellers[m].hosts, m, base, first, last, in_community);
            auto const& meetings = community_counts ? in_community : alike;
            for (std::size_t local = 0; local < per_mission; ++local) {
                auto const s = m * per_mission + local;
                auto const& sources = tellers[m].about[local];
                if (sources.empty()) {  // nobody tells anything: what was heard fades
                    for (auto j = first; j < last; ++j) belief_weight(j, s) *= kept;
                    continue;
                }
                gather(sources, meetings, gathered);
                for (auto j = first; j < last; ++j) absorb(j, m, s, gathered, j - first);
            }
        }
    };
    for_each_chunk(n, read, Grain{block});
}

}  // namespace spil
