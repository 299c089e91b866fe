#include "engine/processes/gates.hpp"

#include <algorithm>

#include "engine/processes/common/set_choice.hpp"

namespace spil {

namespace {

struct Review {
    std::size_t row = 0, mission = 0;
    std::uint32_t key = 0;
    double index = 0, value = 0;
    Cents cost = 0;
    bool last = false;  ///< the term is over: a report, but no decision
};

/// Raises or lowers what remains of a grant to `target`.
void promise_exactly(Grants& grants, Programmes& programmes, std::size_t row, std::size_t m, Cents target) {
    Cents const change = target - grants.remaining.now[row];
    if (change > 0)
        promise(grants, programmes, row, m, change);
    else
        release(grants, programmes, row, m, -change);
}

std::span<double> belief_mean(Programmes& p, std::size_t m) {
    return std::span{p.belief_mean.now}.subspan(m * p.belief_mean.width, p.belief_mean.width);
}
std::span<double> belief_covariance(Programmes& p, std::size_t m) {
    return std::span{p.belief_covariance.now}.subspan(m * p.belief_covariance.width,
                                                      p.belief_covariance.width);
}

void rotate_managers(Step const& step, double sd, BeliefParameters const& p, Programmes& programmes) {
    auto const solutions = programmes.manager_bias.width;
    std::vector<double> errors(solutions);
    for (std::size_t m = 0; m < step.dimensions.missions; ++m) {
        if (--programmes.rotation_left.now[m] > 0) continue;
        for (std::size_t s = 0; s < solutions; ++s)
            errors[s] = step.draws(Purpose::manager_rotation, m, s + 1).normal();
        rotate_manager(belief_mean(programmes, m), belief_covariance(programmes, m),
                       std::span{programmes.manager_bias.now}.subspan(m * solutions, solutions), errors, sd,
                       p);
        programmes.rotation_left.now[m] =
            rotation_time(step.draws(Purpose::manager_rotation, m).uniform(), p);
    }
}

}  // namespace

Verdict gate_verdict(double index, double challenger, double margin, bool good) {
    if (index < challenger - margin) return Verdict::stop;
    return good ? Verdict::raise : Verdict::go_on;
}

double gate_promise(double now, double next, int months, int prepaid, int lag) {
    int const old_until = std::min(months, std::max(lag, prepaid));
    int const at_old = std::max(0, old_until - prepaid);
    return now * at_old + next * (months - old_until);
}

Settlement settle(Cents balance, Cents paid, Cents returned_before) {
    Cents const returned = std::clamp(balance, Cents{0}, paid - returned_before);
    return {returned, balance - returned};
}

void hold_gates(Step const& step, Regime const& r, GateParameters const& p, BeliefParameters const& belief,
                ReportParameters const& report, BudgetParameters const& budgets,
                FoundingParameters const& founding, EmbeddingParameters const& embedding_parameters,
                In<&Nation::merit_mean> merit_mean, In<&Nation::merit_sd> merit_sd,
                In<&Solutions::permission> permission, In<&Municipalities::population> population,
                In<&Municipalities::context> context, In<&Municipalities::challenge> challenge,
                In<&Municipalities::accepted_fit> accepted_fit, In<&Municipalities::viable_fit> viable_fit,
                In<&Municipalities::potential> potential, In<&Labs::key> key, In<&Labs::host> host,
                In<&Labs::mission> mission, In<&Labs::solution> solution, In<&Labs::stage> stage,
                In<&Labs::learning> learning, In<&Labs::exemption> exemption,
                Update<&Labs::stop_signal> stop_signal,
                Update<&Municipalities::programme_trust> programme_trust, Whole<Programmes> programmes,
                Whole<Grants> grants, Pay<AccountClass::lab, AccountClass::programme> pay) {
    auto const per_mission = step.dimensions.solutions_per_mission;
    bool const learns = funding(r) && (gated(r) || r.selection == Selection::set);
    int const interval = whole_months(r.gate_interval);
    int const lag = whole_months(r.decision_lag);
    if (learns) rotate_managers(step, merit_sd(0), belief, *programmes);

    auto const host_of = [&](std::size_t l) { return static_cast<std::size_t>(host(l)); };
    auto const arm_of = [&](std::size_t l) {
        return Arm(static_cast<std::size_t>(solution(l)) % per_mission, context.row(host_of(l)));
    };
    auto const truth = [&](std::size_t l) {
        auto const i = host_of(l);
        auto const s = static_cast<std::size_t>(solution(l));
        return own_potential(exemption(l) == Exemption::granted, accepted_fit(i, s), viable_fit(i, s),
                             permission(s), potential(i, s), embedding_parameters);
    };
    auto const lose_trust = [&](std::size_t l, std::size_t m) {
        auto& trust = programme_trust(host_of(l), m);
        trust -= p.trust_loss * trust;
    };
    auto const close = [&](std::size_t l, std::size_t m) {
        close_grant(*grants, *programmes, l, m);
        Account const account{AccountClass::lab, l};
        auto const s = settle(pay.balance(account), grants->paid.now[l], grants->returned.now[l]);
        pay.post(Flow::claw_back, account, {AccountClass::programme, m}, s.returned);
        pay.post(Flow::lab_wages, account, {AccountClass::household, host_of(l)}, s.last_wages);
        grants->returned.now[l] += s.returned;
    };

    double const rate = monthly_rate(r, founding);
    auto const take_effect = [&](std::size_t l) {
        grants->intensity.now[l] = grants->next_intensity.now[l];
        grants->rate.now[l] = grants->next_rate.now[l];
    };
    std::vector<Review> reviews;
    for (std::size_t l = 0; l < stage.size(); ++l) {
        if (grants->in_force.now[l] == 0) continue;
        auto const m = static_cast<std::size_t>(mission(l));
        if (!funded(stage(l))) {
            close(l, m);
            continue;
        }
        auto& stay = grants->stay_left.now[l];
        auto& gate = grants->gate_in.now[l];
        auto& pending = grants->pending_months.now[l];
        bool const gates = passes_gates(r, *grants, l);
        if (stay > 0) --stay;
        if (gates && running(stage(l)) && gate > 0) --gate;
        if (pending > 0 && --pending == 0) {
            take_effect(l);
            if (grants->intensity.now[l] == 0) {
                stop_signal(l) = 2;
                ++programmes->stops.now[m];
                lose_trust(l, m);
                continue;
            }
        }
        bool const used_up = pending == 0 && grants->months_left.now[l] == 0;
        bool const over = gates ? stay == 0 : used_up;
        bool const at_gate = gates && pending == 0 && (used_up || (running(stage(l)) && gate == 0));
        if (over) stop_signal(l) = 1;
        if (over || at_gate) reviews.push_back({.row = l, .mission = m, .key = key(l), .last = over});
    }
    if (!learns || reviews.empty()) return;

    // Reports first, in an order that does not depend on who was founded when; then decisions, best first.
    std::sort(reviews.begin(), reviews.end(), [](auto const& a, auto const& b) { return a.key < b.key; });
    double const noise_variance = assumed_noise_variance(report.noise);
    for (auto const& review : reviews) {
        auto const l = review.row;
        if (!running(stage(l))) continue;
        double const y = reported_embedding(truth(l), mean_learning(learning.row(l)),
                                            step.draws(Purpose::gate_signal, review.key).normal(), report);
        observe(belief_mean(*programmes, review.mission), belief_covariance(*programmes, review.mission),
                arm_of(l), y, noise_variance, p.bad_news);
    }
    std::erase_if(reviews, [](auto const& review) { return review.last; });

    for (auto& review : reviews) {
        auto const l = review.row;
        int const months = std::min(interval, grants->stay_left.now[l]);
        grants->gate_in.now[l] = interval;
        grants->months_left.now[l] = months;
        review.value = host_value(challenge(host_of(l), review.mission), population(host_of(l)), belief);
        review.cost = std::max<Cents>(1, cents(rate * r.first_intensity * months));
        review.index = lab_index(arm_of(l), review.value, belief_mean(*programmes, review.mission),
                                 belief_covariance(*programmes, review.mission),
                                 {r.risk_weight, r.information_weight, noise_variance}, review.cost,
                                 r.clairvoyant ? std::optional{truth(l)} : std::nullopt);
    }
    std::sort(reviews.begin(), reviews.end(), [](auto const& a, auto const& b) {
        return a.index != b.index ? a.index > b.index : a.key < b.key;
    });
    auto const load =
        loads(mission, host, stage, *grants, programme_trust, programmes->stop_rate.now, r, step.tick);
    std::vector<Cents> free(load.size());
    for (std::size_t m = 0; m < free.size(); ++m)
        free[m] = free_to_promise(pay.balance({AccountClass::programme, m}), *programmes, m, 0, load[m], r,
                                  budgets, step.tick);

    for (auto const& review : reviews) {
        auto const l = review.row;
        auto const m = review.mission;
        double const margin = p.switching_cost * review.value / euro(review.cost);
        double const expected =
            r.clairvoyant ? truth(l) : expected_outcome(belief_mean(*programmes, m), arm_of(l));
        bool const good = expected >= merit_mean(0) + p.good_gate * merit_sd(0);
        auto verdict = gate_verdict(review.index, programmes->challenger.now[m], margin, good);
        if (verdict == Verdict::stop &&
            step.draws(Purpose::gate_override, review.key).chance(r.stop_override))
            verdict = Verdict::go_on;
        auto& stop_rate = programmes->stop_rate.now[m];
        stop_rate += p.stop_memory * ((verdict == Verdict::stop ? 1.0 : 0.0) - stop_rate);

        double const now = grants->intensity.now[l] * grants->rate.now[l];
        int const prepaid = grants->instalment_in.now[l];
        Cents const remaining = grants->remaining.now[l];
        auto const wanted = [&](double next, int months) {
            return cents(gate_promise(now, next * rate, months, prepaid, lag));
        };
        if (verdict == Verdict::stop) {
            Cents const target = std::min(wanted(0, lag), remaining + std::max(Cents{0}, free[m]));
            promise_exactly(*grants, *programmes, l, m, target);
            free[m] -= target - remaining;
            grants->months_left.now[l] = lag;
            grants->next_intensity.now[l] = 0;
            grants->next_rate.now[l] = rate;
            grants->pending_months.now[l] = lag;
            if (lag == 0) {
                stop_signal(l) = 2;
                ++programmes->stops.now[m];
                lose_trust(l, m);
            }
            continue;
        }
        int const months = grants->months_left.now[l];
        double next = verdict == Verdict::raise ? r.high_intensity : r.low_intensity;
        Cents target = wanted(next, months);
        if (target - remaining > std::max(Cents{0}, free[m])) {
            next = r.low_intensity;
            target = wanted(next, months);
        }
        if (target - remaining > std::max(Cents{0}, free[m])) {
            promise_exactly(*grants, *programmes, l, m, 0);
            free[m] += remaining;
            stop_signal(l) = 1;
            lose_trust(l, m);
            continue;
        }
        promise_exactly(*grants, *programmes, l, m, target);
        free[m] -= target - remaining;
        grants->next_intensity.now[l] = next;
        grants->next_rate.now[l] = rate;
        grants->pending_months.now[l] = lag;
        if (lag == 0) take_effect(l);
    }
}

}  // namespace spil
