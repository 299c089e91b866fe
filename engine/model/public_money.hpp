#pragma once
/// \file public_money.hpp  What a way of funding costs the public: every euro once, and who bears it.
///
///     national      what programmes pay out (grants less what labs return, overhead, reviews, rules,
///                   communities of practice, intermediaries) + the surcharge on firms' cash + tax credits
///                   and grants for firms' research
///     municipal     co-financing and own labs, less what these return, partner search, introductions,
///     upkeep,
///                   first units bought
///     applicants    cash for proposals and reports; to it comes the staff time they bind, valued
///     public        national + municipal + applicants, staff time included
///
/// A budget is not spending: money that programmes still hold has bought nothing. Nor is a general grant:
/// municipalities' payments out of it count, the grant does not. Households' and firms' own money is not
/// public; regular services are paid under every regime alike. Hence, from the two sides of the accounts,
///
///     national = budget - change of programmes' money + surcharge + credits and grants to firms
///     municipal + applicants' cash = general grants - regular services - change of municipalities' money
///
/// Source: comparison at equal public cost, so that co-financing and applicants' work are no hidden subsidy.

#include "engine/world/ledger.hpp"

namespace spil {

struct PublicMoney {
    Cents budget = 0;      ///< what the treasury gave programmes: the nominal budget
    Cents grants = 0;      ///< paid to labs by programmes, less what labs returned; part of `national`
    Cents national = 0;    ///< spent
    Cents municipal = 0;   ///< spent
    Cents applicants = 0;  ///< cash for proposals and reports

    /// Spent in all, without the staff time of applicants.
    Cents spent() const { return national + municipal + applicants; }
    PublicMoney& operator+=(PublicMoney const& more);
    friend bool operator==(PublicMoney const&, PublicMoney const&) = default;
};

/// Read off the flows since the ledger's flows were last cleared.
PublicMoney public_money(Ledger const& ledger);

}  // namespace spil
