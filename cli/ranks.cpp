#include "cli/ranks.hpp"

#include <cstdlib>
#include <string>

#include "engine/core/error.hpp"

#ifndef SPIL_MPI

namespace spil::cli {

struct Ranks::State {};

Ranks::Ranks() {
    for (auto const* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE"}) {
        auto const* size = std::getenv(name);
        if (size != nullptr && std::string{size} != "1")
            throw InputError(Place{}, "this spil was built without MPI, so each of the " + std::string{size} +
                                          " ranks would run the whole batch; build it where libopenmpi-dev "
                                          "is installed, or use `spil run --shard`");
    }
}
Ranks::~Ranks() = default;
bool Ranks::first() const noexcept {
    return true;
}
int Ranks::size() const noexcept {
    return 1;
}
PartRunner Ranks::everywhere(Study const& study, int) {
    return part_runner(study);
}
int Ranks::serve() {
    return 0;
}

}  // namespace spil::cli

#else

#define OMPI_SKIP_MPICXX 1
#include <mpi.h>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "cli/commands.hpp"
#include "cli/rank_messages.hpp"
#include "engine/core/parallel.hpp"
#include "engine/run/study.hpp"

namespace spil::cli {

struct Ranks::State {
    /// A thread of a rank.
    struct Lane {
        int rank, tag;
    };

    // Tags of what is no part of a batch: the study, and that there is nothing more to do. MPI does not
    // promise greater ones.
    static constexpr int study = 32766, no_more = 32767;

    int rank = 0, size = 1;
    std::mutex mpi;  // one thread at a time is in the library
    bool let_go = false;
    std::mutex idle_mutex;
    std::vector<Lane> idle;

    void send(Lane to, Bytes const& bytes) {
        MPI_Request request{};
        {
            std::lock_guard const lock(mpi);
            MPI_Isend(bytes.data(), static_cast<int>(bytes.size()), MPI_BYTE, to.rank, to.tag, MPI_COMM_WORLD,
                      &request);
        }
        wait([&] {
            int done = 0;
            MPI_Test(&request, &done, MPI_STATUS_IGNORE);
            return done != 0;
        });
    }

    /// Empty when the first rank lets this one go.
    Bytes receive(Lane from) {
        Bytes bytes;
        wait([&] {
            MPI_Status status{};
            if (is_there(from, status)) {
                int length = 0;
                MPI_Get_count(&status, MPI_BYTE, &length);
                bytes.resize(static_cast<std::size_t>(length));
                MPI_Recv(bytes.data(), length, MPI_BYTE, from.rank, from.tag, MPI_COMM_WORLD,
                         MPI_STATUS_IGNORE);
                return true;
            }
            if (rank != 0 && !let_go && is_there({0, no_more}, status)) {
                MPI_Recv(nullptr, 0, MPI_BYTE, 0, no_more, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
                let_go = true;
            }
            return let_go;
        });
        return bytes;
    }

  private:
    static bool is_there(Lane from, MPI_Status& status) {
        int there = 0;
        MPI_Iprobe(from.rank, from.tag, MPI_COMM_WORLD, &there, &status);
        return there != 0;
    }

    template <class Done>
    void wait(Done const& done) {
        using namespace std::chrono_literals;
        for (auto pause = 50us;; pause = std::min<std::chrono::microseconds>(2 * pause, 1000us)) {
            {
                std::lock_guard const lock(mpi);
                if (done()) return;
            }
            std::this_thread::sleep_for(pause);
        }
    }
};

Ranks::Ranks() {
    if (std::getenv("OMPI_COMM_WORLD_SIZE") == nullptr && std::getenv("PMI_SIZE") == nullptr) return;
    state_ = std::make_unique<State>();
    int given = 0;
    MPI_Init_thread(nullptr, nullptr, MPI_THREAD_SERIALIZED, &given);
    MPI_Comm_rank(MPI_COMM_WORLD, &state_->rank);
    MPI_Comm_size(MPI_COMM_WORLD, &state_->size);
    SPIL_EXPECT(given >= MPI_THREAD_SERIALIZED, "MPI bears threads that take turns");
}

Ranks::~Ranks() {
    if (!state_) return;
    if (first())
        for (int rank = 1; rank < size(); ++rank) state_->send({rank, State::no_more}, {});
    MPI_Finalize();
}

bool Ranks::first() const noexcept {
    return !state_ || state_->rank == 0;
}

int Ranks::size() const noexcept {
    return state_ ? state_->size : 1;
}

PartRunner Ranks::everywhere(Study const& study, int threads) {
    auto own = part_runner(study);
    if (size() == 1) return own;
    auto& s = *state_;
    Packer about;
    about.number(static_cast<std::uint64_t>(threads));
    about.text(effective_text(study));
    auto const message = about.take();
    for (int rank = 0; rank < s.size; ++rank) {
        if (rank != 0) s.send({rank, State::study}, message);
        for (int tag = 0; tag < threads; ++tag) s.idle.push_back({rank, tag});
    }
    return [&s, own = std::move(own)](std::span<std::size_t const> runs) {
        State::Lane lane{};
        {
            std::lock_guard const lock(s.idle_mutex);
            SPIL_EXPECT(!s.idle.empty(), "as many parts run at a time as there are threads on all ranks");
            lane = s.idle.back();
            s.idle.pop_back();
        }
        std::vector<RunResult> results;
        if (lane.rank == 0) {
            results = own(runs);
        } else {
            Packer out;
            out.array(std::vector<std::uint64_t>(runs.begin(), runs.end()));
            s.send(lane, out.take());
            results = unpacked(s.receive(lane));
        }
        std::lock_guard const lock(s.idle_mutex);
        s.idle.push_back(lane);
        return results;
    };
}

int Ranks::serve() {
    auto const message = state_->receive({0, State::study});
    if (message.empty()) return exit_code::ok;
    try {
        Unpacker about{message};
        auto const threads = static_cast<int>(about.number());
        auto const study = read_study_text(about.text(), "study of the first rank");
        auto const own = part_runner(study);
        set_threads(threads);
        for_each_task(static_cast<std::size_t>(threads), threads, [&](std::size_t thread) {
            State::Lane const first{0, static_cast<int>(thread)};
            for (;;) {
                auto const request = state_->receive(first);
                if (request.empty()) return;
                auto const numbers = Unpacker{request}.array<std::uint64_t>();
                state_->send(first, packed(own(std::vector<std::size_t>(numbers.begin(), numbers.end()))));
            }
        });
    } catch (std::exception const& e) {
        // The first rank would wait for this one: there is no other way out.
        fmt::print(stderr, "rank {}: {}\n", state_->rank, e.what());
        MPI_Abort(MPI_COMM_WORLD, exit_code::bad_input);
    }
    return exit_code::ok;
}

}  // namespace spil::cli

#endif
