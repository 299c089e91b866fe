#include "engine/processes/adoption.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "engine/core/elementary.hpp"
#include "engine/core/error.hpp"
#include "engine/core/parallel.hpp"

namespace spil {

namespace {

/// Sorts the indices by value, descending; equal values keep ascending indices. Insertion, because the order
/// of a neighbouring income class is nearly always the order already.
void rank(std::span<double const> value, std::span<std::size_t> order) {
    auto const before = [&](std::size_t a, std::size_t b) {
        return value[a] > value[b] || (value[a] == value[b] && a < b);
    };
    for (std::size_t k = 1; k < order.size(); ++k) {
        auto const moving = order[k];
        auto place = k;
        for (; place > 0 && before(moving, order[place - 1]); --place) order[place] = order[place - 1];
        order[place] = moving;
    }
}

void chances_in_order(std::span<std::size_t const> order, std::span<double const> offer,
                      std::span<double> chance) {
    double none_better = 1;
    for (auto const o : order) {
        chance[o] = offer[o] * none_better;
        none_better *= 1 - offer[o];
    }
}

/// Thresholds of the classes with the reactions that follow from them; rebuilt only when a municipality's
/// classes differ from the last one's.
class Reactions {
  public:
    Reactions(double noise, std::size_t contacts)
        : noise_(noise), coefficients_(binomial_coefficients(contacts)), chance_(contacts + 1) {}

    using ByThreshold = std::array<double, threshold_classes>;

    void set(ByThreshold const& thresholds) {
        if (thresholds == thresholds_ && !reactions_[0].empty()) return;
        for (std::size_t t = 0; t < threshold_classes; ++t)
            reactions_[t] = threshold_reactions(thresholds[t], noise_, chance_.size() - 1);
        thresholds_ = thresholds;
    }
    /// Expected reaction of each class when each contact is served with chance n.
    ByThreshold expected(double n) {
        binomial_chances(coefficients_, n, chance_);
        ByThreshold sums{};
        for (std::size_t t = 0; t < threshold_classes; ++t)
            sums[t] = std::inner_product(chance_.begin(), chance_.end(), reactions_[t].begin(), 0.0);
        return sums;
    }

  private:
    double noise_;
    std::vector<double> coefficients_, chance_;
    ByThreshold thresholds_{};
    std::array<std::vector<double>, threshold_classes> reactions_;
};

/// The offered solutions of one mission in one municipality, and what residents of each income class make of
/// them.
class Options : public Offers {
  public:
    using ByIncome = std::array<double, income_classes>;
    ByIncome const& chance(std::size_t o) const { return chance_[o]; }
    /// exp(-V) without the threshold.
    ByIncome const& odds_against(std::size_t o) const { return odds_against_[o]; }

    /// \param price_weight  logit per affordable share of each class's income
    /// \param feeling       mood of residents, in V
    void weigh(ByIncome const& price_weight, double feeling) {
        for (auto* v : {&value_, &best_}) v->resize(size());
        for (auto* v : {&chance_, &odds_against_}) v->resize(size());
        order_.resize(size());
        std::iota(order_.begin(), order_.end(), std::size_t{0});
        for (std::size_t k = 0; k < income_classes; ++k) {
            for (std::size_t o = 0; o < size(); ++o) {
                value_[o] = feeling + worth[o] - price_weight[k] * yearly[o];
                odds_against_[o][k] = elementary::exp(-value_[o]);
            }
            rank(value_, order_);
            chances_in_order(order_, offer, best_);
            for (std::size_t o = 0; o < size(); ++o) chance_[o][k] = best_[o];
        }
    }

