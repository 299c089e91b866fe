#include "engine/processes/common/grants.hpp"

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

}  // namespace spil
