#include "engine/processes/common/lived.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

namespace spil {

TEST_CASE("residents live with the best of the institution and the labs of a place", "[lived]") {
    auto w = testing::small_world(2, 1, 2, 4);
    auto& m = w.municipalities;
    m.accepted_fit.now = {0.5, 0.8, 0.6, 0.9};
    m.implemented.now = {1, 0, 1, 0};
    m.learning.now[0 * conditions + accepted] = 0.4;
    m.learning.now[2 * conditions + accepted] = 0.9;
    w.labs.host.now = {0, 0, 1, 1};
    w.labs.solution.now = {0, 0, 0, 1};
    w.labs.stage.now = {Stage::active, Stage::institutionalised, Stage::active, Stage::dead};
    w.labs.civic_partners.now = {1, 5, 1, 2};
    for (std::size_t l = 0; l < 4; ++l)
        w.labs.learning.now[l * conditions + accepted] = 0.3 + 0.1 * static_cast<double>(l);

    In<&Municipalities::accepted_fit> const fit{w};
    In<&Municipalities::implemented> const implemented{w};
    In<&Municipalities::learning> const learning{w};
    Lived const lived{2,
                      2,
                      fit,
                      implemented,
                      learning,
                      In<&Labs::stage>{w},
                      In<&Labs::host>{w},
                      In<&Labs::solution>{w},
                      In<&Labs::learning>{w},
                      In<&Labs::civic_partners>{w}};
    // Neither lab nor the institution learnt more than 0.4; the second lab has partners enough.
    CHECK(lived.at(0).accepted == Approx(0.5 * 0.4));
    CHECK(lived.at(0).part == 1);
    // Nothing there.
    CHECK(lived.at(1).accepted == 0);
    CHECK(lived.at(1).part == 0);
    // The institution knows more than its lab, but only the lab has partners.
    CHECK(lived.at(2).accepted == Approx(0.6 * 0.9));
    CHECK(lived.at(2).part == 0.5);
    // A lab that ended leaves nothing.
    CHECK(lived.at(3).accepted == 0);
    CHECK(lived.at(3).part == 0);
}

}  // namespace spil
