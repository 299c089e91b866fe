#include <algorithm>

#include "engine/core/elementary.hpp"
#include "engine/core/error.hpp"
#include "engine/model/measures.hpp"
#include "engine/model/output_groups.hpp"
#include "engine/model/outputs.hpp"

namespace spil {

Observer::Observer(World const& world, OutcomeParameters const& outcomes, double fte_cost, int months)
    : parameters_(outcomes), fte_cost_(fte_cost) {
    SPIL_EXPECT(months > 0 && months % 12 == 0, "a run lasts whole years");
    tally_.type_total.assign(flow_count, 0);
    record_.reals.resize(output_registry().size());
    record_.integers.resize(output_registry().size());
    year(world);
}

void Observer::year(World const& world) {
    for (std::size_t k = 0; k < output_registry().size(); ++k) {
        auto const& o = output_registry()[k];
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
    double const weight = elementary::pow(1 + parameters_.discount_rate, -month / 12.0) / 12;
    tally_.served_years += weight * served;
    double people = 0;
    for (double const p : world.municipalities.population.now) people += p;
    tally_.person_years += weight * served * people * static_cast<double>(world.dimensions.missions);
    if (tally_.take_off_month < 0 && served >= parameters_.take_off_share) tally_.take_off_month = month;
    double staff = 0;
    for (std::size_t i = 0; i < world.dimensions.municipalities; ++i) {
        tally_.promises_broken += world.municipalities.promises_broken.now[i];
        tally_.college_breaks += world.municipalities.college_fell.now[i];
        staff += world.municipalities.application_fte.now[i] + world.municipalities.accountability_fte.now[i];
    }
    tally_.applicant_staff += staff * fte_cost_ / 12;
    if (month % 12 != 0) return;
    tally_.money += public_money(world.ledger);
    for (std::size_t f = 0; f < flow_count; ++f)
        tally_.type_total[f] += world.ledger.flow(static_cast<Flow>(f));
    year(world);
}

RunRecord Observer::finish(World const& world) {
    for (std::size_t k = 0; k < output_registry().size(); ++k) {
        auto const& o = output_registry()[k];
        if (o.yearly()) continue;
        if (o.real)
            o.real(world, tally_, parameters_, record_.reals[k]);
        else
            o.integer(world, tally_, record_.integers[k]);
    }
    return std::move(record_);
}

}  // namespace spil
