#pragma once
/// \file coalition.hpp  A forming lab looks for partners (SM9 in reduced form: partners are counts).
///
///     candidates a month   n_c + n_int I_m, divided by the search cost of the host's role
///     a candidate accepts  with chance w (0.5 + T_i)(0.5 + 0.5 capacity_i)   T = trust in the host
///     its kind             knowledge institution, firm, civic group or government, by what is within reach
///     a firm               one of the region, drawn; it joins when it expects to earn by it (common/joining)
///     valid                a civic group or knowledge institution, and a firm where the mission is technical
///     coverage             1 - (1 - q)^n                       capabilities that n partners bring
///     preparation          Gamma(shape 3, mean prep_m (0.6 + 0.8 a_i)(1 - 0.2 skill))
///
/// A coalition that is not valid after `forming_months` dissolves; the lab dies before it began. Each
/// candidate costs the host money above its reserve; intermediaries of strength I_m save part of it.
/// Reads trust, capacity, roles, intermediaries; writes partners, the lead firm, coverage, stage,
/// preparation; pays partner search. Source: partner search as in SKIN (Gilbert, Ahrweiler and Pyka); rates
/// are assumptions.

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
    double willingness = 0.25;
    double knowledge_share = 0.15;
    double firm_share = 0.4;
    double civic_share = 0.35;
    double urban_gradient = 0.05;
    double coverage_per_partner = 0.3;
    double forming_months = 6;
    double search_cost = 2000;
    double intermediary_saving = 0.5;
    double largest = 11;

    static constexpr auto fields() {
        using P = CoalitionParameters;
        return std::tuple{
            field(&P::base_candidates, "base_candidates", "1", within(0, 100).likely(3, 10),
                  "candidates met a month", literature("SKIN: up to five candidates")),
            field(&P::intermediary_candidates, "intermediary_candidates", "1", within(0, 100).likely(0, 10),
                  "further candidates with intermediaries at full strength", assumption()),
            field(&P::willingness, "willingness", "1", within(0, 1).likely(0.1, 0.6),
                  "chance that a candidate accepts at middling trust and full capacity", assumption()),
            field(&P::knowledge_share, "knowledge_share", "1", within(0, 1),
                  "share of knowledge institutions among candidates", assumption()),
            field(&P::firm_share, "firm_share", "1", within(0, 1), "share of firms among candidates",
                  assumption()),
            field(&P::civic_share, "civic_share", "1", within(0, 1),
                  "share of civic groups; the rest is government", assumption()),
            field(&P::urban_gradient, "urban_gradient", "1/sd", within(0, 0.5),
                  "how the share of knowledge institutions grows with urbanity", assumption()),
            field(&P::coverage_per_partner, "coverage_per_partner", "1", within(0, 1),
                  "chance that a partner has a required capability", assumption()),
            field(&P::forming_months, "forming_months", "months", within(1, 60),
                  "months before a search is given up", assumption()),
            field(&P::search_cost, "search_cost", "EUR", within(0, 1e6).likely(0, 10000),
                  "cost of a candidate", assumption()),
            field(&P::intermediary_saving, "intermediary_saving", "1", within(0, 1),
                  "share of that cost saved with intermediaries at full strength", assumption()),
            field(&P::largest, "largest", "1", within(2, 100), "most partners besides the host",
                  assumption("City Deals have a dozen")),
        };
    }
};
static_assert(fully_declared<CoalitionParameters>);

double partner_willingness(double trust, double capacity, CoalitionParameters const& p);
bool valid_coalition(int knowledge, int civic, int firms, bool technical);
double capability_coverage(int partners, CoalitionParameters const& p);
/// Mean months of preparation.
double preparation_mean(double mission_months, double aversion, double skill);

/// Shares of partner kinds within reach of a municipality of urbanity x (in sd): {knowledge, firms, civic}.
std::array<double, 3> partner_reach(double urbanity, CoalitionParameters const& p);

void offer_partners(CoalitionParameters const&, In<&Municipalities::partner_trust> trust,
                    In<&Municipalities::capacity> capacity, Out<&Coalitions::willingness> willingness);

void form_coalitions(Step const&, CoalitionParameters const&, RoleParameters const&, HostParameters const&,
                     JoiningParameters const&, FirmSupportParameters const&,
                     Pay<AccountClass::municipality> purse, In<&Coalitions::willingness> willingness,
                     In<&Coalitions::knowledge_reach> knowledge_reach, In<&Coalitions::firm_reach> firm_reach,
                     In<&Coalitions::civic_reach> civic_reach, In<&Missions::technical> technical,
                     In<&Missions::preparation> preparation,
                     In<&Missions::intermediary_strength> intermediaries, In<&Municipalities::role> role,
                     In<&Municipalities::aversion> aversion, In<&Municipalities::skill> skill,
                     In<&Municipalities::partner_trust> trust, In<&Municipalities::yearly_free> yearly_free,
                     In<&Municipalities::region> region, In<&Municipalities::households> households,
                     In<&Missions::need_interval> need_interval, In<&Solutions::cost> cost,
                     In<&Solutions::required> required, In<&Firms::municipality> firm_municipality,
                     In<&Firms::mark_up> mark_up, In<&Firms::cost_factor> cost_factor,
                     In<&Firms::capability> capability, In<&Firms::expectation> expectation,
                     In<&Labs::key> key, In<&Labs::host> host, In<&Labs::mission> mission,
                     In<&Labs::solution> solution, In<&Labs::horizon> horizon, Update<&Labs::stage> stage,
                     Update<&Labs::stage_months> months, Update<&Labs::preparation_left> preparation_left,
                     Update<&Labs::knowledge_partners> knowledge, Update<&Labs::firm_partners> firms,
                     Update<&Labs::lead_firm> lead_firm, Update<&Labs::civic_partners> civic,
                     Update<&Labs::public_partners> government, Update<&Labs::formed> formed,
                     Update<&Labs::coverage> coverage, Update<&Labs::coalition_trust> coalition_trust,
                     Update<&Labs::end_month> end_month, Update<&Labs::death_month> death_month);

}  // namespace spil
