/// \file outputs_partners.cpp  Who works with whom: partners of labs, trust in ties, third spaces, and the
/// network at the end of a run.

#include <algorithm>
#include <cmath>

#include "engine/model/measures.hpp"
#include "engine/model/output_groups.hpp"

namespace spil {

using namespace build;

namespace {

/// Mean of `read` over the labs of a mission that had their coalition and have money; missing without any.
template <class Read>
double formed_mean(World const& w, std::size_t m, Read read) {
    double sum = 0;
    int labs = 0;
    for (std::size_t l = 0; l < rows(w.labs); ++l) {
        if (!funded(w.labs.stage.now[l]) || w.labs.formed.now[l] == 0 ||
            static_cast<std::size_t>(w.labs.mission.now[l]) != m)
            continue;
        sum += read(w.labs, l);
        ++labs;
    }
    return labs == 0 ? missing : sum / labs;
}

std::size_t open_spaces(World const& w, std::size_t m) {
    std::size_t open = 0;
    for (std::size_t k = 0; k < rows(w.third_spaces); ++k)
        open += w.third_spaces.months_left.now[k] > 0 &&
                static_cast<std::size_t>(w.third_spaces.mission.now[k]) == m;
    return open;
}

/// Entries (municipality, organisation) of ties with organisations, row by row.
template <class T, class Read>
void by_tie(World const& w, std::vector<T>& out, Read read) {
    auto const first = out.size();
    auto const columns = rows(w.organisations);
    out.resize(first + w.dimensions.municipalities * columns, T{});
    for (std::size_t t = 0; t < rows(w.ties); ++t) {
        if (static_cast<std::size_t>(w.ties.kind.now[t]) >= organisation_kinds) continue;
        out[first + static_cast<std::size_t>(w.ties.municipality.now[t]) * columns +
            static_cast<std::size_t>(w.ties.party.now[t])] = read(t);
    }
}

void add_lab_partners(std::vector<Output>& all) {
    auto const of_labs = [&](char const* name, char const* meaning, auto read) {
        all.push_back(by_mission("partners", name, "1", meaning, Better::none,
                                 [read](World const& w, std::size_t m) { return formed_mean(w, m, read); }));
    };
    auto const partners = [&](char const* name, char const* meaning, auto member) {
        of_labs(name, meaning, [member](Labs const& labs, std::size_t l) {
            return static_cast<double>((labs.*member).now[l]);
        });
    };
    partners("lab_knowledge", "knowledge institutions in a lab, mean over labs with money",
             &Labs::knowledge_partners);
    partners("lab_intermediaries", "intermediaries in a lab, mean over labs with money",
             &Labs::intermediary_partners);
    partners("lab_civic", "civic groups in a lab, mean over labs with money", &Labs::civic_partners);
    partners("lab_authorities", "provinces and water authorities in a lab, mean over labs with money",
             &Labs::public_partners);
    partners("lab_firms", "firms in a lab, mean over labs with money", &Labs::firm_partners);
    partners("lab_coverage", "share of the required capabilities present, mean over labs with money",
             &Labs::coverage);
    partners("lab_trust", "trust between host and partners, mean over labs with money",
             &Labs::coalition_trust);
    all.push_back(by_mission("partners", "acceptance_rate", "1",
                             "share of candidates that wanted to take part, since the start; missing "
                             "without candidates",
                             Better::none, [](World const& w, std::size_t m) {
                                 double met = 0;
                                 double willing = 0;
                                 for (std::size_t l = 0; l < rows(w.labs); ++l) {
                                     if (static_cast<std::size_t>(w.labs.mission.now[l]) != m) continue;
                                     met += w.labs.candidates.now[l];
                                     willing += w.labs.acceptances.now[l];
                                 }
                                 return met > 0 ? willing / met : missing;
                             }));
}

void add_ties(std::vector<Output>& all) {
    all.push_back(whole("partners", "ties", "1", "pairs that have worked together, by kind of party",
                        {"year", "party"}, Stored::count, [](World const& w, Integers& out) {
                            auto const first = out.size();
                            out.resize(first + party_kinds, 0);
                            for (auto const kind : w.ties.kind.now)
                                ++out[first + static_cast<std::size_t>(kind)];
                        }));
    all.push_back({{"tie_trust",
                    "1",
                    "trust in ties, mean by kind of party; missing without ties",
                    {"year", "party"},
                    Better::none,
                    Stored::real,
                    "partners"},
                   [](World const& w, Tally const&, OutcomeParameters const&, Reals& out) {
                       std::array<double, party_kinds> sum{};
                       std::array<int, party_kinds> ties{};
                       for (std::size_t t = 0; t < rows(w.ties); ++t) {
                           auto const k = static_cast<std::size_t>(w.ties.kind.now[t]);
                           sum[k] += w.ties.trust.now[t];
                           ++ties[k];
                       }
                       for (std::size_t k = 0; k < party_kinds; ++k)
                           out.push_back(ties[k] > 0 ? sum[k] / ties[k] : missing);
                   },
                   {}});
    all.push_back(national("partners", "busy_organisations", "1",
                           "places in labs that organisations have filled, share of all", Better::none,
                           [](World const& w) {
                               double filled = 0;
                               double places = 0;
                               for (auto const v : w.organisations.load.now) filled += v;
                               for (auto const v : w.organisations.capacity.now) places += v;
                               return places > 0 ? filled / places : missing;
                           }));
}

void add_third_spaces(std::vector<Output>& all) {
    all.push_back(count_by_mission(
        "partners", "third_spaces", "third spaces open",
        [](World const& w, std::size_t m) { return static_cast<std::int64_t>(open_spaces(w, m)); }));
    all.push_back(count_by_mission("partners", "third_space_members", "municipalities in one",
                                   [](World const& w, std::size_t m) {
                                       auto const& c = w.municipalities.third_space;
                                       std::int64_t members = 0;
                                       for (std::size_t i = 0; i < w.dimensions.municipalities; ++i)
                                           members += c.now[i * c.width + m] != 0 ? 1 : 0;
                                       return members;
                                   }));
}

}  // namespace

void add_partner_outputs(std::vector<Output>& all) {
    add_lab_partners(all);
    add_ties(all);
    add_third_spaces(all);
    auto const counted = [&](char const* name, char const* meaning, auto count) {
        all.push_back(whole("municipality", name, "1", meaning, {"year", "municipality"}, Stored::count,
                            [count](World const& w, Integers& out) {
                                auto const first = out.size();
                                out.resize(first + w.dimensions.municipalities, 0);
                                count(w, &out[first]);
                            }));
    };
    counted("municipality_partners", "organisations and sectors of firms worked with since the start",
            [](World const& w, std::int64_t* here) {
                for (std::size_t t = 0; t < rows(w.ties); ++t)
                    if (w.ties.kind.now[t] != Party::municipality)
                        ++here[static_cast<std::size_t>(w.ties.municipality.now[t])];
            });
    counted("municipality_third_spaces", "third spaces it is in", [](World const& w, std::int64_t* here) {
        auto const& c = w.municipalities.third_space;
        for (std::size_t k = 0; k < c.now.size(); ++k) here[k / c.width] += c.now[k] != 0 ? 1 : 0;
    });
}

void add_network_outputs(std::vector<Output>& all) {
    all.push_back(whole("network", "network_labs", "1",
                        "labs in which municipality and organisation worked together, at the end of the run",
                        {"municipality", "organisation"}, Stored::count, [](World const& w, Integers& out) {
                            by_tie(w, out, [&](std::size_t t) {
                                return static_cast<std::int64_t>(w.ties.labs.now[t]);
                            });
                        }));
    all.push_back({{"network_trust",
                    "1",
                    "trust between municipality and organisation at the end of the run; 0 without a tie",
                    {"municipality", "organisation"},
                    Better::none,
                    Stored::real,
                    "network"},
                   [](World const& w, Tally const&, OutcomeParameters const&, Reals& out) {
                       by_tie(w, out, [&](std::size_t t) { return w.ties.trust.now[t]; });
                   },
                   {}});
}

}  // namespace spil
