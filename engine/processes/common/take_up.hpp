#pragma once
/// \file take_up.hpp  What a solution is worth to a resident: one source for agents and the mean field.
///
///     V = b0 - b_p cost/(0.05 income) + b_E (2E - 1) + b_v values.appeal + b_N pull + b_m national share
///         - b_o opposition + b_t (trust - 1/2)
///     cost   annuity(price) - running saving of the mission
///     pull   logistic((n - theta)/s), n the share served among contacts
///
/// The resident takes up the offered solution of highest V with chance logistic(V). What all residents of a
/// place share (embedding, values, national share; cost for an income of 1) is worked out once for each
/// solution on offer. No subsidy reaches the price here.
/// Source: random utility with peers as in McCullen et al. (2013); thresholds blurred by noise after Eckles
/// et al.

#include <cmath>
#include <vector>

#include "engine/processes/common/embedding.hpp"
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

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = AdoptionParameters;
        return f(field(&P::contact_rate, "contact_rate", "1/month", within(0, 1).likely(0.01, 0.1),
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
                       "embedding below which users give up", assumption()));
    }
};

/// Yearly cost of 1 euro spent now: r / (1 - (1 + r)^-years); 1 / years without interest.
double annuity(double rate, double years);

/// The solutions of one mission that residents of one municipality are offered.
struct Offers {
    std::vector<std::size_t> solution;
    std::vector<double> offer;   ///< share of residents, 0..1
    std::vector<double> worth;   ///< the part of V that is the same for all
    std::vector<double> yearly;  ///< cost per year after the saving, in affordable shares of 1 euro income

    std::size_t size() const { return solution.size(); }
    void clear();
};

/// What offers follow from besides the parameters.
struct Circumstances {
    In<&Municipalities::values> const& values;
    In<&Municipalities::offer> const& offer;
    In<&Municipalities::embedding> const& embedding;
    In<&Municipalities::price> const& price;
    In<&Missions::need_running_saving> const& saving;
    In<&Solutions::appeal> const& appeal;
    std::vector<double> const& national;  ///< share of the country's residents that use each solution
    std::size_t per_mission;
    double yearly_price;  ///< annuity of 1 euro of price
};

/// Fills `offers` with what mission m offers in municipality i; empty when nothing.
void find_offers(AdoptionParameters const& p, Circumstances const& at, std::size_t i, std::size_t m,
                 Offers& offers);

/// Share of the country's residents that use each solution.
std::vector<double> national_shares(In<&Municipalities::population> const& population,
                                    In<&Municipalities::adoption> const& adoption);

/// The part of V that differs between residents whatever is offered. \param opposition  max(0, -opinion)
inline double mood(AdoptionParameters const& p, double opposition, double trust) {
    return p.constant - p.opposition_weight * opposition + p.trust_weight * (trust - 0.5);
}

/// More than V can be for anybody who is offered these. \param burden  price_weight / income of the poorest
double most_value(AdoptionParameters const& p, Offers const& offers, double burden);

/// How far contacts pull, 0..1, when the share `served` of them uses a solution.
inline double pull(double served, double threshold, double noise) {
    return logistic((served - threshold) / noise);
}

}  // namespace spil
