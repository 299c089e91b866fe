#pragma once
/// \file coalition_parameters.hpp  Parameters of the search for partners (coalition.hpp has the equations).

#include <array>

#include "engine/schema/field.hpp"
#include "engine/world/parties.hpp"

namespace spil {

struct CoalitionParameters {
    static constexpr std::string_view name = "coalition";

    double base_candidates = 5;
    double intermediary_candidates = 5;
    double intermediary_reach = 3;
    double knowledge_share = 0.25;
    double intermediary_share = 0.05;
    double civic_share = 0.4;
    double authority_share = 0.1;
    double firm_share = 0.2;
    double previous_share = 0.4;
    double regional_share = 0.5;
    double trust_weight = 1;
    double fit_weight = 0.7;
    double proximity_weight = 0.6;
    double affinity_weight = 0.5;
    double load_weight = 0.3;
    double acceptance = 0.3;
    double choice_spread = 0.2;
    double forming_months = 6;
    double search_cost = 2000;
    double search_fte = 0.02;
    double intermediary_saving = 0.5;
    double largest = 11;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = CoalitionParameters;
        constexpr auto share = "odds that a candidate is of this kind, relative to the other kinds";
        return f(
            field(&P::base_candidates, "base_candidates", "1", within(0, 100).likely(3, 10),
                  "candidates met a month", literature("SKIN: up to five candidates")),
            field(&P::intermediary_candidates, "intermediary_candidates", "1", within(0, 100).likely(0, 10),
                  "further candidates with intermediaries at full strength", assumption()),
            field(&P::intermediary_reach, "intermediary_reach", "1", within(0.01, 1000).likely(1, 6),
                  "intermediaries next door, devoted to the mission and with room, that full strength takes",
                  assumption()),
            field(&P::knowledge_share, "knowledge_share", "1", within(0, 1), share, assumption()),
            field(&P::intermediary_share, "intermediary_share", "1", within(0, 1), share, assumption()),
            field(&P::civic_share, "civic_share", "1", within(0, 1), share, assumption()),
            field(&P::authority_share, "authority_share", "1", within(0, 1), share, assumption()),
            field(&P::firm_share, "firm_share", "1", within(0, 1), share, assumption()),
            field(&P::previous_share, "previous_share", "1", within(0, 1).likely(0.2, 0.7),
                  "chance to look first among previous partners of the host and its fellows",
                  literature("SKIN: previous partners first")),
            field(&P::regional_share, "regional_share", "1", within(0, 1).likely(0.2, 0.8),
                  "chance to look next in the own region", assumption()),
            field(&P::trust_weight, "trust_weight", "1", within(0, 10).likely(0.5, 2),
                  "weight of trust in attractiveness", assumption()),
            field(&P::fit_weight, "fit_weight", "1", within(0, 10).likely(0.35, 1.4),
                  "weight of cognitive fit", literature("Nooteboom et al. 2007 give the shape")),
            field(&P::proximity_weight, "proximity_weight", "1", within(0, 10).likely(0.3, 1.2),
                  "weight of proximity", literature("ties rarely cross provinces")),
            field(&P::affinity_weight, "affinity_weight", "1", within(0, 10).likely(0.25, 1),
                  "weight of affinity with the mission", assumption()),
            field(&P::load_weight, "load_weight", "1", within(0, 10).likely(0.15, 0.6), "weight of load",
                  assumption()),
            field(&P::acceptance, "acceptance", "1", within(0, 1).likely(0.1, 0.6),
                  "attractiveness above which one accepts, share of the sum of weights",
                  literature("SKIN: a threshold of 0.3 on overlap alone")),
            field(&P::choice_spread, "choice_spread", "1", within(0, 5).likely(0.05, 0.5),
                  "spread of what else decides, in units of attractiveness", assumption()),
            field(&P::forming_months, "forming_months", "months", within(1, 60),
                  "months before a search is given up", assumption()),
            field(&P::search_cost, "search_cost", "EUR", within(0, 1e6).likely(0, 10000),
                  "cost of a candidate", assumption()),
            field(&P::search_fte, "search_fte", "FTE", within(0, 1).likely(0.01, 0.1),
                  "staff that a candidate takes for a month", assumption()),
            field(&P::intermediary_saving, "intermediary_saving", "1", within(0, 1),
                  "share of both saved with intermediaries at full strength", assumption()),
            field(&P::largest, "largest", "1", within(2, 100), "most partners besides the host",
                  assumption("City Deals have a dozen")));
    }

    std::array<double, partner_kinds> shares() const {
        return {knowledge_share, intermediary_share, civic_share, authority_share, firm_share};
    }
    double threshold() const {
        return acceptance * (trust_weight + fit_weight + proximity_weight + affinity_weight + load_weight);
    }
};

}  // namespace spil
