#include "engine/model/parameters.hpp"

namespace spil {

std::vector<MissionParameters> default_missions() {
    auto const mission = [](std::string title, bool technical, double preparation, double need, double cost,
                            double saving) {
        MissionParameters m;
        m.title = std::move(title);
        m.technical = technical;
        m.preparation = preparation;
        m.need_interval = need;
        m.cost = cost;
        m.running_saving = saving;
        return m;
    };
    return {mission("energy", true, 30, 180, 15000, 900),
            mission("climate adaptation", true, 18, 120, 4000, 100), mission("food", false, 9, 24, 300, 20),
            mission("care", false, 9, 24, 500, 50), mission("deprived areas", false, 9, 24, 400, 20)};
}

Parameters default_parameters() {
    Parameters p;
    p.missions = default_missions();
    return p;
}

std::vector<Section> sections(Parameters& parameters) {
    std::vector<Section> all;
    std::apply(
        [&](auto&... group) {
            (all.push_back({std::string{std::remove_cvref_t<decltype(group)>::name}, bind(group)}), ...);
        },
        parameters.groups);
    return all;
}

}  // namespace spil
