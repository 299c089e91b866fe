#include "engine/processes/circulation.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "engine/core/clones.hpp"
#include "engine/core/elementary.hpp"
#include "engine/core/parallel.hpp"
#include "engine/core/prefetch.hpp"
#include "engine/processes/common/carry_over.hpp"
#include "engine/processes/common/gathering.hpp"
#include "engine/processes/common/meetings.hpp"

namespace spil {

namespace {

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

/// What each place tells about each solution: few have anything to tell, so only those have sums.
class ToldByPlace {
  public:
    ToldByPlace(std::size_t places, std::size_t solutions)
        : solutions_(solutions), where_(places * solutions, nowhere) {}
    Told& at(std::size_t place, std::size_t solution) {
        auto& where = where_[place * solutions_ + solution];
        if (where == nowhere) {
            where = static_cast<std::uint32_t>(told_.size());
            told_.emplace_back();
        }
        return told_[where];
    }
    /// None where there is nothing to tell.
    Told const* find(std::size_t place, std::size_t solution) const {
        auto const where = where_[place * solutions_ + solution];
        return where == nowhere ? nullptr : &told_[where];
    }

  private:
    static constexpr auto nowhere = std::numeric_limits<std::uint32_t>::max();
    std::size_t solutions_;
    std::vector<std::uint32_t> where_;
    std::vector<Told> told_;
};

double uptake_rate(double skill, double practice, CirculationParameters const& p,
                   PracticeParameters const& practice_parameters) {
    double const absorption = p.absorption_floor + (1 - p.absorption_floor) * skill;
    return circulation_period * p.transfer_rate * absorption *
           (1 + practice_parameters.multiplier * practice);
}

/// \param untouched  exp(-rate x exposure)
double growth(double knowledge, double untouched) {
    return (1 - knowledge) * (1 - untouched);
}

/// What readers know about one solution, and how it grows.
struct Readings {
    Lane rate{};
    std::array<Lane, conditions> known{};
    Lane exposure{}, before{}, taken{};  ///< means over the conditions
};

/// Lets what is known grow. \param exposures  of each condition
SPIL_CLONES void grow(std::array<Lane, conditions> const& exposures, Readings& readings) {
    constexpr auto number = static_cast<double>(conditions);
    auto known = readings.known;
    auto const rate = readings.rate;
    Lane exposure{}, before{}, taken{};
    for (std::size_t c = 0; c < conditions; ++c)
        for (std::size_t r = 0; r < readers_abreast; ++r) {
            double const more = growth(known[c][r], elementary::exp(-rate[r] * exposures[c][r]));
            exposure[r] += exposures[c][r] / number;
            before[r] += known[c][r] / number;
            taken[r] += more / number;
            known[c][r] += more;
        }
    readings.known = known;
    readings.exposure = exposure;
    readings.before = before;
    readings.taken = taken;
}

}  // namespace

double uptake(double knowledge, double skill, double practice, double exposure,
              CirculationParameters const& p, PracticeParameters const& practice_parameters) {
    return growth(knowledge,
                  elementary::exp(-uptake_rate(skill, practice, p, practice_parameters) * exposure));
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
    ToldByPlace told(n, solutions);
    for (std::size_t l = 0; l < stage.rows(); ++l) {
        auto const learnt = lab_learning.row(l);
        if (!remembered(l) || !(mean_of(learnt) > p.least_learning)) continue;
        auto& here = told.at(static_cast<std::size_t>(host(l)), static_cast<std::size_t>(solution(l)));
        double const held = p.unretained_share + (1 - p.unretained_share) * retention(l);
        double const weight = here.add(learnt, held);
        here.by_labs += weight;
        if (exemption(l) == Exemption::granted) here.by_exempted += weight;
    }
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t s = 0; s < solutions; ++s) {
            if (implemented(i, s) == 0) continue;
            auto const learnt = learning.row(i).subspan(s * conditions, conditions);
            if (mean_of(learnt) > p.least_learning) told.at(i, s).add(learnt, 1);
        }

