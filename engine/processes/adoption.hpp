#pragma once
/// \file adoption.hpp  Residents consider a solution that is offered to them and take it up, or not (SM16a as
/// a mean field).
///
///     consider  1/T_m + rho n                              the need comes round; contacts bring it up
///     choose    the offered solution with the highest V:   P(s) = offer_s * prod_{V_r > V_s} (1 - offer_r)
///     take up   logistic(V),
///               V = b0 - b_p cost/(0.05 income) + b_E (2E - 1) + b_v values.appeal
///                   + b_N E[logistic((R/k - theta)/s)] + b_m national share - b_o opposition + b_t (trust -
///                   1/2)
///     cost      annuity(price) - running saving of the mission;   R ~ Binomial(k, n)
///     n         share served among contacts (common/contacts.hpp), last month
///
/// One cell is a municipality x threshold class x income class. Offers of several solutions are independent
/// between residents. A resident uses at most one solution of a mission and does not switch; where a
/// solution's embedding has sunk below a level, users give up at a constant rate and may consider again
/// later. Opposition is the mean of max(0, -opinion). No subsidy reaches the price here.
///
/// Reads offers, embedding, prices, opinions, trust and last month's adoption; writes adoption by cell and by
/// municipality, served, orders (what `purchases` buys) and experience.
/// Source: random utility with peers as in McCullen et al. (2013); thresholds blurred by noise after Eckles
/// et al.; the expectation over R is a Bernstein polynomial of n.

#include <span>
#include <vector>

#include "engine/processes/common/contacts.hpp"
#include "engine/world/access.hpp"

namespace spil {

struct AdoptionParameters {
    static constexpr std::string_view name = "adoption";

    double contact_rate = 0.04;
    double constant = -2.2;
    double price_weight = 1;
    double embedding_weight = 2;
    double values_weight = 0.5;
    double threshold_weight = 1.5;
    double national_weight = 1;
    double opposition_weight = 1;
    double trust_weight = 0.5;
    double threshold_noise = 0.08;
    double affordable_share = 0.05;
    double discount_rate = 0.04;
    double lifetime = 15;
    double give_up_rate = 0.01;
    double give_up_level = 0.2;

    static constexpr auto fields() {
        using P = AdoptionParameters;
        return std::tuple{
            field(&P::contact_rate, "contact_rate", "1/month", within(0, 1).likely(0.01, 0.1),
                  "chance to consider when every contact is served",
                  assumption("chosen so that service spreads over decades")),
            field(&P::constant, "constant", "logit", any_value().likely(-3, -1),
                  "inclination to take up when nothing speaks for or against", assumption()),
            field(&P::price_weight, "price_weight", "logit", within(0, 20).likely(0.5, 2),
                  "weight of a net yearly cost as high as the affordable share of income", assumption()),
            field(&P::embedding_weight, "embedding_weight", "logit", within(0, 20).likely(1, 4),
                  "weight of embedding, from -1 to 1", assumption()),
            field(&P::values_weight, "values_weight", "logit", within(0, 20).likely(0.25, 1),
                  "weight of effects that residents value", assumption()),
            field(&P::threshold_weight, "threshold_weight", "logit", within(0, 20).likely(0.75, 3),
                  "weight of contacts beyond one's threshold", assumption()),
            field(&P::national_weight, "national_weight", "logit", within(0, 20).likely(0.5, 2),
                  "weight of the share that uses the solution in the country", assumption()),
            field(&P::opposition_weight, "opposition_weight", "logit", within(0, 20).likely(0.5, 2),
                  "weight of negative opinions", assumption()),
            field(&P::trust_weight, "trust_weight", "logit", within(0, 20).likely(0.25, 1),
                  "weight of trust in local government", assumption()),
            field(&P::threshold_noise, "threshold_noise", "1", within(0.001, 1).likely(0.02, 0.3),
                  "blur of the threshold", assumption("Eckles et al.: noise in adoption matters")),
            field(&P::affordable_share, "affordable_share", "1", within(0.001, 1),
                  "share of income that the cost is measured by", design()),
            field(&P::discount_rate, "discount_rate", "1/year", within(0, 1).likely(0.02, 0.08),
                  "interest in the yearly cost of a purchase", design()),
            field(&P::lifetime, "lifetime", "years", within(1, 100).likely(10, 25),
                  "years over which a purchase is written off", design()),
            field(&P::give_up_rate, "give_up_rate", "1/month", within(0, 1).likely(0, 0.03),
                  "rate at which users give up a badly embedded solution", assumption()),
            field(&P::give_up_level, "give_up_level", "1", within(0, 1).likely(0.1, 0.3),
                  "embedding below which users give up", assumption()),
        };
    }
};
static_assert(fully_declared<AdoptionParameters>);

/// Yearly cost of 1 euro spent now: r / (1 - (1 + r)^-years); 1 / years without interest.
double annuity(double rate, double years);

/// Chance that each option is the best of those offered: offers are independent, ties go to the lower index.
/// All three have the same length; offers within 0..1. The chances add up to 1 - prod (1 - offer).
void best_offered(std::span<double const> value, std::span<double const> offer, std::span<double> chance);

/// logistic((r/k - threshold)/noise) for r = 0..k: the reaction to each number of served contacts.
std::vector<double> threshold_reactions(double threshold, double noise, std::size_t k);

/// Binomial coefficients (k over r) for r = 0..k.
std::vector<double> binomial_coefficients(std::size_t k);

/// Chances that r = 0..k of k contacts are served when each is with chance n (0..1).
/// \param coefficients  binomial_coefficients(k); as long as `chance`
void binomial_chances(std::span<double const> coefficients, double n, std::span<double> chance);

void adopt(Step const& step, AdoptionParameters const& p, ContactParameters const& contacts,
           In<&Municipalities::population> population, In<&Municipalities::households> households,
           In<&Municipalities::values> values, In<&Municipalities::offer> offer,
           In<&Municipalities::embedding> embedding, In<&Municipalities::price> price,
           In<&Municipalities::opinion> opinion, In<&Municipalities::local_trust> trust,
           In<&Missions::need_interval> need_interval, In<&Missions::need_running_saving> saving,
           In<&Solutions::appeal> appeal, In<&Citizens::weight> weight, In<&Citizens::threshold> threshold,
           In<&Citizens::income> income, In<&Citizens::adopted> adopted, In<&Municipalities::served> served,
           In<&Municipalities::adoption> adoption, Out<&Citizens::adopted> adopted_next,
           Out<&Municipalities::served> served_next, Out<&Municipalities::adoption> adoption_next,
           Update<&Municipalities::orders> orders, Update<&Solutions::experience> experience);

}  // namespace spil
