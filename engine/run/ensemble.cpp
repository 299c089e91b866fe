#include "engine/run/ensemble.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <limits>
#include <mutex>
#include <utility>

#include "engine/core/parallel.hpp"
#include "engine/core/random.hpp"
#include "engine/model/outputs.hpp"
#include "engine/run/describe.hpp"
#include "engine/run/trees.hpp"
#include "engine/schema/described.hpp"

namespace spil {

namespace {

struct Block {
    std::vector<RunResult> results;
    std::size_t left = 0;
    bool begun = false;
};

/// One study on its way: what the threads share.
class Batch {
  public:
    Batch(Study const& study, ResultsWriter& writer, EnsembleOptions const& options)
        : study_(study),
          writer_(writer),
          options_(options),
          dimensions_(study.dimensions()),
          outputs_(study.kept_outputs()),
          runs_(study.runs()),
          block_runs_(runs_per_block(study.policies.size())),
          blocks_((runs_ + block_runs_ - 1) / block_runs_),
          threads_(std::clamp(options.threads, 1, static_cast<int>(std::min<std::size_t>(runs_, 4096)))),
          finished_(blocks_.size()) {
        if (study.uncertainties)
            points_ = design_points(*study.uncertainties, static_cast<std::uint64_t>(study.settings.seed));
        for (std::size_t run = 0; run < runs_; ++run) {
            if (skipped(run))
                ++report_.done;
            else
                ++blocks_[run / block_runs_].left;
        }
        std::size_t trees = 0;
        for (std::size_t run = 0; run < runs_; ++run)
            if (!skipped(run) && tree_of(run).front() == run) ++trees;
        auto const threads = static_cast<std::size_t>(threads_);
        parts_ = trees < threads ? (threads + trees - 1) / std::max<std::size_t>(1, trees) : 1;
        for (std::size_t b = 0; b < blocks_.size(); ++b) finished_[turn(b)] = blocks_[b].left == 0;
        pass_finished();
        auto const& all = outputs();
        leading_ = static_cast<std::size_t>(
            std::find_if(all.begin(), all.end(),
                         [&](auto const& o) { return o.name == study.settings.outcome; }) -
            all.begin());
    }

    EnsembleReport run() {
        // A single run has all threads to itself; among several, each stays on its own.
        set_threads(options_.threads);
        for_each_task(runs_, threads_, [&](std::size_t task) {
            try {
                part(options_.order == RunOrder::forward ? task : runs_ - 1 - task);
            } catch (...) {
                give_up(std::current_exception());
            }
        });
        if (broken_) std::rethrow_exception(broken_);
        std::sort(report_.failed.begin(), report_.failed.end(),
                  [](auto const& a, auto const& b) { return a.run < b.run; });
        report_.interrupted = report_.done < runs_;
        return std::move(report_);
    }

  private:
    bool skipped(std::size_t run) const { return !options_.skip.empty() && options_.skip[run]; }

    void pass_finished() {
        while (oldest_ < blocks_.size() && finished_[oldest_]) ++oldest_;
    }

    /// Place of a block in the order in which they are handed out.
    std::size_t turn(std::size_t block) const {
        return options_.order == RunOrder::forward ? block : blocks_.size() - 1 - block;
    }

    /// Waits until the run's block may be begun; false when the batch is ending.
    bool begin(std::size_t block) {
        auto const window = static_cast<std::size_t>(threads_) / block_runs_ + 2;
        std::unique_lock lock(mutex_);
        // The oldest block's runs were all handed out before this one, so somebody is at work on it.
        room_.wait(lock, [&] { return broken_ || stopped_ || turn(block) < oldest_ + window; });
        auto& b = blocks_[block];
        if (broken_) return false;
        if (b.begun) return true;
        if (stopped_ || (options_.stop && options_.stop())) {
            stopped_ = true;
            room_.notify_all();
            return false;
        }
        b.begun = true;
        auto const size = std::min(runs_, (block + 1) * block_runs_) - block * block_runs_;
        b.results.resize(size);
        return true;
    }

