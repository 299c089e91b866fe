#include "engine/processes/circulation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "engine/core/clones.hpp"
#include "engine/core/parallel.hpp"
#include "engine/processes/common/carry_over.hpp"
#include "engine/processes/common/meetings.hpp"

namespace spil {

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
            for (std::size_t r = 0; r < readers_abreast; ++r)
                sum.exposure[c][r] += met.contact[r] * source.taught[c];
        for (std::size_t r = 0; r < readers_abreast; ++r) sum.likeness[r] += met.like[r] * source.mean;
        for (std::size_t r = 0; r < readers_abreast; ++r) sum.relevance[r] += met.seen[r] * source.mean;
        for (std::size_t r = 0; r < readers_abreast; ++r)
            sum.report[r] += met.seen[r] * source.reported + met.told_by_hub[r] * source.checked;
    }
    sums = sum;
}

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
    HostContacts const contacts{geography, p, region, trust, acquaintances, member, practice, hub};
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
            auto const& met = community_counts ? in_community : alike;
            for (std::size_t local = 0; local < per_mission; ++local) {
                auto const s = m * per_mission + local;
                auto const& sources = tellers[m].about[local];
                if (sources.empty()) {  // nobody tells anything: what was heard fades
                    for (auto j = first; j < last; ++j) belief_weight(j, s) *= kept;
                    continue;
                }
                gather(sources, met, gathered);
                for (auto j = first; j < last; ++j) absorb(j, m, s, gathered, j - first);
            }
        }
    };
    for_each_chunk(n, read, Grain{readers_abreast});
}

}  // namespace spil
