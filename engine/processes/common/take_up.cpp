#include "engine/processes/common/take_up.hpp"

#include <algorithm>
#include <limits>

#include "engine/core/elementary.hpp"

namespace spil {

double annuity(double rate, double years) {
    if (rate < 1e-12) return 1 / years;
    return rate / (1 - elementary::pow(1 + rate, -years));
}

void Offers::clear() {
    solution.clear();
    for (auto* v : {&offer, &worth, &yearly}) v->clear();
}

void find_offers(AdoptionParameters const& p, Circumstances const& at, std::size_t i, std::size_t m,
                 Offers& offers) {
    offers.clear();
    for (std::size_t s = m * at.per_mission; s < (m + 1) * at.per_mission; ++s) {
        if (at.offer(i, s) <= 0) continue;
        double appealing = 0;
        for (std::size_t a = 0; a < appeal_parts; ++a) appealing += at.values(i, a) * at.appeal(s, a);
        offers.solution.push_back(s);
        offers.offer.push_back(clip01(at.offer(i, s)));
        offers.worth.push_back(p.embedding_weight * (2 * at.embedding(i, s) - 1) +
                               p.values_weight * appealing + p.national_weight * at.national[s]);
        offers.yearly.push_back((at.yearly_price * at.price(i, s) - at.saving(m)) / p.affordable_share);
    }
}

double most_value(AdoptionParameters const& p, Offers const& offers, double burden) {
    double best = -std::numeric_limits<double>::infinity();
    for (std::size_t o = 0; o < offers.size(); ++o)
        best = std::max(best, offers.worth[o] + burden * std::max(0.0, -offers.yearly[o]));
    return mood(p, 0, 1) + best + p.threshold_weight;
}

std::vector<double> national_shares(In<&Municipalities::population> const& population,
                                    In<&Municipalities::adoption> const& adoption) {
    std::vector<double> share(adoption.width(), 0.0);
    double people = 0;
    for (std::size_t i = 0; i < adoption.rows(); ++i) {
        auto const here = adoption.row(i);
        for (std::size_t s = 0; s < share.size(); ++s) share[s] += population(i) * here[s];
        people += population(i);
    }
    for (auto& s : share) s /= people;
    return share;
}

}  // namespace spil
