#include "engine/model/measures.hpp"

#include "engine/core/elementary.hpp"

namespace spil {

double per_inhabitant(World const& world, std::vector<double> const& values, std::size_t width,
                      std::size_t offset) {
    auto const& population = world.municipalities.population.now;
    double sum = 0;
    double people = 0;
    for (std::size_t i = 0; i < population.size(); ++i) {
        sum += population[i] * values[i * width + offset];
        people += population[i];
    }
    return sum / people;
}

double plain_mean(std::span<double const> values) {
    double sum = 0;
    for (double const v : values) sum += v;
    return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

double served_here(World const& world, std::size_t i) {
    auto const M = world.dimensions.missions;
    return plain_mean(std::span{world.municipalities.served.now}.subspan(i * M, M));
}

double served_everywhere(World const& world) {
    auto const M = world.dimensions.missions;
    double sum = 0;
    for (std::size_t m = 0; m < M; ++m) sum += per_inhabitant(world, world.municipalities.served.now, M, m);
    return sum / static_cast<double>(M);
}

double theil_of_service(World const& world) {
    double const mean = served_everywhere(world);
    if (mean <= 0) return 0;
    auto const& population = world.municipalities.population.now;
    double sum = 0;
    double people = 0;
    for (std::size_t i = 0; i < population.size(); ++i) {
        double const ratio = served_here(world, i) / mean;
        if (ratio > 0) sum += population[i] * ratio * elementary::log(ratio);
        people += population[i];
    }
    return sum / people;
}

Endings endings(World const& world, int month, double window) {
    auto const& labs = world.labs;
    Endings e;
    for (std::size_t l = 0; l < rows(labs); ++l) {
        double const spent = euro(labs.spent.now[l]);
        e.spent += spent;
        int const ended = labs.end_month.now[l];
        if (ended < 0) continue;
        int const lost = labs.death_month.now[l];
        if (lost >= 0 && lost <= ended + window) e.spent_on_lost += spent;
        if (ended + window > month) continue;
        ++e.ended;
        int const embedded = labs.embedded_month.now[l];
        if (embedded >= 0 && embedded <= ended + window) ++e.embedded;
    }
    return e;
}

}  // namespace spil
