#include "engine/processes/opinion.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/core/parallel.hpp"

namespace spil {

namespace {

constexpr int bins = static_cast<int>(opinion_bins);
constexpr double bin_width = 2.0 / (bins - 1);

/// Mean opinion shares of each mission over the residents of the country.
std::vector<double> national_opinion(In<&Municipalities::population> const& population,
                                     In<&Municipalities::opinion> const& opinion) {
    std::vector<double> mean(opinion.width(), 0.0);
    double people = 0;
    for (std::size_t i = 0; i < opinion.rows(); ++i) {
        auto const here = opinion.row(i);
        double const weight = population(i);
        for (std::size_t b = 0; b < mean.size(); ++b) mean[b] += weight * here[b];
        people += weight;
    }
    for (auto& b : mean) b /= people;
    return mean;
}

}  // namespace

Meetings::Meetings(OpinionParameters const& p) {
    std::map<int, std::vector<std::pair<int, double>>> by_shift;
    for (int d = -(bins - 1); d < bins; ++d) {
        if (d == 0 || bin_width * std::abs(d) >= p.confidence_bound - 1e-9) continue;
        double const goal = p.convergence * d;
        int const below = static_cast<int>(std::floor(goal + 1e-9));
        double const above_share = std::max(0.0, goal - below);
        if (below != 0 && above_share < 1)
            by_shift[below].push_back({d, p.revision_rate * (1 - above_share)});
        if (below + 1 != 0 && above_share > 0)
            by_shift[below + 1].push_back({d, p.revision_rate * above_share});
    }
    for (auto& [shift, others] : by_shift) moves_.push_back({shift, std::move(others)});
}

OpinionBlock Meetings::after(OpinionBlock const& shares, OpinionBlock const& heard) const {
    OpinionBlock result = shares;
    for (int bin = 0; bin < bins; ++bin) {
        auto const& movers = shares[static_cast<std::size_t>(bin)];
        for (auto const& move : moves_) {
            std::array<double, opinion_lanes> flow{};
            for (auto const& [d, weight] : move.others) {
                int const other = bin + d;
                if (other < 0 || other >= bins) continue;
                auto const& others = heard[static_cast<std::size_t>(other)];
                for (std::size_t l = 0; l < opinion_lanes; ++l) flow[l] += weight * others[l];
            }
            // A mover lands between itself and the other, so never outside; without others nothing moves.
            int const goal = bin + move.shift;
            if (goal < 0 || goal >= bins) continue;
            auto& left = result[static_cast<std::size_t>(bin)];
            auto& reached = result[static_cast<std::size_t>(goal)];
            for (std::size_t l = 0; l < opinion_lanes; ++l) {
                flow[l] *= movers[l];
                left[l] -= flow[l];
                reached[l] += flow[l];
            }
        }
    }
    return result;
}

void shift_opinions(OpinionShares& shares, double share, double shift) {
    constexpr std::size_t last = opinion_bins - 1;
    if (std::abs(shift) <= 1) {  // the usual case: one neighbour takes over a part
        double const moving = share * std::abs(shift);
        OpinionShares const before = shares;
        if (shift > 0) {
            for (std::size_t b = 1; b < last; ++b) shares[b] += moving * (before[b - 1] - before[b]);
            shares[0] -= moving * before[0];
            shares[last] += moving * before[last - 1];
        } else {
            for (std::size_t b = 1; b < last; ++b) shares[b] += moving * (before[b + 1] - before[b]);
            shares[last] -= moving * before[last];
            shares[0] += moving * before[1];
        }
        return;
    }
    double const whole = std::floor(std::clamp(shift, -2.0 * bins, 2.0 * bins));
    double const upper_part = std::clamp(shift - whole, 0.0, 1.0);
    int const jump = static_cast<int>(whole);
    OpinionShares moved{};
    for (int b = 0; b < bins; ++b) {
        double const here = shares[static_cast<std::size_t>(b)];
        moved[static_cast<std::size_t>(b)] += (1 - share) * here;
        moved[static_cast<std::size_t>(std::clamp(b + jump, 0, bins - 1))] += share * here * (1 - upper_part);
        moved[static_cast<std::size_t>(std::clamp(b + jump + 1, 0, bins - 1))] += share * here * upper_part;
    }
    shares = moved;
}

void revise_opinions(Step const& step, OpinionParameters const& p, ContactParameters const& contacts,
                     In<&Municipalities::population> population,
                     In<&Municipalities::accepted_fit> accepted_fit,
                     In<&Municipalities::implemented> implemented, In<&Municipalities::learning> learning,
                     In<&Municipalities::offer> offer, In<&Municipalities::opposition> opposition,
                     In<&Municipalities::failures> failures, In<&Labs::stage> stage, In<&Labs::host> host,
                     In<&Labs::solution> solution, In<&Labs::learning> lab_learning,
                     In<&Labs::civic_partners> civic_partners, In<&Municipalities::opinion> opinion,
                     Out<&Municipalities::opinion> opinion_next) {
    std::size_t const missions = step.dimensions.missions;
    std::size_t const per_mission = step.dimensions.solutions_per_mission;
    std::size_t const solutions = missions * per_mission;
    Lived const lived{opinion.rows(), solutions, accepted_fit, implemented,  learning,
                      stage,          host,      solution,     lab_learning, civic_partners};
    auto const national = national_opinion(population, opinion);
    Meetings const meetings{p};
    double const own = own_weight(contacts);

    std::size_t const pairs = opinion.rows() * missions;

    // How far, in bins, and for which share of residents living with the solutions shifts opinions.
    auto const exposure = [&](std::size_t i, std::size_t m, OpinionShares& shares) {
        double offered = 0, nothing = 1, judged = 0;
        for (std::size_t s = m * per_mission; s < (m + 1) * per_mission; ++s) {
            double const share = offer(i, s);
            if (share <= 0) continue;
            std::size_t const k = i * solutions + s;
            offered += share;
            nothing *= std::max(0.0, 1 - share);
            auto const known = lived.at(k);
            judged += share * judgement(p, known.accepted, known.part, opposition(i, m));
        }
        if (offered > 0)
            shift_opinions(shares, p.revision_rate * (1 - nothing),
                           p.exposure_effect * judged / offered / bin_width);
    };

    auto const block_of_pairs = [&](std::size_t block) {
        std::size_t const first = block * opinion_lanes;
        std::size_t const count = std::min(opinion_lanes, pairs - first);
        OpinionBlock shares{}, heard{};
        for (std::size_t l = 0; l < count; ++l) {
            double const* const here = opinion.data() + (first + l) * opinion_bins;
            double const* const country = national.data() + (first + l) % missions * opinion_bins;
            for (std::size_t b = 0; b < opinion_bins; ++b) {
                shares[b][l] = here[b];
                heard[b][l] = own * here[b] + (1 - own) * country[b];
            }
        }
        auto const met = meetings.after(shares, heard);
        for (std::size_t l = 0; l < count; ++l) {
            std::size_t const i = (first + l) / missions;
            OpinionShares next{};
            for (std::size_t b = 0; b < opinion_bins; ++b) next[b] = met[b][l];
            exposure(i, (first + l) % missions, next);
            if (failures(i) > 0)
                shift_opinions(next, 1.0,
                               -p.failure_shift * failures(i) / static_cast<double>(missions) / bin_width);
            std::copy(next.begin(), next.end(), opinion_next.data() + (first + l) * opinion_bins);
        }
    };
    for_each_index((pairs + opinion_lanes - 1) / opinion_lanes, block_of_pairs, Grain{20});
}

}  // namespace spil
