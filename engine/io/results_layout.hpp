#pragma once
/// \file results_layout.hpp  Lays out a results file: everything in it that is known before the first run.
///
/// For engine/io/results*.cpp only.

#include "engine/io/hdf5.hpp"
#include "engine/io/results.hpp"

namespace spil {

/// Attributes, dimensions, the index of runs, what went in, and the results at full size but empty.
void lay_out(hdf5::File& file, ResultsHeader const& header);

/// The dimensions `point` and `uncertainty`, what is sampled, and which point each world belongs to. The
/// dimension `world` must be there.
void lay_out_points(hdf5::File& file, SampledPoints const& points);

}  // namespace spil
