#pragma once
/// \file research.hpp  Firms do research: tax credit, joint grants, cheaper production or a new field (SM15).
///
///     RD_f      nu sales + share of lab work, as far as the balance reaches; wages at home
///     credit    WBSO on RD_f / k for each of its k = max(1, weight x innovating share) researching firms
///     MIT       each small or medium-sized seller asks one other of its mission; projects of k-th parts of
///               both RD, ranked by coverage + cognitive fit of the two kenes, until the budget is spent;
///               what is granted is research on top
///     success   1 - exp(-zeta chi RD_f / RD_ref)             chi: coverage of what the solution takes
///     then      cost factor x (1 - Beta(3,3) s) and a triple improved, or, short of money, another field:
///               a new triple, and the new solution when the kene covers it better
///
/// At the end of each year. The mean cost factor of a solution's sellers is kept at 1 (limits 0.5 and 2):
/// research decides who is cheaper; how cheap all are is Wright's law (market). The one sampled for a pair or
/// a field has an address of its own. Reads sales, lab_work, firms; pays research; treasury pays credits and
/// grants. Writes research, lab_work, cost_factor, offer, renewed, kenes.
/// Source: Dosi, Fagiolo and Roventini (2010) for nu, zeta and the step; SKIN for radical research.

#include "engine/processes/common/firm_support.hpp"
#include "engine/processes/common/firms.hpp"

namespace spil {

struct ResearchParameters {
    static constexpr std::string_view name = "research";

    double share_of_sales = 0.04;
    double share_of_lab_work = 0.3;
    double access = 0.3;
    double reference = 100000;
    double largest_step = 0.15;
    double innovating_share = 0.05;
    double short_of_money = 0.5;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = ResearchParameters;
        constexpr auto dosi = literature("Dosi et al. 2010");
        return f(field(&P::share_of_sales, "share_of_sales", "1", within(0, 1).likely(0.02, 0.08),
                       "share of sales spent on research", dosi),
                 field(&P::share_of_lab_work, "share_of_lab_work", "1", within(0, 1).likely(0, 0.6),
                       "share of work for labs that is research", assumption()),
                 field(&P::access, "access", "1", within(0, 10).likely(0.1, 0.6),
                       "chance of success per unit of research, at first", dosi),
                 field(&P::reference, "reference", "EUR/year", within(1, 1e9).likely(2e4, 1e6),
                       "one unit of research", assumption()),
                 field(&P::largest_step, "largest_step", "1", within(0, 0.9).likely(0.05, 0.3),
                       "largest fall of unit cost at a success", dosi),
                 field(&P::innovating_share, "innovating_share", "1", within(0, 1).likely(0.02, 0.2),
                       "share of the firms that an agent stands for that do its research", assumption()),
                 field(&P::short_of_money, "short_of_money", "1", within(0, 100).likely(0.2, 1),
                       "balance, relative to the opening money, below which research is radical",
                       literature("SKIN gives the rule")));
    }
};

/// Chance that a year's research succeeds.
double success_chance(double research, double coverage, ResearchParameters const& p);

/// Scales the factors of each solution's sellers to a mean of 1, within 0.5 and 2.
void keep_mean_cost(std::span<std::vector<std::uint32_t> const> sellers, std::span<double> cost_factor);

/// A project of two firms that ask for a grant.
struct JointProject {
    std::size_t first = 0, second = 0;
    double rank = 0;
    Cents amount = 0;
};
/// The projects granted, best rank first, equal ones by `first`: each firm at most once, as long as the
/// budget lasts; one that it does not reach is passed over.
std::vector<JointProject> grant_projects(std::vector<JointProject> asked, Cents budget);

void run_research(Step const& step, ResearchParameters const& p, FirmSupportParameters const& support,
                  In<&Municipalities::population> population, In<&Solutions::mission> mission,
                  In<&Solutions::required> required, In<&Solutions::base_cost> base_cost,
                  In<&Firms::weight> weight, In<&Firms::size> size, In<&Firms::capital_units> capital_units,
                  In<&Firms::municipality> municipality, In<&Firms::age> age, In<&Firms::sales> sales,
                  Update<&Firms::lab_work> lab_work, Update<&Firms::research> research,
                  Update<&Firms::cost_factor> cost_factor, Update<&Firms::offer> offer,
                  Update<&Firms::renewed> renewed, Update<&Firms::capability> capability,
                  Update<&Firms::ability> ability, Update<&Firms::expertise> expertise,
                  Pay<AccountClass::firm, AccountClass::treasury> pay);

}  // namespace spil
