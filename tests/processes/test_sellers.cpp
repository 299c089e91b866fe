#include "engine/processes/sellers.hpp"

#include <algorithm>
#include <cmath>

#include "tests/support/catch.hpp"
#include "tests/support/firms_world.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

World market(std::size_t municipalities, std::size_t firms) {
    auto w = firms_world(municipalities, 2, firms);
    std::fill(w.geography.proximity.begin(), w.geography.proximity.end(), 0.5);
    return w;
}

double share_of(World const& w, std::size_t i, std::size_t s, std::size_t firm) {
    double sum = 0;
    for (std::size_t k = 0; k < seller_slots; ++k) {
        auto const at = (i * 2 + s) * seller_slots + k;
        if (w.municipalities.seller.now[at] == static_cast<std::int32_t>(firm) + 1)
            sum += w.municipalities.seller_share.now[at];
    }
    return sum;
}

}  // namespace

TEST_CASE("only those who sell it are compared - shares add up, the most bought first", "[sellers][firms]") {
    auto w = market(30, 40);
    for (std::size_t f = 0; f < 40; ++f) w.firms.cost_factor.now[f] = 0.7 + 0.015 * static_cast<double>(f);
    run<&choose_sellers>(w, step_of(w, 11), SellerParameters{}, w.geography);
    auto const& m = w.municipalities;
    for (std::size_t i = 0; i < 30; ++i)
        for (std::size_t s = 0; s < 2; ++s) {
            double sum = 0, level = 0, last = 1;
            std::size_t n = 0;
            for (std::size_t k = 0; k < seller_slots; ++k) {
                auto const at = (i * 2 + s) * seller_slots + k;
                double const share = m.seller_share.now[at];
                CHECK(share <= last);
                last = share;
                sum += share;
                if (m.seller.now[at] == 0) {
                    CHECK(share == 0);
                    continue;
                }
                ++n;
                auto const f = static_cast<std::size_t>(m.seller.now[at] - 1);
                CHECK(w.firms.offer.now[f] == static_cast<std::int32_t>(s));
                level += share * 1.25 * w.firms.cost_factor.now[f];
            }
            CHECK(sum == Approx(1));
            CHECK(m.price_level.now[i * 2 + s] == Approx(level));
            CHECK((n >= 1 && n <= 5));
        }
}

TEST_CASE("orders follow price, distance and size as a logit", "[sellers][firms]") {
    // Two firms sell solution 0; nearly every town compares both.
    auto w = market(400, 4);
    w.firms.cost_factor.now[2] = 1.1;
    w.firms.size.now[2] = 4;
    SellerParameters const p{
        .compared = 8, .price_elasticity = 3, .distance_weight = 2, .capacity_weight = 0.5};
    for (std::size_t i = 0; i < 400; ++i) w.geography.proximity[i * 400 + 2] = 0.4;
    run<&choose_sellers>(w, step_of(w, 11), p, w.geography);
    double const odds = std::pow(1.1, -3) * 2 * std::pow(0.4 / 0.5, 2);
    int both = 0;
    for (std::size_t i = 0; i < 400; ++i) {
        double const first = share_of(w, i, 0, 0), second = share_of(w, i, 0, 2);
        if (first == 0 || second == 0) continue;
        ++both;
        CHECK(second / first == Approx(odds));
    }
    CHECK(both > 380);
}

TEST_CASE("out of everybody's reach all sellers are alike", "[sellers][firms]") {
    auto w = market(3, 8);
    std::fill(w.geography.proximity.begin(), w.geography.proximity.end(), 0);
    w.firms.cost_factor.now[0] = 2;
    run<&choose_sellers>(w, step_of(w, 11), SellerParameters{}, w.geography);
    for (std::size_t i = 0; i < 3; ++i) {
        auto const at = i * 2 * seller_slots;
        auto const* share = &w.municipalities.seller_share.now[at];
        auto const n = std::count_if(share, share + seller_slots, [](double s) { return s > 0; });
        CHECK(share[0] == Approx(1.0 / static_cast<double>(n)));
    }
}

TEST_CASE("what a town compares does not depend on how many other towns there are", "[sellers][firms]") {
    auto small = market(3, 30), large = market(60, 30);
    for (auto* w : {&small, &large}) {
        std::fill(w->firms.municipality.now.begin(), w->firms.municipality.now.end(), 0);
        run<&choose_sellers>(*w, step_of(*w, 23), SellerParameters{}, w->geography);
    }
    CHECK(std::equal(small.municipalities.seller.now.begin(), small.municipalities.seller.now.end(),
                     large.municipalities.seller.now.begin()));
}
