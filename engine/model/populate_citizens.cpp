#include "engine/model/populate_citizens.hpp"

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <cmath>
#include <limits>
#include <numbers>

#include "engine/core/error.hpp"
#include "engine/core/random_lanes.hpp"
#include "engine/processes/agent_opinion.hpp"
#include "engine/processes/attitudes.hpp"
#include "engine/processes/common/citizen_cells.hpp"
#include "engine/processes/common/pieces.hpp"

namespace spil {

namespace {

void populate_cells(World& w, CitizenParameters const& p, double trust) {
    auto const thresholds = beta_class_means(p.threshold_alpha, p.threshold_beta, threshold_classes);
    auto const incomes = lognormal_class_means(p.income_gini, income_classes);
    auto const opinions = opinion_histogram(p.opinion_mean, p.opinion_sd);
    auto const missions = w.dimensions.missions;
    auto& c = w.citizen_cells;
    auto& t = w.municipalities;
    for (std::size_t i = 0; i < w.dimensions.municipalities; ++i) {
        for (std::size_t cell = 0; cell < cells_of_citizens; ++cell) {
            auto const row = i * cells_of_citizens + cell;
            c.weight.now[row] = 1.0 / cells_of_citizens;
            c.threshold.now[row] = thresholds[cell / income_classes];
            c.income.now[row] = incomes[cell % income_classes] * t.household_income.now[i];
        }
        t.local_trust.now[i] = trust;
        for (std::size_t k = 0; k < missions; ++k)
            std::copy(opinions.begin(), opinions.end(), &t.opinion.now[(i * missions + k) * opinion_bins]);
    }
}

constexpr std::size_t steps = 65536;

/// The level at the middle of each of 65536 steps of probability, from the chance to be at most at each of
/// the levels `lowest` .. `highest` (the last one takes the rest).
template <class T, class AtMost>
std::vector<T> quantiles(int lowest, int highest, AtMost&& at_most) {
    std::vector<T> table(steps, static_cast<T>(highest));
    std::size_t k = 0;
    for (int level = lowest; level < highest; ++level) {
        double const below = at_most(level) * steps;
        for (; k < steps && static_cast<double>(k) + 0.5 < below; ++k) table[k] = static_cast<T>(level);
    }
    return table;
}

/// Traits of all agents and their counts, piece by piece.
class Agents {
  public:
    Agents(World& w, CitizenParameters const& p, double trust, std::uint64_t seed)
        : w_(w), seed_(seed), missions_(w.dimensions.missions), trust_(255 * trust) {
        boost::math::beta_distribution<double> const threshold(p.threshold_alpha, p.threshold_beta);
        thresholds_ = quantiles<std::uint8_t>(0, 255, [&](int t) { return cdf(threshold, (t + 0.5) / 255); });
        opinions_ = quantiles<std::int8_t>(-100, 100, [&](int o) {
            double const z = (o + 0.5) / 100 - p.opinion_mean;
            if (p.opinion_sd <= 0) return z > 0 ? 1.0 : 0.0;
            return 0.5 * std::erfc(-z / p.opinion_sd / std::numbers::sqrt2);
        });
    }

    void fill() {
        auto const pieces = pieces_of(In<&Communities::first>{w_}, In<&Communities::agents>{w_});
        std::vector<Counts> counts(pieces.size());
        for_each_piece(pieces, [&](std::size_t k, Piece const& piece) { counts[k] = filled(piece); });
        auto& c = w_.communities;
        std::size_t const width = missions_ * opinion_bins;
        for (std::size_t k = 0; k < pieces.size(); ++k) {
            auto const i = pieces[k].municipality;
            for (std::size_t b = 0; b < width; ++b) c.opinions.now[i * width + b] += counts[k].opinions[b];
            c.trust.now[i] += counts[k].trust;
        }
        for (std::size_t i = 0; i < w_.dimensions.municipalities; ++i) {
            double const n = c.agents.now[i];
            w_.municipalities.local_trust.now[i] = static_cast<double>(c.trust.now[i]) / (255 * n);
            for (std::size_t b = 0; b < width; ++b)
                w_.municipalities.opinion.now[i * width + b] = c.opinions.now[i * width + b] / n;
        }
    }

