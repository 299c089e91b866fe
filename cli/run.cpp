#include "cli/batch.hpp"
#include "cli/commands.hpp"
#include "cli/stopping.hpp"

namespace spil::cli {

namespace {

/// Shard i of n takes every n-th piece of the study, from the i-th.
EnsembleOptions only_shard(Shard const& shard, Study const& study) {
    auto const size = runs_together(study.policies.size());
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
    BatchPart part{.whole = !arguments.shard};
    auto header = results_header(study);
    if (arguments.until.halfwidth) {
        if (arguments.shard)
            throw InputError(Place{"--until-halfwidth"},
                             "a shard does not see the worlds of the others, so that it cannot tell when all "
                             "together are enough; leave out --shard or --until-halfwidth");
        header.stopping = part.stopping = stopping_rule(arguments.until, study);
    }
    listen_for_stop();
    ResultsWriter writer(arguments.output, header, arguments.force ? Existing::replace : Existing::refuse);
    BatchArguments const batch{arguments.ranks, arguments.threads, arguments.quiet, arguments.command_line};
    auto options = arguments.shard ? only_shard(*arguments.shard, study) : EnsembleOptions{};
    return run_batch(study, writer, batch, std::move(options), part);
}

}  // namespace spil::cli
