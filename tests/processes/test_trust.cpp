#include "engine/processes/trust.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

/// One municipality, two missions, one lab in the first; `members` parties in it that trust their host 0.6.
World one_lab(Stage stage, std::uint8_t evaluated, double embedding, double expected,
              std::size_t members = 1) {
    auto w = small_world(1, 2, 1, 1);
    fill(w.municipalities.partner_trust, 0.6);
    fill(w.municipalities.programme_trust, 0.6);
    w.labs.stage.now = {stage};
    w.labs.evaluated.now = {evaluated};
    w.labs.embedding.now = {embedding};
    w.labs.expected_embedding.now = {expected};
    resize(w.members, members, w.dimensions);
    resize(w.ties, members, w.dimensions);
    fill(w.members.left, -1);
    fill(w.ties.trust, 0.6);
    for (std::size_t k = 0; k < members; ++k)
        w.members.tie.now[k] = w.members.party.now[k] = w.ties.party.now[k] = static_cast<std::int32_t>(k);
    return w;
}

World after(World w) {
    run<&trust_partners>(w, step_of(w), TrustParameters{});
    return w;
}
/// The trust of the one tie there is; the host's reputation is the same.
double partner_trust_after(World w) {
    w = after(std::move(w));
    CHECK(w.municipalities.partner_trust.now[0] == w.ties.trust.now[0]);
    return w.municipalities.partner_trust.now[0];
}

}  // namespace

TEST_CASE("trust is won by results and lost by disappointments", "[processes][trust]") {
    TrustParameters const p;
    CHECK(trust_after_result(0.6, 0, 0, p) == Approx(0.6 + 0.1 * 0.4));
    CHECK(trust_after_result(0.6, 0.3, 1, p) == Approx(0.6 + 0.15 * 0.4));
    CHECK(trust_after_result(0.6, -0.1, 1, p) == Approx(0.6 - 0.2 * 0.6 * 0.5));
    CHECK(trust_after_result(0.6, -0.9, 0, p) == Approx(0.6 * 0.8));
    CHECK(trust_without_contact(0.65, false, p) == Approx(0.65 - 0.01 * 0.2));
    CHECK(trust_without_contact(0.25, true, p) == Approx(0.25 + 0.02 * 0.2));
    CHECK(trust_after_broken_promises(0.6, 0, p) == 0.6);
    CHECK(trust_after_broken_promises(0.6, 2, p) == Approx(0.6 * 0.81));
    CHECK(next_expectation(0.4, 0.6, p) == Approx(0.45));
}

TEST_CASE("trust falls faster than it grows", "[processes][trust]") {
    TrustParameters const p;
    double const start = 0.5;
    double const won = trust_after_result(start, 0.5, 0, p) - start;
    double const lost = start - trust_after_result(start, -0.5, 0, p);
    CHECK(lost > won);
    CHECK(trust_after_result(trust_after_result(start, -0.5, 0, p), 0.5, 0, p) < start);
}

TEST_CASE("a lab that is evaluated moves trust and expectations", "[processes][trust]") {
    auto w = one_lab(Stage::active, 1, 0.5, 0.3);
    w.missions.intermediary_strength.now = {0.5, 0};
    w = after(std::move(w));
    CHECK(w.municipalities.partner_trust.now[0] == Approx(0.6 + 0.125 * 0.4));
    CHECK(w.labs.expected_embedding.now[0] == Approx(0.35));
    CHECK(w.labs.coalition_trust.now[0] == Approx(0.65));
    CHECK(partner_trust_after(one_lab(Stage::active, 1, 0.2, 0.5)) == Approx(0.48));
}

TEST_CASE("duration alone makes no trust - absence fades it", "[processes][trust]") {
    auto idle = one_lab(Stage::active, 0, 0.9, 0.1);
    for (int month = 0; month < 240; ++month) idle = after(std::move(idle));
    CHECK(idle.ties.trust.now[0] == 0.6);  // twenty years side by side
    CHECK(idle.ties.months_apart.now[0] == 0);
    CHECK(partner_trust_after(one_lab(Stage::dead, 0, 0, 0)) == Approx(0.6 - 0.01 * 0.15));
    CHECK(after(one_lab(Stage::dead, 0, 0, 0)).ties.months_apart.now[0] == 1);
    CHECK(partner_trust_after(one_lab(Stage::post, 0, 0, 0)) == Approx(0.6 - 0.02 * 0.15));
    CHECK(partner_trust_after(one_lab(Stage::post, 2, 0.3, 0.3)) == Approx(0.64));
}