  private:
    std::vector<std::size_t> order_;
    std::vector<double> value_, best_;
    std::vector<ByIncome> chance_, odds_against_;
};

using ByCell = std::array<double, cells_of_citizens>;

/// considering x chance / (1 + exp(-V)) in each cell.
void take_up(ByCell const& considering, Options::ByIncome const& chance,
             Options::ByIncome const& odds_against, std::array<double, threshold_classes> const& reluctance,
             ByCell& taken) {
    ByCell numerator{}, denominator{};
    for (std::size_t t = 0; t < threshold_classes; ++t)
        for (std::size_t k = 0; k < income_classes; ++k) {
            std::size_t const c = t * income_classes + k;
            numerator[c] = considering[c] * chance[k];
            denominator[c] = 1 + odds_against[k] * reluctance[t];
        }
    for (std::size_t c = 0; c < cells_of_citizens; ++c) taken[c] = numerator[c] / denominator[c];
}

double mean_opposition(std::span<double const> histogram) {
    constexpr std::size_t middle = opinion_bins / 2;
    double sum = 0;
    for (std::size_t b = 0; b < middle; ++b)
        sum += histogram[b] * static_cast<double>(middle - b) / static_cast<double>(middle);
    return sum;
}

}  // namespace

void best_offered(std::span<double const> value, std::span<double const> offer, std::span<double> chance) {
    SPIL_EXPECT(value.size() == offer.size() && value.size() == chance.size(), "one chance for each option");
    std::vector<std::size_t> order(value.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    rank(value, order);
    chances_in_order(order, offer, chance);
}

std::vector<double> threshold_reactions(double threshold, double noise, std::size_t k) {
    std::vector<double> reactions(k + 1);
    for (std::size_t r = 0; r <= k; ++r)
        reactions[r] = pull(static_cast<double>(r) / static_cast<double>(k), threshold, noise);
    return reactions;
}

std::vector<double> binomial_coefficients(std::size_t k) {
    std::vector<double> coefficients(k + 1, 1.0);
    for (std::size_t r = 0; r < k; ++r)
        coefficients[r + 1] = coefficients[r] * static_cast<double>(k - r) / static_cast<double>(r + 1);
    return coefficients;
}

void binomial_chances(std::span<double const> coefficients, double n, std::span<double> chance) {
    double power = 1;
    for (std::size_t r = 0; r < chance.size(); ++r) {
        chance[r] = coefficients[r] * power;
        power *= n;
    }
    power = 1;
    for (std::size_t r = chance.size(); r-- > 0;) {
        chance[r] *= power;
        power *= 1 - n;
    }
}

void adopt(Step const& step, AdoptionParameters const& p, ContactParameters const& contacts,
           In<&Municipalities::population> population, In<&Municipalities::households> households,
           In<&Municipalities::values> values, In<&Municipalities::offer> offer,
           In<&Municipalities::embedding> embedding, In<&Municipalities::price> price,
           In<&Municipalities::opinion> opinion, In<&Municipalities::local_trust> trust,
           In<&Missions::need_interval> need_interval, In<&Missions::need_running_saving> saving,
           In<&Solutions::appeal> appeal, In<&CitizenCells::weight> weight,
           In<&CitizenCells::threshold> threshold, In<&CitizenCells::income> income,
           In<&CitizenCells::adopted> adopted, In<&Municipalities::served> served,
           In<&Municipalities::adoption> adoption, Out<&CitizenCells::adopted> adopted_next,
           Out<&Municipalities::served> served_next, Out<&Municipalities::adoption> adoption_next,
           Update<&Municipalities::orders> orders, Update<&Solutions::experience> experience) {
    std::size_t const missions = step.dimensions.missions;
    std::size_t const per_mission = step.dimensions.solutions_per_mission;
    std::size_t const solutions = missions * per_mission;
    auto const national = national_shares(population, adoption);
    double const own = own_weight(contacts);
    Circumstances const at{values,   offer,       embedding,
                           price,    saving,      appeal,
                           national, per_mission, annuity(p.discount_rate, p.lifetime)};
    std::vector<double> new_households(population.rows() * solutions, 0.0);

    auto const run = [&](std::size_t, std::size_t first, std::size_t last) {
        Reactions reactions(p.threshold_noise, static_cast<std::size_t>(contacts.number));
        Options options;
        std::vector<double> keep(solutions), newly(solutions);
        std::array<double, threshold_classes> thresholds{}, reluctance{};
        Options::ByIncome price_weight{};
        ByCell considering{}, taken{};

        for (std::size_t i = first; i < last; ++i) {
            std::size_t const cells = i * cells_of_citizens;
            for (std::size_t s = 0; s < solutions; ++s)
                keep[s] = embedding(i, s) < p.give_up_level ? 1 - p.give_up_rate : 1.0;
            for (std::size_t c = cells; c < cells + cells_of_citizens; ++c) {
                double const* const had = adopted.data() + c * solutions;
                double* const has = adopted_next.data() + c * solutions;
                for (std::size_t s = 0; s < solutions; ++s) has[s] = had[s] * keep[s];
            }
            std::fill(newly.begin(), newly.end(), 0.0);
            for (std::size_t t = 0; t < threshold_classes; ++t)
                thresholds[t] = threshold(cells + t * income_classes);
            reactions.set(thresholds);
            for (std::size_t k = 0; k < income_classes; ++k)
                price_weight[k] = p.price_weight / income(cells + k);

            for (std::size_t m = 0; m < missions; ++m) {
                std::size_t const begin = m * per_mission;
                find_offers(p, at, i, m, options);
                if (options.size() == 0) continue;

                double national_served = 0;
                for (std::size_t s = begin; s < begin + per_mission; ++s) national_served += national[s];
                double const n = clip01(own * served(i, m) + (1 - own) * national_served);
                double const consider = std::min(1.0, 1 / need_interval(m) + p.contact_rate * n);
                auto const opinions = opinion.row(i).subspan(m * opinion_bins, opinion_bins);
                double const feeling = mood(p, mean_opposition(opinions), trust(i));
                auto const reaction = reactions.expected(n);
                for (std::size_t t = 0; t < threshold_classes; ++t)
                    reluctance[t] = elementary::exp(-p.threshold_weight * reaction[t]);
                options.weigh(price_weight, feeling);

                for (std::size_t c = 0; c < cells_of_citizens; ++c) {
                    double const* const had = adopted.data() + (cells + c) * solutions + begin;
                    double users = 0;
                    for (std::size_t s = 0; s < per_mission; ++s) users += had[s];
                    considering[c] = consider * std::max(0.0, 1 - users);
                }
                for (std::size_t o = 0; o < options.size(); ++o) {
                    auto const s = options.solution[o];
                    take_up(considering, options.chance(o), options.odds_against(o), reluctance, taken);
                    double sum = 0;
                    for (std::size_t c = 0; c < cells_of_citizens; ++c) {
                        adopted_next[(cells + c) * solutions + s] += taken[c];
                        sum += weight[cells + c] * taken[c];
                    }
                    newly[s] = sum;
                }
            }

            for (std::size_t s = 0; s < solutions; ++s) {
                adoption_next(i, s) = std::min(1.0, adoption(i, s) * keep[s] + newly[s]);
                double const moved_in = households(i) * newly[s];
                orders(i, s) = orders(i, s) - std::floor(orders(i, s)) + moved_in;
                new_households[i * solutions + s] = moved_in;
            }
            for (std::size_t m = 0; m < missions; ++m) {
                double sum = 0;
                for (std::size_t s = m * per_mission; s < (m + 1) * per_mission; ++s)
                    sum += adoption_next(i, s);
                served_next(i, m) = clip01(sum);
            }
        }
    };
    for_each_chunk(population.rows(), run, Grain{32});

    for (std::size_t i = 0; i < population.rows(); ++i)
        for (std::size_t s = 0; s < solutions; ++s) experience[s] += new_households[i * solutions + s];
}

}  // namespace spil
