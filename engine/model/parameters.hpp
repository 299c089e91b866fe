#pragma once
/// \file parameters.hpp  THE registry of parameters: every group, once.

#include <string>
#include <tuple>
#include <vector>

#include "engine/model/mission_parameters.hpp"
#include "engine/processes/common/embedding.hpp"
#include "engine/schema/binding.hpp"
#include "engine/world/regime.hpp"

namespace spil {

using ParameterGroups = std::tuple<EmbeddingParameters>;

struct Parameters {
    ParameterGroups groups;
    std::vector<MissionParameters> missions;

    template <class G>
    G const& get() const {
        return std::get<G>(groups);
    }
    template <class G>
    G& get() {
        return std::get<G>(groups);
    }
};

/// The default missions: energy, climate adaptation, food, care, deprived areas.
std::vector<MissionParameters> default_missions();
Parameters default_parameters();

/// One section of a scenario file: its name and the declared fields of its group, bound to `parameters`.
struct Section {
    std::string name;
    std::vector<Binding> bindings;
};
/// Sections of all groups, in the order of the registry; the missions are not among them.
std::vector<Section> sections(Parameters& parameters);

/// What a run is made of besides country and seed: what `Process` asks for by type.
struct Settings {
    Parameters parameters;
    Regime regime;

    template <class G>
    G const& get() const {
        if constexpr (std::is_same_v<G, Regime>)
            return regime;
        else
            return parameters.get<G>();
    }
};

}  // namespace spil
