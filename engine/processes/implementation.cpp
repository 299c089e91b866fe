#include "engine/processes/implementation.hpp"

#include <algorithm>
#include <vector>

#include "engine/core/elementary.hpp"

namespace spil {

double next_offer(double offer, double embedding, double funding, ImplementationParameters const& p) {
    return offer + p.offer_growth * embedding * (1 - offer) * std::min(1.0, funding);
}

void keep_up(ImplementationParameters const& p, Pay<AccountClass::municipality> purse,
             In<&Municipalities::population> population, In<&Municipalities::capacity> capacity,
             In<&Municipalities::adoption> adoption, In<&Municipalities::implemented> implemented,
             Update<&Municipalities::learning> learning) {
    double const kept = elementary::pow(1 - p.upkeep_decay, 3);
    for (std::size_t i = 0; i < implemented.rows(); ++i) {
        double served = 0;
        for (std::size_t s = 0; s < implemented.width(); ++s)
            if (implemented(i, s) != 0) served += adoption(i, s) * population(i);
        Cents const due = cents(served * p.upkeep / 4);
        Cents const paid = purse.post_up_to(Flow::upkeep, {AccountClass::municipality, i},
                                            {AccountClass::household, i}, due);
        for (std::size_t s = 0; s < implemented.width(); ++s) {
            if (implemented(i, s) == 0) continue;
            for (std::size_t k = s * conditions; k < (s + 1) * conditions; ++k) {
                double& l = learning(i, k);
                l = paid == due ? l + std::min(1.0, 3 * p.learning_rate * capacity(i)) * (1 - l) : l * kept;
            }
        }
    }
}

void offer_solutions(ImplementationParameters const& p, EmbeddingParameters const& e, In<&Labs::host> host,
                     In<&Labs::solution> solution, In<&Labs::stage> stage,
                     In<&Labs::embedding> lab_embeddings, In<&Labs::spending> spending,
                     In<&Labs::reference_spending> reference, In<&Municipalities::implemented> implemented,
                     In<&Municipalities::learning> learning, In<&Municipalities::accepted_fit> accepted_fit,
                     In<&Municipalities::viable_fit> viable_fit, In<&Municipalities::opposition> opposition,
                     In<&Solutions::permission> permission, In<&Solutions::mission> mission,
                     Update<&Municipalities::offer> offer, Out<&Municipalities::embedding> embedding) {
    auto const S = offer.width();
    std::vector<double> funding(offer.size(), -1.0);  // below 0 where no lab runs
    std::fill(embedding.begin(), embedding.end(), 0.0);
    for (std::size_t l = 0; l < stage.rows(); ++l) {
        if (stage(l) == Stage::dead || stage(l) == Stage::institutionalised) continue;
        auto const k = static_cast<std::size_t>(host(l)) * S + static_cast<std::size_t>(solution(l));
        embedding[k] = std::max(embedding[k], lab_embeddings(l));
        if (running(stage(l)))
            funding[k] = std::max(funding[k], reference(l) > 0 ? spending(l) / reference(l) : 0.0);
    }
    for (std::size_t i = 0; i < offer.rows(); ++i)
        for (std::size_t s = 0; s < S; ++s) {
            auto const k = i * S + s;
            if (implemented[k] != 0) {
                auto const l = learning.row(i).subspan(s * conditions, conditions);
                double const against = opposition(i, static_cast<std::size_t>(mission(s)));
                embedding[k] =
                    lab_embedding(l, accepted_fit[k], viable_fit[k], permission(s), false, against, e);
                offer[k] = 1;
            } else {
                offer[k] = funding[k] >= 0 ? next_offer(offer[k], embedding[k], funding[k], p) : 0.0;
            }
        }
}

}  // namespace spil
