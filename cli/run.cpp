#include "cli/batch.hpp"
#include "cli/commands.hpp"

namespace spil::cli {

namespace {

/// Shard i of n takes every n-th block of runs, from the i-th.
EnsembleOptions only_shard(Shard const& shard, Study const& study) {
    auto const size = runs_per_block(study.policies.size());
    auto const runs = study.runs();
    EnsembleOptions options;
    options.skip.resize(runs);
    for (std::size_t run = 0; run < runs; ++run)
        options.skip[run] = run / size % shard.of != shard.number - 1;
    return options;
}

}  // namespace

int run(RunArguments const& arguments) {
    auto const study = read_study(arguments.study.path, arguments.study.overrides());
    listen_for_stop();
    ResultsWriter writer(arguments.output, results_header(study),
                         arguments.force ? Existing::replace : Existing::refuse);
    BatchArguments const batch{arguments.threads, arguments.quiet, arguments.command_line};
    if (!arguments.shard) return run_batch(study, writer, batch, {});
    return run_batch(study, writer, batch, only_shard(*arguments.shard, study), false);
}

}  // namespace spil::cli
