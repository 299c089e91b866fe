#include "engine/model/public_money.hpp"

namespace spil {

namespace {

enum class Bearer { nobody, budget, grants, national, municipal, applicants };

/// Whose spending a flow is. There is no default, so that a new flow has to say it.
constexpr Bearer bearer(Flow flow) {
    switch (flow) {
        case Flow::programme_budget:
            return Bearer::budget;
        case Flow::award:
            return Bearer::grants;
        case Flow::overhead:
        case Flow::review:
        case Flow::regulatory_work:
        case Flow::community_of_practice:
        case Flow::intermediation:
        case Flow::third_space:
        case Flow::ppp_surcharge:
        case Flow::block_grant:
        case Flow::research_credit:
        case Flow::innovation_grant:
            return Bearer::national;
        case Flow::co_financing:
        case Flow::partner_search:
        case Flow::upkeep:
        case Flow::roll_out:
        case Flow::public_procurement:
            return Bearer::municipal;
        case Flow::application:
        case Flow::accountability:
            return Bearer::applicants;
        case Flow::claw_back:  // counted by who gets it back
        case Flow::tax:
        case Flow::municipal_fund:
        case Flow::regular_services:  // out of the general grant, or counted as a block grant
        case Flow::structural_staff:  // counted as a block grant
        case Flow::firm_co_financing:
        case Flow::lab_wages:
        case Flow::lab_purchases:
        case Flow::solution_purchase:
        case Flow::imports:
        case Flow::wages:
        case Flow::research:
        case Flow::liquidation:
        case Flow::founding:
            return Bearer::nobody;
    }
    return Bearer::nobody;
}

}  // namespace

PublicMoney& PublicMoney::operator+=(PublicMoney const& more) {
    budget += more.budget;
    grants += more.grants;
    national += more.national;
    municipal += more.municipal;
    applicants += more.applicants;
    return *this;
}

PublicMoney public_money(Ledger const& ledger) {
    PublicMoney m;
    for (std::size_t f = 0; f < flow_count; ++f) {
        auto const flow = static_cast<Flow>(f);
        Cents const paid = ledger.flow(flow);
        switch (bearer(flow)) {
            case Bearer::nobody:
                break;
            case Bearer::budget:
                m.budget += paid;
                break;
            case Bearer::grants:
                m.grants += paid;
                break;
            case Bearer::national:
                m.national += paid;
                break;
            case Bearer::municipal:
                m.municipal += paid;
                break;
            case Bearer::applicants:
                m.applicants += paid;
                break;
        }
    }
    // Labs pay programmes and municipalities nothing else than what they return.
    m.grants -= ledger.flow(AccountClass::lab, AccountClass::programme);
    m.national += m.grants;
    m.municipal -= ledger.flow(AccountClass::lab, AccountClass::municipality);
    return m;
}

}  // namespace spil
