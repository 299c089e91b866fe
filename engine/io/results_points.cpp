/// \file results_points.cpp  The points of a study with uncertainties, as variables of its results file.

#include "engine/core/error.hpp"
#include "engine/io/results_layout.hpp"
#include "engine/io/results_variables.hpp"

namespace spil {

void lay_out_points(hdf5::File& file, SampledPoints const& points) {
    auto const sampled = points.quantities.size();
    SPIL_EXPECT(sampled > 0 && points.values.size() % sampled == 0, "every point has a value of each");
    auto const count = static_cast<std::int32_t>(points.values.size() / sampled);
    std::vector<std::int32_t> numbered;
    numbered.reserve(static_cast<std::size_t>(count));
    for (std::int32_t p = 0; p < count; ++p) numbered.push_back(p);
    std::vector<std::string> names, units, meanings, types, distributions;
    std::vector<double> low, high;
    for (auto const& q : points.quantities) {
        names.push_back(q.name);
        units.push_back(q.unit);
        meanings.push_back(q.meaning);
        types.push_back(q.type);
        distributions.push_back(q.distribution);
        low.push_back(q.low);
        high.push_back(q.high);
    }
    constexpr auto unit = "see uncertainty_unit";
    file.create_dimension("", "point", numbered, about("1", "number of the point in parameter space"));
    file.create_dimension("", "uncertainty", names,
                          about("1", "quantity that differs from point to point, as section.parameter"));
    texts(file, "uncertainty_unit", "uncertainty", "unit of the quantity", units);
    texts(file, "uncertainty_meaning", "uncertainty", "what it stands for", meanings);
    texts(file, "uncertainty_type", "uncertainty", "number, whole number, true or false, or word", types);
    texts(file, "uncertainty_distribution", "uncertainty", "how it is spread, as a study has it",
          distributions);
    numbers(file, "uncertainty_low", {"uncertainty"}, unit, "lowest value sampled", low);
    numbers(file, "uncertainty_high", {"uncertainty"}, unit, "highest value sampled", high);
    whole_numbers(file, "world_point", {"world"}, "1", "point of the world, an index into point",
                  points.world_point);
    whole_numbers(file, "world_replicate", {"world"}, "1", "number of the world among those of its point",
                  points.world_replicate);
    numbers(
        file, "point_value", {"point", "uncertainty"}, unit,
        "value at the point, true as 1, a word by its place among those allowed; a knob of funding has it "
        "in policies whose own value is not 0",
        points.values);
    file.attribute("/", "points_design", points.design);
    if (!points.shares.empty())
        numbers(file, "point_share", {"point", "uncertainty"}, "1",
                "share of the distribution that lies below the value, as the design has it", points.shares);
    if (points.block.empty()) return;
    whole_numbers(file, "point_block", {"point"}, "1", "trajectory or base point that the point belongs to",
                  points.block);
    whole_numbers(
        file, "point_moved", {"point"}, "1",
        "quantity that was changed: since the point before (morris), or for the value of the other matrix "
        "(saltelli), an index into uncertainty; -1: none",
        points.moved);
}

}  // namespace spil
