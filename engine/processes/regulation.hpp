#pragma once
/// \file regulation.hpp  National rules follow evidence, in the law's own time (SM14).
///
///     idle -> prepared -> in force | dropped -> idle again after retry_time
///
///     Ev = (sum over labs and institutions with E > threshold of L_R x weight)
///          * (1 + d (clusters - 1) / 8) + iota work / unit
///     starts with probability 1 - exp(-h logistic((Ev - Ev*) / s) w)        w < 1 under a caretaker
///
/// Clusters are the octants of context (signs of urbanity, prosperity, housing) the evidence comes from. A
/// procedure takes a Gamma time, longer for a law than for a decree; a fall of the cabinet postpones it with
/// some chance; at its end it passes or is dropped. What passed enters into force on the next 1 January or
/// 1 July (tick 0 is a January) and stays: permission rises to the wide level, or to the narrow one where the
/// procedure began on evidence from few contexts. A rule never lowers permission.
///
/// Labs count while running and in no man's land, where what they learnt fades; institutionalised ones count
/// as institutions of their municipality. Evidence of a municipality in a third space on the mission weighs
/// more, and so does that of a lab with a province or water authority among its partners; the larger weight
/// counts.
///
/// Reads labs, institutions, legal work, cabinet; writes permission, rule, rule_months, rule_clusters.
/// rule_months counts down while prepared (0: passed, waiting for its date) and while dropped.
/// Source: Compendium voor de Politiek and Veerman (1986) on durations; fixed dates of entry; else assumed.

#include "engine/processes/common/cabinet_parameters.hpp"
#include "engine/world/access.hpp"

namespace spil {

struct RegulationParameters {
    static constexpr std::string_view name = "regulation";

    double evidence_threshold = 4;
    double evidence_softness = 1.5;
    double start_rate = 0.06;
    double embedding_threshold = 0.3;
    double public_partner_weight = 1.5;
    double third_space_weight = 2;
    double context_bonus = 1;
    double work_effect = 1;
    double work_unit = 2e6;
    double caretaker_factor = 0.3;
    double law_share = 0.4;
    double decree_duration = 12;
    double law_duration = 30;
    double duration_shape = 4;
    double success_share = 0.7;
    double postponement_share = 0.3;
    double postponement_shortest = 6;
    double postponement_longest = 12;
    double wide_permission = 0.95;
    double narrow_permission = 0.7;
    double wide_clusters = 3;
    double retry_time = 24;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = RegulationParameters;
        return f(
            field(&P::evidence_threshold, "evidence_threshold", "labs", within(0, 1000).likely(2, 10),
                  "evidence at which the start hazard is half its highest", assumption()),
            field(&P::evidence_softness, "evidence_softness", "labs", within(0.01, 100).likely(0.5, 4),
                  "range of evidence over which that hazard rises", assumption()),
            field(&P::start_rate, "start_rate", "1/month", within(0, 1).likely(0.02, 0.2),
                  "highest hazard that a procedure starts", assumption()),
            field(&P::embedding_threshold, "embedding_threshold", "1", within(0, 1),
                  "embedding above which a lab or institution counts as evidence", assumption()),
            field(&P::public_partner_weight, "public_partner_weight", "1", within(1, 10),
                  "weight of a lab in which a regional authority takes part", assumption()),
            field(&P::third_space_weight, "third_space_weight", "1", within(1, 10).likely(1, 3),
                  "weight of evidence from a municipality in a third space on the mission",
                  assumption("City Deals put rules on the table; De Zeeuw doubts it")),
            field(&P::context_bonus, "context_bonus", "1", within(0, 10).likely(0, 2),
                  "gain of evidence that comes from distinct contexts",
                  assumption("repeat in other contexts for robust insight")),
            field(&P::work_effect, "work_effect", "labs", within(0, 100).likely(0.3, 3),
                  "evidence that one unit of legal work is worth", assumption()),
            field(&P::work_unit, "work_unit", "EUR", within(1e4, 1e9).likely(1e6, 5e6),
                  "size of a unit of legal work", assumption()),
            field(&P::caretaker_factor, "caretaker_factor", "1", within(0, 1),
                  "start hazard under a caretaker cabinet, relative", assumption()),
            field(&P::law_share, "law_share", "1", within(0, 1),
                  "share of solutions that need a law rather than a decree", assumption()),
            field(&P::decree_duration, "decree_duration", "months", within(1, 240).likely(8, 18),
                  "mean time a decree takes", literature("a year before one knows it")),
            field(&P::law_duration, "law_duration", "months", within(1, 240).likely(18, 48),
                  "mean time a law takes",
                  literature("15 months in parliament on average in 1975-85 (Veerman 1986), preparation, "
                             "Council of State")),
            field(&P::duration_shape, "duration_shape", "1", within(0.5, 100).likely(2, 10),
                  "shape of the Gamma distribution of these times", assumption()),
            field(&P::success_share, "success_share", "1", within(0, 1).likely(0.4, 0.9),
                  "chance that a procedure ends in a rule", assumption()),
            field(&P::postponement_share, "postponement_share", "1", within(0, 1),
                  "chance that a fall of the cabinet postpones an open procedure", assumption()),
            field(&P::postponement_shortest, "postponement_shortest", "months", within(0, 60),
                  "shortest postponement", assumption()),
            field(&P::postponement_longest, "postponement_longest", "months", within(0, 60),
                  "longest postponement", assumption()),
            field(&P::wide_permission, "wide_permission", "1", within(0, 1),
                  "permission under a rule built on evidence from many contexts", assumption()),
            field(&P::narrow_permission, "narrow_permission", "1", within(0, 1).likely(0.5, 0.9),
                  "permission under a rule built on evidence from few contexts", assumption()),
            field(&P::wide_clusters, "wide_clusters", "1", within(0, 8),
                  "distinct contexts from which evidence counts as many", assumption()),
            field(&P::retry_time, "retry_time", "months", within(0, 240).likely(12, 48),
                  "time before a dropped rule may be tried again", assumption()));
    }
};

