/// Firms in whole worlds: how they start, and that what is bought from them is what they earn.

#include <cmath>
#include <numeric>

#include "engine/model/populate_firms.hpp"
#include "engine/model/presets.hpp"
#include "engine/model/synthetic_country.hpp"
#include "engine/run/simulation.hpp"
#include "tests/support/catch.hpp"

using namespace spil;

namespace {

Country const& country() {
    static Country const c = make_country({.municipalities = 24, .population = 1'500'000, .seed = 7});
    return c;
}

Settings busy() {
    Settings s{default_parameters(), preset("portfolio")};
    s.parameters.get<AdoptionParameters>().constant = -1;
    return s;
}

World after(Settings const& settings, int months, std::function<void(World const&, int)> look = {}) {
    RunOptions options;
    options.seed = world_seed(5, 0);
    options.months = months;
    options.solutions_per_mission = 3;
    World last;
    options.observe = [&](World const& w, int month) {
        if (look) look(w, month);
        if (month == months) last = w;
    };
    simulate(country(), settings, options);
    return last;
}

}  // namespace

TEST_CASE("firms start where establishments are - in the size classes there are", "[model][firms]") {
    World start;
    after(busy(), 12, [&](World const& w, int month) {
        if (month == 0) start = w;
    });
    auto const& t = start.firms;
    double establishments = 0;
    for (auto const e : country().establishments) establishments += static_cast<double>(e);
    double const all = std::accumulate(t.weight.now.begin(), t.weight.now.end(), 0.0);
    CHECK(all == Approx(0.2 * establishments));
    double const agents = static_cast<double>(rows(t));
    CHECK(agents == Approx(all / 200).margin(0.51));
    std::vector<double> here(24, 0.0), classes(7, 0.0);
    for (std::size_t f = 0; f < rows(t); ++f) {
        here[static_cast<std::size_t>(t.municipality.now[f])] += 1;
        for (std::size_t c = 0; c < 7; ++c)
            if (t.size.now[f] == country().firm_sizes[c].persons()) classes[c] += t.weight.now[f] / all;
    }
    for (std::size_t i = 0; i < 24; ++i)
        CHECK(here[i] ==
              Approx(agents * static_cast<double>(country().establishments[i]) / establishments).margin(1));
    CHECK(classes[0] == Approx(196235.0 / 427275));
    CHECK(classes[6] == Approx(8470.0 / 427275));
    for (auto const& sellers : sellers_of(t.offer.now, start.dimensions.solutions()))
        CHECK(sellers.size() >= least_sellers);
    // The opening money of those who sell a solution is about that many units of it.
    double units = 0;
    for (std::size_t f = 0; f < rows(t); ++f) units += t.offer.now[f] >= 0 ? t.capital_units.now[f] : 0;
    CHECK(units / static_cast<double>(start.dimensions.solutions()) ==
          Approx(busy().parameters.get<InitialParameters>().firm_capital));
}

TEST_CASE("what is bought is what firms earn - month by month, to the cent", "[model][firms]") {
    int months = 0;
    double sold = 0;
    auto const last = after(busy(), 72, [&](World const& w, int month) {
        if (month % 12 == 0) return;  // the year has been closed
        double earned = 0;
        for (double const s : w.firms.sales.now) earned += s;
        auto const paid = w.ledger.flow(Flow::solution_purchase) + w.ledger.flow(Flow::public_procurement);
        CHECK(std::abs(earned - euro(paid)) < 0.005);
        sold = std::max(sold, earned);
        ++months;
    });
    CHECK(months == 66);
    CHECK(sold > 1e5);
    last.ledger.audit();
}

TEST_CASE("every firm can be an agent of its own", "[model][firms]") {
    auto settings = busy();
    settings.parameters.get<FirmParameters>().firms_per_agent = 1;
    auto const small = make_country({.municipalities = 4, .population = 40'000, .seed = 3});
    RunOptions options;
    options.seed = 1;
    options.months = 24;
    options.solutions_per_mission = 2;
    options.observe = [&](World const& w, int) {
        for (double const weight : w.firms.weight.now) CHECK(weight == Approx(1).epsilon(0.2));
        CHECK(rows(w.firms) > 500);
    };
    simulate(small, settings, options);
}

TEST_CASE("more rivals - as many sellers - but cheaper ones win in the long run", "[model][firms]") {
    auto const w = after(busy(), 180);
    auto const& t = w.firms;
    double weighted = 0, sold = 0, plain = 0, n = 0;
    for (std::size_t f = 0; f < rows(t); ++f) {
        if (t.offer.now[f] < 0) continue;
        double const price = (1 + t.mark_up.now[f]) * t.cost_factor.now[f];
        weighted += t.sales_before.now[f] * price;
        sold += t.sales_before.now[f];
        plain += price;
        n += 1;
        CHECK((t.mark_up.now[f] >= 0.05 && t.mark_up.now[f] <= 0.6));
        CHECK((t.cost_factor.now[f] >= 0.4 && t.cost_factor.now[f] <= 2));
    }
    CHECK(weighted / sold < plain / n);
}