    struct Report {
        double merit, error;
    };
    auto const said = [&](Told const& here, std::size_t i, std::size_t s) -> Report {
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
    Acquaintances const acquaintances{n, tie_municipality, tie_party, tie_kind, tie_trust};
    HostContacts const contacts{geography, p, region, trust, acquaintances, member, practice, hub};
    std::vector<std::vector<Teller>> sources(solutions);  // in the order of their hosts
    std::vector<std::size_t> hosts;
    for (std::size_t i = 0; i < n; ++i) {
        bool tells = false;
        for (std::size_t s = 0; s < solutions; ++s) {
            auto const* const here = told.find(i, s);
            if (here == nullptr || here->total <= 0) continue;
            auto const m = s / per_mission;
            auto const [merit, error] = said(*here, i, s);
            double const checked = community.hub_correction * hub(m);
            sources[s].push_back({i, p.practice_weight * contacts.community(i, m), here->taught, here->total,
                                  here->total * (merit + error), -here->total * checked * error});
            tells = true;
        }
        if (tells) hosts.push_back(i);
    }

    double const kept = elementary::pow(1 - p.report_forgetting, circulation_period);
    auto const believe = [&](std::size_t j, std::size_t s, Readings const& readings, Gathered const& sum,
                             std::size_t r) {
        double const old = kept * belief_weight(j, s);
        belief_weight(j, s) = old;
        double const taken = readings.taken[r];
        if (!(taken > 0)) return;
        double const part = taken / readings.exposure[r];
        double const weight = part * sum.relevance[r];
        if (weight > 0) {
            belief(j, s) = (old * belief(j, s) + part * sum.report[r]) / (old + weight);
            belief_weight(j, s) = old + weight;
        }
        carry_over(j, s) =
            clip01(mixed_carry_over(readings.before[r], carry_over(j, s), taken, part * sum.likeness[r]));
    };
    auto const absorb = [&](std::size_t first, std::size_t last, std::size_t s, Gathered const& sum,
                            Readings& readings) {
        for (auto j = first; j < last; ++j)
            for (std::size_t c = 0; c < conditions; ++c)
                readings.known[c][j - first] = knowledge(j, s * conditions + c);
        grow(sum.exposure, readings);
        for (auto j = first; j < last; ++j) {
            for (std::size_t c = 0; c < conditions; ++c)
                knowledge(j, s * conditions + c) = readings.known[c][j - first];
            believe(j, s, readings, sum, j - first);
        }
    };
    auto const read = [&](std::size_t, std::size_t first, std::size_t last) {
        auto const nearness = contacts.nearness(hosts, first, last);
        for (auto j = first; j < last; ++j) {
            fetch_all(knowledge.row(j));
            fetch_all(carry_over.row(j));
            fetch_all(belief.row(j));
            fetch_all(belief_weight.row(j));
        }
        Gathered gathered;
        Readings readings;
        for (std::size_t m = 0; m < missions; ++m) {
            auto const joined = contacts.joined(m, first, last);
            for (auto j = first; j < last; ++j)
                readings.rate[j - first] = uptake_rate(skill[j], contacts.community(j, m), p, community);
            for (std::size_t s = m * per_mission; s < (m + 1) * per_mission; ++s) {
                if (sources[s].empty()) {  // nobody tells anything: what was heard fades
                    for (auto j = first; j < last; ++j) belief_weight(j, s) *= kept;
                    continue;
                }
                if (contacts.has_community(m))
                    gather_in_community(sources[s], nearness.get(), joined, gathered);
                else
                    gather_alike(sources[s], nearness.get(), gathered);
                absorb(first, last, s, gathered, readings);
            }
        }
    };
    for_each_chunk(n, read, Grain{readers_abreast});
}

}  // namespace spil
