/// \file outputs_politics.cpp  What municipal politics does: priorities, labs dropped, colleges and
/// champions.

#include "engine/model/measures.hpp"
#include "engine/model/output_groups.hpp"

namespace spil {

using namespace build;

void add_political_outputs(std::vector<Output>& all) {
    all.push_back(by_mission("politics", "priority", "1",
                             "political priority in municipalities, mean; sums to 1 over missions",
                             Better::none, [](World const& w, std::size_t m) {
                                 auto const& c = w.municipalities.priority;
                                 double sum = 0;
                                 for (std::size_t i = 0; i < w.dimensions.municipalities; ++i)
                                     sum += c.now[i * c.width + m];
                                 return sum / static_cast<double>(w.dimensions.municipalities);
                             }));
    all.push_back(count_by_mission("politics", "unbacked_labs",
                                   "labs, with money or in no man's land, that their municipality dropped",
                                   [](World const& w, std::size_t m) {
                                       std::int64_t labs = 0;
                                       for (std::size_t l = 0; l < rows(w.labs); ++l) {
                                           auto const stage = w.labs.stage.now[l];
                                           bool const alive = funded(stage) || in_no_mans_land(stage);
                                           if (alive && w.labs.unbacked.now[l] != 0 &&
                                               static_cast<std::size_t>(w.labs.mission.now[l]) == m)
                                               ++labs;
                                       }
                                       return labs;
                                   }));
    all.push_back(national("politics", "promises_broken", "1",
                           "times a municipality dropped a lab since the start", Better::none,
                           [](World const&, Tally const& t) { return t.promises_broken; }));
    all.push_back(national("politics", "college_breaks", "1",
                           "municipal colleges that broke between elections since the start", Better::none,
                           [](World const&, Tally const& t) { return t.college_breaks; }));
    all.push_back(national("politics", "institutions_revoked", "1",
                           "institutions that new colleges revoked since the start", Better::none,
                           [](World const& w) {
                               double sum = 0;
                               for (auto const r : w.municipalities.revocations.now) sum += r;
                               return sum;
                           }));
    all.push_back(national("politics", "champion_gap", "months",
                           "months that labs still go without an alderman for their mission, mean",
                           Better::none,
                           [](World const& w) { return plain_mean(w.municipalities.champion_gap.now); }));
}

}  // namespace spil
