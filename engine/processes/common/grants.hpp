#pragma once
/// \file grants.hpp  A promise of money, kept to the cent.
///
/// What must add up is said, and checked, in engine/world/grant_audit.hpp; every change of these columns goes
/// through the verbs below. What people in a lab count on follows from the
/// promise: the months still promised and, behind gates, the rest of the longest stay times the chance not to
/// be stopped.

#include <cstddef>
#include <span>

#include "engine/world/grant_audit.hpp"
#include "engine/world/labs.hpp"
#include "engine/world/programmes.hpp"

namespace spil {

/// Promises more money to grant `row` of mission m.
void promise(Grants& grants, Programmes& programmes, std::size_t row, std::size_t m, Cents amount);
/// Books an instalment.
void book_payment(Grants& grants, Programmes& programmes, std::size_t row, std::size_t m, Cents amount);
/// Withdraws part of what was promised and not paid.
void release(Grants& grants, Programmes& programmes, std::size_t row, std::size_t m, Cents amount);
/// Ends a grant: what remains is released. \return what was released
Cents close_grant(Grants& grants, Programmes& programmes, std::size_t row, std::size_t m);

/// Months of money that people in a lab count on.
constexpr double expected_horizon(double months_left, double stay_left, double stop_rate, bool gates) {
    double const beyond = gates && stay_left > months_left ? stay_left - months_left : 0.0;
    return months_left + (1 - stop_rate) * beyond;
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
