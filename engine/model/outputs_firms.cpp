/// \file outputs_firms.cpp  The firms: who sells what at what price, research and its support, moves and
/// ends.

#include "engine/model/measures.hpp"
#include "engine/model/output_groups.hpp"

namespace spil {

using namespace build;

namespace {

/// Sum of term(firm) over those who sell a solution.
template <class Term>
double over_sellers(World const& w, std::size_t s, Term term) {
    double sum = 0;
    for (std::size_t f = 0, n = rows(w.firms); f < n; ++f)
        if (w.firms.offer.now[f] == static_cast<std::int32_t>(s)) sum += term(f);
    return sum;
}

/// Weighted number of firms for which holds(firm).
template <class Holds>
double firms_that(World const& w, Holds holds) {
    double sum = 0;
    for (std::size_t f = 0, n = rows(w.firms); f < n; ++f) sum += holds(f) ? w.firms.weight.now[f] : 0;
    return sum;
}

void add_markets(std::vector<Output>& all) {
    all.push_back(by_solution("firm", "price", "EUR/household", "price, mean over inhabitants", Better::lower,
                              [](World const& w, std::size_t s) {
                                  return per_inhabitant(w, w.municipalities.price.now,
                                                        w.dimensions.solutions(), s);
                              }));
    all.push_back(by_solution(
        "firm", "mark_up", "1", "mark-up of its firms, by last year's sales", Better::none,
        [](World const& w, std::size_t s) {
            auto const& t = w.firms;
            double const sold = over_sellers(w, s, [&](std::size_t f) { return t.sales_before.now[f]; });
            double const count = over_sellers(w, s, [](std::size_t) { return 1.0; });
            return over_sellers(w, s, [&](std::size_t f) {
                return t.mark_up.now[f] * (sold > 0 ? t.sales_before.now[f] / sold : 1 / count);
            });
        }));
    all.push_back(by_solution(
        "firm", "sellers", "firms", "firms that sell it", Better::none, [](World const& w, std::size_t s) {
            return over_sellers(w, s, [&](std::size_t f) { return w.firms.weight.now[f]; });
        }));
    all.push_back(by_solution(
        "firm", "concentration", "1", "sum of squared shares of sales last year, over agents", Better::none,
        [](World const& w, std::size_t s) {
            auto const& sales = w.firms.sales_before.now;
            double const sold = over_sellers(w, s, [&](std::size_t f) { return sales[f]; });
            if (sold <= 0) return missing;
            return over_sellers(w, s, [&](std::size_t f) { return sales[f] * sales[f] / (sold * sold); });
        }));
}

}  // namespace

void add_firm_outputs(std::vector<Output>& all) {
    add_markets(all);
    all.push_back(national("firm", "firm_research", "EUR/year", "spent on research by firms", Better::none,
                           [](World const& w) {
                               double sum = 0;
                               for (double const r : w.firms.research.now) sum += r;
                               return sum;
                           }));
    all.push_back(national("firm", "firm_research_support", "EUR/year",
                           "tax credits and grants for firms' research", Better::none, [](World const& w) {
                               return euro(w.ledger.flow(Flow::research_credit) +
                                           w.ledger.flow(Flow::innovation_grant));
                           }));
    all.push_back(national("firm", "public_procurement", "EUR/year",
                           "first units of labs' solutions bought by municipalities", Better::none,
                           [](World const& w) { return euro(w.ledger.flow(Flow::public_procurement)); }));
    all.push_back(national("firm", "firm_exits", "firms/year", "sellers that ended; a start-up replaces each",
                           Better::none, [](World const& w) {
                               return firms_that(w,
                                                 [&](std::size_t f) { return w.firms.renewed.now[f] == 1; });
                           }));
    all.push_back(national("firm", "firm_turns", "firms/year", "firms that took up another solution",
                           Better::none, [](World const& w) {
                               return firms_that(w,
                                                 [&](std::size_t f) { return w.firms.renewed.now[f] == 2; });
                           }));
    all.push_back(national("firm", "firm_moves", "firms/year", "firms that moved, within or out",
                           Better::none, [](World const& w) {
                               return firms_that(w, [&](std::size_t f) { return w.firms.moved.now[f] != 0; });
                           }));
    all.push_back(national("firm", "join_expectation", "1",
                           "chance firms see that a lab's solution becomes an institution, mean over agents",
                           Better::none, [](World const& w) {
                               double sum = 0;
                               for (double const e : w.firms.expectation.now) sum += e;
                               return sum / static_cast<double>(rows(w.firms));
                           }));
    all.push_back(by_all_municipalities(
        "municipality_firms", "firms", "firms of two and more persons", Better::none,
        [](World const& w, std::span<double> firms) {
            for (std::size_t f = 0, n = rows(w.firms); f < n; ++f)
                firms[static_cast<std::size_t>(w.firms.municipality.now[f])] += w.firms.weight.now[f];
        }));
}

}  // namespace spil
