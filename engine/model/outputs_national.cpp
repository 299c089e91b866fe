/// \file outputs_national.cpp  National series: service and the organisations, one figure a year.

#include "engine/model/measures.hpp"
#include "engine/model/output_groups.hpp"

namespace spil {

using namespace build;

void add_national_outputs(std::vector<Output>& all) {
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
    column("block_staff", "FTE", "permanent staff paid out of block grants, mean",
           &Municipalities::block_fte);
    column("partner_trust", "1", "trust partners have in municipalities, mean",
           &Municipalities::partner_trust);
    column("programme_trust", "1", "trust between municipalities and programmes, mean",
           &Municipalities::programme_trust);
    column("local_trust", "1", "residents' trust in local government, mean over municipalities",
           &Municipalities::local_trust);
    column("knowledge", "1", "knowledge absorbed, mean over municipalities, solutions and conditions",
           &Municipalities::knowledge);
    column("carry_over", "1",
           "share of the knowledge absorbed that holds under the conditions there, mean over municipalities "
           "and solutions",
           &Municipalities::carry_over);
    all.push_back(national(
        "organisation", "belief_error", "1",
        "belief in solutions less their true potential, mean over municipalities and solutions weighed by "
        "reports",
        Better::none, [](World const& w) {
            auto const& t = w.municipalities;
            double sum = 0, weight = 0;
            for (std::size_t k = 0; k < t.belief.now.size(); ++k) {
                sum += t.belief_weight.now[k] * (t.belief.now[k] - t.potential.now[k]);
                weight += t.belief_weight.now[k];
            }
            return weight > 0 ? sum / weight : missing;
        }));
    column("application_staff", "FTE", "staff bound by proposals, mean", &Municipalities::application_fte);
    column("reporting_staff", "FTE", "staff bound by reports, mean", &Municipalities::accountability_fte);
    all.push_back(national("organisation", "caretaker_months", "months",
                           "months a fallen cabinet still has to go", Better::none,
                           [](World const& w) { return w.nation.caretaker_months.now[0]; }));
}

}  // namespace spil
