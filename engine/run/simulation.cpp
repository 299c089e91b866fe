#include "engine/run/simulation.hpp"

#include "engine/core/error.hpp"
#include "engine/model/populate.hpp"
#include "engine/model/schedule.hpp"
#include "engine/world/grant_audit.hpp"

namespace spil {

Run::Run(Country const& country, Settings const& settings, RunOptions const& options)
    : options_(&options),
      world_(populate(country, settings.parameters, options.solutions_per_mission, options.seed)),
      observer_(world_, settings.get<OutcomeParameters>(), settings.get<HostParameters>().fte_cost,
                options.months),
      regime_(settings.regime) {
    if (options.observe) options.observe(world_, 0);
}

void Run::go_on(Settings const& settings, int until) {
    SPIL_EXPECT(until >= month_ && until <= options_->months, "a run goes on towards its end");
    if (until == month_) return;
    if (!(settings.regime == regime_)) {
        Step const step{options_->seed, static_cast<std::uint32_t>(month_), world_.dimensions};
        handover().run(world_, settings, step);
        handover().publish(world_);
        regime_ = settings.regime;
    }
    while (month_ < until) one_month(settings);
}

/// Within a phase every process reads the same `now`; the phase ends by publishing `next`.
void Run::one_month(Settings const& settings) {
    Step const step{options_->seed, static_cast<std::uint32_t>(month_), world_.dimensions};
    auto const due = [&](Process<Settings> const& p) { return p.due(step.tick) && p.applies(settings); };
    for (auto const& phase : options_->schedule != nullptr ? *options_->schedule : schedule()) {
        for (auto const& process : phase.processes)
            if (due(process)) process.run(world_, settings, step);
        for (auto const& process : phase.processes)
            if (due(process)) process.publish(world_);
        // Row l of the grants belongs to lab l, also where a municipality pays for its lab alone.
        auto const labs = world_.labs.host.now.size();
        if (world_.grants.in_force.now.size() < labs) resize(world_.grants, labs, world_.dimensions);
    }
    ++month_;
    world_.ledger.audit();
    audit_grants(world_.labs, world_.programmes, world_.grants);
    observer_.month(world_, month_);
    if (options_->observe) options_->observe(world_, month_);
    if (month_ % 12 == 0) world_.ledger.clear_flows();
}

RunRecord Run::finish() {
    SPIL_EXPECT(month_ == options_->months, "a run is finished at its end");
    return observer_.finish(world_);
}

RunRecord simulate(Country const& country, Settings const& settings, RunOptions const& options) {
    Run run(country, settings, options);
    auto const* now = &settings;
    for (auto const& next : options.switches) {
        run.go_on(*now, next.after);
        now = &next.settings;
    }
    run.go_on(*now, options.months);
    return run.finish();
}

}  // namespace spil
