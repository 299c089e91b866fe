/// \file outputs_missions.cpp  What a mission looks like in society: service, opinion, landscape, practice.

#include "engine/model/measures.hpp"
#include "engine/model/output_groups.hpp"

namespace spil {

using namespace build;

void add_mission_outputs(std::vector<Output>& all) {
    auto const people = [&](char const* name, char const* meaning, Better better, auto member) {
        all.push_back(
            by_mission("service", name, "1", meaning, better, [member](World const& w, std::size_t m) {
                return per_inhabitant(w, (w.municipalities.*member).now, w.dimensions.missions, m);
            }));
    };
    people("mission_served", "share of residents served", Better::higher, &Municipalities::served);
    people("challenge", "intensity of the challenge", Better::lower, &Municipalities::challenge);
    people("support", "support among residents", Better::none, &Municipalities::support);
    people("opposition", "opposition among residents", Better::none, &Municipalities::opposition);
    all.push_back(by_mission("programme", "landscape", "1", "pressure from the landscape, relative",
                             Better::none,
                             [](World const& w, std::size_t m) { return w.missions.landscape.now[m]; }));
    all.push_back(by_mission(
        "programme", "practice_strength", "1", "strength of the community of practice", Better::none,
        [](World const& w, std::size_t m) { return w.missions.practice_strength.now[m]; }));
    all.push_back(by_mission("programme", "hub_strength", "1", "strength of the learning hub", Better::none,
                             [](World const& w, std::size_t m) { return w.missions.hub_strength.now[m]; }));
    all.push_back(by_mission("programme", "practice_members", "1", "share of municipalities in it",
                             Better::none, [](World const& w, std::size_t m) {
                                 double sum = 0;
                                 auto const& c = w.municipalities.practice_member;
                                 for (std::size_t i = 0; i < w.dimensions.municipalities; ++i)
                                     sum += c.now[i * c.width + m];
                                 return sum / static_cast<double>(w.dimensions.municipalities);
                             }));
    all.push_back(
        by_mission("programme", "intermediary_strength", "1", "strength of intermediaries", Better::none,
                   [](World const& w, std::size_t m) { return w.missions.intermediary_strength.now[m]; }));
}

}  // namespace spil
