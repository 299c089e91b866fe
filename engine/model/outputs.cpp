#include "engine/model/outputs.hpp"

#include "engine/model/output_groups.hpp"

namespace spil {

std::vector<Output> const& output_registry() {
    static std::vector<Output> const all = [] {
        std::vector<Output> list;
        add_outcomes(list);
        add_parity_outcomes(list);
        add_national_outputs(list);
        add_mission_outputs(list);
        add_programme_outputs(list);
        add_lab_outputs(list);
        add_political_outputs(list);
        add_solution_outputs(list);
        add_firm_outputs(list);
        add_municipal_outputs(list);
        add_parity_outputs(list);
        add_money_outputs(list);
        add_partner_outputs(list);
        add_network_outputs(list);  // last: a study may leave it out
        return list;
    }();
    return all;
}

std::vector<OutputInfo> const& outputs() {
    static std::vector<OutputInfo> const infos = [] {
        std::vector<OutputInfo> list;
        for (auto const& o : output_registry()) list.push_back(o.info);
        return list;
    }();
    return infos;
}

std::string primary_outcome() {
    return output_registry().front().info.name;
}

}  // namespace spil
