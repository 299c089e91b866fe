/// \file outputs_solutions.cpp  The solutions: rules, cost, use and where they are institutions.

#include "engine/model/measures.hpp"
#include "engine/model/output_groups.hpp"

namespace spil {

using namespace build;

void add_solution_outputs(std::vector<Output>& all) {
    all.push_back(by_solution("solution", "permission", "1", "what national rules permit", Better::none,
                              [](World const& w, std::size_t s) { return w.solutions.permission.now[s]; }));
    all.push_back(by_solution("solution", "cost", "EUR/household", "national cost", Better::none,
                              [](World const& w, std::size_t s) { return w.solutions.cost.now[s]; }));
    all.push_back(by_solution("solution", "adoption", "1", "share of residents that use it", Better::none,
                              [](World const& w, std::size_t s) {
                                  return per_inhabitant(w, w.municipalities.adoption.now,
                                                        w.dimensions.solutions(), s);
                              }));
    all.push_back(
        by_solution("solution", "regulatory_work", "EUR", "spent on legal work since the start", Better::none,
                    [](World const& w, std::size_t s) { return w.solutions.regulatory_work.now[s]; }));
    all.push_back(whole("solution", "institutions", "1", "municipalities where it is an institution",
                        {"year", "solution"}, Stored::count, [](World const& w, Integers& out) {
                            auto const& c = w.municipalities.implemented;
                            for (std::size_t s = 0; s < w.dimensions.solutions(); ++s) {
                                std::int64_t sum = 0;
                                for (std::size_t i = 0; i < w.dimensions.municipalities; ++i)
                                    sum += c.now[i * c.width + s];
                                out.push_back(sum);
                            }
                        }));
}

}  // namespace spil
