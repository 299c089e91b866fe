#pragma once
/// \file implementation.hpp  Institutions are kept up, go on learning, and offer their solution to residents
/// (SM10, SM13).
///
///     upkeep     EUR up per person served and year, from the municipality's money, quarterly
///     learning   paid:    L' = L + 3 eta_i capacity (1 - L)         unpaid:  L' = L (1 - d)^3
///     offer      institution: 1; running lab: offer' = offer + g E (1 - offer) min(1, F);
///                neither: 0            F = spending / full spending
///     embedding  CES of what the institution or the best lab here has learnt
///
/// Nobody adopts what is not offered; when a lab ends without an institution, its offer ends with it.
/// Reads implemented, labs, served; writes learning, offer, embedding; pays upkeep.

#include "engine/processes/common/embedding.hpp"
#include "engine/world/access.hpp"

namespace spil {

struct ImplementationParameters {
    static constexpr std::string_view name = "implementation";

    double upkeep = 5;
    double upkeep_decay = 0.04;
    double learning_rate = 0.018;
    double offer_growth = 0.02;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = ImplementationParameters;
        return f(field(&P::upkeep, "upkeep", "EUR/person/year", within(0, 10000).likely(0, 50),
                       "upkeep per person served, beyond what regular budgets carry", assumption()),
                 field(&P::upkeep_decay, "upkeep_decay", "1/month", within(0, 1).likely(0, 0.15),
                       "decay of learning while upkeep is not paid", assumption()),
                 field(&P::learning_rate, "learning_rate", "1/month", within(0, 1).likely(0.01, 0.03),
                       "learning of an institution from its own budget",
                       assumption("half funding, partners at the least")),
                 field(&P::offer_growth, "offer_growth", "1/month", within(0, 1).likely(0.005, 0.1),
                       "growth of the share of residents a lab reaches", assumption()));
    }
};

double next_offer(double offer, double embedding, double funding, ImplementationParameters const& p);

/// Quarterly.
void keep_up(ImplementationParameters const&, Pay<AccountClass::municipality> purse,
             In<&Municipalities::population> population, In<&Municipalities::capacity> capacity,
             In<&Municipalities::adoption> adoption, In<&Municipalities::implemented> implemented,
             Update<&Municipalities::learning> learning);

void offer_solutions(ImplementationParameters const&, EmbeddingParameters const&, In<&Labs::host> host,
                     In<&Labs::solution> solution, In<&Labs::stage> stage,
                     In<&Labs::embedding> lab_embeddings, In<&Labs::spending> spending,
                     In<&Labs::reference_spending> reference, In<&Municipalities::implemented> implemented,
                     In<&Municipalities::learning> learning, In<&Municipalities::accepted_fit> accepted_fit,
                     In<&Municipalities::viable_fit> viable_fit, In<&Municipalities::opposition> opposition,
                     In<&Solutions::permission> permission, In<&Solutions::mission> mission,
                     Update<&Municipalities::offer> offer, Out<&Municipalities::embedding> embedding);

}  // namespace spil
