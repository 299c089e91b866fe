/// \file benchmark_runs.cpp  Whole runs: what a simulated year of the Netherlands takes under each preset.

#include <benchmark/benchmark.h>

#include "benchmarks/netherlands.hpp"
#include "engine/core/parallel.hpp"

namespace {

using namespace spil;
using namespace spil::benchmarks;

/// Ten years on one thread; items are years. The first years, without labs, are cheaper than later ones.
void ten_years(benchmark::State& state, std::string const& policy) {
    set_threads(1);
    auto const settings = settings_of(policy);
    auto const options = options_for(120);
    for (auto _ : state) benchmark::DoNotOptimize(simulate(netherlands().country, settings, options));
    state.SetItemsProcessed(state.iterations() * 10);
}
BENCHMARK_CAPTURE(ten_years, none, std::string{"none"})->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(ten_years, project, std::string{"project"})->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(ten_years, portfolio, std::string{"portfolio"})->Unit(benchmark::kMillisecond);

}  // namespace
