#include "engine/processes/trust.hpp"

#include <algorithm>
#include <vector>

#include "engine/core/elementary.hpp"
#include "engine/processes/common/embedding.hpp"

namespace spil {

namespace {

constexpr std::uint8_t at_its_end = 2;       ///< labs.evaluated
constexpr std::uint8_t stopped_at_gate = 2;  ///< labs.stop_signal

/// How two sides stand this month.
struct Contact {
    bool meets = false;
    bool abandoned = false;

    /// Both at a lab, this month.
    static Contact at(Stage stage, bool evaluated) {
        return {funded(stage) || evaluated, in_no_mans_land(stage)};
    }
    void add(Contact const& other) {
        meets |= other.meets;
        abandoned |= other.abandoned;
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
    return trust * elementary::pow(1 - p.promise_loss, broken);
}

double next_expectation(double expected, double seen, TrustParameters const& p) {
    return expected + p.expectation_weight * (seen - expected);
}

void trust_partners(TrustParameters const& p, In<&Labs::host> host, In<&Labs::mission> mission,
                    In<&Labs::stage> stage, In<&Labs::evaluated> evaluated, In<&Labs::embedding> embedding,
                    In<&Members::lab> member_lab, In<&Members::tie> member_tie, In<&Members::left> left,
                    In<&Ties::municipality> municipality, In<&Ties::party> party, In<&Ties::kind> kind,
                    In<&Missions::intermediary_strength> intermediaries,
                    In<&Municipalities::third_space> third_space, In<&Municipalities::promises_broken> broken,
                    Update<&Labs::expected_embedding> expected,
                    Update<&Labs::coalition_trust> coalition_trust, Update<&Ties::trust> trust,
                    Update<&Ties::months_apart> months_apart,
                    Update<&Municipalities::partner_trust> reputation) {
    std::vector<Contact> contacts(trust.rows()), at_lab(stage.rows());
    std::vector<double> of_lab(stage.rows(), 0.0);
    std::vector<int> members(stage.rows(), 0);
    for (std::size_t l = 0; l < at_lab.size(); ++l) at_lab[l] = Contact::at(stage(l), evaluated(l) != 0);
    auto const surprise = [&](std::size_t l) { return embedding(l) - expected(l); };
    auto const facilitation = [&](std::size_t l) {
        return intermediaries(static_cast<std::size_t>(mission(l)));
    };
    std::size_t const all_members = member_lab.rows();
    for (std::size_t r = 0; r < all_members; ++r) {
        auto const l = static_cast<std::size_t>(member_lab(r));
        auto const t = static_cast<std::size_t>(member_tie(r));
        if (left(r) >= 0) {  // it left with the lab, and is not back if others took it up again
            contacts[t].abandoned |= at_lab[l].abandoned;
            continue;
        }
        contacts[t].add(at_lab[l]);
        if (evaluated(l) != 0) trust(t) = trust_after_result(trust(t), surprise(l), facilitation(l), p);
    }

    // Fellows in a third space see each other's results there.
    std::vector<std::vector<std::size_t>> shown(reputation.rows());
    std::vector<std::uint8_t> has_space(reputation.rows(), 0);
    for (std::size_t k = 0; k < third_space.size(); ++k)
        if (third_space[k] != 0) has_space[k / third_space.width()] = 1;
    for (std::size_t l = 0; l < stage.rows(); ++l) {
        auto const i = static_cast<std::size_t>(host(l));
        if (evaluated(l) != 0 && third_space(i, static_cast<std::size_t>(mission(l))) != 0)
            shown[i].push_back(l);
    }
    auto const together = [&](std::size_t i, std::size_t j, std::size_t m) {
        return third_space(i, m) != 0 && third_space(i, m) == third_space(j, m);
    };
    std::vector<double> sum(reputation.rows(), 0.0);
    std::vector<int> count(reputation.rows(), 0);
    for (std::size_t t = 0, ties = trust.rows(); t < ties; ++t) {
        auto const i = static_cast<std::size_t>(municipality(t));
        bool const fellow = kind(t) == Party::municipality;
        if (fellow && has_space[i] != 0 && has_space[static_cast<std::size_t>(party(t))] != 0) {
            auto const j = static_cast<std::size_t>(party(t));
            for (std::size_t m = 0; m < third_space.width(); ++m)
                contacts[t].meets = contacts[t].meets || together(i, j, m);
            for (auto const one : {i, j})
                for (auto const l : shown[one])
                    if (together(i, j, static_cast<std::size_t>(mission(l))))
                        trust(t) = trust_after_result(trust(t), surprise(l), facilitation(l), p);
        }
        if (contacts[t].meets) {
            months_apart(t) = 0;
        } else {
            months_apart(t) += 1;
            trust(t) = trust_without_contact(trust(t), contacts[t].abandoned, p);
        }
        if (fellow) continue;
        if (broken(i) > 0) trust(t) = trust_after_broken_promises(trust(t), broken(i), p);
        sum[i] += trust(t);
        ++count[i];
    }
    for (std::size_t l = 0; l < stage.rows(); ++l)
        if (evaluated(l) != 0) expected(l) = next_expectation(expected(l), embedding(l), p);
    for (std::size_t i = 0; i < count.size(); ++i) {
        if (count[i] > 0) {
            reputation(i) = sum[i] / count[i];
            continue;
        }
        reputation(i) = trust_without_contact(reputation(i), false, p);
        if (broken(i) > 0) reputation(i) = trust_after_broken_promises(reputation(i), broken(i), p);
    }

    for (std::size_t r = 0; r < all_members; ++r) {
        if (left(r) >= 0) continue;
        auto const l = static_cast<std::size_t>(member_lab(r));
        of_lab[l] += trust(static_cast<std::size_t>(member_tie(r)));
        ++members[l];
    }
    for (std::size_t l = 0; l < stage.rows(); ++l)
        if (members[l] > 0) coalition_trust(l) = of_lab[l] / members[l];
}

void trust_programmes(TrustParameters const& p, In<&Labs::host> host, In<&Labs::mission> mission,
                      In<&Labs::stage> stage, In<&Labs::own_budget> own, In<&Labs::evaluated> evaluated,
                      In<&Labs::stop_signal> stop_signal, Update<&Municipalities::programme_trust> trust) {
    std::vector<Contact> contacts(trust.size());
    for (std::size_t l = 0; l < stage.rows(); ++l) {
        if (own(l) != 0) continue;  // no programme had a hand in it
        auto const i = static_cast<std::size_t>(host(l));
        auto const m = static_cast<std::size_t>(mission(l));
        contacts[i * trust.width() + m].add(Contact::at(stage(l), evaluated(l) != 0));
        bool const kept = evaluated(l) == at_its_end && stop_signal(l) != stopped_at_gate;
        if (kept) trust(i, m) += p.gain * (1 - trust(i, m));
    }
    for (std::size_t k = 0; k < contacts.size(); ++k)
        if (!contacts[k].meets) trust[k] = trust_without_contact(trust[k], contacts[k].abandoned, p);
}

}  // namespace spil
