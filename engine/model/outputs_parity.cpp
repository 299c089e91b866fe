/// \file outputs_parity.cpp  What regimes cost and give for it: per nominal budget and per public euro.

#include "engine/model/output_groups.hpp"

namespace spil {

using namespace build;

namespace {

double per_thousand(double service, double money) {
    return money <= 0 ? missing : service / (money / 1000);
}

}  // namespace

void add_parity_outcomes(std::vector<Output>& all) {
    auto const spending = [&](char const* name, char const* meaning, auto read) {
        all.push_back(outcome(name, "EUR", meaning, Better::none,
                              [read](auto const&, auto const& t, auto const&) { return read(t); }));
    };
    spending("public_spending",
             "national_spending + municipal_spending + applicant_effort, whole run: every public euro once, "
             "not discounted",
             [](Tally const& t) { return t.public_spending(); });
    spending("national_spending",
             "paid out by programmes (grants less what labs returned, overhead, reviews, rules, communities, "
             "intermediaries) and the surcharge on firms' cash; money programmes still hold is not spent",
             [](Tally const& t) { return euro(t.money.national); });
    spending("municipal_spending",
             "municipalities' co-financing and own labs (less what these returned), partner search, "
             "introductions and upkeep",
             [](Tally const& t) { return euro(t.money.municipal); });
    spending("applicant_effort",
             "cash paid for proposals and reports, and the staff time they bound at the cost of a post",
             [](Tally const& t) { return t.applicant_effort(); });
    spending("nominal_budget", "what the treasury gave the programmes, spent or not",
             [](Tally const& t) { return euro(t.money.budget); });
    all.push_back(
        outcome("transaction_share", "1", "applying, reporting, review and overhead, share of grants paid",
                Better::lower, [](auto const&, auto const& t, auto const&) {
                    auto const paid = [&](Flow f) { return euro(t.type_total[static_cast<std::size_t>(f)]); };
                    double const cost = paid(Flow::review) + paid(Flow::overhead) + t.applicant_effort();
                    return t.money.grants <= 0 ? missing : cost / euro(t.money.grants);
                }));
    all.push_back(
        outcome("service_per_thousand_euro", "person-years/kEUR",
                "discounted person-years of service (over all missions) per thousand euro of public "
                "spending",
                Better::higher, [](auto const&, auto const& t, auto const&) {
                    return per_thousand(t.person_years, t.public_spending());
                }));
    all.push_back(
        outcome("service_per_thousand_budget", "person-years/kEUR",
                "discounted person-years of service (over all missions) per thousand euro of nominal "
                "budget; missing without a budget",
                Better::higher, [](auto const&, auto const& t, auto const&) {
                    return per_thousand(t.person_years, euro(t.money.budget));
                }));
}

void add_parity_outputs(std::vector<Output>& all) {
    auto const so_far = [&](char const* name, char const* unit, char const* meaning, auto read) {
        all.push_back(national("parity", name, unit, meaning, Better::none,
                               [read](World const&, Tally const& t) { return read(t); }));
    };
    so_far("public_spending_so_far", "EUR", "public spending since the start, as the outcome public_spending",
           [](Tally const& t) { return t.public_spending(); });
    so_far("national_spending_so_far", "EUR", "of this, national",
           [](Tally const& t) { return euro(t.money.national); });
    so_far("municipal_spending_so_far", "EUR", "of this, municipal",
           [](Tally const& t) { return euro(t.money.municipal); });
    so_far("applicant_effort_so_far", "EUR", "of this, applicants' effort",
           [](Tally const& t) { return t.applicant_effort(); });
    so_far("nominal_budget_so_far", "EUR", "given to programmes since the start",
           [](Tally const& t) { return euro(t.money.budget); });
    so_far("service_so_far", "person-years",
           "discounted person-years of service since the start, over all missions",
           [](Tally const& t) { return t.person_years; });
}

}  // namespace spil
