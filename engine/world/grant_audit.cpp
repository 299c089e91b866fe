#include "engine/world/grant_audit.hpp"

#include <fmt/format.h>

#include <vector>

#include "engine/core/error.hpp"

namespace spil {

void audit_grants(Labs const& labs, Programmes const& programmes, Grants const& grants) {
    SPIL_ENSURE(rows(grants) == rows(labs), "every lab has its grant");
    auto const awards = rows(grants);
    std::vector<Cents> promised(programmes.committed.now.size(), 0);
    for (std::size_t l = 0; l < awards; ++l) {
        Cents const paid = grants.paid.now[l];
        Cents const remaining = grants.remaining.now[l];
        Cents const released = grants.released.now[l];
        Cents const returned = grants.returned.now[l];
        SPIL_ENSURE(paid >= 0 && remaining >= 0 && released >= 0 && returned >= 0,
                    fmt::format("grant {} has an amount below zero", l));
        SPIL_ENSURE(grants.awarded.now[l] == paid + remaining + released,
                    fmt::format("grant {}: awarded {} cents, paid {}, remaining {}, released {}", l,
                                grants.awarded.now[l], paid, remaining, released));
        SPIL_ENSURE(returned <= paid, fmt::format("grant {} returned {} cents of {}", l, returned, paid));
        SPIL_ENSURE(grants.in_force.now[l] != 0 || remaining == 0,
                    fmt::format("grant {} is over and still promises {} cents", l, remaining));
        promised[static_cast<std::size_t>(labs.mission.now[l])] += remaining;
    }
    for (std::size_t m = 0; m < promised.size(); ++m)
        SPIL_ENSURE(programmes.committed.now[m] == promised[m],
                    fmt::format("mission {}: committed {} cents, its grants promise {}", m,
                                programmes.committed.now[m], promised[m]));
}

}  // namespace spil
