/// \file outputs_municipalities.cpp  The municipalities, one figure a year for each.

#include "engine/model/measures.hpp"
#include "engine/model/output_groups.hpp"

namespace spil {

using namespace build;

void add_municipal_outputs(std::vector<Output>& all) {
    all.push_back(by_municipality("municipality_served", "1", "share of residents served, mean over missions",
                                  Better::higher,
                                  [](World const& w, std::size_t i) { return served_here(w, i); }));
    all.push_back(
        by_municipality("municipality_aversion", "1", "risk aversion", Better::none,
                        [](World const& w, std::size_t i) { return w.municipalities.aversion.now[i]; }));
    all.push_back(by_municipality(
        "municipality_capacity", "1", "share of the work in hand that staff can do", Better::none,
        [](World const& w, std::size_t i) { return w.municipalities.capacity.now[i]; }));
    all.push_back(by_municipality("municipality_institutions", "1", "solutions institutionalised",
                                  Better::none, [](World const& w, std::size_t i) {
                                      double sum = 0;
                                      auto const& c = w.municipalities.implemented;
                                      for (std::size_t s = 0; s < c.width; ++s) sum += c.now[i * c.width + s];
                                      return sum;
                                  }));
    all.push_back(by_municipality("municipality_awards", "1", "grants won since the start", Better::none,
                                  [](World const& w, std::size_t i) {
                                      double sum = 0;
                                      auto const& c = w.municipalities.awards_won;
                                      for (std::size_t m = 0; m < c.width; ++m) sum += c.now[i * c.width + m];
                                      return sum;
                                  }));
    all.push_back(by_municipality("municipality_free_money", "EUR", "money free for missions", Better::none,
                                  [](World const& w, std::size_t i) {
                                      return euro(w.ledger.balance({AccountClass::municipality, i}));
                                  }));
}

}  // namespace spil
