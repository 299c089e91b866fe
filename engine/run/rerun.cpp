#include "engine/run/rerun.hpp"

#include <exception>
#include <span>

#include "engine/run/parts.hpp"

namespace spil {

Rerun rerun(StoredRuns const& stored, Study const& study, std::size_t run,
            std::function<void(World const&, int month)> const& observe) {
    // A run that fails is a result; one who looks on and fails is not.
    std::exception_ptr looking_on;
    PartOptions options;
    options.each.observe = [&](World const& world, int month) {
        try {
            if (observe) observe(world, month);
        } catch (...) {
            looking_on = std::current_exception();
            throw;
        }
    };
    Rerun both;
    both.stored = stored.state(run);
    both.stored_error = stored.error(run);
    both.again = part_runner(study, options)(std::span{&run, 1}).front();
    if (looking_on) std::rethrow_exception(looking_on);
    if (both.stored != RunState::ok || !both.again.ok()) return both;
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
        if (alone(both.again.record) != alone(before.record)) both.different.push_back(outputs[k].name);
    }
    return both;
}

}  // namespace spil
