#include "engine/processes/attitudes.hpp"

namespace spil {

namespace {

constexpr std::size_t for_edge = 11;     ///< the bin of opinion 0.1
constexpr std::size_t against_edge = 7;  ///< the bin of opinion -0.3

double sum(std::span<double const> shares) {
    double total = 0;
    for (double const s : shares) total += s;
    return total;
}

}  // namespace

double support_among(std::span<double const> opinion) {
    double const in_favour = opinion[for_edge] / 2 + sum(opinion.subspan(for_edge + 1));
    double const against = opposition_among(opinion);
    return in_favour + (1 - in_favour - against) / 2;
}

double opposition_among(std::span<double const> opinion) {
    return sum(opinion.first(against_edge)) + opinion[against_edge] / 2;
}

void form_attitudes(In<&Municipalities::opinion> opinion, Out<&Municipalities::support> support,
                    Out<&Municipalities::opposition> opposition) {
    for (std::size_t i = 0; i < opinion.rows(); ++i)
        for (std::size_t m = 0; m < support.width(); ++m) {
            auto const here = opinion.row(i).subspan(m * opinion_bins, opinion_bins);
            support(i, m) = support_among(here);
            opposition(i, m) = opposition_among(here);
        }
}

void trust_council(AttitudeParameters const& p, In<&Municipalities::failures> failures,
                   In<&Municipalities::reports_kept> kept, In<&Municipalities::promises_broken> broken,
                   Update<&Municipalities::local_trust> trust) {
    for (std::size_t i = 0; i < trust.rows(); ++i)
        trust(i) = next_trust(trust(i), kept(i), failures(i), broken(i), p);
}

}  // namespace spil
