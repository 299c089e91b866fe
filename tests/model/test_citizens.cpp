/// Citizens of a whole run: counts that are kept agree with the agents, whatever the threads, and how many
/// residents an agent stands for does not matter in the mean.

#include <cmath>

#include "engine/core/parallel.hpp"
#include "engine/core/random.hpp"
#include "engine/model/populate.hpp"
#include "engine/model/populate_citizens.hpp"
#include "engine/model/presets.hpp"
#include "engine/model/synthetic_country.hpp"
#include "engine/processes/agent_adoption.hpp"
#include "engine/run/simulation.hpp"
#include "tests/support/agents.hpp"
#include "tests/support/catch.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

Country const& country() {
    static Country const c = make_country({.municipalities = 10, .population = 300'000, .seed = 7});
    return c;
}

Settings settings(double weight, CitizenForm form = CitizenForm::agents) {
    Settings s{default_parameters(), preset("portfolio")};
    s.parameters.missions = {s.parameters.missions[3], s.parameters.missions[4]};  // quick to prepare
    auto& p = s.parameters.get<CitizenParameters>();
    p.weight = weight;
    p.form = form;
    s.parameters.get<AdoptionParameters>().constant = -0.5;
    s.regime.setup_delay = 0;
    return s;
}

/// Runs five years and shows the world after each month.
template <class F>
void run_and_look(Settings const& s, std::uint64_t seed, F&& look) {
    RunOptions options;
    options.seed = seed;
    options.months = 60;
    options.solutions_per_mission = 3;
    options.observe = look;
    simulate(country(), s, options);
}

double national(World const& w, std::vector<double> const& shares, std::size_t width, std::size_t at) {
    double sum = 0, people = 0;
    for (std::size_t i = 0; i < w.dimensions.municipalities; ++i) {
        sum += w.municipalities.population.now[i] * shares[i * width + at];
        people += w.municipalities.population.now[i];
    }
    return sum / people;
}

}  // namespace

TEST_CASE("as many agents as the weight asks for, not fewer than the least, not more than residents",
          "[citizens]") {
    CitizenParameters p;
    p.weight = 100;
    p.least_agents = 20;
    CHECK(agents_of(12'345, p) == 123);
    CHECK(agents_of(900, p) == 20);
    CHECK(agents_of(7, p) == 7);
    p.weight = 1;
    CHECK(agents_of(12'345, p) == 12'345);
}

TEST_CASE("only the form at work has rows", "[citizens]") {
    auto const agents = populate(country(), settings(100).parameters, 3, 1);
    CHECK(rows(agents.citizen_cells) == 0);
    CHECK(rows(agents.citizens) == Approx(3000).margin(10));
    auto const cells = populate(country(), settings(100, CitizenForm::mean_field).parameters, 3, 1);
    CHECK(rows(cells.citizens) == 0);
    CHECK(rows(cells.citizen_cells) == country().size() * cells_of_citizens);
    CHECK(cells.geography.far_limit.empty());
}

TEST_CASE("agents start with the opinions, thresholds and trust of the mean field", "[citizens]") {
    auto const w = populate(country(), settings(10).parameters, 3, 1);
    auto const n = static_cast<double>(rows(w.citizens));
    double threshold = 0, opinion = 0, squares = 0, income = 0;
    for (std::size_t c = 0; c < rows(w.citizens); ++c) {
        threshold += w.citizens.threshold.now[c] / 255.0 / n;
        income += w.citizens.income.now[c] / n;
        double const o = w.citizens.opinion.now[2 * c] / 100.0;
        opinion += o / n;
        squares += o * o / n;
    }
    CHECK(threshold == Approx(1.0 / 3).margin(0.005));
    CHECK(income == Approx(127.5).margin(2));
    CHECK(opinion == Approx(0.1).margin(0.01));
    CHECK(std::sqrt(squares - opinion * opinion) == Approx(0.4).margin(0.02));
    for (auto const trust : w.municipalities.local_trust.now) CHECK(trust == Approx(0.5).margin(0.001));
    CHECK(w.communities.opinions.now == opinions_by_scan(w));
    CHECK(w.communities.trust.now == trust_by_scan(w));
}

TEST_CASE("after a run the counts of agents agree with the agents one by one", "[citizens]") {
    run_and_look(settings(50), world_seed(3, 1), [](World const& w, int month) {
        if (month % 20 != 0) return;
        CHECK(w.communities.users.now == users_by_scan(w));
        CHECK(w.communities.opinions.now == opinions_by_scan(w));
        CHECK(w.communities.trust.now == trust_by_scan(w));
        if (month == 60) CHECK(national(w, w.municipalities.served.now, 2, 1) > 0);
        for (std::size_t i = 0; i < country().size(); ++i)
            CHECK(w.municipalities.local_trust.now[i] ==
                  static_cast<double>(w.communities.trust.now[i]) / (255.0 * w.communities.agents.now[i]));
    });
}

TEST_CASE("a run of agents gives the same bits for any number of threads", "[citizens][parallel]") {
    auto const bits = [](int threads) {
        set_threads(threads);
        std::uint64_t last = 0;
        run_and_look(settings(5), world_seed(3, 2), [&](World const& w, int month) {
            if (month == 60) last = digest(w);
        });
        set_threads(1);
        return last;
    };
    auto const alone = bits(1);
    for (int const threads : {2, 3, 8}) CHECK(bits(threads) == alone);
}

TEST_CASE("how many residents an agent stands for changes results by chance only", "[citizens]") {
    // What is offered is fixed, so that only residents differ: the mean over worlds of what they take up.
    auto const served = [](double weight) {
        auto const s = settings(weight);
        double sum = 0;
        constexpr int worlds = 6;
        for (std::uint32_t world = 0; world < worlds; ++world) {
            auto w = populate(country(), s.parameters, 3, world_seed(9, world));
            fill(w.municipalities.offer, 0.3);
            fill(w.municipalities.embedding, 0.7);
            for (std::uint32_t t = 0; t < 24; ++t)
                run<&adopt_as_agents>(
                    w, step_of(w, t, world_seed(9, world)), s.parameters.get<AdoptionParameters>(),
                    s.parameters.get<ContactParameters>(), s.parameters.get<CitizenParameters>());
            sum += national(w, w.municipalities.served.now, 2, 1) / worlds;
        }
        return sum;
    };
    double const many = served(10), few = served(200);
    CHECK(many > 0.05);
    CHECK(few == Approx(many).epsilon(0.1));
}