inline constexpr int context_clusters = 8;

/// Octant of a context by the signs of its first three parts, 0..7.
int context_cluster(std::span<double const> context);
/// Evidence in equivalents of a lab. \param work  EUR spent on legal work so far
double evidence(double learnt, int clusters, double work, RegulationParameters const& p);
/// Chance that an idle rule is taken up this month.
double rule_start_chance(double evidence, bool caretaker, RegulationParameters const& p);
/// Months a procedure takes, above 0.
double rule_duration(Draws& draws, bool law, RegulationParameters const& p);
double permission_in_force(double permission, int clusters, RegulationParameters const& p);
constexpr bool rules_enter_into_force(std::uint32_t tick) {
    return tick % 6 == 0;
}

/// For populate: which solutions need a law. One entry each.
void draw_law_needs(RegulationParameters const&, std::uint64_t seed, std::span<std::uint8_t> needs_law);

void make_rules(Step const&, RegulationParameters const&, CabinetParameters const&,
                In<&Nation::caretaker_months> caretaker_months, In<&Municipalities::context> context,
                In<&Municipalities::implemented> implemented, In<&Municipalities::learning> learning,
                In<&Municipalities::embedding> embedding, In<&Municipalities::third_space> third_space,
                In<&Labs::stage> stage, In<&Labs::host> host, In<&Labs::solution> solution,
                In<&Labs::learning> lab_learning, In<&Labs::embedding> lab_embedding,
                In<&Labs::public_partners> public_partners, In<&Solutions::needs_law> needs_law,
                In<&Solutions::regulatory_work> work, Update<&Solutions::permission> permission,
                Update<&Solutions::rule> rule, Update<&Solutions::rule_months> rule_months,
                Update<&Solutions::rule_clusters> rule_clusters);

}  // namespace spil
