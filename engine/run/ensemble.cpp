#include "engine/run/ensemble.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <limits>
#include <mutex>
#include <set>
#include <utility>

#include "engine/core/error.hpp"
#include "engine/core/parallel.hpp"
#include "engine/run/trees.hpp"

namespace spil {

namespace {

struct Block {
    std::vector<RunResult> results;
    std::size_t left = 0;
    bool begun = false, written = false;
};

/// One study on its way: what the threads share.
class Batch {
  public:
    Batch(Study const& study, ResultsWriter& writer, EnsembleOptions const& options)
        : study_(study),
          writer_(writer),
          options_(options),
          outputs_(study.kept_outputs()),
          runs_(study.runs()),
          block_runs_(runs_per_block(study.policies.size())),
          blocks_((runs_ + block_runs_ - 1) / block_runs_),
          threads_(std::clamp(options.threads, 1, static_cast<int>(std::min<std::size_t>(runs_, 4096)))),
          run_part_(options.parts ? options.parts : part_runner(study, options.tests)),
          order_(runs_, study.policies.size(), options.enough),
          finished_(blocks_.size()) {
        SPIL_EXPECT(!options.enough || options.order == RunOrder::forward,
                    "worlds that are judged in order are run in order");
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
        for (std::size_t run = 0; options.enough && run < runs_; ++run)
            if (skipped(run)) order_.ended(run, options.known_outcomes.at(run));
        if (order_.decided()) end_early();
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
        if (order_.decided()) take_back();
        report_.needed = order_.needed();
        std::sort(report_.failed.begin(), report_.failed.end(),
                  [](auto const& a, auto const& b) { return a.run < b.run; });
        report_.interrupted = report_.done < report_.needed;
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

    /// Waits until the run's block may be begun; false when the batch is ending, or does without the run.
    bool begin(std::size_t block, std::size_t run) {
        auto const window = static_cast<std::size_t>(threads_) / block_runs_ + 2;
        std::unique_lock lock(mutex_);
        // The oldest block's runs were all handed out before this one, so somebody is at work on it.
        room_.wait(lock, [&] { return broken_ || stopped_ || turn(block) < oldest_ + window; });
        auto& b = blocks_[block];
        if (broken_ || run >= order_.needed()) return false;
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
        if (place % size != 0 || !begin(run / block_runs_, run)) return;
        auto const runs = std::span{tree}.subspan(place, std::min(size, tree.size() - place));
        auto results = run_part_(runs);
        SPIL_EXPECT(results.size() == runs.size(), "every run of a part has a result");
        for (std::size_t k = 0; k < runs.size(); ++k) ended(runs[k], std::move(results[k]));
    }

    void ended(std::size_t run, RunResult result) {
        auto const value = followed_value(result, outputs_, followed());
        auto const block = run / block_runs_;
        std::unique_lock lock(mutex_);
        if (run >= order_.needed()) return;
        tell(run, result, value);
        auto& b = blocks_[block];
        b.results[run % block_runs_] = std::move(result);
        if (--b.left == 0) held_.insert(block);
        if (order_.ended(run, value)) end_early();
        bool const any = due();
        lock.unlock();
        if (any) one_at_a_time([&] { write_due(); });
    }

    /// Whether a block is complete and certain to be needed.
    bool due() const {
        return !held_.empty() && order_.certain(std::min(runs_, (*held_.begin() + 1) * block_runs_));
    }

    /// Worlds from here on are not needed: the block in which that shows is complete.
    void end_early() {
        stopped_ = true;
        room_.notify_all();
        auto const block = (order_.needed() - 1) / block_runs_;
        if (blocks_[block].begun && !blocks_[block].written) held_.insert(block);
        held_.erase(held_.upper_bound(block), held_.end());
        report_.done = order_.needed();
        std::erase_if(report_.failed, [&](auto const& f) { return f.run >= order_.needed(); });
    }

    void write_due() {
        std::unique_lock lock(mutex_);
        while (!broken_ && due()) {
            auto const block = *held_.begin();
            held_.erase(block);
            auto results = std::exchange(blocks_[block].results, {});
            blocks_[block].written = true;
            cut(block, results);
            lock.unlock();
            write(block, std::move(results));
            lock.lock();
            finished_[turn(block)] = true;
            pass_finished();
            room_.notify_all();
        }
    }

    /// Leaves out the runs that are not needed.
    void cut(std::size_t block, std::vector<RunResult>& results) const {
        for (std::size_t r = 0; r < results.size(); ++r) {
            if (block * block_runs_ + r < order_.needed()) continue;
            results[r] = {};
            results[r].pending = true;
        }
    }

    /// Clears what the file was given of runs that turned out not to be needed.
    void take_back() {
        for (auto block = order_.needed() / block_runs_; block < blocks_.size(); ++block) {
            bool any = false;
            for (auto run = block * block_runs_; run < std::min(runs_, (block + 1) * block_runs_); ++run)
                any = any || (run >= order_.needed() && skipped(run));
            if (!any || blocks_[block].written) continue;
            auto results = options_.known(block);
            cut(block, results);
            writer_.write_block(block * block_runs_, results);
        }
    }

    std::string const& followed() const {
        return options_.outcome.empty() ? study_.settings.outcome : options_.outcome;
    }

    void tell(std::size_t run, RunResult const& result, double value) {
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
                if (!skipped(first + r) || results[r].pending) continue;
                if (known.empty() && options_.known) known = options_.known(block);
                if (known.empty())
                    results[r].pending = true;
                else
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
    std::vector<OutputInfo> outputs_;
    std::size_t runs_, block_runs_;
    std::size_t parts_ = 1;  // that a tree is cut into
    std::vector<Block> blocks_;
    int threads_;
    PartRunner run_part_;

    std::mutex mutex_;
    std::condition_variable room_;
    WorldsInOrder order_;
    std::set<std::size_t> held_;  // blocks that are complete and not written
    std::vector<bool> finished_;  // by turn
    std::size_t oldest_ = 0;      // turn of the oldest block that is not down
    bool stopped_ = false;
    std::exception_ptr broken_;
    EnsembleReport report_;
};

}  // namespace

double followed_value(RunResult const& result, std::span<OutputInfo const> outputs,
                      std::string const& outcome) {
    auto const found =
        std::find_if(outputs.begin(), outputs.end(), [&](auto const& o) { return o.name == outcome; });
    bool const follows = found != outputs.end() &&
                         (found->dimensions.empty() || found->dimensions == std::vector<std::string>{"year"});
    if (!follows || !result.ok()) return std::numeric_limits<double>::quiet_NaN();
    auto const k = static_cast<std::size_t>(found - outputs.begin());
    if (found->stored != Stored::real) return static_cast<double>(result.record.integers[k].back());
    double const value = result.record.reals[k].back();
    return stored_type(*found) == hdf5::Type::float32 ? static_cast<float>(value) : value;
}

EnsembleReport run_ensemble(Study const& study, ResultsWriter& writer, EnsembleOptions const& options) {
    return Batch{study, writer, options}.run();
}

}  // namespace spil
