/// \file benchmark_core.cpp  What everything else is made of: random numbers and payments.

#include <benchmark/benchmark.h>

#include "engine/core/random.hpp"
#include "engine/world/ledger.hpp"

namespace {

using namespace spil;

/// One draw at an address of its own, as the model draws.
void one_uniform(benchmark::State& state) {
    std::uint32_t entity = 0;
    for (auto _ : state) {
        Draws draws{Address{.seed = 1, .purpose = Purpose::test, .tick = 7, .entity = ++entity}};
        benchmark::DoNotOptimize(draws.uniform());
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(one_uniform);

void one_normal(benchmark::State& state) {
    std::uint32_t entity = 0;
    for (auto _ : state) {
        Draws draws{Address{.seed = 1, .purpose = Purpose::test, .tick = 7, .entity = ++entity}};
        benchmark::DoNotOptimize(draws.normal());
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(one_normal);

/// General grants to 342 municipalities and their regular services.
void ledger_posts(benchmark::State& state) {
    constexpr std::size_t n = 342;
    Ledger ledger{{1, 5, n, n, 30, 0, 1, 1, n, 1}};
    for (auto _ : state)
        for (std::size_t i = 0; i < n; ++i) {
            ledger.post(Flow::municipal_fund, {AccountClass::treasury}, {AccountClass::municipality, i}, 100);
            ledger.post(Flow::regular_services, {AccountClass::municipality, i}, {AccountClass::household, i},
                        99);
        }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(2 * n));
}
BENCHMARK(ledger_posts);

void ledger_audit(benchmark::State& state) {
    constexpr std::size_t n = 342;
    Ledger ledger{{1, 5, n, n, 30, 500, 1, 1, n, 1}};
    for (std::size_t i = 0; i < n; ++i)
        ledger.post(Flow::municipal_fund, {AccountClass::treasury}, {AccountClass::municipality, i}, 100);
    for (auto _ : state) ledger.audit();
}
BENCHMARK(ledger_audit);

}  // namespace
