/// \file outputs_programmes.cpp  The missions' programmes: applications, awards, stops and their money.

#include "engine/model/output_groups.hpp"

namespace spil {

using namespace build;

void add_programme_outputs(std::vector<Output>& all) {
    all.push_back(by_mission("programme", "success_rate", "1",
                             "share of applications won, as applicants expect it", Better::none,
                             [](World const& w, std::size_t m) { return w.programmes.success_rate.now[m]; }));
    all.push_back(
        count_by_mission("programme", "applications", "applications or intake talks since the start",
                         [](World const& w, std::size_t m) { return w.programmes.applications.now[m]; }));
    all.push_back(count_by_mission("programme", "awards", "labs awarded since the start",
                                   [](World const& w, std::size_t m) { return w.programmes.awards.now[m]; }));
    all.push_back(count_by_mission("programme", "gate_stops", "labs stopped at a gate since the start",
                                   [](World const& w, std::size_t m) { return w.programmes.stops.now[m]; }));
    all.push_back(
        count_by_mission("programme", "follow_ons", "labs that went on after their term since the start",
                         [](World const& w, std::size_t m) { return w.programmes.follow_ons.now[m]; }));
    all.push_back(
        count_by_mission("programme", "revocations", "pools of money by formula revoked since the start",
                         [](World const& w, std::size_t m) { return w.programmes.revocations.now[m]; }));
    all.push_back(whole("programme", "promised", "0.01 EUR", "promised to labs and not yet paid",
                        {"year", "mission"}, Stored::cents, [](World const& w, Integers& out) {
                            for (Cents const c : w.programmes.committed.now) out.push_back(c);
                        }));
    all.push_back(whole("programme", "programme_balance", "0.01 EUR", "money on a programme's account",
                        {"year", "mission"}, Stored::cents, [](World const& w, Integers& out) {
                            for (std::size_t m = 0; m < w.dimensions.missions; ++m)
                                out.push_back(w.ledger.balance({AccountClass::programme, m}));
                        }));
    all.push_back(whole("programme", "grants_paid", "0.01 EUR",
                        "paid to labs, less what was returned, since the start", {"year", "mission"},
                        Stored::cents, [](World const& w, Integers& out) {
                            auto const first = out.size();
                            out.resize(first + w.dimensions.missions, 0);
                            for (std::size_t g = 0; g < rows(w.grants); ++g)
                                out[first + static_cast<std::size_t>(w.labs.mission.now[g])] +=
                                    w.grants.paid.now[g] - w.grants.returned.now[g];
                        }));
}

}  // namespace spil
