#include "engine/run/rerun.hpp"

#include <exception>
#include <span>

#include "engine/core/random.hpp"
#include "engine/run/simulation.hpp"
#include "engine/run/uncertainties.hpp"

namespace spil {

RunRecord run_alone(Study const& study, std::size_t run,
                    std::function<void(World const&, int month)> const& observe) {
    auto const master = static_cast<std::uint64_t>(study.settings.seed);
    auto const world = study.world_of(run);
    std::vector<double> values;
    if (study.uncertainties) values = design_points(*study.uncertainties, master).at(study.point_of(world));
    auto record =
        simulate(study.country, settings_at(study, study.policy_of(run), values),
                 {.seed = world_seed(master, static_cast<std::uint32_t>(world)),
                  .months = static_cast<int>(study.settings.months),
                  .solutions_per_mission = static_cast<std::size_t>(study.settings.solutions_per_mission),
                  .observe = observe});
    auto const kept = study.kept_outputs().size();
    record.reals.resize(kept);
    record.integers.resize(kept);
    return record;
}

Rerun rerun(StoredRuns const& stored, Study const& study, std::size_t run,
            std::function<void(World const&, int month)> const& observe) {
    Rerun both;
    both.stored = stored.state(run);
    both.stored_error = stored.error(run);
    try {
        both.record = run_alone(study, run, observe);
    } catch (FileError const&) {
        throw;  // of who looks on, not of the run
    } catch (std::exception const& e) {
        both.error = *e.what() == '\0' ? "failed without a message" : e.what();
    }
    if (both.stored != RunState::ok || !both.error.empty()) return both;
    auto const outputs = study.kept_outputs();
    auto const size = stored.block_runs();
    auto const before = stored.block(run / size, outputs, study.dimensions()).at(run % size);
    if (!before.ok()) {
        both.stored = RunState::damaged;
        return both;
    }
    for (std::size_t k = 0; k < outputs.size(); ++k) {
        auto const alone = [&](RunRecord const& record) {
            RunRecord one;
            one.reals.push_back(record.reals[k]);
            one.integers.push_back(record.integers[k]);
            return run_checksum(one, std::span{outputs}.subspan(k, 1));
        };
        if (alone(both.record) != alone(before.record)) both.different.push_back(outputs[k].name);
    }
    return both;
}

}  // namespace spil
