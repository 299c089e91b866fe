#include "engine/processes/trust.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/processes/common/embedding.hpp"

namespace spil {

namespace {

constexpr std::uint8_t at_its_end = 2;       ///< labs.evaluated
constexpr std::uint8_t stopped_at_gate = 2;  ///< labs.stop_signal

/// How two sides stand this month.
struct Contact {
    bool meets = false;
    bool abandoned = false;

    void see(Stage stage, bool evaluated) {
        meets = meets || funded(stage) || evaluated;
        abandoned = abandoned || in_no_mans_land(stage);
    }
};

}  // namespace

double trust_after_result(double trust, double surprise, double facilitation, TrustParameters const& p) {
    if (surprise >= 0)
        return clip01(trust + p.gain * (1 + p.facilitation_bonus * facilitation) * (1 - trust));
    return trust - p.loss * trust * std::min(1.0, -surprise / p.surprise_scale);
}

double trust_without_contact(double trust, bool abandoned, TrustParameters const& p) {
    double const rate = std::min(1.0, p.drift_rate * (abandoned ? p.abandonment_factor : 1.0));
    return trust + rate * (p.baseline - trust);
}

double trust_after_broken_promises(double trust, int broken, TrustParameters const& p) {
    return trust * std::pow(1 - p.promise_loss, broken);
}

double next_expectation(double expected, double seen, TrustParameters const& p) {
    return expected + p.expectation_weight * (seen - expected);
}

void trust_partners(TrustParameters const& p, In<&Labs::host> host, In<&Labs::mission> mission,
                    In<&Labs::stage> stage, In<&Labs::evaluated> evaluated, In<&Labs::embedding> embedding,
                    In<&Missions::intermediary_strength> intermediaries,
                    In<&Municipalities::promises_broken> broken, Update<&Labs::expected_embedding> expected,
                    Update<&Municipalities::partner_trust> trust) {
    std::vector<Contact> contacts(trust.rows());
    for (std::size_t l = 0; l < stage.rows(); ++l) {
        auto const i = static_cast<std::size_t>(host(l));
        bool const judged = evaluated(l) != 0;
        contacts[i].see(stage(l), judged);
        if (!judged) continue;
        trust(i) = trust_after_result(trust(i), embedding(l) - expected(l),
                                      intermediaries(static_cast<std::size_t>(mission(l))), p);
        expected(l) = next_expectation(expected(l), embedding(l), p);
    }
    for (std::size_t i = 0; i < contacts.size(); ++i) {
        if (!contacts[i].meets) trust(i) = trust_without_contact(trust(i), contacts[i].abandoned, p);
        if (broken(i) > 0) trust(i) = trust_after_broken_promises(trust(i), broken(i), p);
    }
}

void trust_programmes(TrustParameters const& p, In<&Labs::host> host, In<&Labs::mission> mission,
                      In<&Labs::stage> stage, In<&Labs::own_budget> own, In<&Labs::evaluated> evaluated,
                      In<&Labs::stop_signal> stop_signal, Update<&Municipalities::programme_trust> trust) {
    std::vector<Contact> contacts(trust.size());
    for (std::size_t l = 0; l < stage.rows(); ++l) {
        if (own(l) != 0) continue;  // no programme had a hand in it
        auto const i = static_cast<std::size_t>(host(l));
        auto const m = static_cast<std::size_t>(mission(l));
        contacts[i * trust.width() + m].see(stage(l), evaluated(l) != 0);
        bool const kept = evaluated(l) == at_its_end && stop_signal(l) != stopped_at_gate;
        if (kept) trust(i, m) += p.gain * (1 - trust(i, m));
    }
    for (std::size_t k = 0; k < contacts.size(); ++k)
        if (!contacts[k].meets) trust[k] = trust_without_contact(trust[k], contacts[k].abandoned, p);
}

}  // namespace spil
