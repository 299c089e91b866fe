#include "engine/run/parts.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <memory>
#include <utility>

#include "engine/core/error.hpp"
#include "engine/core/random.hpp"
#include "engine/run/trees.hpp"
#include "engine/run/uncertainties.hpp"

namespace spil {

namespace {

class Parts {
  public:
    Parts(Study const& study, PartOptions options)
        : study_(study),
          options_(std::move(options)),
          outputs_(study.kept_outputs()),
          dimensions_(study.dimensions()) {
        if (study.uncertainties)
            points_ = design_points(*study.uncertainties, static_cast<std::uint64_t>(study.settings.seed));
    }

    std::vector<RunResult> run(std::span<std::size_t const> runs) const {
        auto const world = study_.world_of(runs.front());
        auto const values = points_.empty() ? std::span<double const>{} : points_[study_.point_of(world)];
        auto options = options_.each;
        options.seed =
            world_seed(static_cast<std::uint64_t>(study_.settings.seed), static_cast<std::uint32_t>(world));
        options.months = static_cast<int>(study_.settings.months);
        options.solutions_per_mission = static_cast<std::size_t>(study_.settings.solutions_per_mission);
        std::vector<RunResult> results(runs.size());
        if (options_.simulator) {
            for (std::size_t k = 0; k < runs.size(); ++k) results[k] = straight(runs[k], values, options);
        } else {
            std::vector<std::size_t> policies;
            for (auto const run : runs) policies.push_back(study_.policy_of(run));
            auto const branches = branches_of(study_, policies, values);
            grow(study_.country, branches, options, [&](std::size_t b, RunResult result) {
                auto const place = std::find(policies.begin(), policies.end(), branches[b].policy);
                results.at(static_cast<std::size_t>(place - policies.begin())) = std::move(result);
            });
        }
        for (auto& result : results) check(result);
        return results;
    }

  private:
    RunResult straight(std::size_t run, std::span<double const> values, RunOptions options) const {
        auto const start = std::chrono::steady_clock::now();
        RunResult result;
        try {
            auto alone = straight_run(study_, study_.policy_of(run), values);
            options.switches = std::move(alone.switches);
            result.record = options_.simulator(study_.country, alone.settings, options);
        } catch (std::exception const& e) {
            result.error = message_of(e);
        }
        result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        return result;
    }

    /// A record that is not what it should be is a failure of its run.
    void check(RunResult& result) const {
        if (!result.error.empty()) return;
        try {
            SPIL_ENSURE(result.record.reals.size() >= outputs_.size() &&
                            result.record.integers.size() >= outputs_.size(),
                        "a run reports every output");
            result.record.reals.resize(outputs_.size());
            result.record.integers.resize(outputs_.size());
            check_record(result.record, outputs_, dimensions_);
        } catch (std::exception const& e) {
            result.record = {};
            result.error = message_of(e);
        }
    }

    Study const& study_;
    PartOptions options_;
    std::vector<OutputInfo> outputs_;
    std::vector<DimensionInfo> dimensions_;
    std::vector<std::vector<double>> points_;  // sampled values; none without uncertainties
};

}  // namespace

PartRunner part_runner(Study const& study, PartOptions options) {
    auto parts = std::make_shared<Parts const>(study, std::move(options));
    return [parts](std::span<std::size_t const> runs) { return parts->run(runs); };
}

}  // namespace spil
