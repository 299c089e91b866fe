#pragma once
/// \file parallel.hpp  Ordered parallel loops: the same bits for any number of threads. The only header that
/// knows OpenMP.
///
/// Work is cut into chunks whose size never depends on the thread count; sums are added chunk by chunk in
/// order; when several chunks fail, the lowest one's exception is rethrown. A loop inside a parallel batch of
/// runs stays serial: an ensemble parallelises over runs, a single big run over its entities, and both give
/// the same bits.

#include <omp.h>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <vector>

#include "engine/core/error.hpp"

namespace spil {

/// Number of entities in a chunk. Small for heavy bodies, large for light ones; a constant of the call, never
/// of the machine.
struct Grain {
    std::size_t size = 4096;
};

/// How many threads loops outside a batch may use (at least 1).
inline void set_threads(int threads) {
    omp_set_num_threads(std::max(1, threads));
}

/// Processors this process may use.
inline int available_threads() {
    return omp_get_num_procs();
}

/// Chunks that n entities are cut into.
inline std::size_t chunk_count(std::size_t n, Grain grain) {
    SPIL_EXPECT(grain.size > 0, "a chunk holds at least one entity");
    return (n + grain.size - 1) / grain.size;
}

/// body(chunk, first, last) for each chunk of [0, n).
template <class Body>
void for_each_chunk(std::size_t n, Body&& body, Grain grain = {}) {
    auto const chunks = chunk_count(n, grain);
    auto const run = [&](std::size_t c) { body(c, c * grain.size, std::min(n, (c + 1) * grain.size)); };
    if (chunks <= 1 || omp_in_parallel() != 0) {
        for (std::size_t c = 0; c < chunks; ++c) run(c);
        return;
    }
    std::vector<std::exception_ptr> failed(chunks);
#pragma omp parallel for schedule(static)
    for (std::ptrdiff_t c = 0; c < static_cast<std::ptrdiff_t>(chunks); ++c) {
        try {
            run(static_cast<std::size_t>(c));
        } catch (...) {
            failed[static_cast<std::size_t>(c)] = std::current_exception();
        }
    }
    for (auto const& e : failed)
        if (e) std::rethrow_exception(e);
}

/// body(i) for each i in [0, n); the bodies must not depend on each other.
template <class Body>
void for_each_index(std::size_t n, Body&& body, Grain grain = {}) {
    for_each_chunk(
        n,
        [&](std::size_t, std::size_t first, std::size_t last) {
            for (auto i = first; i < last; ++i) body(i);
        },
        grain);
}

/// Sum of term(i) over [0, n), added in an order that does not depend on threads.
template <class Term>
double ordered_sum(std::size_t n, Term&& term, Grain grain = {}) {
    std::vector<double> partial(chunk_count(n, grain), 0.0);
    for_each_chunk(
        n,
        [&](std::size_t c, std::size_t first, std::size_t last) {
            double sum = 0;
            for (auto i = first; i < last; ++i) sum += term(i);
            partial[c] = sum;
        },
        grain);
    double total = 0;
    for (double const sum : partial) total += sum;
    return total;
}

/// Independent tasks (whole runs) on `threads` threads, handed out one by one in order. A task must not
/// throw: a run that fails is a result like any other, and its caller records it.
template <class Task>
void for_each_task(std::size_t n, int threads, Task&& task) {
#pragma omp parallel for schedule(monotonic : dynamic, 1) num_threads(std::max(1, threads))
    for (std::ptrdiff_t i = 0; i < static_cast<std::ptrdiff_t>(n); ++i) task(static_cast<std::size_t>(i));
}

/// Runs the body alone among the threads of for_each_task.
template <class Body>
void one_at_a_time(Body&& body) {
#pragma omp critical(spil_one_at_a_time)
    body();
}

}  // namespace spil
