#pragma once
/// \file party_parameters.hpp  The organisations of a country: how many, how busy they can be, what they know
/// and care for.
///
///     place      knowledge institutions and intermediaries ~ inhabitants^a exp(b urbanity); civic groups at
///                home; a province's authority in its largest municipality, water authorities in those of the
///                regions, the most populous region first
///     affinity   to each mission: uniform on [0, 1]
///     kene       ten triples; some of them (specialisation) from what solutions of missions it cares for
///                take, a mission being the likelier the more it cares
///
/// Source: numbers of Dutch organisations in round figures; the rest is assumed.

#include <array>
#include <cmath>
#include <cstdint>

#include "engine/schema/field.hpp"
#include "engine/world/parties.hpp"

namespace spil {

struct PartyParameters {
    static constexpr std::string_view name = "parties";

    std::int64_t knowledge_institutions = 50;
    std::int64_t intermediaries = 45;
    std::int64_t civic_groups = 2;
    std::int64_t water_authorities = 21;
    double knowledge_capacity = 10;
    double intermediary_capacity = 8;
    double civic_capacity = 2;
    double authority_capacity = 8;
    double size_attraction = 1;
    double urban_attraction = 0.5;
    std::int64_t specialisation = 6;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = PartyParameters;
        constexpr auto at_once = "labs that one of them can take part in at once";
        return f(
            field(&P::knowledge_institutions, "knowledge_institutions", "1", within(0, 10000).likely(30, 80),
                  "universities, colleges and institutes of applied research", assumption()),
            field(&P::intermediaries, "intermediaries", "1", within(0, 10000).likely(20, 80),
                  "regional development agencies, top consortia, advisers", assumption()),
            field(&P::civic_groups, "civic_groups", "1", within(0, 100).likely(1, 5),
                  "groups of citizens, users and professionals in each municipality", assumption()),
            field(&P::water_authorities, "water_authorities", "1", within(0, 10000),
                  "water authorities, spread over the regions", measured("21 in the Netherlands")),
            field(&P::knowledge_capacity, "knowledge_capacity", "labs", within(0, 1000).likely(4, 20),
                  at_once, assumption()),
            field(&P::intermediary_capacity, "intermediary_capacity", "labs", within(0, 1000).likely(3, 16),
                  at_once, assumption()),
            field(&P::civic_capacity, "civic_capacity", "labs", within(0, 1000).likely(1, 4), at_once,
                  assumption()),
            field(&P::authority_capacity, "authority_capacity", "labs", within(0, 1000).likely(3, 16),
                  at_once, assumption()),
            field(&P::size_attraction, "size_attraction", "1", within(0, 3),
                  "power of inhabitants in the odds that an institution is at home in a municipality",
                  assumption()),
            field(&P::urban_attraction, "urban_attraction", "1/sd", within(0, 3),
                  "how those odds grow with urbanity", assumption()),
            field(&P::specialisation, "specialisation", "1", within(0, 10).likely(3, 9),
                  "capabilities of the ten it has that serve missions it cares for", assumption()));
    }

    std::array<double, organisation_kinds> capacity() const {
        return {knowledge_capacity, intermediary_capacity, civic_capacity, authority_capacity};
    }
};

}  // namespace spil
