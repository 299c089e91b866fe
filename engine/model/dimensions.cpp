/// \file dimensions.cpp  The labels along the axes of the results.

#include "engine/model/outputs.hpp"
#include "engine/model/populate_organisations.hpp"

namespace spil {

namespace {

template <class Names>
DimensionInfo named(std::string name, std::string meaning, Names const& names) {
    return {std::move(name), std::move(meaning), "1", {}, {names.begin(), names.end()}};
}

}  // namespace

std::vector<DimensionInfo> result_dimensions(Country const& country, std::vector<std::string> const& missions,
                                             std::size_t solutions_per_mission, int months, int start_year,
                                             PartyParameters const& parties) {
    DimensionInfo years{"year", "calendar year; the first entry is the opening state", "year", {}, {}};
    for (int y = 0; y <= months / 12; ++y) years.numbers.push_back(start_year - 1 + y);

    std::vector<std::string> solutions;
    for (auto const& mission : missions)
        for (std::size_t s = 1; s <= solutions_per_mission; ++s)
            solutions.push_back(mission + " " + std::to_string(s));
    std::vector<std::string> flows;
    for (auto const& type : flow_types()) flows.emplace_back(type.name);

    return {years,
            named("mission", "mission", missions),
            named("solution", "solution, by mission", solutions),
            named("municipality", "code of the municipality", country.code),
            named("stage", "stage in the life of a lab", stage_names),
            named("flow", "type of payment", flows),
            named("payer", "class of accounts that pays", account_class_names),
            named("payee", "class of accounts that is paid", account_class_names),
            named("account", "class of accounts", account_class_names),
            named("party", "kind of party that municipalities work with", party_names),
            named("organisation", "organisation: its kind, with a place or a number",
                  organisation_labels(country, parties))};
}

}  // namespace spil
