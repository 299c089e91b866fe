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
/// ended is out for good, and the start-up in its place is a stranger. A coalition that is not valid after
/// `forming_months` dissolves; the lab dies before it began. Reads parties, ties,
/// hosts; writes members, ties, the labs' partners and stage; pays the search above the host's reserve.
/// Source: search order and candidates as in SKIN (Gilbert, Ahrweiler and Pyka); optimal cognitive distance
/// (Nooteboom et al. 2007); matching by Gale and Shapley (1962); weights are assumptions.

#include "engine/processes/common/coalition_parameters.hpp"
#include "engine/processes/common/firm_support.hpp"
#include "engine/processes/common/host.hpp"
#include "engine/processes/common/joining.hpp"
#include "engine/processes/common/roles.hpp"
#include "engine/world/access.hpp"

namespace spil {

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
