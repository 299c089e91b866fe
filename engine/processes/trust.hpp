#pragma once
/// \file trust.hpp  Trust follows performance: it is won slowly, lost fast, and fades where nobody meets
/// (SM9). It lives in ties between a municipality and a party, and towards each programme.
///
///     a lab is evaluated, r = E - expected; for each tie of the host with a member:
///         r >= 0   T += a+ (1 + 0.5 f) (1 - T)            f: strength of intermediaries
///         r <  0   T -= a- T min(1, |r| / 0.2)
///         expected += lambda (E - expected)
///     a lab loses municipal backing:  T -= a0 T, in all ties of the host
///     no lab in common with money and none evaluated:  T += k (T_0 - T), twice as fast where one lies in no
///     man's land
///     reputation   mean over a municipality's ties with partners; without any it fades like a tie
///     programme    T += a+ (1 - T) for a lab evaluated at its end that was not stopped at a gate; else fades
///
/// Several labs in common count one after the other. Fellows in a third space see each other's labs on its
/// mission: their tie moves with each of them, and does not fade. How long a tie lasts makes no trust.
/// Losses by rejection and early stop are the funders' and are posted by them. Reads labs, members,
/// promises_broken, intermediary_strength; writes trust of ties, partner_trust, coalition_trust,
/// programme_trust, expected_embedding. Source: performance and not duration makes trust (Vanneste et al.
/// 2014); facilitation raises it (Klijn, Edelenbos and Steijn 2010); loss weighs more than gain (Slovic
/// 1993).

#include "engine/world/access.hpp"

namespace spil {

struct TrustParameters {
    static constexpr std::string_view name = "trust";

    double gain = 0.10;
    double loss = 0.20;
    double promise_loss = 0.10;
    double facilitation_bonus = 0.5;
    double surprise_scale = 0.2;
    double expectation_weight = 0.25;
    double drift_rate = 0.01;
    double abandonment_factor = 2;
    double baseline = 0.45;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = TrustParameters;
        return f(field(&P::gain, "gain", "1/evaluation", within(0, 1).likely(0.03, 0.2),
                       "share of missing trust won by a result that meets expectations", assumption()),
                 field(&P::loss, "loss", "1/evaluation", within(0, 1).likely(0.03, 0.8),
                       "share of trust lost by a full disappointment",
                       literature("losses weigh one to four times gains (Slovic 1993)")),
                 field(&P::promise_loss, "promise_loss", "1", within(0, 1).likely(0, 0.4),
                       "share of partners' trust lost when a municipality drops a lab",
                       assumption("half a full disappointment")),
                 field(&P::facilitation_bonus, "facilitation_bonus", "1", within(0, 10),
                       "extra gain when intermediaries are at full strength",
                       assumption("network management raises trust (Klijn et al. 2010)")),
                 field(&P::surprise_scale, "surprise_scale", "1", within(0.01, 1),
                       "shortfall of embedding that is a full disappointment", assumption()),
                 field(&P::expectation_weight, "expectation_weight", "1", within(0, 1),
                       "weight of the last result in what is expected next",
                       literature("adaptive expectations as in Caiani et al. 2016")),
                 field(&P::drift_rate, "drift_rate", "1/month", within(0, 1).likely(0, 0.03),
                       "speed at which trust without contact returns to its baseline", assumption()),
                 field(&P::abandonment_factor, "abandonment_factor", "1", within(1, 10),
                       "how much faster it does so where a lab lies in no man's land", assumption()),
                 field(&P::baseline, "baseline", "1", within(0, 1).likely(0.3, 0.6), "trust among strangers",
                       assumption()));
    }
};

/// Trust after a result `surprise` above (or below) expectation; `facilitation` in [0, 1].
double trust_after_result(double trust, double surprise, double facilitation, TrustParameters const& p);
double trust_without_contact(double trust, bool abandoned, TrustParameters const& p);
double trust_after_broken_promises(double trust, int broken, TrustParameters const& p);
double next_expectation(double expected, double seen, TrustParameters const& p);

void trust_partners(TrustParameters const&, In<&Labs::host> host, In<&Labs::mission> mission,
                    In<&Labs::stage> stage, In<&Labs::evaluated> evaluated, In<&Labs::embedding> embedding,
                    In<&Members::lab> member_lab, In<&Members::tie> member_tie, In<&Members::left> left,
                    In<&Ties::municipality> municipality, In<&Ties::party> party, In<&Ties::kind> kind,
                    In<&Missions::intermediary_strength> intermediaries,
                    In<&Municipalities::third_space> third_space, In<&Municipalities::promises_broken> broken,
                    Update<&Labs::expected_embedding> expected,
                    Update<&Labs::coalition_trust> coalition_trust, Update<&Ties::trust> trust,
                    Update<&Ties::months_apart> months_apart,
                    Update<&Municipalities::partner_trust> reputation);

void trust_programmes(TrustParameters const&, In<&Labs::host> host, In<&Labs::mission> mission,
                      In<&Labs::stage> stage, In<&Labs::own_budget> own, In<&Labs::evaluated> evaluated,
                      In<&Labs::stop_signal> stop_signal, Update<&Municipalities::programme_trust> trust);

}  // namespace spil