    /// What is to be run of a tree of policies: in the world and block of one of its runs, in order.
    std::vector<std::size_t> tree_of(std::size_t run) const {
        auto const root = root_of(study_, study_.policy_of(run));
        auto const world = run - study_.policy_of(run);
        auto const block = run / block_runs_ * block_runs_;
        auto const first = std::max(world, block);
        auto const last = std::min({world + study_.policies.size(), block + block_runs_, runs_});
        std::vector<std::size_t> runs;
        for (auto r = first; r < last; ++r)
            if (!skipped(r) && root_of(study_, study_.policy_of(r)) == root) runs.push_back(r);
        return runs;
    }

    /// Runs a tree, or the part of it that this run leads: the first one runs those that follow.
    void part(std::size_t run) {
        if (skipped(run)) return;
        auto const tree = tree_of(run);
        auto const size = (tree.size() + parts_ - 1) / parts_;
        auto const place = static_cast<std::size_t>(std::find(tree.begin(), tree.end(), run) - tree.begin());
        if (place % size != 0 || !begin(run / block_runs_)) return;
        simulate_part(std::span{tree}.subspan(place, std::min(size, tree.size() - place)));
    }

    void ended(std::size_t run, RunResult result) {
        check(result);
        tell(run, result);
        auto const block = run / block_runs_;
        std::unique_lock lock(mutex_);
        auto& b = blocks_[block];
        b.results[run % block_runs_] = std::move(result);
        if (--b.left > 0) return;
        auto results = std::exchange(b.results, {});
        lock.unlock();
        one_at_a_time([&] { write(block, std::move(results)); });
        lock.lock();
        finished_[turn(block)] = true;
        pass_finished();
        room_.notify_all();
    }

    void simulate_part(std::span<std::size_t const> runs) {
        auto const world = study_.world_of(runs.front());
        auto const values = points_.empty() ? std::span<double const>{} : points_[study_.point_of(world)];
        auto options = options_.each;
        options.seed =
            world_seed(static_cast<std::uint64_t>(study_.settings.seed), static_cast<std::uint32_t>(world));
        options.months = static_cast<int>(study_.settings.months);
        options.solutions_per_mission = static_cast<std::size_t>(study_.settings.solutions_per_mission);
        if (options_.simulator) {
            for (auto const run : runs) ended(run, simulated(run, values, options));
            return;
        }
        std::vector<std::size_t> policies;
        for (auto const run : runs) policies.push_back(study_.policy_of(run));
        auto const branches = branches_of(study_, policies, values);
        auto const first = world * study_.policies.size();
        grow(study_.country, branches, options,
             [&](std::size_t b, RunResult result) { ended(first + branches[b].policy, std::move(result)); });
    }

