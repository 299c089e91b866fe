#pragma once
/// \file ranks.hpp  One batch on several processes: `mpirun -n K spil run ...`.
///
/// The first rank does what `spil` does without MPI: it hands runs to its threads, keeps their order, and is
/// the only one to write. But it has a thread for each thread of every rank, and those of the others do no
/// more than send the numbers of the runs there and wait for the results. The others get the study as the
/// first one has it, with every value; they read nothing but its tables. A run is a pure function of the
/// study and its number, so the file is the same for any number of ranks. Without MPI there is one rank.
///
/// Waiting threads sleep between looks: MPI's own waiting would take a processor each.

#include <memory>

#include "engine/run/parts.hpp"
#include "engine/run/study.hpp"

namespace spil::cli {

class Ranks {
  public:
    /// Joins the ranks that mpirun started. \throws InputError  there are several, and this spil was built
    /// without MPI: each of them would run the whole batch
    Ranks();
    Ranks(Ranks const&) = delete;
    Ranks& operator=(Ranks const&) = delete;
    /// Lets the other ranks go, also when the first one ends with an error.
    ~Ranks();

    bool first() const noexcept;
    int size() const noexcept;

    /// For the first rank: runs parts of a study on any rank, `threads` at a time on each.
    /// \param study  must outlive what is returned
    PartRunner everywhere(Study const& study, int threads);
    /// For the other ranks: runs what the first one asks for, until it lets them go; the exit code.
    int serve();

  private:
    struct State;
    std::unique_ptr<State> state_;  // none: a single rank
};

}  // namespace spil::cli
