#include "engine/run/simulation.hpp"

#include "engine/core/error.hpp"
#include "engine/model/outputs.hpp"
#include "engine/model/populate.hpp"
#include "engine/model/schedule.hpp"
#include "engine/world/grant_audit.hpp"

namespace spil {

/// Within a phase every process reads the same `now`; the phase ends by publishing `next`.
RunRecord simulate(Country const& country, Settings const& settings, RunOptions const& options) {
    World world = populate(country, settings.parameters, options.solutions_per_mission, options.seed);
    Observer observer(world, settings.get<OutcomeParameters>(), settings.get<HostParameters>().fte_cost,
                      options.months);
    if (options.observe) options.observe(world, 0);

    Step step{options.seed, 0, world.dimensions};
    auto const due = [&](Process<Settings> const& p) { return p.due(step.tick) && p.applies(settings); };
    for (int month = 1; month <= options.months; ++month, ++step.tick) {
        for (auto const& phase : options.schedule != nullptr ? *options.schedule : schedule()) {
            for (auto const& process : phase.processes)
                if (due(process)) process.run(world, settings, step);
            for (auto const& process : phase.processes)
                if (due(process))
                    for (auto const publish : process.publish) publish(world);
            // Row l of the grants belongs to lab l, also where a municipality pays for its lab alone.
            if (rows(world.grants) < rows(world.labs))
                resize(world.grants, rows(world.labs), world.dimensions);
        }
        world.ledger.audit();
        audit_grants(world.labs, world.programmes, world.grants);
        observer.month(world, month);
        if (options.observe) options.observe(world, month);
        if (month % 12 == 0) world.ledger.clear_flows();
    }
    return observer.finish(world);
}

}  // namespace spil
