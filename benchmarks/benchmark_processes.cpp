/// \file benchmark_processes.cpp  The heaviest processes, in a country of 342 municipalities ten years on.

#include <benchmark/benchmark.h>

#include <cmath>
#include <stdexcept>

#include "benchmarks/netherlands.hpp"
#include "engine/core/parallel.hpp"
#include "engine/model/schedule.hpp"
#include "engine/processes/common/set_choice.hpp"

namespace {

using namespace spil;
using namespace spil::benchmarks;

constexpr int months_before = 120;

World const& ten_years_on() {
    static World const world = [] {
        World last;
        auto options = options_for(months_before);
        options.observe = [&](World const& w, int month) {
            if (month == months_before) last = w;
        };
        simulate(netherlands().country, settings_of("portfolio"), options);
        return last;
    }();
    return world;
}

Process<Settings> const& process_named(std::string const& name) {
    for (auto const& phase : schedule())
        for (auto const& process : phase.processes)
            if (process.name == name) return process;
    throw std::invalid_argument("the schedule has no process '" + name + "'");
}

/// One month of a process that does not pay: it reads the same state each time.
void one_month(benchmark::State& state, std::string const& name) {
    set_threads(1);
    World world = ten_years_on();
    auto const settings = settings_of("portfolio");
    Step const step{1, months_before, world.dimensions};
    auto const& process = process_named(name);
    for (auto _ : state) process.run(world, settings, step);
}
BENCHMARK_CAPTURE(one_month, adoption, std::string{"adoption"})->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(one_month, opinion, std::string{"opinion"})->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(one_month, circulation, std::string{"circulation"})->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(one_month, judgement, std::string{"judgement"})->Unit(benchmark::kMicrosecond);

/// An intake: `range` hosts with six solutions each, forty labs held already, money for twenty.
void choosing_a_set(benchmark::State& state) {
    auto const& world = ten_years_on();
    auto const width = world.programmes.belief_mean.width;
    auto const hosts = static_cast<std::size_t>(state.range(0));
    auto const per_mission = world.dimensions.solutions_per_mission;
    auto const context = [&](std::size_t i) {
        return std::span{world.municipalities.context.now}.subspan(i * context_parts, context_parts);
    };
    std::vector<SetCandidate> candidates, held;
    candidates.reserve(hosts * per_mission);
    for (std::size_t i = 0; i < hosts; ++i)
        for (std::size_t s = 0; s < per_mission; ++s)
            candidates.push_back({Arm(s, context(i)), i, 1 + 0.1 * static_cast<double>(i % 7), 100'000});
    held.reserve(40);
    for (std::size_t l = 0; l < 40; ++l)
        held.push_back({Arm(l % per_mission, context(hosts + l)), hosts + l, 1, 1});
    std::span const mean = std::span{world.programmes.belief_mean.now}.first(width);
    std::span const covariance = std::span{world.programmes.belief_covariance.now}.first(width * width);
    for (auto _ : state)
        benchmark::DoNotOptimize(choose_set(candidates, held, mean, covariance, {0.5, 0.5, 0.02}, 2'000'000));
}
BENCHMARK(choosing_a_set)->Arg(50)->Arg(150)->Unit(benchmark::kMicrosecond);

}  // namespace