    RunResult simulated(std::size_t run, std::span<double const> values, RunOptions options) const {
        auto const start = std::chrono::steady_clock::now();
        RunResult result;
        try {
            auto straight = straight_run(study_, study_.policy_of(run), values);
            options.switches = std::move(straight.switches);
            result.record = options_.simulator(study_.country, straight.settings, options);
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

    double leading_value(RunResult const& result) const {
        auto const nothing = std::numeric_limits<double>::quiet_NaN();
        if (!result.error.empty() || leading_ == outputs().size()) return nothing;
        auto const& output = outputs()[leading_];
        bool const series = output.dimensions == std::vector<std::string>{"year"};
        if (!series && !output.dimensions.empty()) return nothing;
        auto const& reals = result.record.reals[leading_];
        auto const& integers = result.record.integers[leading_];
        return output.stored == Stored::real ? reals.back() : static_cast<double>(integers.back());
    }

    void tell(std::size_t run, RunResult const& result) {
        auto const value = leading_value(result);
        std::lock_guard const lock(mutex_);
        ++report_.done;
        if (!result.error.empty()) report_.failed.push_back({run, result.error});
        if (!options_.ended) return;
        options_.ended({.run = run,
                        .policy = study_.policy_of(run),
                        .world = study_.world_of(run),
                        .failed = !result.error.empty(),
                        .outcome = value,
                        .done = report_.done,
                        .failures = report_.failed.size(),
                        .runs = runs_});
    }

    /// An exception must not leave the critical section that this runs in.
    void write(std::size_t block, std::vector<RunResult> results) {
        try {
            // Here and nowhere else: the HDF5 library bears one thread at a time, and this may read a file.
            auto const first = block * block_runs_;
            std::vector<RunResult> known;
            for (std::size_t r = 0; r < results.size(); ++r) {
                if (!skipped(first + r)) continue;
                if (known.empty()) known = options_.known(block);
                results[r] = std::move(known.at(r));
            }
            writer_.write_block(block * block_runs_, results);
        } catch (...) {
            give_up(std::current_exception());
        }
    }

    void give_up(std::exception_ptr why) {
        std::lock_guard const lock(mutex_);
        if (!broken_) broken_ = std::move(why);
        room_.notify_all();
    }

    Study const& study_;
    ResultsWriter& writer_;
    EnsembleOptions const& options_;
    std::vector<DimensionInfo> dimensions_;
    std::vector<OutputInfo> outputs_;
    std::size_t runs_, block_runs_;
    std::size_t parts_ = 1;                    // that a tree is cut into
    std::vector<std::vector<double>> points_;  // sampled values; none without uncertainties
    std::vector<Block> blocks_;
    int threads_;
    std::size_t leading_ = 0;

    std::mutex mutex_;
    std::condition_variable room_;
    std::vector<bool> finished_;  // by turn
    std::size_t oldest_ = 0;      // turn of the oldest block that is not down
    bool stopped_ = false;
    std::exception_ptr broken_;
    EnsembleReport report_;
};

SampledPoints sampled_points(Study const& study) {
    SampledPoints all;
    if (!study.uncertainties) return all;
    for (auto const& s : study.uncertainties->sampled)
        all.quantities.push_back({s.name, s.unit, s.meaning, s.low, s.high});
    for (auto const& point :
         design_points(*study.uncertainties, static_cast<std::uint64_t>(study.settings.seed)))
        all.values.insert(all.values.end(), point.begin(), point.end());
    all.world_point.reserve(study.worlds());
    for (std::size_t w = 0; w < study.worlds(); ++w)
        all.world_point.push_back(static_cast<std::int32_t>(study.point_of(w)));
    return all;
}

}  // namespace

ResultsHeader results_header(Study const& study) {
    auto copy = study;  // bindings want objects that may change
    ResultsHeader h;
    h.title = study.settings.name;
    h.description = study.settings.description;
    h.study_text = study.text;
    h.effective_text = effective_text(study);
    for (auto const& file : study.files) h.inputs.emplace_back(file.path, file.sha256);
    h.schedule = describe_schedule(DescribeAs::text);
    h.primary_outcome = study.settings.outcome;
    h.baseline_policy = study.settings.baseline;
    h.master_seed = study.settings.seed;
    for (std::size_t w = 0; w < study.worlds(); ++w)
        h.world_seeds.push_back(
            world_seed(static_cast<std::uint64_t>(study.settings.seed), static_cast<std::uint32_t>(w)));
    for (auto& policy : copy.policies) {
        h.policies.push_back(policy.name);
        h.presets.push_back(policy.preset);
        h.trunks.push_back(policy.fork.from);
        h.fork_months.push_back(policy.trunk ? static_cast<std::int32_t>(policy.fork.month) : -1);
        h.knobs.push_back(described("policies", bind(policy.regime)));
    }
    for (auto const& section : sections(copy.parameters))
        for (auto& d : described(section.name, section.bindings)) h.parameters.push_back(std::move(d));
    for (auto& mission : copy.parameters.missions) h.missions.push_back(described("missions", bind(mission)));
    h.points = sampled_points(study);
    h.outputs = study.kept_outputs();
    h.dimensions = study.dimensions();
    h.country = &study.country;
    return h;
}

EnsembleReport run_ensemble(Study const& study, ResultsWriter& writer, EnsembleOptions const& options) {
    return Batch{study, writer, options}.run();
}

}  // namespace spil