TEST_CASE("trust is in ties - each party's is its own and reputation is their mean", "[processes][trust]") {
    auto w = one_lab(Stage::active, 1, 0.2, 0.5, 3);
    w.ties.trust.now = {0.2, 0.5, 0.8};
    w.members.left.now[2] = 7;  // this one went before
    w = after(std::move(w));
    CHECK(w.ties.trust.now[0] == Approx(0.2 * 0.8));
    CHECK(w.ties.trust.now[1] == Approx(0.5 * 0.8));
    CHECK(w.ties.trust.now[2] == Approx(0.8 - 0.01 * 0.35));  // it heard nothing
    CHECK(w.municipalities.partner_trust.now[0] == Approx((0.16 + 0.4 + 0.7965) / 3));
    CHECK(w.labs.coalition_trust.now[0] == Approx((0.16 + 0.4) / 2));

    // Without ties a reputation fades as a tie does.
    auto alone = one_lab(Stage::active, 1, 0.2, 0.5, 0);
    alone.municipalities.promises_broken.now = {1};
    CHECK(after(std::move(alone)).municipalities.partner_trust.now[0] == Approx((0.6 - 0.01 * 0.15) * 0.9));
}

TEST_CASE("trust is lost in one evaluation and takes several to come back", "[processes][trust]") {
    auto w = one_lab(Stage::active, 1, 0.1, 0.5);
    w = after(std::move(w));
    CHECK(w.ties.trust.now[0] == Approx(0.48));
    int evaluations = 0;
    while (w.ties.trust.now[0] < 0.6 && evaluations < 100) {
        w.labs.embedding.now[0] = w.labs.expected_embedding.now[0] + 0.01;
        w = after(std::move(w));
        ++evaluations;
    }
    CHECK(evaluations == 3);
}

TEST_CASE("a lab that its municipality drops costs partners' trust", "[processes][trust]") {
    auto running = one_lab(Stage::active, 0, 0.5, 0.3), dead = one_lab(Stage::dead, 0, 0, 0);
    running.municipalities.promises_broken.now = {1};
    dead.municipalities.promises_broken.now = {2};
    CHECK(partner_trust_after(running) == Approx(0.6 * 0.9));
    CHECK(partner_trust_after(dead) == Approx((0.6 - 0.01 * 0.15) * 0.81));
}

TEST_CASE("fellows in a third space see each other's results there", "[processes][trust]") {
    auto w = small_world(3, 2, 1, 2);
    fill(w.municipalities.partner_trust, 0.45);
    resize(w.ties, 3, w.dimensions);
    fill(w.ties.kind, Party::municipality);
    fill(w.ties.trust, 0.6);
    w.ties.municipality.now = {0, 0, 1};
    w.ties.party.now = {1, 2, 2};
    w.municipalities.third_space.now = {1, 0, 1, 0, 0, 0};  // the first two, on the first mission
    w.labs.stage.now = {Stage::active, Stage::active};
    w.labs.host.now = {1, 0};
    w.labs.mission.now = {0, 1};
    w.labs.evaluated.now = {1, 1};
    w.labs.embedding.now = {0.5, 0};
    w.labs.expected_embedding.now = {0.3, 0.9};
    w = after(std::move(w));
    CHECK(w.ties.trust.now[0] == Approx(0.64));  // one result, on their mission
    CHECK(w.ties.trust.now[1] == Approx(0.6 - 0.01 * 0.15));
    CHECK(w.ties.months_apart.now == std::vector<std::int32_t>{0, 1, 1});
    CHECK(w.municipalities.partner_trust.now[0] == Approx(0.45));  // fellows are not partners
}

TEST_CASE("programmes are trusted for awards kept to the end", "[processes][trust]") {
    auto const after = [](std::uint8_t evaluated, std::uint8_t stop) {
        auto w = one_lab(Stage::post, evaluated, 0.1, 0.5);
        w.labs.stop_signal.now = {stop};
        run<&trust_programmes>(w, step_of(w), TrustParameters{});
        return w.municipalities.programme_trust.now;
    };
    auto const faded = Approx(0.6 - 0.01 * 0.15);
    CHECK(after(2, 1)[0] == Approx(0.64));
    CHECK(after(2, 1)[1] == faded);
    CHECK(after(2, 2)[0] == 0.6);
    CHECK(after(1, 0)[0] == 0.6);
    CHECK(after(0, 1)[0] == Approx(0.6 - 0.02 * 0.15));
}
