#include "engine/processes/handover.hpp"

#include <algorithm>

#include "engine/processes/common/pools.hpp"

namespace spil {

void hand_over(Step const& step, Regime const& r, In<&Municipalities::region> region, In<&Labs::host> host,
               In<&Labs::mission> mission, Update<&Municipalities::block_fte> block_fte,
               Update<&Programmes::follow_on_pot> follow_on_pot, Whole<Pools> pools, Whole<Grants> grants) {
    bool const by_formula = funding(r) && r.selection == Selection::formula;
    std::fill(pools->revoked.now.begin(), pools->revoked.now.end(), 0);
    if (by_formula) {
        pools->allotted.now =
            drawn_from(pools_of(region, r.pooled), step.dimensions.missions, host, mission, *grants);
    } else {
        std::fill(pools->allotted.now.begin(), pools->allotted.now.end(), Cents{0});
        std::fill(block_fte.begin(), block_fte.end(), 0.0);
    }
    if (!funding(r) || !follows_on(r)) std::fill(follow_on_pot.begin(), follow_on_pot.end(), Cents{0});
}

}  // namespace spil
