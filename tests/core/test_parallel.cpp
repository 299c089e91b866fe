#include "engine/core/parallel.hpp"

#include <omp.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/catch.hpp"

using namespace spil;

namespace {

/// Gives the loops their threads back when a test ends.
struct Threads {
    int before = omp_get_max_threads();
    Threads() = default;
    Threads(Threads const&) = delete;
    Threads& operator=(Threads const&) = delete;
    ~Threads() { set_threads(before); }
};

struct Chunk {
    std::size_t index, first, last;
    friend bool operator==(Chunk const&, Chunk const&) = default;
};

std::vector<Chunk> chunks_of(std::size_t n, Grain grain) {
    std::vector<Chunk> seen((n + grain.size - 1) / grain.size);
    for_each_chunk(
        n,
        [&](std::size_t c, std::size_t first, std::size_t last) {
            seen[c] = {c, first, last};
        },
        grain);
    return seen;
}

/// Terms of very different sizes: a sum in another order has other bits.
double term(std::size_t i) {
    return std::sin(static_cast<double>(i)) * std::pow(10.0, static_cast<double>(i % 17) - 8);
}

std::string first_failure(std::size_t n, Grain grain, std::set<std::size_t> const& bad) {
    try {
        for_each_index(
            n,
            [&](std::size_t i) {
                if (bad.contains(i)) throw std::runtime_error(std::to_string(i));
            },
            grain);
    } catch (std::runtime_error const& error) {
        return error.what();
    }
    return "none";
}

}  // namespace

TEST_CASE("Chunks do not depend on the number of threads", "[core][parallel]") {
    Threads const restore;
    for (int const threads : {1, 2, 3, 8}) {
        set_threads(threads);
        CAPTURE(threads);
        CHECK(chunks_of(10, Grain{4}) == std::vector<Chunk>{{0, 0, 4}, {1, 4, 8}, {2, 8, 10}});
        CHECK(chunks_of(8, Grain{4}) == std::vector<Chunk>{{0, 0, 4}, {1, 4, 8}});
        CHECK(chunks_of(3, Grain{4}) == std::vector<Chunk>{{0, 0, 3}});
        CHECK(chunks_of(0, Grain{4}).empty());
    }
}

TEST_CASE("Chunks of nothing are refused", "[core][parallel]") {
    auto const nothing = [](auto...) {};
    CHECK_THROWS_AS(for_each_chunk(3, nothing, Grain{0}), ContractError);
    CHECK_THROWS_AS(for_each_index(3, nothing, Grain{0}), ContractError);
    CHECK_THROWS_AS(ordered_sum(
                        3, [](std::size_t) { return 1.0; }, Grain{0}),
                    ContractError);
}

TEST_CASE("Every index is visited once", "[core][parallel]") {
    Threads const restore;
    for (int const threads : {1, 2, 3, 8}) {
        set_threads(threads);
        std::vector<int> visits(1001, 0);
        for_each_index(
            visits.size(), [&](std::size_t i) { ++visits[i]; }, Grain{7});
        CHECK(visits == std::vector<int>(1001, 1));
    }
    for_each_index(0, [](std::size_t) { FAIL("nothing to visit"); });
}

TEST_CASE("An ordered sum has the same bits for any number of threads", "[core][parallel]") {
    Threads const restore;
    constexpr std::size_t n = 100003;
    Grain const grain{512};

    double expected = 0;
    double straight = 0;
    for (std::size_t first = 0; first < n; first += grain.size) {
        double partial = 0;
        for (auto i = first; i < std::min(n, first + grain.size); ++i)
            partial += term(i), straight += term(i);
        expected += partial;
    }
    // The terms tell orders apart, else equal bits would say nothing.
    REQUIRE(std::bit_cast<std::uint64_t>(expected) != std::bit_cast<std::uint64_t>(straight));

    for (int const threads : {1, 2, 3, 8}) {
        set_threads(threads);
        for (int repeat = 0; repeat < 5; ++repeat)
            CHECK(std::bit_cast<std::uint64_t>(ordered_sum(n, term, grain)) ==
                  std::bit_cast<std::uint64_t>(expected));
    }
    CHECK(ordered_sum(0, term) == 0.0);
}

TEST_CASE("The lowest chunk's exception is the one that comes out", "[core][parallel]") {
    Threads const restore;
    for (int const threads : {1, 2, 3, 8}) {
        set_threads(threads);
        CAPTURE(threads);
        for (int repeat = 0; repeat < 20; ++repeat) {
            CHECK(first_failure(64, Grain{1}, {60, 17, 41}) == "17");
            CHECK(first_failure(64, Grain{4}, {63, 18, 19}) == "18");
        }
        CHECK(first_failure(64, Grain{1}, {63}) == "63");
        CHECK(first_failure(3, Grain{8}, {2, 1}) == "1");
        CHECK(first_failure(64, Grain{4}, {}) == "none");
    }
}

TEST_CASE("Loops of one big run use several threads", "[core][parallel]") {
    Threads const restore;
    set_threads(3);
    std::mutex mutex;
    std::set<std::thread::id> ids;
    for_each_index(
        64,
        [&](std::size_t) {
            std::lock_guard const lock{mutex};
            ids.insert(std::this_thread::get_id());
        },
        Grain{1});
    CHECK(ids.size() == 3);

    set_threads(0);
    CHECK(omp_get_max_threads() == 1);
    CHECK(available_threads() >= 1);
}

TEST_CASE("A loop inside a batch of runs stays on its own thread", "[core][parallel]") {
    Threads const restore;
    set_threads(4);
    int const levels = omp_get_max_active_levels();
    omp_set_max_active_levels(2);  // OpenMP would nest if it were asked to
    std::vector<std::set<std::thread::id>> inner(6);
    std::vector<double> sums(6);
    for_each_task(6, 2, [&](std::size_t task) {
        for_each_index(
            64, [&](std::size_t) { inner[task].insert(std::this_thread::get_id()); }, Grain{1});
        sums[task] = ordered_sum(5000, term, Grain{64});
    });
    omp_set_max_active_levels(levels);
    auto const alone = ordered_sum(5000, term, Grain{64});
    for (std::size_t task = 0; task < 6; ++task) {
        CHECK(inner[task].size() == 1);
        CHECK(std::bit_cast<std::uint64_t>(sums[task]) == std::bit_cast<std::uint64_t>(alone));
    }
}

TEST_CASE("Each task runs once - on the threads asked for", "[core][parallel]") {
    for (int const threads : {-1, 1, 2, 5}) {
        std::vector<int> runs(37, 0);
        std::mutex mutex;
        std::set<std::thread::id> ids;
        for_each_task(runs.size(), threads, [&](std::size_t task) {
            ++runs[task];
            std::lock_guard const lock{mutex};
            ids.insert(std::this_thread::get_id());
        });
        CHECK(runs == std::vector<int>(37, 1));
        CHECK(static_cast<int>(ids.size()) <= std::max(1, threads));
    }
}

TEST_CASE("Bodies that run one at a time do not lose anything", "[core][parallel]") {
    int count = 0;
    for_each_task(2000, 4, [&](std::size_t) { one_at_a_time([&] { ++count; }); });
    CHECK(count == 2000);
}
