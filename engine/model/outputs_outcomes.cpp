/// \file outputs_outcomes.cpp  The outcomes of a run: single figures, by which regimes are compared.

#include "engine/model/measures.hpp"
#include "engine/model/output_groups.hpp"

namespace spil {

using namespace build;

void add_outcomes(std::vector<Output>& all) {
    all.push_back(
        outcome("served_years", "years", "discounted years in which a resident is served, mean over missions",
                Better::higher, [](auto const&, auto const& t, auto const&) { return t.served_years; }));
    all.push_back(outcome("served_end", "1", "share of residents served at the end, mean over missions",
                          Better::higher,
                          [](auto const& w, auto const&, auto const&) { return served_everywhere(w); }));
    all.push_back(outcome("embedded_solutions", "1",
                          "solutions institutionalised in a municipality at the end, mean", Better::higher,
                          [](auto const& w, auto const&, auto const&) {
                              double sum = 0;
                              for (auto const v : w.municipalities.implemented.now) sum += v;
                              return sum / static_cast<double>(w.dimensions.municipalities);
                          }));
    all.push_back(outcome("stalled_share", "1",
                          "share of ended labs not embedded within the embedding window after their money",
                          Better::lower, [](auto const& w, auto const& t, auto const& p) {
                              auto const e = endings(w, t.month, p.embedding_window);
                              return e.ended == 0 ? missing : 1 - static_cast<double>(e.embedded) / e.ended;
                          }));
    all.push_back(outcome("take_off", "months",
                          "months until the mean share served takes off; missing when it never does",
                          Better::lower, [](auto const&, auto const& t, auto const&) {
                              return t.take_off_month < 0 ? missing : t.take_off_month;
                          }));
    all.push_back(outcome("inequality", "1", "Theil index of service between municipalities at the end",
                          Better::lower,
                          [](auto const& w, auto const&, auto const&) { return theil_of_service(w); }));
    all.push_back(outcome("lost_spending_share", "1",
                          "share of labs' spending that went to labs lost within the window", Better::lower,
                          [](auto const& w, auto const& t, auto const& p) {
                              auto const e = endings(w, t.month, p.embedding_window);
                              return e.spent <= 0 ? missing : e.spent_on_lost / e.spent;
                          }));
}

}  // namespace spil
