/// \file agreement.cpp  Do agents of any weight and the mean field tell the same story? (scripts/agreement)
///
///     spil_agreement [worlds = 30] [residents per agent of the finest form = 10]
///
/// Every form meets the same worlds of one country with one mission; printed are national means at a few
/// dates and, against the finest form, the paired difference over worlds with its 95 % interval. The first
/// table shows residents alone: every solution is offered to everybody from the start and equally well
/// embedded, so that only residents can differ; the second the whole model.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "engine/core/parallel.hpp"
#include "engine/core/random.hpp"
#include "engine/model/presets.hpp"
#include "engine/model/schedule.hpp"
#include "engine/model/synthetic_country.hpp"
#include "engine/run/simulation.hpp"

namespace {

using namespace spil;

struct Size {
    std::uint32_t worlds = 30;
    double finest = 10;
};

constexpr std::array dates{60, 120, 180, 240};

struct Form {
    std::string name;
    std::function<void(Parameters&)> change;
};

void weight(Parameters& p, double residents) {
    p.get<CitizenParameters>().weight = residents;
}

std::vector<Form> forms(double finest) {
    std::vector<Form> all{
        {fmt::format("one agent per {}", finest), [=](Parameters& p) { weight(p, finest); }}};
    for (double const w : {100.0, 1000.0})
        if (w > finest) all.push_back({fmt::format("one per {}", w), [=](Parameters& p) { weight(p, w); }});
    auto const mean_field = [](Parameters& p) { p.get<CitizenParameters>().form = CitizenForm::mean_field; };
    all.push_back({"mean field", mean_field});
    all.push_back({fmt::format("one per {}, no neighbourhoods", finest), [=](Parameters& p) {
                       weight(p, finest);
                       p.get<ContactParameters>().rewiring = 1;
                   }});
    all.push_back({fmt::format("one per {}, all opinions alike", finest), [=](Parameters& p) {
                       weight(p, finest);
                       p.get<CitizenParameters>().opinion_sd = 0;
                   }});
    all.push_back({"mean field, all opinions alike", [=](Parameters& p) {
                       mean_field(p);
                       p.get<CitizenParameters>().opinion_sd = 0;
                   }});
    return all;
}

void offer_to_all(Out<&Municipalities::offer> offer, Out<&Municipalities::embedding> embedding) {
    std::fill(offer.begin(), offer.end(), 1.0);
    std::fill(embedding.begin(), embedding.end(), 0.6);
}

Schedule<Settings> residents_alone() {
    auto all = schedule();
    all.push_back({"to all", {process<Settings, &offer_to_all>("offer_to_all", "everybody is offered all")}});
    return all;
}

/// National means over residents: share served, opinion, trust in local government.
constexpr std::array<char const*, 3> measures{"served", "opinion", "local trust"};
using Figures = std::array<std::array<double, measures.size()>, dates.size()>;

std::array<double, measures.size()> measure(World const& w) {
    auto const& t = w.municipalities;
    std::array<double, measures.size()> sum{};
    double people = 0;
    for (std::size_t i = 0; i < w.dimensions.municipalities; ++i) {
        double const n = t.population.now[i];
        double opinion = 0;
        for (std::size_t b = 0; b < opinion_bins; ++b)
            opinion += t.opinion.now[i * opinion_bins + b] * (static_cast<double>(b) - 10) / 10;
        sum[0] += n * t.served.now[i];
        sum[1] += n * opinion;
        sum[2] += n * t.local_trust.now[i];
        people += n;
    }
    for (auto& s : sum) s /= people;
    return sum;
}

Figures figures(Country const& country, Form const& form, std::uint32_t world,
                Schedule<Settings> const* schedule) {
    Settings s{default_parameters(), preset("portfolio")};
    s.parameters.missions.resize(1);
    s.regime.setup_delay = 0;
    form.change(s.parameters);
    Figures f{};
    RunOptions options;
    options.seed = world_seed(1, world);
    options.months = dates.back();
    options.solutions_per_mission = 3;
    options.schedule = schedule;
    options.observe = [&](World const& w, int month) {
        for (std::size_t d = 0; d < dates.size(); ++d)
            if (month == dates[d]) f[d] = measure(w);
    };
    simulate(country, s, options);
    return f;
}

struct MeanAndHalf {
    double mean = 0, half = 0;
};
MeanAndHalf mean_and_half(std::vector<double> const& x) {
    auto const n = static_cast<double>(x.size());
    double mean = 0, squares = 0;
    for (double const v : x) mean += v / n;
    for (double const v : x) squares += (v - mean) * (v - mean);
    boost::math::students_t_distribution<double> const t(n - 1);
    return {mean, quantile(t, 0.975) * std::sqrt(squares / (n - 1) / n)};
}

void table(Country const& country, Size const& size, std::string const& title,
           Schedule<Settings> const* schedule) {
    auto const all = forms(size.finest);
    std::size_t const worlds = size.worlds;
    std::vector<std::vector<Figures>> found(all.size(), std::vector<Figures>(worlds));
    for_each_task(all.size() * worlds, available_threads(), [&](std::size_t k) {
        found[k / worlds][k % worlds] =
            figures(country, all[k / worlds], static_cast<std::uint32_t>(k % worlds), schedule);
    });
    fmt::print("**{}**\n\n| form | measure |", title);
    for (int const d : dates) fmt::print(" year {} | less first [95 %] |", d / 12);
    fmt::print("\n|---|---|");
    for (std::size_t d = 0; d < dates.size(); ++d) fmt::print("---:|---:|");
    fmt::print("\n");
    for (std::size_t f = 0; f < all.size(); ++f)
        for (std::size_t m = 0; m < measures.size(); ++m) {
            fmt::print("| {} | {} |", all[f].name, measures[m]);
            for (std::size_t d = 0; d < dates.size(); ++d) {
                std::vector<double> value, gap;
                for (std::size_t w = 0; w < worlds; ++w) {
                    value.push_back(found[f][w][d][m]);
                    gap.push_back(found[f][w][d][m] - found[0][w][d][m]);
                }
                auto const g = mean_and_half(gap);
                fmt::print(" {:.4f} |", mean_and_half(value).mean);
                if (f == 0)
                    fmt::print(" |");
                else
                    fmt::print(" {:+.4f} ± {:.4f} |", g.mean, g.half);
            }
            fmt::print("\n");
        }
    fmt::print("\n");
}

}  // namespace

int main(int argc, char* argv[]) {
    Size size;
    if (argc > 1) size.worlds = static_cast<std::uint32_t>(std::max(2, std::atoi(argv[1])));
    if (argc > 2) size.finest = std::max(1.0, std::atof(argv[2]));
    auto const country = make_country({.municipalities = 40, .population = 2'000'000, .seed = 1});
    auto const alone = residents_alone();
    table(country, size, "Residents alone: everything offered to everybody", &alone);
    table(country, size, "The whole model, portfolio funding", nullptr);
    return 0;
}
