#pragma once
/// \file coalition.hpp  Forming labs look for partners, and both sides choose (SM9).
///
///     candidates a month   (n_c + n_int I_im) / search cost of the host's role; each of a kind by its share,
///                          then among previous partners, those of the same region or anybody, the nearer the
///                          likelier
///     attractiveness       w_T T + w_C 4 o (1 - o) + w_P exp(-d / d0) + w_M affinity - w_h load + noise
///     acceptance           attractiveness > a_min (w_T + w_C + w_P + w_M + w_h), on both sides
///     matching             deferred acceptance among all labs and candidates of the month, up to the
///                          places that each has
///     valid                a civic group or knowledge institution, and a firm where the mission is technical
///     coverage             #(C_required and what members can do) / #C_required
///     preparation          Gamma(shape 3, mean prep_m (0.6 + 0.8 a_i)(1 - 0.2 skill))
///
/// T is trust in the host: that of the tie, for one who was recommended by a fellow j of a third space
/// T_ij T_jo + (1 - T_ij) reputation, else the host's reputation (mean trust of its partners). o is the
/// overlap between what a candidate can do and what the lab needs or has. The load of a party is the share of
/// its places that are taken, that of a host the share of its work that its staff cannot do.
/// I_im: strength of the mission's intermediaries, as far as some with room for it are near the host:
/// I_m min(1, sum of proximity x affinity / reach). They bring more candidates and save part of their cost.
///
/// Members stay until their lab ends, and come back when it is taken up again and they have room; a firm that
/// ended is out for good, and the start-up in its place is a stranger. A coalition
/// that is not valid after `forming_months` dissolves; the lab dies before it began. Reads parties, ties,
/// hosts; writes members, ties, the labs' partners and stage; pays the search above the host's reserve.
/// Source: search order and candidates as in SKIN (Gilbert, Ahrweiler and Pyka); optimal cognitive distance
/// (Nooteboom et al. 2007); matching by Gale and Shapley (1962); weights are assumptions.

#include "engine/processes/common/firm_support.hpp"
#include "engine/processes/common/host.hpp"
#include "engine/processes/common/joining.hpp"
#include "engine/processes/common/roles.hpp"
#include "engine/world/access.hpp"

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

/// What one side sees in the other.
struct Appeal {
    double trust = 0, overlap = 0, proximity = 0, affinity = 0, load = 0;
};
double attractiveness(Appeal const& seen, CoalitionParameters const& p);
/// Trust in a host of whom a fellow tells: `in_fellow` between the two municipalities, `of_fellow` between
/// fellow and candidate.
double recommended_trust(double in_fellow, double of_fellow, double reputation);
/// Strength of intermediaries at one place. \param near  sum of proximity x affinity of those with room
double broker_strength(double strength, double near, CoalitionParameters const& p);
bool valid_coalition(int knowledge, int civic, int firms, bool technical);
/// Mean months of preparation.
double preparation_mean(double mission_months, double aversion, double skill);

void form_coalitions(
    Step const&, Geography const&, CoalitionParameters const&, RoleParameters const&, HostParameters const&,
    JoiningParameters const&, FirmSupportParameters const&, Pay<AccountClass::municipality> purse,
    In<&Organisations::kind> organisation_kind, In<&Organisations::municipality> organisation_home,
    In<&Organisations::capacity> places, In<&Organisations::affinity> affinity,
    In<&Organisations::capability> capability, In<&Missions::technical> technical,
    In<&Missions::preparation> preparation, In<&Missions::intermediary_strength> intermediaries,
    In<&Solutions::required> required, In<&Municipalities::region> region, In<&Municipalities::role> role,
    In<&Municipalities::aversion> aversion, In<&Municipalities::skill> skill,
    In<&Municipalities::capacity> capacity, In<&Municipalities::partner_trust> reputation,
    In<&Municipalities::yearly_free> yearly_free, In<&Municipalities::third_space> third_space,
    In<&Municipalities::households> households, In<&Missions::need_interval> need_interval,
    In<&Solutions::cost> cost, In<&Firms::municipality> firm_home, In<&Firms::capability> firm_capability,
    In<&Firms::age> firm_age, In<&Firms::mark_up> mark_up, In<&Firms::cost_factor> cost_factor,
    In<&Firms::expectation> expectation, In<&Labs::horizon> horizon, In<&Labs::key> key, In<&Labs::host> host,
    In<&Labs::mission> mission, In<&Labs::solution> solution, Whole<Members> members, Whole<Ties> ties,
    Update<&Organisations::load> load, Update<&Labs::stage> stage, Update<&Labs::stage_months> months,
    Update<&Labs::preparation_left> preparation_left, Update<&Labs::knowledge_partners> knowledge,
    Update<&Labs::intermediary_partners> intermediary, Update<&Labs::civic_partners> civic,
    Update<&Labs::public_partners> government, Update<&Labs::firm_partners> firms,
    Update<&Labs::lead_firm> lead_firm, Update<&Labs::knowledge_payee> knowledge_payee,
    Update<&Labs::intermediary_payee> intermediary_payee, Update<&Labs::civic_payee> civic_payee,
    Update<&Labs::candidates> candidates, Update<&Labs::acceptances> acceptances,
    Update<&Labs::formed> formed, Update<&Labs::coverage> coverage,
    Update<&Labs::coalition_trust> coalition_trust, Out<&Labs::search_fte> search_fte,
    Update<&Labs::end_month> end_month, Update<&Labs::death_month> death_month);

}  // namespace spil