  private:
    struct Counts {
        std::vector<std::int32_t> opinions;
        std::int64_t trust = 0;
    };

    Counts filled(Piece const& piece) {
        Counts counts;
        counts.opinions.assign(missions_ * opinion_bins, 0);
        auto& c = w_.citizens;
        Address luck{.seed = seed_, .purpose = Purpose::citizen_traits};
        auto const all = word_bound(1);
        for_each_below(luck, piece.first, piece.last, all, [&](std::uint32_t a, std::uint32_t word) {
            c.threshold.now[a] = thresholds_[word >> 16];
            c.income.now[a] = static_cast<std::uint8_t>((word & 0xffffu) >> 8);
        });
        luck.purpose = Purpose::citizen_trust;
        double const below = std::floor(trust_);
        for_each_below(luck, piece.first, piece.last, all, [&](std::uint32_t a, std::uint32_t word) {
            auto const trust = static_cast<std::uint8_t>(below + (unit(word) < trust_ - below ? 1 : 0));
            c.trust.now[a] = trust;
            counts.trust += trust;
        });
        luck.purpose = Purpose::citizen_opinion;
        for (std::size_t m = 0; m < missions_; ++m) {
            luck.alternative = static_cast<std::uint32_t>(m);
            for_each_below(luck, piece.first, piece.last, all, [&](std::uint32_t a, std::uint32_t word) {
                auto const opinion = opinions_[word >> 16];
                c.opinion.now[a * missions_ + m] = opinion;
                ++counts.opinions[m * opinion_bins + opinion_bin(opinion)];
            });
        }
        return counts;
    }

    World& w_;
    std::uint64_t seed_;
    std::size_t missions_;
    double trust_;
    std::vector<std::uint8_t> thresholds_;
    std::vector<std::int8_t> opinions_;
};

void populate_agents(World& w, CitizenParameters const& p, double trust, std::uint64_t seed) {
    auto& c = w.communities;
    std::size_t all = 0;
    for (std::size_t i = 0; i < w.dimensions.municipalities; ++i) {
        c.first.now[i] = static_cast<std::uint32_t>(all);
        c.agents.now[i] = agents_of(w.municipalities.population.now[i], p);
        all += c.agents.now[i];
    }
    SPIL_EXPECT(all <= std::numeric_limits<std::uint32_t>::max() - word_lanes,
                "agents are numbered in 32 bits: a larger citizens.weight makes fewer");
    resize(w.citizens, all, w.dimensions);
    Agents{w, p, trust, seed}.fill();
}

}  // namespace

std::uint32_t agents_of(double population, CitizenParameters const& p) {
    double const by_weight = std::round(population / p.weight);
    double const wanted = std::max(by_weight, static_cast<double>(p.least_agents));
    return static_cast<std::uint32_t>(std::max(1.0, std::min(wanted, population)));
}

void populate_citizens(World& w, Parameters const& parameters, std::uint64_t seed) {
    auto const& p = parameters.get<CitizenParameters>();
    double const trust = parameters.get<AttitudeParameters>().trust_baseline;
    if (p.form == CitizenForm::agents) {
        resize(w.citizen_cells, 0, w.dimensions);
        populate_agents(w, p, trust, seed);
    } else {
        resize(w.citizens, 0, w.dimensions);
        populate_cells(w, p, trust);
    }
    auto& t = w.municipalities;
    for (std::size_t k = 0; k < t.support.now.size(); ++k) {
        auto const opinions = std::span<double const>{t.opinion.now}.subspan(k * opinion_bins, opinion_bins);
        t.support.now[k] = support_among(opinions);
        t.opposition.now[k] = opposition_among(opinions);
    }
}

}  // namespace spil
