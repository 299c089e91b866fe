#pragma once
/// \file blocks.hpp  Structural money by formula: municipalities, or regions that pool, choose labs
/// themselves (SM7).
///
///     allotment   of what is free in the programme, an equal part in each quarter left of the year, by
///     weight
///                 population (1/2 + P_im) over pools that are not revoked
///     of this     the leak goes to regular tasks, a share to permanent staff (FTE = EUR a year / cost of a
///     post),
///                 the rest is the pool's to promise
///     choice      among hosts in the pool with a role, an idea and staff to spare: the best in their own
///     eyes
///                 (judgement) first, as far as the pool's money reaches
///     review      when promised months are over: poor when the report is below the merit mean; goes on for
///     another
///                 interval unless it is poor and nobody looks away (stop_override), while the pool has money
///     revocation  with a hazard for each pool and mission: what the pool has not promised goes back to the
///                 programme, labs run out of their promised months, and it receives nothing for a while
///
/// The money stays on the programme's account until it is paid, so that every cent of it has one owner; what
/// a pool may still promise is what it was allotted less what its labs hold or have spent. A clairvoyant sees
/// potential in place of judgement and report. Reads ideas, judgement, staff; writes pools, labs, grants,
/// programmes, ideas, block_fte; pays. Source: block grants and their fungibility (flypaper literature); the
/// rules are our own.

#include "engine/processes/common/belief.hpp"
#include "engine/processes/common/embedding.hpp"
#include "engine/processes/common/founding.hpp"
#include "engine/processes/common/host.hpp"
#include "engine/processes/common/plans.hpp"
#include "engine/processes/common/pools.hpp"
#include "engine/processes/common/programme_money.hpp"
#include "engine/processes/common/report.hpp"
#include "engine/world/access.hpp"

namespace spil {

struct BlockParameters {
    static constexpr std::string_view name = "blocks";

    double minimum_staff = 0.5;
    double poor_below = 0;
    double revocation_months = 48;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = BlockParameters;
        return f(field(&P::minimum_staff, "minimum_staff", "FTE", within(0, 100).likely(0.25, 1),
                       "free staff below which a municipality does not start a lab", assumption()),
                 field(&P::poor_below, "poor_below", "merit sd", any_value().likely(-0.5, 0.5),
                       "report, relative to the merit mean, below which a lab counts as poor", assumption()),
                 field(&P::revocation_months, "revocation_months", "months", within(0, 600).likely(12, 96),
                       "time for which a revoked pool receives nothing", assumption("one council period")));
    }
};

/// What each pool may still promise, one value for each municipality and mission; 0 where nothing is pooled.
std::vector<Cents> unpromised(std::span<std::size_t const> pool, Pools const& pools, Labs const& labs,
                              Grants const& grants);
/// Part of the free money that is allotted now: equal parts for the rounds left in the year of `tick`.
double allotment_share(std::uint32_t tick, int interval);

void run_blocks(Step const& step, Regime const& regime, BlockParameters const& p, IdeaParameters const& ideas,
                BudgetParameters const& budgets, FoundingParameters const& founding,
                HostParameters const& host_parameters, ReportParameters const& report,
                EmbeddingParameters const& embedding_parameters, In<&Nation::merit_mean> merit_mean,
                In<&Nation::merit_sd> merit_sd, In<&Missions::preparation> preparation,
                In<&Solutions::permission> permission, In<&Municipalities::population> population,
                In<&Municipalities::region> region, In<&Municipalities::challenge> challenge,
                In<&Municipalities::accepted_fit> accepted_fit, In<&Municipalities::viable_fit> viable_fit,
                In<&Municipalities::potential> potential, In<&Municipalities::judgement> judgement,
                In<&Municipalities::fte_free> fte_free, In<&Municipalities::role> role,
                In<&Municipalities::implemented> implemented,
                In<&Municipalities::programme_trust> programme_trust, Update<&Municipalities::idea> idea,
                Update<&Municipalities::idea_age> idea_age, Update<&Municipalities::block_fte> block_fte,
                Whole<Labs> labs, Whole<Programmes> programmes, Whole<Pools> pools, Whole<Grants> grants,
                SelectionPay pay);

}  // namespace spil
