#pragma once
/// \file market.hpp  Solutions get cheaper with use, at home and abroad; firms ask what the market lets them
/// (SM15).
///
///     cost      c_s  = c_s0 ((X_s + X_ext)/X_0)^-b,   b = -log2(1 - LR),   X_ext = X_0 ((1 + g)^(t/12) - 1)
///     local     c_is = c_s [(1 - soft) + soft (1 + X_is/X_ref)^-b_loc]      X_is households here that use s
///     price     p_is = level_is c_is       level: mean (1 + mu_f) c_f over the sellers compared (sellers)
///     mark-up   mu_f := mu_f (share_f/share_f before)^upsilon, once a year, within 0.05 and 0.6
///     viable    q_V  = logistic(v_is - beta ln(p_is / ((1 + mu_0) c_s0)))
///     potential      = CES(q_A, permission, q_V)
///
/// A national standard in force takes some of the cost away. `share` is the firm's share of its solution's
/// sales in a year. To first order the mark-up changes by upsilon times the relative change of the share; as
/// a power it depends on the share alone, not on the way there. X_s starts at X_0. The curve is the nation's:
/// which firm is cheaper than which is another matter (research).
///
/// Reads experience, rules, sales, adoption, permission; writes cost (national); mark_up, sales_share,
/// sales_before, sales (firms); price, viable_fit and potential (local).
/// Source: Wright (1936) for learning by doing; mark-ups after Dosi, Fagiolo and Roventini (2010).

#include "engine/processes/common/embedding.hpp"
#include "engine/world/access.hpp"

namespace spil {

struct MarketParameters {
    static constexpr std::string_view name = "market";

    double learning_rate = 0.18;
    double starting_experience = 20000;
    double external_growth = 0.08;
    double standard_saving = 0.05;
    double soft_cost_share = 0.4;
    double local_exponent = 0.08;
    double local_reference = 1000;
    double initial_mark_up = 0.25;
    double mark_up_adaptation = 0.04;
    double price_weight = 1;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = MarketParameters;
        return f(field(&P::learning_rate, "learning_rate", "1", within(0, 0.9).likely(0.05, 0.3),
                       "fall of cost at each doubling of experience",
                       literature("reviews of energy technologies")),
                 field(&P::starting_experience, "starting_experience", "households",
                       within(1, 1e9).likely(1e3, 2e5), "households served by each solution before the start",
                       assumption()),
                 field(&P::external_growth, "external_growth", "1/year", within(-0.5, 2).likely(0, 0.2),
                       "growth of experience outside the country", assumption()),
                 field(&P::standard_saving, "standard_saving", "1", within(0, 0.9).likely(0, 0.15),
                       "share of the cost that a national standard saves", assumption()),
                 field(&P::soft_cost_share, "soft_cost_share", "1", within(0, 1).likely(0.1, 0.6),
                       "share of the cost that is made locally: advice, permits, fitting", assumption()),
                 field(&P::local_exponent, "local_exponent", "1", within(0, 5).likely(0, 0.2),
                       "exponent of local experience in local cost", assumption()),
                 field(&P::local_reference, "local_reference", "households", within(1, 1e7).likely(200, 5000),
                       "local users from which local cost falls noticeably", assumption()),
                 field(&P::initial_mark_up, "initial_mark_up", "1", within(0, 1).likely(0.1, 0.5),
                       "mark-up at the start, part of the base price", literature("Dosi et al. 2010")),
                 field(&P::mark_up_adaptation, "mark_up_adaptation", "1", within(0, 1).likely(0.01, 0.1),
                       "relative change of the mark-up per relative change of the sales share",
                       literature("Dosi et al. 2010")),
                 field(&P::price_weight, "price_weight", "logit", within(0, 20).likely(0.3, 2),
                       "fall of economic fit per unit of ln price", assumption()));
    }
};

/// Exponent of the learning curve: cost falls by `learning_rate` when experience doubles.
double learning_exponent(double learning_rate);

/// Experience gained elsewhere by month t, households.
double external_experience(double month, MarketParameters const& p);

/// Cost relative to the start, 1 at X = X_0 and X_ext = 0.
double relative_cost(double experience, double external, MarketParameters const& p);

/// Local cost relative to national cost, 1 without local users.
double local_factor(double local_users, MarketParameters const& p);

/// The mark-up when the share of sales went from `before` to `now`; a share below 1 % counts as 1 %.
double next_mark_up(double mark_up, double before, double now, MarketParameters const& p);

/// Phase 3: national costs.
void learn_by_doing(Step const& step, MarketParameters const& p, In<&Solutions::base_cost> base_cost,
                    In<&Solutions::experience> experience, In<&Solutions::rule> rule,
                    Out<&Solutions::cost> cost);

/// At the end of a year: mark-ups, and the year's sales become last year's. A solution without sales leaves
/// its shares and mark-ups alone; a firm that just took up another starts with the share of one among equals.
void adapt_mark_ups(Step const& step, MarketParameters const& p, In<&Firms::offer> offer,
                    In<&Firms::renewed> renewed, Update<&Firms::mark_up> mark_up,
                    Update<&Firms::sales_share> sales_share, Update<&Firms::sales> sales,
                    Out<&Firms::sales_before> sales_before);

/// Phase 4: what a solution costs in each municipality and what that does to its worth. Costs fall slowly, so
/// the schedule may call it once a quarter.
void set_prices(MarketParameters const& p, EmbeddingParameters const& embedding_parameters,
                In<&Municipalities::households> households, In<&Municipalities::adoption> adoption,
                In<&Municipalities::accepted_fit> accepted_fit,
                In<&Municipalities::unviable_odds> unviable_odds, In<&Solutions::base_cost> base_cost,
                In<&Solutions::cost> cost, In<&Solutions::permission> permission,
                In<&Municipalities::price_level> price_level, Out<&Municipalities::price> price,
                Out<&Municipalities::viable_fit> viable_fit, Out<&Municipalities::potential> potential);

}  // namespace spil
