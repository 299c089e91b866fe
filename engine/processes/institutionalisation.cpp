#include "engine/processes/institutionalisation.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "engine/core/elementary.hpp"
#include "engine/core/random_lanes.hpp"
#include "engine/processes/common/carry_over.hpp"
#include "engine/processes/common/embedding.hpp"

namespace spil {

namespace {

double convinced(double belief, InstitutionParameters const& p) {
    return logistic((belief - p.evidence_threshold) / p.evidence_softness);
}

}  // namespace

double host_hazard(double belief, double aversion, double free_staff, bool strategy, bool routine,
                   double support, InstitutionParameters const& p) {
    return p.host_hazard * elementary::pow(convinced(belief, p), p.evidence_weight) * 2 * (1 - aversion) *
           std::min(1.0, free_staff / 0.5) * (1 + (strategy ? p.strategy_bonus : 0)) *
           (1 + (routine ? p.routine_bonus : 0)) * logistic(4 * (support - 0.4));
}

double most_host_hazard(bool strategy, bool routine, InstitutionParameters const& p) {
    return p.host_hazard * 2 * (1 + (strategy ? p.strategy_bonus : 0)) *
           (1 + (routine ? p.routine_bonus : 0));
}

double copy_hazard(double knowledge, double belief, double aversion, double permission, double free_staff,
                   InstitutionParameters const& p) {
    if (permission <= p.copy_permission) return 0;
    return p.copy_hazard * knowledge * convinced(belief, p) * (1 - aversion) * std::min(1.0, free_staff);
}

double copy_cost(double population, InstitutionParameters const& p) {
    return p.copy_cost * elementary::pow(population / 50000.0, p.copy_cost_exponent);
}

void institutionalise(Step const& step, InstitutionParameters const& p, In<&Labs::key> key,
                      In<&Labs::host> host, In<&Labs::mission> mission, In<&Labs::solution> solution,
                      In<&Labs::upscaling> upscaling, In<&Labs::routine> routine,
                      In<&Labs::unbacked> unbacked, In<&Labs::learning> lab_learning,
                      In<&Municipalities::belief> belief, In<&Municipalities::aversion> aversion,
                      In<&Municipalities::fte_free> fte_free, In<&Municipalities::support> support,
                      Update<&Labs::stage> stage, Update<&Labs::stage_months> months,
                      Update<&Labs::end_month> end_month, Update<&Labs::embedded_month> embedded_month,
                      Update<&Municipalities::implemented> implemented,
                      Update<&Municipalities::learning> learning, Out<&Municipalities::reports_kept> kept) {
    std::fill(kept.begin(), kept.end(), 0);
    // Luck first: few are lucky enough for the hazard of a host without doubt or aversion.
    auto const most = [&](bool strategy, bool fits) {
        return -elementary::expm1(-most_host_hazard(strategy, fits, p)) + 1e-12;
    };
    std::array<double, 4> const chances{most(false, false), most(true, false), most(false, true),
                                        most(true, true)};
    for (std::size_t l = 0, labs = stage.rows(); l < labs; ++l) {
        if ((!running(stage(l)) && stage(l) != Stage::post) || unbacked(l) != 0) continue;
        bool const strategy = upscaling(l) != 0, fits = routine(l) != 0;
        double const luck = step.draws(Purpose::institutionalisation, key(l)).uniform();
        if (luck >= chances[(strategy ? 1u : 0u) + (fits ? 2u : 0u)]) continue;
        auto const i = static_cast<std::size_t>(host(l));
        auto const m = static_cast<std::size_t>(mission(l));
        auto const s = static_cast<std::size_t>(solution(l));
        double const h =
            host_hazard(belief(i, s), aversion(i), fte_free(i), strategy, fits, support(i, m), p);
        if (!(luck < -elementary::expm1(-h))) continue;
        bool const had_money = running(stage(l));
        stage(l) = Stage::institutionalised;
        months(l) = 0;
        embedded_month(l) = static_cast<std::int32_t>(step.tick);
        if (had_money) end_month(l) = static_cast<std::int32_t>(step.tick);
        implemented(i, s) = 1;
        for (std::size_t k = 0; k < conditions; ++k)
            learning(i, s * conditions + k) = std::max(learning(i, s * conditions + k), lab_learning(l, k));
        ++kept(i);
    }
}

void copy_solutions(Step const& step, InstitutionParameters const& p, HostParameters const& staff,
                    Pay<AccountClass::municipality> purse, In<&Labs::host> host, In<&Labs::solution> solution,
                    In<&Labs::stage> stage, In<&Municipalities::population> population,
                    In<&Municipalities::yearly_free> yearly_free, In<&Municipalities::knowledge> knowledge,
                    In<&Municipalities::carry_over> carry_over, In<&Municipalities::belief> belief,
                    In<&Municipalities::aversion> aversion, In<&Municipalities::fte_free> fte_free,
                    In<&Solutions::permission> permission, Update<&Municipalities::implemented> implemented,
                    Update<&Municipalities::learning> learning) {
    std::vector<std::uint8_t> own_lab(implemented.size(), 0);
    for (std::size_t l = 0; l < stage.rows(); ++l)
        if (funded(stage(l)) || stage(l) == Stage::post)
            own_lab[static_cast<std::size_t>(host(l)) * implemented.width() +
                    static_cast<std::size_t>(solution(l))] = 1;
    // Luck first: no hazard is above that of full knowledge, which few are lucky enough for.
    Address const luck{.seed = step.seed, .purpose = Purpose::replication, .tick = step.tick};
    auto const pairs = static_cast<std::uint32_t>(implemented.size());
    for_each_below(luck, 0, pairs, word_bound(p.copy_hazard), [&](std::uint32_t pair, std::uint32_t word) {
        std::size_t const i = pair / implemented.width(), s = pair % implemented.width();
        if (implemented(i, s) != 0 || own_lab[pair] != 0) return;
        auto const k0 = s * conditions;
        double const known = (knowledge(i, k0) + knowledge(i, k0 + 1) + knowledge(i, k0 + 2)) / 3;
        double const h = copy_hazard(known, belief(i, s), aversion(i), permission(s), fte_free(i), p);
        if (!(unit(word) < -elementary::expm1(-h))) return;
        Cents const cost = cents(copy_cost(population(i), p));
        Account const here{AccountClass::municipality, i};
        if (above_reserve(purse.balance(here), yearly_free(i), staff) < cost) return;
        purse.post(Flow::roll_out, here, {AccountClass::household, i}, cost);
        implemented(i, s) = 1;
        for (std::size_t k = 0; k < conditions; ++k)
            learning(i, k0 + k) =
                std::max(learning(i, k0 + k), starting_learning(knowledge(i, k0 + k), carry_over(i, s)));
    });
}

}  // namespace spil
