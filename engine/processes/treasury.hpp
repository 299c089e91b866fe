#pragma once
/// \file treasury.hpp  The state pays municipalities, municipalities pay their regular tasks, the state taxes
/// (SM19).
///
///     every month   treasury -> municipality   yearly fund / 12
///                   municipality -> household  all but the free share of it, at once
///     December      household, firm -> treasury   rate x what the class received this year
///
/// Only the free share can be steered towards missions; it stays in the municipality's account. The levy of a
/// class is split over its accounts in proportion to their balances and never exceeds them.
/// Reads yearly_fund and the year's flows; pays municipal_fund, regular_services, tax.
/// Source: general grant of 47.5 billion euro for 18.0 million inhabitants; the levy closes the circle of
/// money.

#include "engine/world/access.hpp"

namespace spil {

struct TreasuryParameters {
    static constexpr std::string_view name = "treasury";

    double fund_per_inhabitant = 2640;
    double free_share = 0.01;
    double tax_rate = 0.25;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = TreasuryParameters;
        return f(field(&P::fund_per_inhabitant, "fund_per_inhabitant", "EUR/year",
                       within(0, 1e5).likely(1500, 4000), "general grant per inhabitant",
                       measured("municipal fund: 47.5 billion euro, 18.0 million inhabitants")),
                 field(&P::free_share, "free_share", "1", within(0, 1).likely(0.002, 0.03),
                       "share of the general grant that can be steered towards missions", assumption()),
                 field(&P::tax_rate, "tax_rate", "1", within(0, 1).likely(0.1, 0.4),
                       "share of what households and firms receive that is levied", assumption()));
    }
};

/// General grant of a municipality, euro per year: for the column yearly_fund.
inline double yearly_grant(double inhabitants, TreasuryParameters const& p) {
    return p.fund_per_inhabitant * inhabitants;
}

void run_treasury(
    Step const& step, TreasuryParameters const& p, In<&Municipalities::yearly_fund> yearly_fund,
    Pay<AccountClass::treasury, AccountClass::municipality, AccountClass::household, AccountClass::firm> pay);

}  // namespace spil
