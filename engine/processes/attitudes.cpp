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

double next_trust(double trust, int kept, int failures, int broken, AttitudeParameters const& p) {
    double missing = 1 - trust;
    for (int k = 0; k < kept; ++k) missing *= 1 - p.trust_gain;
    double left = 1 - missing;
    for (int k = 0; k < failures; ++k) left *= 1 - p.trust_loss;
    for (int k = 0; k < broken; ++k) left *= 1 - p.promise_loss;
    return left + p.trust_return_rate * (p.trust_baseline - left);
}

void form_attitudes(AttitudeParameters const& p, In<&Municipalities::opinion> opinion,
                    In<&Municipalities::failures> failures, In<&Municipalities::reports_kept> kept,
                    In<&Municipalities::promises_broken> broken, Update<&Municipalities::local_trust> trust,
                    Out<&Municipalities::support> support, Out<&Municipalities::opposition> opposition) {
    for (std::size_t i = 0; i < opinion.rows(); ++i) {
        for (std::size_t m = 0; m < support.width(); ++m) {
            auto const here = opinion.row(i).subspan(m * opinion_bins, opinion_bins);
            support(i, m) = support_among(here);
            opposition(i, m) = opposition_among(here);
        }
        trust(i) = next_trust(trust(i), kept(i), failures(i), broken(i), p);
    }
}

}  // namespace spil
