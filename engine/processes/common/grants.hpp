#pragma once
/// \file grants.hpp  A promise of money, kept to the cent.
///
/// What must add up is said, and checked, in engine/world/grant_audit.hpp; every change of these columns goes
/// through the verbs below. What people in a lab count on follows from the promise: the months still promised
/// and what its regime lets them expect after those.

#include <algorithm>
#include <cstddef>
#include <span>

#include "engine/world/grant_audit.hpp"
#include "engine/world/labs.hpp"
#include "engine/world/programmes.hpp"
#include "engine/world/regime.hpp"

namespace spil {

/// Promises more money to grant `row` of mission m.
void promise(Grants& grants, Programmes& programmes, std::size_t row, std::size_t m, Cents amount);
/// Books an instalment.
void book_payment(Grants& grants, Programmes& programmes, std::size_t row, std::size_t m, Cents amount);
/// Withdraws part of what was promised and not paid.
void release(Grants& grants, Programmes& programmes, std::size_t row, std::size_t m, Cents amount);
/// Ends a grant: what remains is released. \return what was released
Cents close_grant(Grants& grants, Programmes& programmes, std::size_t row, std::size_t m);

/// Months of money beyond the promised ones that people in a lab count on: behind gates the rest of the
/// longest stay, unless stopped; money by formula until it is revoked; after a term the follow-on, once, if
/// they get it.
inline double months_beyond(Regime const& r, double months_left, double stay_left, double stop_rate,
                            double follow_on_rate, bool followed_on) {
    if (gated(r)) return (1 - stop_rate) * std::max(0.0, stay_left - months_left);
    if (r.selection == Selection::formula)
        return r.revocation_hazard > 0 ? std::min(r.longest_stay, 1 / r.revocation_hazard) : r.longest_stay;
    return follows_on(r) && !followed_on ? follow_on_rate * r.follow_on_months : 0.0;
}
/// Whether a grant is judged at gates. That takes a programme that holds them and a grant that was given for
/// them: where the way of funding has changed in between, what was promised is paid to its end.
inline bool passes_gates(Regime const& r, Grants const& grants, std::size_t row) {
    return funding(r) && gated(r) && grants.gated.now[row] != 0;
}
/// Chance that a lab goes on though its result was poor (S).
inline double softness(Regime const& r) {
    return open_ended(r) || follows_on(r) ? r.stop_override : 0.0;
}

/// What each programme has in hand: labs with a grant in force, the trust of their hosts, and what going on
/// with them will ask for before the next budget.
struct Load {
    double labs = 0;
    double trust = 0;     ///< mean over these labs of the trust between host and programme
    double renewals = 0;  ///< EUR, expected

    friend bool operator==(Load const&, Load const&) = default;
};

}  // namespace spil
