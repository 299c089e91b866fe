#include "engine/run/estimate.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "engine/core/memory.hpp"
#include "engine/core/parallel.hpp"
#include "engine/core/random.hpp"
#include "engine/io/results.hpp"
#include "engine/run/simulation.hpp"
#include "engine/run/trees.hpp"

namespace spil {

namespace {

/// A run of the study to measure: a policy in a world, with the settings of the world's point.
struct Sample {
    Settings settings;
    std::size_t world = 0;
};
/// Without uncertainties, the first world. Else the policies take points that lie apart: what a month costs
/// differs from point to point.
std::vector<Sample> samples_of(Study const& study) {
    std::vector<Sample> all;
    std::vector<std::vector<double>> points(study.points());
    if (study.uncertainties)
        points = design_points(*study.uncertainties, static_cast<std::uint64_t>(study.settings.seed));
    auto const policies = study.policies.size();
    all.reserve(policies);
    for (std::size_t p = 0; p < policies; ++p) {
        auto const point = p * points.size() / policies;
        all.push_back(
            {settings_at(study, p, points[point]), point * static_cast<std::size_t>(study.settings.worlds)});
    }
    return all;
}

double seconds_of(Study const& study, Sample const& sample, int months) {
    auto const start = std::chrono::steady_clock::now();
    RunOptions const options{
        .seed = world_seed(static_cast<std::uint64_t>(study.settings.seed),
                           static_cast<std::uint32_t>(sample.world)),
        .months = months,
        .solutions_per_mission = static_cast<std::size_t>(study.settings.solutions_per_mission)};
    simulate(study.country, sample.settings, options);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Seconds of a whole run: the last two measurements tell what a month costs.
struct Measured {
    double seconds = 0;
    int months = 0;
};
Measured measure(Study const& study, Sample const& sample, double budget) {
    auto const all = static_cast<int>(study.settings.months);
    int months = std::min(12, all);
    double before = 0;
    double now = seconds_of(study, sample, months);
    int earlier = 0;
    // The next try costs about twice the last one.
    for (double spent = now; months < all && spent + 2 * now < budget; spent += now) {
        earlier = months;
        before = now;
        months = std::min(2 * months, all);
        now = seconds_of(study, sample, months);
    }
    double const per_month = std::max(0.0, now - before) / (months - earlier);
    return {now + per_month * (all - months), months};
}

/// Copies of a world that a tree holds at once.
std::size_t worlds_held(Study const& study) {
    std::size_t most = 1;
    for (auto const& policy : study.policies) {
        std::size_t levels = 1;
        for (auto trunk = policy.trunk; trunk; trunk = study.policies[*trunk].trunk) ++levels;
        most = std::max(most, levels);
    }
    return most;
}

/// Seconds until the last of a study's trees is done, each on one thread. Where threads would have none,
/// trees are cut, and each part runs the longest trunk again. \param seconds  of a whole run, by policy
double wall_seconds(Study const& study, std::vector<double> const& seconds, int threads) {
    auto const months = static_cast<double>(study.settings.months);
    double all = 0;
    double longest_trunk = 0;
    std::size_t roots = 0;
    for (std::size_t p = 0; p < seconds.size(); ++p) {
        auto const& policy = study.policies[p];
        roots += policy.trunk ? 0 : 1;
        all += seconds[p] * (1 - static_cast<double>(policy.fork.month) / months);
        if (policy.trunk)
            longest_trunk = std::max(
                longest_trunk, seconds[*policy.trunk] * static_cast<double>(policy.fork.month) / months);
    }
    auto const trees = static_cast<double>(roots * study.worlds());
    double const parts = std::min(std::max(1.0, std::ceil(threads / trees)),
                                  static_cast<double>(seconds.size()) / static_cast<double>(roots));
    double const part = all / static_cast<double>(roots) / parts + (parts > 1 ? longest_trunk : 0);
    return part * std::ceil(trees * parts / threads);
}

}  // namespace

Estimate estimate(Study const& study, int threads, double budget) {
    Estimate e;
    e.runs = study.runs();
    e.municipalities = study.country.size();
    e.missions = study.parameters.missions.size();
    // As in a batch: a run keeps to one thread, unless it is the only one.
    bool const alone = e.runs == 1;
    int const at_work = std::max(1, std::min(threads, static_cast<int>(std::min<std::size_t>(e.runs, 4096))));
    e.threads = alone ? std::max(1, threads) : at_work;

    auto const dimensions = study.dimensions();
    std::uint64_t held = 0;
    std::uint64_t stored = 0;
    for (auto const& o : study.kept_outputs()) {
        auto const values = values_per_run(o, dimensions);
        auto const type = stored_type(o);
        held += values * 8;
        stored += values * (type == hdf5::Type::float64 || type == hdf5::Type::int64 ? 8 : 4);
    }
    e.result_bytes = e.runs * stored;

    auto const before = peak_memory();
    auto const start = std::chrono::steady_clock::now();
    set_threads(alone ? threads : 1);
    e.calibration_months = static_cast<int>(study.settings.months);
    std::vector<double> seconds;
    for (auto const& sample : samples_of(study)) {
        auto const m = measure(study, sample, budget / static_cast<double>(study.policies.size()));
        auto const p = seconds.size();
        auto const own = 1 - static_cast<double>(study.policies[p].fork.month) /
                                 static_cast<double>(study.settings.months);
        seconds.push_back(m.seconds);
        e.seconds_per_run += own * m.seconds / static_cast<double>(study.policies.size());
        e.calibration_months = std::min(e.calibration_months, m.months);
    }
    e.calibration_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    auto const world = peak_memory() - before;

    auto const threads_at_work = static_cast<std::uint64_t>(at_work);
    e.seconds = wall_seconds(study, seconds, at_work);
    std::uint64_t const block = runs_per_block(study.policies.size());
    auto const blocks = std::min<std::uint64_t>(threads_at_work / block + 2, (e.runs + block - 1) / block);
    e.memory_bytes = before + threads_at_work * worlds_held(study) * world + blocks * block * held;
    return e;
}

}  // namespace spil
