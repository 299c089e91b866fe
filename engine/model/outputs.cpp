#include "engine/model/outputs.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "engine/core/error.hpp"
#include "engine/model/measures.hpp"

namespace spil {

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
using Tally = Observer::Tally;
using Reals = std::vector<double>;
using Whole = std::vector<std::int64_t>;

/// A declaration with the function that reads the result off a world; exactly one of the two functions is
/// there.
struct Output {
    OutputInfo info;
    std::function<void(World const&, Tally const&, OutcomeParameters const&, Reals&)> real;
    std::function<void(World const&, Tally const&, Whole&)> integer;

    bool yearly() const { return !info.dimensions.empty() && info.dimensions.front() == "year"; }
};

// ---- how results are read
// -------------------------------------------------------------------------------------------

template <class Read>
Output national(std::string group, std::string name, std::string unit, std::string meaning, Better better,
                Read read) {
    return {{std::move(name),
             std::move(unit),
             std::move(meaning),
             {"year"},
             better,
             Stored::real,
             std::move(group)},
            [read](World const& w, Tally const&, OutcomeParameters const&, Reals& out) {
                out.push_back(read(w));
            },
            {}};
}

template <class Read>
Output by_mission(std::string group, std::string name, std::string unit, std::string meaning, Better better,
                  Read read) {
    return {{std::move(name),
             std::move(unit),
             std::move(meaning),
             {"year", "mission"},
             better,
             Stored::real,
             std::move(group)},
            [read](World const& w, Tally const&, OutcomeParameters const&, Reals& out) {
                for (std::size_t m = 0; m < w.dimensions.missions; ++m) out.push_back(read(w, m));
            },
            {}};
}

template <class Read>
Output by_solution(std::string group, std::string name, std::string unit, std::string meaning, Better better,
                   Read read) {
    return {{std::move(name),
             std::move(unit),
             std::move(meaning),
             {"year", "solution"},
             better,
             Stored::real,
             std::move(group)},
            [read](World const& w, Tally const&, OutcomeParameters const&, Reals& out) {
                for (std::size_t s = 0; s < w.dimensions.solutions(); ++s) out.push_back(read(w, s));
            },
            {}};
}

template <class Read>
Output by_municipality(std::string name, std::string unit, std::string meaning, Better better, Read read) {
    return {{std::move(name),
             std::move(unit),
             std::move(meaning),
             {"year", "municipality"},
             better,
             Stored::real,
             "municipality"},
            [read](World const& w, Tally const&, OutcomeParameters const&, Reals& out) {
                for (std::size_t i = 0; i < w.dimensions.municipalities; ++i) out.push_back(read(w, i));
            },
            {}};
}

template <class Read>
Output count_by_mission(std::string group, std::string name, std::string meaning, Read read) {
    return {{std::move(name),
             "1",
             std::move(meaning),
             {"year", "mission"},
             Better::none,
             Stored::count,
             std::move(group)},
            {},
            [read](World const& w, Tally const&, Whole& out) {
                for (std::size_t m = 0; m < w.dimensions.missions; ++m) out.push_back(read(w, m));
            }};
}

template <class Read>
Output outcome(std::string name, std::string unit, std::string meaning, Better better, Read read) {
    return {{std::move(name), std::move(unit), std::move(meaning), {}, better, Stored::real, "outcome"},
            [read](World const& w, Tally const& t, OutcomeParameters const& p, Reals& out) {
                out.push_back(read(w, t, p));
            },
            {}};
}

// ---- the registry
// ---------------------------------------------------------------------------------------------------

void outcomes_of_a_run(std::vector<Output>& all) {
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
    all.push_back(outcome(
        "public_spending", "EUR", "programmes, municipalities and applicants' staff, whole run", Better::none,
        [](auto const&, auto const& t, auto const&) { return t.public_money + t.applicant_staff; }));
    all.push_back(
        outcome("transaction_share", "1", "applying, reporting, review and overhead, share of grants paid",
                Better::lower, [](auto const&, auto const& t, auto const&) {
                    auto const paid = [&](Flow f) { return euro(t.type_total[static_cast<std::size_t>(f)]); };
                    double const grants = paid(Flow::award) - paid(Flow::claw_back);
                    double const cost = paid(Flow::application) + paid(Flow::accountability) +
                                        paid(Flow::review) + paid(Flow::overhead) + t.applicant_staff;
                    return grants <= 0 ? missing : cost / grants;
                }));
    all.push_back(
        outcome("service_per_thousand_euro", "person-years/kEUR",
                "discounted person-years of service (over all missions) per thousand euro of public spending",
                Better::higher, [](auto const&, auto const& t, auto const&) {
                    double const spent = t.public_money + t.applicant_staff;
                    return spent <= 0 ? missing : t.person_years / (spent / 1000);
                }));
}

void national_series(std::vector<Output>& all) {
    auto const column = [&](char const* name, char const* unit, char const* meaning, auto member) {
        all.push_back(national("organisation", name, unit, meaning, Better::none, [member](World const& w) {
            return plain_mean((w.municipalities.*member).now);
        }));
    };
    all.push_back(national("service", "served", "1", "share of residents served, mean over missions",
                           Better::higher, [](World const& w) { return served_everywhere(w); }));
    column("aversion", "1", "risk aversion of municipalities, mean", &Municipalities::aversion);
    column("aversion_anchor", "1", "level that aversion springs back to, mean",
           &Municipalities::aversion_anchor);
    column("push", "1", "push for change, mean", &Municipalities::push);
    column("skill", "1", "skill in mission management, mean", &Municipalities::skill);
    column("capacity", "1", "share of the work in hand that staff can do, mean", &Municipalities::capacity);
    column("free_staff", "FTE", "staff not bound by work in hand, mean", &Municipalities::fte_free);
    column("project_staff", "FTE", "project staff paid by labs, mean", &Municipalities::fte_temporary);
    column("partner_trust", "1", "trust partners have in municipalities, mean",
           &Municipalities::partner_trust);
    column("programme_trust", "1", "trust between municipalities and programmes, mean",
           &Municipalities::programme_trust);
    column("local_trust", "1", "residents' trust in local government, mean over municipalities",
           &Municipalities::local_trust);
    column("knowledge", "1", "knowledge absorbed, mean over municipalities, solutions and conditions",
           &Municipalities::knowledge);
    column("application_staff", "FTE", "staff bound by proposals, mean", &Municipalities::application_fte);
    column("reporting_staff", "FTE", "staff bound by reports, mean", &Municipalities::accountability_fte);
    all.push_back(national("organisation", "caretaker_months", "months",
                           "months a fallen cabinet still has to go", Better::none,
                           [](World const& w) { return w.nation.caretaker_months.now[0]; }));
}

void mission_series(std::vector<Output>& all) {
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
    all.push_back({{"programme_balance",
                    "0.01 EUR",
                    "money on a programme's account",
                    {"year", "mission"},
                    Better::none,
                    Stored::cents,
                    "programme"},
                   {},
                   [](World const& w, Tally const&, Whole& out) {
                       for (std::size_t m = 0; m < w.dimensions.missions; ++m)
                           out.push_back(w.ledger.balance({AccountClass::programme, m}));
                   }});
    all.push_back({{"grants_paid",
                    "0.01 EUR",
                    "paid to labs, less what was returned, since the start",
                    {"year", "mission"},
                    Better::none,
                    Stored::cents,
                    "programme"},
                   {},
                   [](World const& w, Tally const&, Whole& out) {
                       auto const first = out.size();
                       out.resize(first + w.dimensions.missions, 0);
                       for (std::size_t g = 0; g < rows(w.grants); ++g)
                           out[first + static_cast<std::size_t>(w.labs.mission.now[g])] +=
                               w.grants.paid.now[g] - w.grants.returned.now[g];
                   }});
    all.push_back({{"labs",
                    "1",
                    "labs in each stage of life",
                    {"year", "mission", "stage"},
                    Better::none,
                    Stored::count,
                    "lab"},
                   {},
                   [](World const& w, Tally const&, Whole& out) {
                       auto const first = out.size();
                       out.resize(first + w.dimensions.missions * stage_count, 0);
                       for (std::size_t l = 0; l < rows(w.labs); ++l)
                           ++out[first + static_cast<std::size_t>(w.labs.mission.now[l]) * stage_count +
                                 static_cast<std::size_t>(w.labs.stage.now[l])];
                   }});
    auto const running_mean = [&](char const* name, char const* meaning, auto read) {
        all.push_back(
            by_mission("lab", name, "1", meaning, Better::none, [read](World const& w, std::size_t m) {
                double sum = 0;
                int labs = 0;
                for (std::size_t l = 0; l < rows(w.labs); ++l)
                    if (running(w.labs.stage.now[l]) &&
                        static_cast<std::size_t>(w.labs.mission.now[l]) == m) {
                        sum += read(w.labs, l);
                        ++labs;
                    }
                return labs == 0 ? missing : sum / labs;
            }));
    };
    running_mean("lab_learning",
                 "learning of running labs, mean over labs and conditions; missing without labs",
                 [](Labs const& labs, std::size_t l) {
                     return plain_mean(std::span{labs.learning.now}.subspan(l * 3, 3));
                 });
    running_mean("lab_embedding", "embedding of running labs, mean; missing without labs",
                 [](Labs const& labs, std::size_t l) { return labs.embedding.now[l]; });
    running_mean("lab_effort", "effort in running labs, mean; missing without labs",
                 [](Labs const& labs, std::size_t l) { return labs.effort.now[l]; });
}

void solution_series(std::vector<Output>& all) {
    all.push_back(by_solution("solution", "permission", "1", "what national rules permit", Better::none,
                              [](World const& w, std::size_t s) { return w.solutions.permission.now[s]; }));
    all.push_back(by_solution("solution", "cost", "EUR/household", "national cost", Better::none,
                              [](World const& w, std::size_t s) { return w.solutions.cost.now[s]; }));
    all.push_back(by_solution("solution", "mark_up", "1", "mark-up of its firms", Better::none,
                              [](World const& w, std::size_t s) { return w.firms.mark_up.now[s]; }));
    all.push_back(by_solution("solution", "adoption", "1", "share of residents that use it", Better::none,
                              [](World const& w, std::size_t s) {
                                  return per_inhabitant(w, w.municipalities.adoption.now,
                                                        w.dimensions.solutions(), s);
                              }));
    all.push_back(
        by_solution("solution", "regulatory_work", "EUR", "spent on legal work since the start", Better::none,
                    [](World const& w, std::size_t s) { return w.solutions.regulatory_work.now[s]; }));
    all.push_back({{"institutions",
                    "1",
                    "municipalities where it is an institution",
                    {"year", "solution"},
                    Better::none,
                    Stored::count,
                    "solution"},
                   {},
                   [](World const& w, Tally const&, Whole& out) {
                       auto const& c = w.municipalities.implemented;
                       for (std::size_t s = 0; s < w.dimensions.solutions(); ++s) {
                           std::int64_t sum = 0;
                           for (std::size_t i = 0; i < w.dimensions.municipalities; ++i)
                               sum += c.now[i * c.width + s];
                           out.push_back(sum);
                       }
                   }});
}

void municipal_series(std::vector<Output>& all) {
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

void money_series(std::vector<Output>& all) {
    all.push_back({{"flow_matrix",
                    "0.01 EUR",
                    "paid by one class of accounts to another during the year",
                    {"year", "payer", "payee"},
                    Better::none,
                    Stored::cents,
                    "money"},
                   {},
                   [](World const& w, Tally const&, Whole& out) {
                       for (std::size_t a = 0; a < account_classes; ++a)
                           for (std::size_t b = 0; b < account_classes; ++b)
                               out.push_back(
                                   w.ledger.flow(static_cast<AccountClass>(a), static_cast<AccountClass>(b)));
                   }});
    all.push_back({{"flow_by_type",
                    "0.01 EUR",
                    "paid in each flow type during the year",
                    {"year", "flow"},
                    Better::none,
                    Stored::cents,
                    "money"},
                   {},
                   [](World const& w, Tally const&, Whole& out) {
                       for (std::size_t f = 0; f < flow_count; ++f)
                           out.push_back(w.ledger.flow(static_cast<Flow>(f)));
                   }});
    all.push_back({{"stock",
                    "0.01 EUR",
                    "money of each class of accounts at the end of the year",
                    {"year", "account"},
                    Better::none,
                    Stored::cents,
                    "money"},
                   {},
                   [](World const& w, Tally const&, Whole& out) {
                       for (std::size_t c = 0; c < account_classes; ++c)
                           out.push_back(w.ledger.stock(static_cast<AccountClass>(c)));
                   }});
}

std::vector<Output> const& registry() {
    static std::vector<Output> const all = [] {
        std::vector<Output> list;
        outcomes_of_a_run(list);
        national_series(list);
        mission_series(list);
        solution_series(list);
        municipal_series(list);
        money_series(list);
        return list;
    }();
    return all;
}

/// Money that programmes, municipalities and the state put into labs and solutions.
double public_money(Ledger const& ledger) {
    double sum = 0;
    for (auto const f :
         {Flow::award, Flow::overhead, Flow::review, Flow::regulatory_work, Flow::community_of_practice,
          Flow::intermediation, Flow::co_financing, Flow::application, Flow::accountability,
          Flow::partner_search, Flow::upkeep, Flow::roll_out, Flow::ppp_surcharge})
        sum += euro(ledger.flow(f));
    return sum - euro(ledger.flow(Flow::claw_back));
}

}  // namespace

std::vector<OutputInfo> const& outputs() {
    static std::vector<OutputInfo> const infos = [] {
        std::vector<OutputInfo> list;
        for (auto const& o : registry()) list.push_back(o.info);
        return list;
    }();
    return infos;
}

std::string primary_outcome() {
    return registry().front().info.name;
}

Observer::Observer(World const& world, OutcomeParameters const& outcomes, double fte_cost, int months)
    : parameters_(outcomes), fte_cost_(fte_cost) {
    SPIL_EXPECT(months > 0 && months % 12 == 0, "a run lasts whole years");
    tally_.type_total.assign(flow_count, 0);
    record_.reals.resize(registry().size());
    record_.integers.resize(registry().size());
    year(world);
}

void Observer::year(World const& world) {
    for (std::size_t k = 0; k < registry().size(); ++k) {
        auto const& o = registry()[k];
        if (!o.yearly()) continue;
        if (o.real)
            o.real(world, tally_, parameters_, record_.reals[k]);
        else
            o.integer(world, tally_, record_.integers[k]);
    }
    ++years_seen_;
}

void Observer::month(World const& world, int month) {
    tally_.month = month;
    double const served = served_everywhere(world);
    double const weight = std::pow(1 + parameters_.discount_rate, -month / 12.0) / 12;
    tally_.served_years += weight * served;
    double people = 0;
    for (double const p : world.municipalities.population.now) people += p;
    tally_.person_years += weight * served * people * static_cast<double>(world.dimensions.missions);
    if (tally_.take_off_month < 0 && served >= parameters_.take_off_share) tally_.take_off_month = month;
    double staff = 0;
    for (std::size_t i = 0; i < world.dimensions.municipalities; ++i)
        staff += world.municipalities.application_fte.now[i] + world.municipalities.accountability_fte.now[i];
    tally_.applicant_staff += staff * fte_cost_ / 12;
    if (month % 12 != 0) return;
    tally_.public_money += public_money(world.ledger);
    for (std::size_t f = 0; f < flow_count; ++f)
        tally_.type_total[f] += world.ledger.flow(static_cast<Flow>(f));
    year(world);
}

RunRecord Observer::finish(World const& world) {
    for (std::size_t k = 0; k < registry().size(); ++k) {
        auto const& o = registry()[k];
        if (!o.yearly()) o.real(world, tally_, parameters_, record_.reals[k]);
    }
    return std::move(record_);
}

}  // namespace spil
