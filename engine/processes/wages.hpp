#pragma once
/// \file wages.hpp  What firms and institutions received goes back to households, quarter by quarter (SM19).
///
///     out   = payout share x balance; of a firm, of what exceeds its opening money
///     firm  imports x out -> world outside, the rest -> households where it is
///     knowledge, intermediaries, civic groups   out -> households where the organisation is at home; in
///           proportion to inhabitants for a kind whose accounts are not those of organisations
///
/// What is not paid out is working capital: it meets the levy and firms' share in labs. Imports are counted
/// on everything a firm received, sales and work for labs alike. Every cent is placed: part i is the whole
/// part of the cumulative sum up to i less that up to i - 1. Reads firms, population, homes; pays
/// imports and wages. Source: closes the circle of money in stock-flow consistent models.

#include <span>
#include <vector>

#include "engine/world/access.hpp"

namespace spil {

struct WageParameters {
    static constexpr std::string_view name = "wages";

    double import_share = 0.4;
    double payout_share = 0.5;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = WageParameters;
        return f(field(&P::import_share, "import_share", "1", within(0, 1).likely(0.1, 0.7),
                       "share of what firms pay out that leaves the country", assumption()),
                 field(&P::payout_share, "payout_share", "1", within(0, 1).likely(0.3, 1),
                       "share of the balance that is paid out each quarter", assumption()));
    }
};

/// Running shares of weights (>= 0): entry i is the sum up to and with i over the total, the last exactly 1.
/// All equal steps when every weight is 0.
std::vector<double> running_shares(std::span<double const> weights);

/// The whole part of amount x running share, for amounts below 2^53 cents; differences of neighbours are
/// parts that add up to the amount.
Cents placed_up_to(Cents amount, double running_share);

void pay_wages(
    WageParameters const& p, In<&Municipalities::population> population, In<&Solutions::base_cost> base_cost,
    In<&Firms::municipality> municipality, In<&Firms::offer> offer, In<&Firms::capital_units> capital_units,
    In<&Organisations::kind> kind, In<&Organisations::municipality> home,
    Pay<AccountClass::firm, AccountClass::knowledge, AccountClass::intermediary, AccountClass::civic> pay);

}  // namespace spil
