#pragma once
/// \file results_layout.hpp  Lays out a results file: everything in it that is known before the first run.
///
/// For engine/io/results*.cpp only.

#include <optional>
#include <span>

#include "engine/io/hdf5.hpp"
#include "engine/io/results.hpp"

namespace spil {

/// Attributes, dimensions, the index of runs, what went in, and the results at full size but empty.
void lay_out(hdf5::File& file, ResultsHeader const& header);

/// What went in: the country with its table's sources; parameters, knobs and missions with their
/// declarations. The dimensions `municipality`, `policy` and, where results run over it, `mission` must be
/// there.
void lay_out_country(hdf5::File& file, Country const& country);
void lay_out_inputs(hdf5::File& file, ResultsHeader const& header);

/// The dimensions `point` and `uncertainty`, what is sampled, and which point each world belongs to. The
/// dimension `world` must be there.
void lay_out_points(hdf5::File& file, SampledPoints const& points);

/// The group `summary`, empty, with dimensions of its own.
void lay_out_summary(hdf5::File& file, ResultsHeader const& header);
/// Fills the summary of `to` from the runs of `from`, which may be the same file and has the same layout.
/// Holds a column of one result at a time, or of some of its years when it has more than `values_at_once`: 64
/// MiB of numbers, and 8 bytes for each run where one year alone is more.
void write_summary(hdf5::File& to, hdf5::File const& from, std::span<OutputInfo const> outputs,
                   std::size_t policies, std::size_t values_at_once = std::size_t{8} << 20);

/// The group `stopping` of a batch with a stopping rule.
void lay_out_stopping(hdf5::File& file, StoppingRule const& rule, ResultsHeader const& header);
void write_stopped(hdf5::File& file, Stopped const& stopped);
/// None when the file has none. \throws FileError  it is damaged
std::optional<StoppingRule> read_stopping(hdf5::File const& file);
/// None when the file has none, or the batch has not ended. \throws FileError  it is damaged
std::optional<Stopped> read_stopped(hdf5::File const& file);

}  // namespace spil
