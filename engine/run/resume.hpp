#pragma once
/// \file resume.hpp  A study taken up again from its results file, and files of parts of one study put
/// together.
///
/// A run is a pure function of the study and its number, and the file holds the study with every value: what
/// is missing, failed or damaged can be run again and is what it would have been.

#include <cstddef>
#include <span>
#include <vector>

#include "engine/io/stored_runs.hpp"
#include "engine/run/study.hpp"

namespace spil {

/// The study that a file was run from.
/// \throws InputError  a table is not what it was, or this spil is not the one that wrote the file;
///                     FileError  the study in the file is damaged
Study stored_study(StoredRuns const& stored);

/// What the file tells besides its results, to write it anew. \param study  must outlive the header
ResultsHeader stored_header(StoredRuns const& stored, Study const& study);

/// What the files have of each block: of each run the first intact result, else how it failed, else pending.
std::vector<RunResult> best_of(std::span<StoredRuns const* const> files, std::size_t block,
                               Study const& study, std::size_t* damaged = nullptr);

/// What became of the runs of some files.
struct Kept {
    std::vector<bool> ok;          ///< by run
    std::vector<double> outcomes;  ///< by run: the outcome that is followed; NaN where not ok
    std::size_t intact = 0, failed = 0, damaged = 0;
    std::size_t untold = 0;  ///< intact, in a world that was cut short: the files do not call them so yet
};
/// Looks at every run; with a writer, copies the intact ones, and with `failures` also the failed ones.
/// The outcome followed is that of the first file's stopping rule, else the study's leading one.
Kept keep(std::span<StoredRuns const* const> files, Study const& study, ResultsWriter* writer, bool failures);

}  // namespace spil
