#include "engine/processes/common/grants.hpp"

#include <fmt/format.h>

#include <vector>

#include "engine/core/error.hpp"

namespace spil {

void promise(Grants& grants, Programmes& programmes, std::size_t row, std::size_t m, Cents amount) {
    SPIL_EXPECT(amount >= 0, "a promise is not negative");
    grants.awarded.now[row] += amount;
    grants.remaining.now[row] += amount;
    programmes.committed.now[m] += amount;
}

void book_payment(Grants& grants, Programmes& programmes, std::size_t row, std::size_t m, Cents amount) {
    SPIL_EXPECT(amount >= 0 && amount <= grants.remaining.now[row], "only what was promised is paid");
    grants.remaining.now[row] -= amount;
    grants.paid.now[row] += amount;
    programmes.committed.now[m] -= amount;
}

void release(Grants& grants, Programmes& programmes, std::size_t row, std::size_t m, Cents amount) {
    SPIL_EXPECT(amount >= 0 && amount <= grants.remaining.now[row], "only what was promised is released");
    grants.remaining.now[row] -= amount;
    grants.released.now[row] += amount;
    programmes.committed.now[m] -= amount;
}

Cents close_grant(Grants& grants, Programmes& programmes, std::size_t row, std::size_t m) {
    Cents const left = grants.remaining.now[row];
    release(grants, programmes, row, m, left);
    for (auto* counter : {&grants.in_force, &grants.months_left, &grants.stay_left, &grants.gate_in,
                          &grants.pending_months, &grants.instalment_in})
        counter->now[row] = 0;
    grants.intensity.now[row] = 0;
    grants.next_intensity.now[row] = 0;
    return left;
}

void audit_grants(Labs const& labs, Programmes const& programmes, Grants const& grants) {
    SPIL_ENSURE(rows(grants) == rows(labs), "every lab has its grant");
    std::vector<Cents> promised(programmes.committed.now.size(), 0);
    for (std::size_t l = 0; l < rows(grants); ++l) {
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
