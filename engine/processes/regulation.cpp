#include "engine/processes/regulation.hpp"

#include <algorithm>
#include <bit>
#include <vector>

#include "engine/core/elementary.hpp"
#include "engine/processes/common/embedding.hpp"

namespace spil {

namespace {

/// What labs and institutions teach about one solution's rules, and from which octants.
struct Lessons {
    double learnt = 0;
    std::uint32_t octants = 0;  ///< one bit each

    void add(double amount, int cluster) {
        learnt += amount;
        octants |= std::uint32_t{1} << cluster;
    }
    int clusters() const { return std::popcount(octants); }
};

/// A rule in its procedure: where it stands and what it still takes.
struct Procedure {
    RuleState state;
    double months;
    std::int32_t clusters;
};

void begin(Procedure& rule, Step const& step, std::size_t s, bool law, int clusters,
           RegulationParameters const& p) {
    auto draws = step.draws(Purpose::rule_duration, s);
    rule = {RuleState::prepared, rule_duration(draws, law, p), clusters};
}

/// A month of an open procedure; false when it has been dropped.
bool proceed(Procedure& rule, Step const& step, std::size_t s, bool fall, RegulationParameters const& p) {
    if (fall) {
        auto draws = step.draws(Purpose::rule_duration, s, 1);
        if (draws.chance(p.postponement_share))
            rule.months += p.postponement_shortest +
                           (p.postponement_longest - p.postponement_shortest) * draws.uniform();
    }
    rule.months -= 1;
    if (rule.months > 0) return true;
    rule.months = 0;
    if (step.draws(Purpose::rule_outcome, s).chance(p.success_share)) return true;
    rule = {RuleState::dropped, p.retry_time, 0};
    return false;
}

}  // namespace

int context_cluster(std::span<double const> context) {
    return (context[0] > 0 ? 1 : 0) + (context[1] > 0 ? 2 : 0) + (context[2] > 0 ? 4 : 0);
}

double evidence(double learnt, int clusters, double work, RegulationParameters const& p) {
    double const repeated = clusters > 1 ? (clusters - 1.0) / context_clusters : 0.0;
    return learnt * (1 + p.context_bonus * repeated) + p.work_effect * work / p.work_unit;
}

double rule_start_chance(double evidence, bool caretaker, RegulationParameters const& p) {
    double const hazard = p.start_rate * logistic((evidence - p.evidence_threshold) / p.evidence_softness) *
                          (caretaker ? p.caretaker_factor : 1.0);
    return -elementary::expm1(-hazard);
}

double rule_duration(Draws& draws, bool law, RegulationParameters const& p) {
    double const mean = law ? p.law_duration : p.decree_duration;
    return draws.gamma(p.duration_shape, mean / p.duration_shape);
}

double permission_in_force(double permission, int clusters, RegulationParameters const& p) {
    return std::max(permission, clusters < p.wide_clusters ? p.narrow_permission : p.wide_permission);
}

void draw_law_needs(RegulationParameters const& p, std::uint64_t seed, std::span<std::uint8_t> needs_law) {
    for (std::size_t s = 0; s < needs_law.size(); ++s)
        needs_law[s] = Draws{
            Address{.seed = seed,
                    .purpose = Purpose::solution_rule,
                    .entity = static_cast<std::uint32_t>(s),
                    .replicate =
                        1}}.chance(p.law_share);
}

void make_rules(Step const& step, RegulationParameters const& p, CabinetParameters const& cabinet,
                In<&Nation::caretaker_months> caretaker_months, In<&Municipalities::context> context,
                In<&Municipalities::implemented> implemented, In<&Municipalities::learning> learning,
                In<&Municipalities::embedding> embedding, In<&Municipalities::third_space> third_space,
                In<&Labs::stage> stage, In<&Labs::host> host, In<&Labs::solution> solution,
                In<&Labs::learning> lab_learning, In<&Labs::embedding> lab_embedding,
                In<&Labs::public_partners> public_partners, In<&Solutions::needs_law> needs_law,
                In<&Solutions::regulatory_work> work, Update<&Solutions::permission> permission,
                Update<&Solutions::rule> rule, Update<&Solutions::rule_months> rule_months,
                Update<&Solutions::rule_clusters> rule_clusters) {
    std::vector<int> cluster(context.rows());
    for (std::size_t i = 0; i < cluster.size(); ++i) cluster[i] = context_cluster(context.row(i));

    std::vector<Lessons> lessons(rule.rows());
    auto const of_place = [&](std::size_t i, std::size_t s) {
        return third_space(i, s / step.dimensions.solutions_per_mission) != 0 ? p.third_space_weight : 1.0;
    };
    for (std::size_t l = 0; l < stage.rows(); ++l) {
        if (!(running(stage(l)) || in_no_mans_land(stage(l))) || !(lab_embedding(l) > p.embedding_threshold))
            continue;
        auto const s = static_cast<std::size_t>(solution(l));
        double const weight = std::max(of_place(static_cast<std::size_t>(host(l)), s),
                                       public_partners(l) > 0 ? p.public_partner_weight : 1.0);
        lessons[s].add(weight * lab_learning(l, permitted), cluster[static_cast<std::size_t>(host(l))]);
    }
    for (std::size_t i = 0; i < cluster.size(); ++i)
        for (std::size_t s = 0; s < lessons.size(); ++s)
            if (implemented(i, s) != 0 && embedding(i, s) > p.embedding_threshold)
                lessons[s].add(of_place(i, s) * learning(i, s * conditions + permitted), cluster[i]);

    bool const caretaker = caretaker_months(0) > 0;
    bool const fall = just_fallen(caretaker_months(0), cabinet);
    for (std::size_t s = 0; s < lessons.size(); ++s) {
        Procedure now{rule(s), rule_months(s), rule_clusters(s)};
        switch (now.state) {
            case RuleState::idle: {
                int const clusters = lessons[s].clusters();
                double const known = evidence(lessons[s].learnt, clusters, work(s), p);
                if (permission(s) < p.wide_permission &&
                    step.draws(Purpose::rule_start, s).chance(rule_start_chance(known, caretaker, p)))
                    begin(now, step, s, needs_law(s) != 0, clusters, p);
                break;
            }
            case RuleState::prepared:
                if (now.months > 0 && !proceed(now, step, s, fall, p)) break;
                if (now.months <= 0 && rules_enter_into_force(step.tick)) {
                    now.state = RuleState::in_force;
                    permission(s) = permission_in_force(permission(s), now.clusters, p);
                }
                break;
            case RuleState::dropped:
                now.months = std::max(0.0, now.months - 1);
                if (now.months <= 0) now.state = RuleState::idle;
                break;
            case RuleState::in_force:
                break;
        }
        rule(s) = now.state;
        rule_months(s) = now.months;
        rule_clusters(s) = now.clusters;
    }
}

}  // namespace spil
